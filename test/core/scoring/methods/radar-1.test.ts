import { deepStrictEqual, ok } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import type { RadarParameters } from '../../../../src/core/document/parameters-v1.ts'
import { compare, fraction, fromText } from '../../../../src/core/exact.ts'
import type { Answer } from '../../../../src/core/scoring/members.ts'
import { radar1 } from '../../../../src/core/scoring/methods/radar-1.ts'
import { radar } from '../../../fixtures/methods.ts'
import { errorsIn, nodeIn, raterAt, readAt, rulesOf, sheetFor } from '../../../support/sheets.ts'

/** The result part of the worked example. */
const result = {
  attributes: {
    'scope-relevance': 60,
    'usable-data': 45,
    trends: 55,
    targets: 35,
    comparisons: 25,
    'future-focus': 40,
  },
}
const report = {
  inputRound: 5,
  partRound: 5,
  unanswered: 'renormalise',
  categoryMean: 'plain',
  pointsStep: 1,
} as const
const form = { combine: 'elements', elementRound: 10, partRound: 10 } as const

/** The direction part of the worked example. */
const direction = {
  attributes: { sound: 35, implemented: 70, 'evaluated-understood': 60, 'learn-improve': 50 },
}

const percentOf = (answer: Answer, parameters: Partial<RadarParameters>, code = '2') =>
  readAt(radar(parameters), code, answer).rating

t.test('the worked result part under all four presets', async (t) => {
  t.equal(percentOf(result, {}), '130/3', 'exact-attributes: 43.33')
  t.equal(percentOf(result, { combine: 'elements' }), '365/8', 'exact-elements: 45.625')
  t.equal(percentOf(result, report), '45', 'assessbase-report')
  t.equal(percentOf(result, form), '50', 'assessbase-form: 50 and 40, mean 45')
})

t.test('the worked direction part is 53.75, capped to 35, of 20 points 7', async (t) => {
  const sheet = sheetFor(radar(), { '1.1': direction })
  t.match(nodeIn(sheet, '1.1'), {
    percent: 35,
    points: 7,
    band: { position: 2 },
    flags: ['capped'],
    outcome: { uncapped: 53.75, exactUncapped: '215/4' },
  })
  t.same(nodeIn(sheet, '1.1').explanation.slice(0, 2), [
    { rule: 'radar.attributes', inputs: { count: '4' }, result: '215/4' },
    { rule: 'radar.cap', inputs: { percent: '215/4', cap: '35' }, result: '35' },
  ])
})

t.test('a score that equals its cap, or an edition without caps, is not capped', async (t) => {
  const even = { attributes: { ...direction.attributes, sound: 60 } }
  const level = nodeIn(sheetFor(radar(), { '1.1': even }), '1.1')
  t.match(level, { percent: 60, flags: [], outcome: { exactUncapped: '60' } })
  t.notMatch(rulesOf(sheetFor(radar(), { '1.1': even }), '1.1').join(), /cap/)
  const free = nodeIn(sheetFor(radar({ cap: null }), { '1.1': direction }), '1.1')
  t.match(free, { percent: 53.75, flags: [], outcome: null })
})

t.test('an exact mean in a hole between bands says so, beside its cap', async (t) => {
  const mean = { sound: 40, implemented: 40, 'evaluated-understood': 40, 'learn-improve': 38 }
  const free = nodeIn(sheetFor(radar({ cap: null }), { '1.1': { attributes: mean } }), '1.1')
  t.match(free, { exactPercent: '79/2', band: { position: 2, to: 39 }, flags: ['between_bands'] })
  const finer = radar({ inputStep: 0.5 })
  const capped = { ...direction.attributes, sound: 39.5 }
  t.same(nodeIn(sheetFor(finer, { '1.1': { attributes: capped } }), '1.1').flags, [
    'capped',
    'between_bands',
  ])
})

t.test('the cap is the attribute after rounding of inputs', async (t) => {
  const answer = { attributes: { ...direction.attributes, sound: 33 } }
  t.equal(percentOf(answer, { inputRound: 5 }, '1.1'), '35')
  t.equal(percentOf(answer, {}, '1.1'), '33')
})

t.test('every step has its line', async (t) => {
  const answer = { attributes: { ...result.attributes, 'usable-data': 43 } }
  const rules = (parameters: Partial<RadarParameters>) =>
    rulesOf(sheetFor(radar(parameters), { '2': answer }), '2').filter((each) =>
      each.startsWith('radar.'),
    )
  t.same(rules({ inputRound: 5, partRound: 5 }), [
    ...Array.from({ length: 6 }, () => 'radar.input-round'),
    'radar.attributes',
    'radar.part-round',
  ])
  t.same(rules(form), [
    'radar.element',
    'radar.element-round',
    'radar.element',
    'radar.element-round',
    'radar.elements',
    'radar.part-round',
  ])
  t.same(nodeIn(sheetFor(radar(form), { '2': result }), '2').explanation.slice(0, 4), [
    { rule: 'radar.element', inputs: { position: '1', count: '2' }, result: '105/2' },
    {
      rule: 'radar.element-round',
      inputs: { position: '1', percent: '105/2', step: '10' },
      result: '50',
    },
    { rule: 'radar.element', inputs: { position: '2', count: '4' }, result: '155/4' },
    {
      rule: 'radar.element-round',
      inputs: { position: '2', percent: '155/4', step: '10' },
      result: '40',
    },
  ])
})

t.test('a part rated in part is unanswered, and what is missing is named', async (t) => {
  const part = { attributes: { sound: 100, implemented: 100 } }
  t.same(readAt(radar(), '1.1', part), {
    rating: null,
    errors: [],
    missing: ['evaluated-understood', 'learn-improve'],
  })
  t.same(readAt(radar(), '1.1', {}), { rating: null, errors: [], missing: [] })
  t.match(
    errorsIn(() => sheetFor(radar(), { '1.1': part }, { allowIncomplete: false })),
    [{ pointer: '/answers/1.1', detail: /missing: evaluated-understood, learn-improve/ }, {}, {}],
  )
})

t.test('attributes are known by kind and rated on the step', async (t) => {
  const wrong = { attributes: { ...direction.attributes, trends: 50, sound: 30.5 } }
  t.match(readAt(radar(), '1.1', wrong), {
    rating: null,
    errors: [
      { pointer: '/answers/1.1/attributes/sound', code: 'percent-off-step', detail: /30 or 31/ },
      {
        pointer: '/answers/1.1/attributes/trends',
        code: 'attribute-unknown',
        detail: /sound, implemented/,
      },
    ],
  })
  t.match(
    errorsIn(() => sheetFor(radar(), { '1.1': { percent: 40, score: 4 } })),
    [
      { pointer: '/answers/1.1/percent', code: 'member-unknown', detail: /known: attributes/ },
      { pointer: '/answers/1.1/score' },
    ],
  )
})

t.test('every sheet names its preset and parameters; those of tools are custom', async (t) => {
  const sheet = sheetFor(radar(), { '2': result })
  t.match(sheet, {
    variant: 'official',
    flags: [],
    parameters: { preset: 'exact-attributes', combine: 'attributes', inputRound: null },
  })
  t.match(sheetFor(radar({ combine: 'elements' }), { '2': result }), {
    variant: 'official',
    parameters: { preset: 'exact-elements' },
  })
  t.match(sheetFor(radar(report), { '2': result }), {
    variant: 'custom',
    recognition: [],
    parameters: { preset: 'assessbase-report' },
  })
  t.ok(radar1.custom(radar(form)))
  t.match(sheetFor(radar({ inputRound: 10 }), { '2': result }).parameters, {
    preset: null,
    inputRound: 10,
  })
})

t.test(
  'the report of the tool takes means over what was answered, and rounds criteria',
  async (t) => {
    const sheet = sheetFor(radar(report), { '1.1': direction, '2': result })
    t.match(nodeIn(sheet, '1'), { percent: 35, points: 14 })
    t.match(nodeIn(sheet, '2'), { percent: 45, points: 27 })
    t.match(sheet.total, { points: 41 })
    const exact = sheetFor(radar(), { '1.1': direction, '2': result })
    t.match(nodeIn(exact, '1'), { percent: 17.5, points: 7 }, 'a mean over the rest is no reward')
  },
)

t.test('a kind that the document forgot has nothing to combine', async (t) => {
  const lost = radar({ elements: {}, cap: null })
  t.throws(() => raterAt(lost, '1.1').say({}, fraction(0n), ''), RangeError)
  t.match(raterAt(radar(), '1.1').say({}, fraction(0n), ''), { outcome: { uncapped: 0 } })
  const below = raterAt(
    {
      ...radar(),
      bandSets: radar().bandSets.map((set) => ({ ...set, bands: set.bands.slice(1) })),
    },
    '1.1',
  )
  t.equal(below.say(direction, fraction(0n), '').band, null)
})

const percent = fc.integer({ min: 0, max: 100 })
const six = fc.record(
  Object.fromEntries(Object.keys(result.attributes).map((name) => [name, percent])),
)
const parameters = fc.constantFrom<Partial<RadarParameters>>(
  {},
  { combine: 'elements' },
  report,
  form,
  { inputRound: 10, combine: 'elements', partRound: 5 },
)

t.test('bounds, cap, order and direction hold under every preset', async () => {
  fc.assert(
    fc.property(
      six,
      parameters,
      fc.constantFrom(...Object.keys(result.attributes)),
      percent,
      (attributes, chosen, name, other) => {
        const score = (given: Record<string, number>) =>
          fromText(String(percentOf({ attributes: given }, chosen)))
        const found = score(attributes)
        ok(compare(found, fraction(0n)) >= 0 && compare(found, fraction(100n)) <= 0)
        const cap = attributes['scope-relevance'] ?? 0
        const step = chosen.inputRound ?? 1
        ok(compare(found, fraction(BigInt(Math.round(cap / step) * step))) <= 0, 'the cap holds')
        const shuffled = Object.fromEntries(Object.entries(attributes).reverse())
        deepStrictEqual(score(shuffled), found, 'the order of keys is nothing')
        const more = { ...attributes, [name]: Math.max(attributes[name] ?? 0, other) }
        ok(compare(score(more), found) >= 0, 'more of an attribute never costs')
      },
    ),
    { numRuns: 300 },
  )
})
