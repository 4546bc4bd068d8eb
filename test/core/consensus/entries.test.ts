import t from 'tap'
import {
  acceptSuggestions,
  type EnterScore,
  enter,
  missingIn,
  needsNote,
} from '../../../src/core/consensus/entries.ts'
import {
  type ConsensusRules,
  figuresOf,
  type ItemFigures,
} from '../../../src/core/consensus/figures.ts'
import { consensusStates } from '../../../src/core/consensus/life.ts'
import { noon, people } from '../../support/assessment.ts'
import { consensusIn, figures, gauges, panel, rules, valued } from '../../support/consensus.ts'
import { forbidden } from '../../support/forbidden.ts'
import { refusalOf } from '../../support/submissions.ts'

const { lead, ann, manager } = people
const fresh = consensusIn('open', { scores: {} })
const given = (other: Partial<EnterScore> = {}): EnterScore => ({
  code: '1.1',
  value: { percent: 45 },
  note: null,
  figures,
  gauges,
  panel,
  by: lead,
  ...other,
})

t.test('a close item within its scores needs no note, any other does', async (t) => {
  const asks = (code: string, percentBp: number) => {
    const figure = figures.get(code)
    return figure !== undefined && needsNote(percentBp, figure)
  }
  t.same(
    [4000, 4500, 5000].map((bp) => asks('1.1', bp)),
    [false, false, false],
  )
  t.same(
    [3500, 5500].map((bp) => asks('1.1', bp)),
    [true, true],
    'outside all scores',
  )
  t.same(
    ['1.2', '1.3', '1.4'].map((code) => asks(code, 5000)),
    [true, true, true],
  )
  const strict: ConsensusRules = { ...rules, quorum: 3 }
  t.ok(
    needsNote(4500, figuresOf([4500, 4500, null], { rules: strict, bands: [], suggestion: null })),
    'below quorum',
  )
})

t.test('a score is entered with its note, and approvals begin anew', async (t) => {
  const approved = consensusIn('open', { approvals: [{ by: ann, at: noon(11) }] })
  const entered = enter(approved, given({ code: '1.2', note: 'The audit report decides.' }))
  t.same(entered.scores['1.2'], { ...valued(4500), note: 'The audit report decides.', by: lead })
  t.match(entered, { approvals: [], revision: 2 })
  t.same(enter(fresh, given({ value: { percent: 40 } })).scores['1.1'], {
    ...valued(4000),
    note: null,
    by: lead,
  })
})

t.test('each refusal', async (t) => {
  const why = (other: Partial<EnterScore>) => refusalOf(() => enter(fresh, given(other)))
  t.same(why({ by: ann }), forbidden('consensus:write'))
  t.match(why({ by: manager }), { code: 'forbidden' })
  t.same(why({ code: '9.9' }), { code: 'not-found' })
  t.match(why({ value: { percent: 47 } }), {
    code: 'document-invalid',
    errors: [{ pointer: '/percent' }],
  })
  for (const note of [null, '  '])
    t.match(why({ code: '1.2', note }), {
      code: 'incomplete',
      errors: [{ pointer: '/note', code: 'note-missing' }],
    })
  for (const state of consensusStates.filter((each) => each !== 'open'))
    for (const decide of [
      () => enter(consensusIn(state), given()),
      () => acceptSuggestions(consensusIn(state), given()),
    ])
      t.match(refusalOf(decide), { code: 'illegal-transition', state })
})

t.test('suggestions are accepted where the reviews are close, and overwrite nothing', async (t) => {
  const accepted = acceptSuggestions(fresh, given())
  t.same(accepted.scores, { '1.1': { ...valued(4500), note: null, by: lead } })
  t.equal(accepted.revision, 2)
  const entered = enter(fresh, given({ value: { percent: 40 } }))
  t.equal(acceptSuggestions(entered, given()), entered, 'nothing changes, nor the revision')
  t.same(
    refusalOf(() => acceptSuggestions(fresh, given({ by: ann }))),
    forbidden('consensus:write'),
  )
})

t.test('a suggestion that would need a note is not accepted, nor one that is none', async (t) => {
  const close = figures.get('1.1')
  const accepted = (suggestion: ItemFigures['suggestion']) =>
    acceptSuggestions(fresh, {
      figures: new Map(close === undefined ? [] : [['1.1', { ...close, suggestion }]]),
      panel,
      by: lead,
    }).scores
  t.match(accepted(valued(5000)), { '1.1': valued(5000) })
  t.same(accepted(valued(5500)), {}, 'outside all scores, as medians of parts may be')
  t.same(accepted(null), {})
})

t.test('what is missing is named whole', async (t) => {
  t.same(missingIn(consensusIn('open'), figures), [])
  const bare = { scores: { '1.1': { ...valued(4500), note: null, by: lead } }, reopened: [] }
  t.same(
    missingIn(bare, figures).map(({ pointer }) => pointer),
    ['/scores/1.2', '/scores/1.3', '/scores/1.4'],
  )
  const blank = consensusIn('open', {
    scores: { ...consensusIn('open').scores, '1.2': { ...valued(4500), note: ' ', by: lead } },
  })
  t.match(missingIn(blank, figures), [{ pointer: '/scores/1.2/note', code: 'note-missing' }])
})

t.test(
  'a reopened item is missing until it is scored anew, by hand or by suggestion',
  async (t) => {
    const consensus = consensusIn('open', { reopened: ['1.1', '1.2'] })
    t.match(missingIn(consensus, figures), [
      { pointer: '/scores/1.1', code: 'score-reopened' },
      { pointer: '/scores/1.2', code: 'score-reopened' },
    ])
    const anew = given({ code: '1.2', note: 'We met.' })
    t.same(enter(consensus, anew).reopened, ['1.1'])
    t.same(acceptSuggestions(consensus, { figures, panel, by: lead }).reopened, ['1.2'])
  },
)
