import { ok } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import type { Met } from '../../../../src/core/scoring/members.ts'
import { maturityLevel1 } from '../../../../src/core/scoring/methods/maturity-level-1.ts'
import { maturity } from '../../../fixtures/methods.ts'
import {
  absentAt,
  anything,
  errorsIn,
  nodeIn,
  raterAt,
  readAt,
  sheetFor,
} from '../../../support/sheets.ts'
import { spoil } from '../../../support/spoil.ts'

const met: Met = 'met'
const unmet: Met = 'not_met'
const na: Met = 'not_applicable'

const example: Met[][] = [[met, met, met], [met, met], [met, na], [unmet, met], [met]]

const outcomeOf = (levels: Met[][]) => {
  const sheet = sheetFor(maturity(), { '5.2': { levels } }, { notApplicable: anything })
  const { outcome, flags, status, percent } = nodeIn(sheet, '5.2')
  return { ...(outcome as object), flags, status, percent }
}

t.test('the worked example is level 3, gap at 4, two ignored above', async (t) => {
  const sheet = sheetFor(maturity(), { '5.2': { levels: example } }, { notApplicable: anything })
  t.match(nodeIn(sheet, '5.2'), {
    percent: 60,
    points: 3,
    maxPoints: 5,
    band: { position: 3 },
    flags: ['na.part'],
    outcome: { level: 3, gapAt: 4, toMeetNext: ['5.2.l4.s1'], ignoredAbove: 2 },
  })
  t.same(
    nodeIn(sheet, '5.2').explanation.map(({ rule, inputs, result }) => [rule, inputs, result]),
    [
      ['level.climb', { gap: '4', unmet: '1' }, '3'],
      ['level.ignored', { count: '2' }, null],
      ['na.part', { percent: '10', reference: '5' }, '1/2'],
      ['item.points', { percent: '60', max: '5' }, '3'],
    ],
  )
})

t.test('a climb stops at the first level with a statement that is not met', async (t) => {
  const all: Met[][] = [[met, met, met], [met, met], [met, met], [met, met], [met]]
  t.match(outcomeOf(all), { level: 5, gapAt: null, toMeetNext: [], ignoredAbove: 0, percent: 100 })
  t.match(outcomeOf([]), {
    level: 0,
    gapAt: 1,
    toMeetNext: ['5.2.l1.s1', '5.2.l1.s2', '5.2.l1.s3'],
    flags: ['below_base'],
    percent: 0,
  })
  t.match(outcomeOf([[met, unmet, met], ...all.slice(1)]), {
    level: 0,
    ignoredAbove: 9,
    flags: ['below_base'],
  })
  t.match(outcomeOf([[met, met, met], [met]]), { level: 1, toMeetNext: ['5.2.l2.s2'] }, 'absent')
  const top = nodeIn(sheetFor(maturity(), { '5.2': { levels: all } }), '5.2')
  t.match(top.explanation[0], { rule: 'level.top', result: '5' })
})

t.test("a level of which nothing applies stops nobody and is nobody's result", async (t) => {
  const open: Met[] = [na, na]
  t.match(outcomeOf([[met, met, met], open, [met, met], [unmet]]), { level: 3, gapAt: 4 })
  t.match(outcomeOf([[met, met, met], open, open, [unmet, unmet]]), { level: 1, gapAt: 4 })
  t.match(outcomeOf([[met, met, met], open, open, open, [na]]), { level: 1, gapAt: null })
  t.match(outcomeOf([[na, na, na], [unmet]]), {
    level: 0,
    gapAt: 2,
    flags: ['na.part', 'below_base'],
  })
  const nothing: Met[][] = [[na, na, na], open, open, open, [na]]
  t.equal(readAt(maturity(), '5.2', { levels: nothing }).rating, 'not_applicable')
  const exclude = { ...anything, policy: 'exclude' as const }
  const sheet = sheetFor(maturity(), { '5.2': { levels: nothing } }, { notApplicable: exclude })
  t.match(nodeIn(sheet, '5.2'), { status: 'not_applicable', outcome: null, maxPoints: 0 })
  t.match(sheet.alternatives, { zero: null, underPolicy: null, scaled: null, applicableMax: null })
})

t.test('a level is a fifth of its node, and a statement its part of the level', async (t) => {
  const of = (levels: Met[][]) => absentAt(maturity(), '5.2', { levels })
  t.equal(of(example), '1/10', 'one of two statements of a level')
  t.equal(of([[na, met, na]]), '2/15')
  t.equal(of([[na, na, na], [], [na, na]]), '2/5')
  t.equal(of([[met, met, met]]), '0')
  t.equal(absentAt(maturity(), '5.2', {}), '0')
  t.equal(absentAt(maturity('level'), '5.2', { level: 3 }), '0')
})

t.test('both locks hold: the element must allow it, and the programme must take it', async (t) => {
  t.match(readAt(maturity(), '5.2', { levels: example }, false), {
    rating: null,
    errors: [
      {
        pointer: '/answers/5.2/levels/2/1',
        code: 'not-applicable-refused',
        detail: /programme does not permit/,
      },
    ],
  })
  const strict = spoil(maturity(), { '/categories/0/items/0/naAllowed': false })
  t.match(readAt(strict, '5.2', { levels: example }), {
    errors: [{ code: 'not-applicable-refused', detail: /No statement of "5\.2"/ }],
  })
})

t.test('a level takes no more answers than it has statements', async (t) => {
  const many: Met[][] = [[met, met, met, met], [], [], [], [], [met]]
  t.match(readAt(maturity(), '5.2', { levels: many }), {
    rating: null,
    errors: [
      {
        pointer: '/answers/5.2/levels/0',
        code: 'statement-unknown',
        detail: 'Level 1 has 3 statements, not 4.',
      },
      { pointer: '/answers/5.2/levels/5', detail: 'Level 6 has 0 statements, not 1.' },
    ],
  })
  t.same(readAt(maturity(), '5.2', {}), { rating: null, errors: [], missing: [] })
})

t.test('in quick questionnaires the level itself is answered', async (t) => {
  const quick = maturity('level')
  const sheet = sheetFor(quick, { '5.2': { level: 3 }, '5.3': { level: 0 }, '6.2': { level: 5 } })
  t.match(nodeIn(sheet, '5.2'), {
    points: 3,
    outcome: { level: 3, gapAt: 4, toMeetNext: [], ignoredAbove: 0 },
    explanation: [{ rule: 'level.entered', result: '3' }, {}],
  })
  t.match(nodeIn(sheet, '5.3'), { points: 0, flags: ['below_base'], band: null })
  t.match(nodeIn(sheet, '6.2'), { points: 5, outcome: { gapAt: null } })
  for (const level of [-1, 6, 2.5])
    t.match(readAt(quick, '5.2', { level }), {
      rating: null,
      errors: [{ pointer: '/answers/5.2/level', code: 'level-unknown' }],
    })
  t.same(readAt(quick, '5.2', {}), { rating: null, errors: [], missing: [] })
  t.match(
    errorsIn(() => sheetFor(quick, { '5.2': { levels: [] } })),
    [{ code: 'member-unknown', detail: /known: level\./ }],
  )
})

t.test('a clause has no figure, and the conventions are no total', async (t) => {
  const quick = maturity('level')
  const answers = { '5.2': { level: 3 }, '5.3': { level: 4 }, '6.2': { level: 1 } }
  const sheet = sheetFor(quick, answers)
  t.match(nodeIn(sheet, '5'), {
    status: 'scored',
    percent: null,
    exactPercent: null,
    points: null,
    exactPoints: null,
    maxPoints: null,
    display: null,
    outcome: null,
    explanation: [{ rule: 'category.no-figure', inputs: { count: '2' } }],
  })
  t.match(sheet, { total: null, groups: [], alternatives: null })
  t.same(
    sheet.conventions.map(({ code, node, exactValue }) => [code, node, exactValue]),
    [
      ['minimum', null, '1'],
      ['maximum', null, '4'],
      ['mean', null, '8/3'],
      ['sum', null, '8'],
      ['histogram-0', null, '0'],
      ['histogram-1', null, '1'],
      ['histogram-2', null, '0'],
      ['histogram-3', null, '1'],
      ['histogram-4', null, '1'],
      ['histogram-5', null, '0'],
      ['clause-mean', '5', '7/2'],
      ['clause-mean', '6', '1'],
    ],
  )
  t.equal(maturityLevel1.custom(quick), false)
})

t.test(
  'an element without statements climbs nothing; what is absent is said as such',
  async (t) => {
    const bare = spoil(maturity(), { '/categories/0/items/0/levelStatements': undefined })
    t.equal(readAt(bare, '5.2', { levels: [] }).rating, 'not_applicable')
    t.match(raterAt(maturity(), '5.2').say({}, { n: 0n, d: 1n }, ''), { outcome: { level: 0 } })
    t.match(raterAt(bare, '5.2').say({}, { n: 0n, d: 1n }, ''), { outcome: { level: 0 } })
    t.match(raterAt(maturity('level'), '5.2').say({}, { n: 0n, d: 1n }, ''), {
      outcome: { level: 0, gapAt: 1 },
    })
  },
)

const state = fc.constantFrom<Met>('met', 'not_met', 'not_applicable')
const counts = [3, 2, 2, 2, 1]
const ladder = fc.tuple(
  ...counts.map((count) => fc.array(state, { minLength: 0, maxLength: count })),
)

t.test('meeting one statement more never lowers the level', async () => {
  const levelOf = (levels: Met[][]): number => {
    const { rating } = readAt(maturity(), '5.2', { levels })
    return rating === 'not_applicable' ? -1 : Number(rating) / 20
  }
  fc.assert(
    fc.property(ladder, fc.nat(4), fc.nat(2), (levels, at, position) => {
      const level = levelOf(levels)
      ok(level >= -1 && level <= 5)
      if ((levels[at]?.[position] ?? 'met') !== 'not_met') return
      const better = levels.map((each, index) => (index === at ? each.with(position, met) : each))
      ok(levelOf(better) >= level)
    }),
    { numRuns: 300 },
  )
})
