// Invariants of bands, shared by the methods: they cover every allowed percent once, or are the ones a method demands.
// Which percents are allowed, and which bands are demanded, is said beside each method.
import { hundredthsOf } from '../../exact.ts'
import type { ProblemError } from '../../problem.ts'
import type { BandSet } from '../questionnaire-v1.ts'

const hundredPercent = 10000n
const percentText = (bp: bigint): string => `${Number(bp) / 100}`

/** The least allowed percent (bp) above the given one, null above the last; asked from -1 on. */
export type NextAllowed = (bp: bigint) => bigint | null

/** Multiples of a step in hundredths of a percent. */
export const onStep =
  (step: bigint): NextAllowed =>
  (bp) => {
    const next = (bp < 0n ? 0n : bp / step + 1n) * step
    return next > hundredPercent ? null : next
  }

/** The percents of a list, in basis points. */
export const amongPercents =
  (allowed: readonly bigint[]): NextAllowed =>
  (bp) =>
    allowed.find((each) => each > bp) ?? null

/** Bands cover every allowed percent from 0 to 100 once; the first that fails is named. */
export const coverFindings = (
  set: BandSet,
  pointer: string,
  nextAllowed: NextAllowed,
): readonly ProblemError[] => {
  let next = nextAllowed(-1n)
  let last = -1n
  const gap = (missing: bigint, at: string) => [
    {
      pointer: at,
      code: 'bands-gap',
      detail: `Bands leave out ${percentText(missing)} percent, an allowed step.`,
    },
  ]
  for (const [index, { from, to }] of set.bands.entries()) {
    const here = `${pointer}/bands/${index}`
    const [low, high] = [hundredthsOf(from), hundredthsOf(to)]
    if (low === null || high === null || low > high || high > hundredPercent) {
      const detail = `The band from ${from} to ${to} is no range of percents with two decimals.`
      return [{ pointer: here, code: 'band-range', detail }]
    }
    if (low <= last) {
      const detail = `Bands overlap: ${percentText(low)} percent is already in the band before.`
      return [{ pointer: here, code: 'bands-overlap', detail }]
    }
    if (next !== null && low > next) return gap(next, here)
    next = nextAllowed(high)
    last = high
  }
  return next === null ? [] : gap(next, `${pointer}/bands`)
}

/** The bands and factors that a method demands of a set, both ends inclusive. */
export type Demanded = {
  readonly factors: readonly string[]
  readonly bands: readonly (readonly [from: number, to: number])[]
}

/** The set has just these factors and just these bands, in this order. */
export const demandedFindings = (
  set: BandSet,
  pointer: string,
  demanded: Demanded,
): readonly ProblemError[] => {
  const findings: ProblemError[] = []
  if (set.factors.join() !== demanded.factors.join()) {
    findings.push({
      pointer: `${pointer}/factors`,
      code: 'factors-differ',
      detail: `The factors are ${set.factors.join(', ')}; the method has ${demanded.factors.join(', ')}.`,
    })
  }
  const spoken = (bands: Demanded['bands']) => bands.map((band) => band.join('-')).join(', ')
  const bands = spoken(set.bands.map(({ from, to }) => [from, to] as const))
  if (bands !== spoken(demanded.bands)) {
    findings.push({
      pointer: `${pointer}/bands`,
      code: 'bands-differ',
      detail: `The bands are ${bands}; the method has ${spoken(demanded.bands)}.`,
    })
  }
  return findings
}
