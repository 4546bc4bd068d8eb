import t from 'tap'
import type { MigrationMapping } from '../../../src/core/document/mapping-v1.ts'
import { scoredNodes } from '../../../src/core/document/nodes.ts'
import { readQuestionnaire } from '../../../src/core/document/read.ts'
import { toText, zero } from '../../../src/core/exact.ts'
import { identityMapping } from '../../../src/core/migration/identity.ts'
import { planMigration } from '../../../src/core/migration/plan.ts'
import type { Answers } from '../../../src/core/submission/answer.ts'
import { small } from '../../fixtures/questionnaires.ts'
import { jsonIn } from '../../support/examples.ts'
import { spoil } from '../../support/spoil.ts'

const model = (key: string) => readQuestionnaire(jsonIn(`schemas/models/${key}/1.0.0.json`))
const mapping = (name: string) => jsonIn(`schemas/mappings/${name}.json`) as MigrationMapping

const gbt = {
  source: model('gbt-19580-2004'),
  target: model('gbt-19580-2012'),
  mapping: mapping('gbt-19580-2004-1.0.0--gbt-19580-2012-1.0.0'),
}

/** The percents of the worked example of scoring.md section 9, in code order. */
const percents = [
  55, 45, 50, 40, 45, 60, 50, 65, 55, 40, 35, 50, 60, 45, 50, 55, 40, 45, 55, 40, 50, 35,
]
const answers: Answers = Object.fromEntries(
  scoredNodes(gbt.source).map(({ code }, index) => [code, { percent: percents[index] ?? 0 }]),
)
const plan = planMigration({ source: gbt.source, answers, hops: [gbt] })

t.test('GB/T 2004 to 2012: the worked example to the last digit', async (t) => {
  t.same(plan.counts, { carried: 14, carried_needs_review: 6, converted: 3, dropped: 0, new: 0 })
  const { before, after, reviewPoints, categories } = plan.effect
  t.equal(toText(before?.points ?? zero), '967/2')
  t.equal(toText(after?.points ?? zero), '969/2')
  t.equal(toText(reviewPoints ?? zero), '450')
  t.same(Object.fromEntries(categories.map(({ code, delta }) => [code, toText(delta)])), {
    '4.1': '13/2',
    '4.2': '4',
    '4.3': '0',
    '4.4': '8',
    '4.5': '-5',
    '4.6': '-25/2',
    '4.7': '0',
  })
  t.equal(plan.answers['4.4.4']?.percent, 50, '49 to the step')
  t.equal(plan.answers['4.5.2']?.percent, 55, '54.55 to the step')
  t.equal(plan.answers['4.5.3']?.percent, 55)
  t.equal(plan.review.length, 9)
})

t.test('a code alone means nothing: 11 of 15 equal codes name another subject', async (t) => {
  const codes = new Set(scoredNodes(gbt.source).map(({ code }) => code))
  const both = scoredNodes(gbt.target).filter(({ code }) => codes.has(code))
  const sameSubject = plan.moves.filter(
    ({ code, sources, outcome }) =>
      code !== null && sources.length === 1 && sources[0] === code && outcome === 'carried',
  )
  t.equal(both.length, 15)
  t.match(
    plan.moves.find(({ code }) => code === '4.1.2'),
    { sources: ['4.1.1'] },
  )
  t.ok(sameSubject.length <= 4)
})

t.test('each move names its sources, its values and its reasons', async (t) => {
  t.same(
    plan.moves.find(({ code }) => code === '4.4.4'),
    {
      code: '4.4.4',
      sources: ['4.4.4', '4.6.2'],
      outcome: 'converted',
      reasons: ['relation-merge'],
      before: [
        { code: '4.4.4', value: { percent: 40 } },
        { code: '4.6.2', value: { percent: 55 } },
      ],
      after: { percent: 50 },
    },
  )
})

t.test('Baldrige 2021 to 2023: merged items of scoring.md section 9', async (t) => {
  const source = model('baldrige-2021-2022')
  const few: Answers = { '4.2': { percent: 55 }, '6.1': { percent: 45 }, '6.2': { percent: 60 } }
  const moved = planMigration({
    source,
    answers: few,
    hops: [
      {
        mapping: mapping('baldrige-2021-2022-1.0.0--baldrige-2023-2024-1.0.0'),
        target: model('baldrige-2023-2024'),
      },
    ],
  })
  t.equal(moved.answers['4.2']?.percent, 55, '53.75 to the step')
  t.equal(moved.answers['6.2']?.percent, 55)
  t.equal(toText(moved.effect.before?.points ?? zero), '69')
  t.equal(toText(moved.effect.after?.points ?? zero), '67')
  t.match(
    moved.moves.find(({ code }) => code === '6.1'),
    {
      outcome: 'carried_needs_review',
      reasons: ['relation-superset'],
    },
  )
  t.match(
    moved.moves.find(({ code }) => code === '1.1'),
    {
      outcome: 'new',
      reasons: ['source-unanswered'],
    },
  )
})

const later = spoil(small(), { '/version': '2.0.0' })

t.test('what has no target is dropped, what has no source is new', async (t) => {
  const whole = identityMapping(small(), later)
  const half = { ...whole, items: whole.items.filter(({ from }) => from[0] !== '1.1') }
  const given: Answers = {
    '1.1': { percent: 40 },
    '2.1': { comment: 'text only' },
    'P.1': { comment: 'profile' },
  }
  const moved = planMigration({
    source: small(),
    answers: given,
    hops: [{ mapping: half, target: later }],
  })
  t.match(moved.moves.at(-1), {
    code: null,
    sources: ['1.1'],
    outcome: 'dropped',
    reasons: ['no-target'],
    after: null,
  })
  t.match(
    moved.moves.find(({ code }) => code === '1.1'),
    { outcome: 'new', reasons: ['no-source'] },
  )
  t.match(
    moved.moves.find(({ code }) => code === '2.1'),
    {
      outcome: 'new',
      reasons: ['source-unanswered'],
      after: null,
    },
  )
  t.same(moved.answers, { '2.1': { comment: 'text only' }, 'P.1': { comment: 'profile' } })
  t.equal(toText(moved.effect.mappedBefore?.points ?? zero), '0')
  t.equal(toText(moved.effect.before?.points ?? zero), '12')
})

t.test('a dropped value says why, a changed meaning asks for review', async (t) => {
  const whole = identityMapping(small(), later)
  const items = whole.items.map((row) => {
    if (row.from[0] === '1.1') return { ...row, scale: 'reset' as const }
    if (row.from[0] === '1.2') return { ...row, meaningChanged: true }
    return row.from[0] === '2.1' ? { ...row, scale: 'linear' as const } : row
  })
  const moved = planMigration({
    source: small(),
    answers: { '1.1': { percent: 40 }, '1.2': { percent: 40 }, '2.1': { percent: 40 } },
    hops: [{ mapping: { ...whole, items }, target: later }],
  })
  t.match(moved.moves.slice(0, 3), [
    { outcome: 'dropped', reasons: ['scale-reset'], after: null },
    { outcome: 'carried_needs_review', reasons: ['relation-equal', 'meaning-changed'] },
    { outcome: 'converted', reasons: ['relation-equal', 'scale-linear'] },
  ])
})

t.test('narrative that no mapping takes along is named, over several hops too', async (t) => {
  const first = identityMapping(small(), later)
  const third = spoil(small(), { '/version': '3.0.0' })
  const second = identityMapping(later, third)
  const narrow = { ...second, areas: second.areas.filter(({ from }) => from[0] !== '1.1.a') }
  const moved = planMigration({
    source: small(),
    answers: {
      '1.1': { percent: 40, narrative: { '1.1.a': 'lost' } },
      '1.2': { percent: 40, narrative: { '1.2.a': 'kept' } },
      '2.1': { narrative: { '2.1.a': '' } },
    },
    hops: [
      { mapping: first, target: later },
      { mapping: narrow, target: third },
    ],
  })
  t.same(moved.narrativeLeft, ['1.1.a'])
  t.same(moved.to, { key: 'sample-2025', version: '3.0.0' })
  t.same(moved.answers['1.2'], { percent: 40, narrative: { '1.2.a': 'kept' } })
})
