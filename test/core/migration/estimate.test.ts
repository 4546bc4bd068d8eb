import t from 'tap'
import type { EstimateMapping } from '../../../src/core/document/mapping-v1.ts'
import type { Questionnaire } from '../../../src/core/document/questionnaire-v1.ts'
import { type Fraction, fraction, toText } from '../../../src/core/exact.ts'
import { estimate, percentsIn, reversed, towards } from '../../../src/core/migration/estimate.ts'
import { readShipped } from '../../../src/documents.ts'
import { jsonIn } from '../../support/examples.ts'

const crosswalk = jsonIn(
  'schemas/mappings/gbt-19580-2012-1.0.0--baldrige-2023-2024-1.0.0.json',
) as EstimateMapping

const shipped = (key: string): Questionnaire =>
  JSON.parse(readShipped().find((each) => each.key === key)?.document ?? '')

const percents = (values: Readonly<Record<string, number>>): ReadonlyMap<string, Fraction> =>
  new Map(Object.entries(values).map(([code, value]) => [code, fraction(BigInt(value))]))

const text = (value: Fraction | null | undefined) => (value ? toText(value) : value)

t.test('the mean by strength, with its span (scoring.md section 9)', async (t) => {
  const found = estimate(
    crosswalk,
    shipped('baldrige-2023-2024'),
    percents({ '4.4.3': 35, '4.4.6': 65, '4.4.7': 30, '4.5.3': 50 }),
  )
  const node = found.find(({ code }) => code === '6.2')
  t.equal(text(node?.percent), '325/7')
  t.same(node?.span?.map(toText), ['30', '65'])
  t.same(node?.missing, [])
})

t.test('what only weak sources speak for gets no estimate', async (t) => {
  const back = reversed(crosswalk)
  t.equal(back.from.key, 'baldrige-2023-2024')
  const all = Object.fromEntries(
    ['2.2', '4.2', '5.1', '6.1', '6.2', '7.1'].map((code) => [code, 50] as const),
  )
  const found = estimate(back, shipped('gbt-19580-2012'), percents(all))
  for (const code of ['4.4.3', '4.4.5']) {
    const node = found.find((each) => each.code === code)
    t.match(node, { percent: null, span: null }, code)
    t.ok(
      node?.sources.every(({ strength }) => strength === 'weak'),
      code,
    )
  }
})

t.test('a source without a percent is named and does not count as zero', async (t) => {
  const found = estimate(
    crosswalk,
    shipped('baldrige-2023-2024'),
    new Map([
      ['4.4.6', fraction(65n)],
      ['4.4.7', null],
    ]),
  )
  const node = found.find(({ code }) => code === '6.2')
  t.equal(text(node?.percent), '65')
  t.same(node?.span?.map(toText), ['65', '65'])
  t.same(node?.missing, ['4.4.3', '4.4.7', '4.5.3'])
  t.match(
    found.find(({ code }) => code === '1.1'),
    { percent: null, missing: ['4.1.2'] },
  )
})

t.test('a crosswalk leads to either side, whichever way it was published', async (t) => {
  t.equal(towards(crosswalk, crosswalk.to), crosswalk)
  t.same(towards(crosswalk, crosswalk.from), reversed(crosswalk))
  t.same(towards(reversed(crosswalk), crosswalk.to), crosswalk)
  const later = { ...crosswalk.to, version: '2.0.0' }
  t.same(towards({ ...crosswalk, from: later }, later).to, later, 'a version is part of the name')
})

t.test('of a sheet only what was scored has a percent', async (t) => {
  const node = {
    percent: null,
    points: null,
    exactPoints: null,
    maxPoints: null,
    display: null,
    explanation: [],
    band: null,
    flags: [],
    outcome: null,
  }
  const found = percentsIn({
    nodes: [
      { ...node, code: 'a', status: 'scored', exactPercent: '325/7' },
      { ...node, code: 'b', status: 'unanswered', exactPercent: '0' },
      { ...node, code: 'c', status: 'not_applicable', exactPercent: '40' },
      { ...node, code: 'd', status: 'scored', exactPercent: null },
    ],
  })
  t.same(
    [...found].map(([code, percent]) => [code, text(percent)]),
    [
      ['a', '325/7'],
      ['b', null],
      ['c', null],
      ['d', null],
    ],
  )
})
