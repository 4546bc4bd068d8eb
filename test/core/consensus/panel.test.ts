import t from 'tap'
import {
  figuresOfPanel,
  type PanelReview,
  type PanelTable,
  panelOf,
  scoresOfPanel,
} from '../../../src/core/consensus/panel.ts'
import { judgedItems } from '../../../src/core/review/review.ts'
import { gaugesOf, readValue } from '../../../src/core/review/value.ts'
import type { ScoreValue } from '../../../src/core/submission/answer-values.ts'
import { people, reviewId } from '../../support/assessment.ts'
import { assignments, rules, valued } from '../../support/consensus.ts'
import { modelOf } from '../../support/models.ts'
import { gbt, notApplicable } from '../../support/submissions.ts'

const { lead, ann, bob } = people
const items = judgedItems(gbt)
const [first = '', second = ''] = items

const scored = (percentBp: number) => ({ ...valued(percentBp), cannotJudge: null })
const review = (n: number, personId: typeof lead, percentBp: number): PanelReview => ({
  id: reviewId(n),
  personId,
  state: 'locked',
  round: 1,
  items: null,
  scores: Object.fromEntries(items.map((code) => [code, scored(percentBp)])),
})
const reviews = [review(0, lead, 4000), review(1, ann, 4500), review(2, bob, 8000)]
const consensus = {
  rules,
  state: 'open',
  round: 1,
  reviews: reviews.map(({ id }) => ({ id, digest: 'd'.repeat(64) })),
} as const
const table: PanelTable = { consensus, reviews, questionnaire: gbt, answers: {} }

const rowOf = (given: PanelTable, wanted = first) =>
  scoresOfPanel(given).find(({ code }) => code === wanted)?.scores

t.test('the panel are those who work on it still and whose review counts', async (t) => {
  t.same(panelOf(table, assignments), { lead, members: [lead, ann, bob] })
  const left = assignments.map((each) =>
    each.personId === lead ? { ...each, state: 'recused' as const } : each,
  )
  t.same(panelOf(table, left), { lead: null, members: [ann, bob] })
  const ended = assignments.map((each) => ({ ...each, state: 'completed' as const }))
  t.same(panelOf(table, ended).members, [lead, ann, bob])
  const excluded = reviews.map((each) =>
    each.personId === bob ? { ...each, state: 'excluded' as const } : each,
  )
  t.same(panelOf({ ...table, reviews: excluded }, assignments).members, [lead, ann])
})

t.test('a row for each item that applies, a column for each review', async (t) => {
  t.equal(scoresOfPanel(table).length, 23)
  t.same(rowOf(table), [4000, 4500, 8000])
  const marked = { ...table, answers: { [first]: { notApplicable } } }
  t.equal(scoresOfPanel(marked).length, 22)
  t.equal(rowOf(marked), undefined)
  const [one, ...others] = reviews
  const blind = {
    ...one,
    scores: { [first]: { value: null, percentBp: null, cannotJudge: 'No.' } },
  } as PanelReview
  t.same(rowOf({ ...table, reviews: [blind, ...others] }), [null, 4500, 8000])
  t.same(rowOf({ ...table, reviews: [blind, ...others] }, second), [null, 4500, 8000])
})

t.test('a later round counts for its items, once it is over', async (t) => {
  const again = (n: number, round: number, percentBp: number): PanelReview => ({
    ...review(n, bob, percentBp),
    round,
    items: [first],
    scores: { [first]: scored(percentBp) },
  })
  const rounds = { ...table, reviews: [...reviews, again(4, 3, 5000), again(3, 2, 6000)] }
  t.same(rowOf(rounds), [4000, 4500, 5000], 'the last one')
  t.same(rowOf(rounds, second), [4000, 4500, 8000], 'other items keep their first score')
  const third = { ...rounds, consensus: { ...consensus, state: 'scoring', round: 3 } } as const
  t.same(rowOf(third), [4000, 4500, 6000], 'one that is open is hidden')
  const draft = { ...again(3, 2, 6000), state: 'excluded' } as const
  t.same(rowOf({ ...table, reviews: [...reviews, draft] }), [4000, 4500, 8000])
})

t.test('figures stand in document order, with the bands of the kind', async (t) => {
  const figures = figuresOfPanel(table)
  t.same([...figures.keys()], items)
  t.match(figures.get(first), {
    n: 3,
    minBp: 4000,
    maxBp: 8000,
    state: 'discuss',
    suggestion: valued(4500),
  })
  t.same(figures.get(first)?.flags, ['range', 'bands'])
  const marked = { ...table, answers: { [first]: { notApplicable } } }
  t.notOk(figuresOfPanel(marked).has(first), 'what does not apply has none')
})

t.test(
  'suggestions are values of any method; where no bands judge percents, only the range flags',
  async (t) => {
    const figureOf = (key: string, values: readonly ScoreValue[]) => {
      const questionnaire = modelOf(key)
      const [code = ''] = judgedItems(questionnaire)
      const gauge = gaugesOf(questionnaire, rules)(code)
      const given = reviews.map((each, place) => ({
        ...each,
        scores: { [code]: { ...readValue(values[place] ?? {}, gauge), cannotJudge: null } },
      }))
      return figuresOfPanel({ ...table, questionnaire, reviews: given }).get(code)
    }
    const attributes = (sound: number) => ({
      attributes: { sound, implemented: 50, 'evaluated-understood': 50, 'learn-improve': 50 },
    })
    t.match(figureOf('efqm-2020', [50, 52, 60].map(attributes)), {
      suggestion: { value: attributes(52), percentBp: 5050 },
      flags: [],
      state: 'close',
    })
    t.match(figureOf('deming-prize-2018', [{ points: 1 }, { points: 1 }, { points: 60 }]), {
      suggestion: { value: { points: 1 } },
      flags: ['range'],
    })
    t.match(figureOf('iso-9004-2018-quick', [{ level: 0 }, { level: 3 }, { level: 5 }]), {
      suggestion: { value: { level: 3 }, percentBp: 6000 },
      flags: ['range'],
    })
  },
)
