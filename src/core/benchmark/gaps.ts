// Where a submission gains most by improving, and what it is good at: gaps to published numbers in points.
// Only what a comparison shows anyway goes in (P9); the maxima are those of the weighting in force.
import { compare, div, type Fraction, fraction, mul, toHundredths, toText } from '../exact.ts'
import type { Weighting } from '../scoring/weighting.ts'
import { at } from './at.ts'
import type { Comparison } from './comparison.ts'
import type { Band } from './position.ts'

/** The published number a gap is measured to, and which it is. */
export type Target = { readonly value: number; readonly basis: 'p50' | 'p75' | 'p90' }

/** One scored node: own and published in bp; points under the weighting in force, exact beside readable. */
export type Ranked = {
  readonly code: string
  readonly own: number
  readonly target: Target
  /** Between the two, in bp; positive. */
  readonly distance: number
  readonly band: Band | null
  readonly maxPoints: number
  readonly points: number
  readonly exactPoints: string
}

/** `gaps`: the most points to gain first; `strengths`: the most points ahead of the median first. */
export type Ranking = Omit<Comparison, 'nodes'> & {
  readonly weighting: Pick<Weighting, 'kind' | 'id' | 'version'>
  readonly gaps: readonly Ranked[]
  readonly strengths: readonly Ranked[]
}

export type InForce = {
  readonly weighting: Pick<Weighting, 'kind' | 'id' | 'version'>
  /** The exact maximum of every scored node. */
  readonly maxima: ReadonlyMap<string, Fraction>
}

type Measured = Ranked & { readonly exact: Fraction }

/**
 * Gaps are measured to the best in class, where it is published, else to the median. Nodes without an own
 * value or without published numbers are in neither list, nor is a node exactly at the median or the target.
 */
export const rankingOf = (
  { nodes, ...head }: Comparison,
  { weighting: { kind, id, version }, maxima }: InForce,
): Ranking => {
  const measuredTo = (targetOf: (node: ComparedNode) => Target | null, side: 1 | -1) =>
    nodes.flatMap((node): readonly Measured[] => {
      const maximum = maxima.get(node.code)
      const target = targetOf(node)
      const { value: own, band } = node.own
      if (maximum === undefined || target === null || own === null) return []
      const distance = side * (target.value - own)
      if (distance <= 0) return []
      const exact = div(mul(fraction(BigInt(distance)), maximum), fraction(10000n))
      return [
        {
          code: node.code,
          own,
          target,
          distance,
          band,
          maxPoints: toHundredths(maximum),
          points: toHundredths(exact),
          exactPoints: toText(exact),
          exact,
        },
      ]
    })
  return {
    ...head,
    weighting: { kind, id, version },
    gaps: ranked(measuredTo(aimOf, 1)),
    strengths: ranked(measuredTo(medianOf, -1)),
  }
}

type ComparedNode = Comparison['nodes'][number]

const medianOf = ({ p50 }: ComparedNode): Target | null =>
  p50 === null ? null : { value: p50, basis: 'p50' }

const aimOf = (node: ComparedNode): Target | null => node.bestInClass ?? medianOf(node)

/** The most points first; of equals the one that stands first in the edition. */
const ranked = (measured: readonly Measured[]): readonly Ranked[] =>
  [...measured.keys()]
    .sort((a, b) => compare(at(measured, b).exact, at(measured, a).exact) || a - b)
    .map((place) => {
      const { exact: _, ...shown } = at(measured, place)
      return shown
    })
