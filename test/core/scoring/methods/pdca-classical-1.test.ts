import { ok } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { fraction } from '../../../../src/core/exact.ts'
import { pdcaClassical1 } from '../../../../src/core/scoring/methods/pdca-classical-1.ts'
import { classical } from '../../../fixtures/methods.ts'
import { errorsIn, nodeIn, raterAt, readAt, sheetFor } from '../../../support/sheets.ts'

const gap = { plan: true, do: false, check: true, act: false }

t.test('the worked example: plan reached, so 26 is accepted and 42 refused', async (t) => {
  t.equal(readAt(classical(), '1.1', { score: 26, phases: gap }).rating, '26')
  t.match(readAt(classical(), '1.1', { score: 42, phases: gap }), {
    rating: null,
    errors: [
      {
        pointer: '/answers/1.1/score',
        code: 'score-outside-phase',
        detail: /42 is outside 11 to 30, the band of the phase plan/,
      },
    ],
  })
})

t.test('the worked criterion of 26, 45 and 62 is 133/3, and nothing is added up', async (t) => {
  const sheet = sheetFor(classical(), {
    '1.1': { score: 26 },
    '1.2': { score: 45 },
    '1.3': { score: 62 },
    '6.1': { score: 30 },
    '6.2': { score: 50 },
  })
  t.match(nodeIn(sheet, '1'), {
    percent: 44.33,
    exactPercent: '133/3',
    points: 44.33,
    maxPoints: 100,
    display: { points: 44.3, maxPoints: 100 },
  })
  t.match(nodeIn(sheet, '1').explanation[0], { rule: 'category.plain-mean', result: '133/3' })
  t.match(sheet, { total: null, groups: [], recognition: [], verdict: null, variant: 'official' })
  t.same(
    sheet.conventions.map(({ code, exactValue }) => [code, exactValue]),
    [
      ['mean-of-criteria', '253/6'],
      ['mean-of-subcriteria', '213/5'],
      ['enablers-mean', '133/3'],
      ['results-mean', '40'],
    ],
  )
})

t.test('phases are cumulative, each with its band', async (t) => {
  const upTo = (count: number) =>
    Object.fromEntries(
      ['plan', 'do', 'check', 'act', 'pdca'].map((phase, index) => [phase, index < count]),
    )
  const bounds = [
    [0, 10, 'none'],
    [11, 30, 'plan'],
    [31, 50, 'do'],
    [51, 70, 'check'],
    [71, 90, 'act'],
    [91, 100, 'pdca'],
  ] as const
  for (const [count, [from, to, phase]] of bounds.entries()) {
    const phases = upTo(count)
    for (const score of [from, to]) {
      t.equal(readAt(classical(), '1.1', { score, phases }).rating, String(score))
      t.match(nodeIn(sheetFor(classical(), { '1.1': { score, phases } }), '1.1'), {
        outcome: { phase },
        band: { position: count + 1 },
        explanation: [{ rule: 'pdca.band', inputs: {}, result: String(count) }, {}],
      })
    }
    for (const score of [from - 1, to + 1]) {
      if (score < 0 || score > 100) continue
      t.equal(readAt(classical(), '1.1', { score, phases }).rating, null, `${phase}: ${score}`)
    }
  }
  t.equal(readAt(classical(), '1.1', { score: 26, phases: { plan: true } }).rating, '26')
  t.equal(readAt(classical(), '1.1', { score: 5, phases: { do: true } }).rating, '5')
})

t.test('scores are whole, from 0 to 100, and phases alone are none', async (t) => {
  for (const score of [-1, 101, 26.5])
    t.match(readAt(classical(), '1.1', { score }), {
      rating: null,
      errors: [{ pointer: '/answers/1.1/score', code: 'percent-off-step' }],
    })
  t.same(readAt(classical(), '1.1', { phases: gap }), { rating: null, errors: [], missing: [] })
  t.same(readAt(classical(), '6.1', {}), { rating: null, errors: [], missing: [] })
})

t.test('trend and targets guide a result; they warn and decide nothing', async (t) => {
  const sheet = sheetFor(classical(), { '6.1': { score: 60, trend: 20, targets: 40 } })
  t.match(nodeIn(sheet, '6.1'), {
    percent: 60,
    outcome: null,
    explanation: [
      { rule: 'factors.range', inputs: { from: '11', to: '50' } },
      { rule: 'pdca.band', result: '3' },
      {},
    ],
  })
  t.match(
    sheet.warnings.filter(({ pointer }) => pointer === '/answers/6.1/score'),
    [{ code: 'percent-outside-factors' }],
  )
  t.match(readAt(classical(), '6.1', { score: 40, trend: 5.5 }), {
    errors: [{ pointer: '/answers/6.1/trend', code: 'percent-off-step' }],
  })
})

t.test('members of the other kind are refused', async (t) => {
  t.match(
    errorsIn(() =>
      sheetFor(classical(), { '1.1': { score: 5, trend: 5 }, '6.1': { score: 5, phases: gap } }),
    ),
    [
      { pointer: '/answers/1.1/trend', code: 'member-unknown', detail: /known: score, phases/ },
      { pointer: '/answers/6.1/phases', detail: /known: score, trend, targets/ },
    ],
  )
  t.equal(pdcaClassical1.custom(classical()), false)
})

t.test('a value below all bands is in none', async (t) => {
  const headless = {
    ...classical(),
    bandSets: classical().bandSets.map((set) => ({ ...set, bands: set.bands.slice(1) })),
  }
  for (const code of ['1.1', '6.1'])
    t.equal(raterAt(headless, code).say({ score: 5 }, fraction(5n), '').band, null)
  const empty = {
    ...classical(),
    bandSets: classical().bandSets.map((set) => ({ ...set, bands: set.bands.slice(0, 1) })),
  }
  t.equal(readAt(empty, '1.1', { score: 20, phases: { plan: true } }).rating, null)
})

t.test('a score is accepted in exactly one band of phases', async () => {
  const flags = fc.record({
    plan: fc.boolean(),
    do: fc.boolean(),
    check: fc.boolean(),
    act: fc.boolean(),
    pdca: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100 }), flags, (score, phases) => {
      const { rating, errors } = readAt(classical(), '1.1', { score, phases })
      const reached = Object.values(phases).indexOf(false)
      const index = reached < 0 ? 5 : reached
      const at = [10, 30, 50, 70, 90, 100].findIndex((to) => score <= to)
      ok(at === index ? rating === String(score) : rating === null && errors.length === 1)
    }),
    { numRuns: 300 },
  )
})
