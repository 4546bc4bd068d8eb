import t from 'tap'
import {
  amongPercents,
  coverFindings,
  demandedFindings,
  onStep,
} from '../../../../src/core/document/invariants/bands.ts'
import { bandSet } from '../../../fixtures/methods.ts'

type Range = readonly [number, number]
const set = (...bands: Range[]) => bandSet('x', ['a'], bands)
const codes = (findings: readonly { code: string; pointer?: string; detail: string }[]) =>
  findings.map(({ code, pointer, detail }) => `${code} ${pointer} ${detail.match(/-?[\d.]+/)?.[0]}`)

t.test('allowed percents are multiples of a step, or a list', async (t) => {
  const fives = onStep(500n)
  t.same([-1n, 0n, 4n, 9_500n, 10_000n].map(fives), [0n, 500n, 500n, 10_000n, null])
  const listed = amongPercents([0n, 2500n, 10_000n])
  t.same([-1n, 0n, 2500n, 10_000n].map(listed), [0n, 2500n, 10_000n, null])
})

t.test('bands cover every allowed percent once; the first that fails is named', async (t) => {
  const cover = (bands: Range[]) => codes(coverFindings(set(...bands), '/b', onStep(500n)))
  t.same(
    cover([
      [0, 5],
      [10, 100],
    ]),
    [],
  )
  t.same(
    cover([
      [0, 5],
      [5, 100],
    ]),
    ['bands-overlap /b/bands/1 5'],
  )
  t.same(
    cover([
      [0, 5],
      [15, 100],
    ]),
    ['bands-gap /b/bands/1 10'],
  )
  t.same(cover([[5, 100]]), ['bands-gap /b/bands/0 0'])
  t.same(cover([[0, 95]]), ['bands-gap /b/bands 100'])
  t.same(cover([[5, 0]]), ['band-range /b/bands/0 5'])
  t.same(cover([[0, 100.5]]), ['band-range /b/bands/0 0'])
  t.same(cover([[0.001, 100]]), ['band-range /b/bands/0 0.001'])
  t.same(cover([[0, 100.001]]), ['band-range /b/bands/0 0'])
  const levels = amongPercents([2000n, 6000n])
  t.same(codes(coverFindings(set([10, 30], [60, 90]), '/b', levels)), [], 'only what is allowed')
  t.same(codes(coverFindings(set([0, 100], [0, 100]), '/b', levels)), [
    'bands-overlap /b/bands/1 0',
  ])
})

t.test('a method may demand its own bands and factors', async (t) => {
  const demanded = {
    factors: ['a'],
    bands: [
      [1, 1],
      [2, 2],
    ] as const,
  }
  t.same(demandedFindings(set([1, 1], [2, 2]), '/b', demanded), [])
  t.match(demandedFindings(set([1, 2]), '/b', { ...demanded, factors: ['z'] }), [
    { pointer: '/b/factors', code: 'factors-differ' },
    { pointer: '/b/bands', code: 'bands-differ', detail: /1-2; the method has 1-1, 2-2/ },
  ])
})
