import { deepStrictEqual, ok } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { compare, fraction, fromText } from '../../../../src/core/exact.ts'
import { pdcaFineTuned1 } from '../../../../src/core/scoring/methods/pdca-fine-tuned-1.ts'
import { fineTuned } from '../../../fixtures/methods.ts'
import { errorsIn, nodeIn, raterAt, readAt, sheetFor } from '../../../support/sheets.ts'

const process = { plan: 65, do: 40, check: 20, act: 5 }

t.test('the worked examples: 130 of 400 is 32.5, 93 of 200 is 46.5', async (t) => {
  const sheet = sheetFor(fineTuned(), { '1.1': process, '6.1': { trends: 35, targets: 58 } })
  t.match(nodeIn(sheet, '1.1'), {
    percent: 32.5,
    exactPercent: '65/2',
    outcome: { sum: 130, of: 400 },
    band: { position: 3 },
    flags: [],
  })
  t.same(nodeIn(sheet, '1.1').explanation[0], {
    rule: 'pdca.sum',
    inputs: { sum: '130', of: '400' },
    result: '65/2',
  })
  t.match(nodeIn(sheet, '6.1'), { percent: 46.5, outcome: { sum: 93, of: 200 } })
})

t.test('a score in a hole between bands says so', async (t) => {
  const hole = { plan: 74, do: 98, check: 98, act: 13 }
  const sheet = sheetFor(fineTuned(), { '1.1': hole })
  t.match(nodeIn(sheet, '1.1'), {
    exactPercent: '283/4',
    band: { position: 4, to: 70 },
    flags: ['between_bands'],
  })
})

t.test('criteria are means of unrounded scores, and unanswered ones count zero', async (t) => {
  const one = { plan: 1, do: 0, check: 0, act: 0 }
  const sheet = sheetFor(fineTuned(), { '1.1': one, '1.2': one })
  t.match(nodeIn(sheet, '1'), { exactPercent: '1/6', percent: 0.17 })
  t.match(sheet, { total: null, groups: [] })
  t.match(nodeIn(sheet, '1.3'), { status: 'unanswered', points: 0 })
})

t.test('there is no cap: act may exceed plan', async (t) => {
  t.equal(readAt(fineTuned(), '1.1', { plan: 0, do: 0, check: 0, act: 100 }).rating, '25')
})

t.test('ratings are whole, and a node rated in part is unanswered', async (t) => {
  t.match(readAt(fineTuned(), '1.1', { ...process, do: 40.5, act: 101 }), {
    rating: null,
    errors: [
      { pointer: '/answers/1.1/do', code: 'percent-off-step', detail: /40 or 41/ },
      { pointer: '/answers/1.1/act', code: 'percent-off-step' },
    ],
  })
  t.same(readAt(fineTuned(), '1.1', { plan: 100, act: 100 }), {
    rating: null,
    errors: [],
    missing: ['do', 'check'],
  })
  t.same(readAt(fineTuned(), '1.1', {}).missing, [], 'nothing is begun')
  t.same(readAt(fineTuned(), '6.1', { trends: 5 }).missing, ['targets'])
})

t.test('members of the other kind and of the classical table are refused', async (t) => {
  t.match(
    errorsIn(() =>
      sheetFor(fineTuned(), { '1.1': { trends: 5 }, '6.1': { plan: 5 }, '6.2': { score: 5 } }),
    ),
    [
      { pointer: '/answers/1.1/trends', detail: /known: plan, do, check, act/ },
      { pointer: '/answers/6.1/plan', detail: /known: trends, targets/ },
      { pointer: '/answers/6.2/score', code: 'member-unknown' },
    ],
  )
  t.equal(pdcaFineTuned1.custom(fineTuned()), false)
})

t.test(
  'a value below all bands is in none, and one between two whole numbers in the lower',
  async (t) => {
    const say = (document: ReturnType<typeof fineTuned>, percent: bigint) =>
      raterAt(document, '1.1').say({}, fraction(percent, 2n), '')
    t.match(say(fineTuned(), 21n), { band: { position: 1 }, flags: ['between_bands'] }, '10.5')
    const headless = {
      ...fineTuned(),
      bandSets: fineTuned().bandSets.map((set) => ({ ...set, bands: set.bands.slice(1) })),
    }
    t.equal(say(headless, 2n).band, null)
  },
)

const rating = fc.integer({ min: 0, max: 100 })
const four = fc.record({ plan: rating, do: rating, check: rating, act: rating })

t.test('bounds, order and direction behave as a mean must', async () => {
  fc.assert(
    fc.property(
      four,
      fc.constantFrom('plan', 'do', 'check', 'act'),
      rating,
      (given, name, other) => {
        const score = (answer: typeof given) =>
          fromText(String(readAt(fineTuned(), '1.1', answer).rating))
        const found = score(given)
        ok(compare(found, fraction(0n)) >= 0 && compare(found, fraction(100n)) <= 0)
        const { plan, do: done, check, act } = given
        deepStrictEqual(score({ plan: act, do: check, check: done, act: plan }), found)
        const more = { ...given, [name]: Math.max(given[name as keyof typeof given], other) }
        ok(compare(score(more), found) >= 0)
      },
    ),
    { numRuns: 200 },
  )
})
