// Whether any weighting at all could meet limits: what keeps everybody from it, by pointer, with what would help.
// What limits may say in the first place is in limits.ts; what one weighting breaks of them is in scoring.
import type { ScoredNode } from '../document/nodes.ts'
import {
  add,
  compare,
  div,
  type Fraction,
  fraction,
  fromDocument,
  hundred,
  isZero,
  mul,
  sub,
  sum,
  toReadable,
  zero,
} from '../exact.ts'
import type { ProblemError } from '../problem.ts'
import { pointsOf } from '../scoring/weighting.ts'
import type { WeightingLimits } from '../scoring/weighting-findings.ts'

export type LimitedNode = Pick<ScoredNode, 'code' | 'category' | 'kind' | 'points'>

/** What something may weigh: any number of points from the least to the most. */
type Room = { readonly least: Fraction; readonly most: Fraction }

/** A category, and what its nodes have room for: the results among them, and the others. */
type CategoryRoom = Room & { readonly results: Room; readonly others: Room }

// More than nothing; and less than the grain of points times that of shares, however many nodes add theirs up.
const crumb = fraction(1n, 10n ** 12n)

const smaller = (a: Fraction, b: Fraction): Fraction => (compare(a, b) < 0 ? a : b)
const larger = (a: Fraction, b: Fraction): Fraction => (compare(a, b) > 0 ? a : b)
const together = (rooms: readonly Room[]): Room => ({
  least: sum(rooms.map(({ least }) => least)),
  most: sum(rooms.map(({ most }) => most)),
})
/** To hundredths, downwards: crumbs are not shown. */
const shown = ({ n, d }: Fraction): string => toReadable(fraction((n * 100n) / d, 100n))

/**
 * Why nobody could meet the limits: minima above a whole or maxima below it (of a category, of everything), zero where
 * none is allowed, a share that results cannot have. Empty where some weighting meets them. The ranges themselves are
 * sound: known codes, whole hundredths, no least above its most.
 */
export const unattainable = (
  { ranges = {}, leastResultsShareBp = 0, zeroAllowed = true }: WeightingLimits,
  nodes: readonly LimitedNode[],
): readonly ProblemError[] => {
  const whole = pointsOf(nodes)
  const barred = nodes.filter(({ code }) => {
    const max = ranges[code]?.max
    return !zeroAllowed && max !== undefined && isZero(fromDocument(max))
  })
  if (barred.length > 0) return barred.map(({ code }) => barredFinding(code))

  const roomFor = (those: readonly LimitedNode[]): Room =>
    together(
      those.map(({ code }) => {
        const { min = 0, max } = ranges[code] ?? {}
        const least = larger(fromDocument(min), zeroAllowed ? zero : crumb)
        return { least, most: max === undefined ? larger(whole, least) : fromDocument(max) }
      }),
    )
  const orZero = zeroAllowed ? '' : ', or allow zero'
  const findings: ProblemError[] = []
  const categories = [...new Set(nodes.map(({ category }) => category))].map(
    (code): CategoryRoom => {
      const members = nodes.filter(({ category }) => category === code)
      const results = roomFor(members.filter(({ kind }) => kind === 'result'))
      const others = roomFor(members.filter(({ kind }) => kind !== 'result'))
      const own = together([results, others])
      const { min = 0, max } = ranges[code] ?? {}
      const [least, most] = [fromDocument(min), max === undefined ? own.most : fromDocument(max)]
      if (compare(own.least, most) > 0) findings.push(tooMuch(code, own.least, most, orZero))
      if (compare(own.most, least) < 0) findings.push(tooLittle(code, own.most, least))
      return {
        least: larger(own.least, least),
        most: smaller(own.most, most),
        results,
        others,
      }
    },
  )
  if (findings.length > 0) return findings

  const all = together(categories)
  if (compare(all.least, whole) > 0) return [tooMuch(null, all.least, whole, orZero)]
  if (compare(all.most, whole) < 0) return [tooLittle(null, all.most, whole)]
  const most = mostResults(categories, whole)
  return compare(mul(most, tenThousand), mul(whole, fraction(BigInt(leastResultsShareBp)))) < 0
    ? [shareFinding(div(mul(hundred, most), whole), leastResultsShareBp)]
    : []
}

const tenThousand = fraction(10_000n)

/**
 * The most that all results can weigh in a whole. Each category begins with its least, results first; what is left of
 * the whole goes to results as long as a category has room for more of them.
 */
const mostResults = (categories: readonly CategoryRoom[], whole: Fraction): Fraction => {
  const begun = categories.map(({ least, results, others }) =>
    smaller(results.most, sub(least, others.least)),
  )
  const room = categories.map(({ least, most, results, others }) =>
    larger(zero, sub(smaller(most, add(results.most, others.least)), least)),
  )
  const left = sub(whole, sum(categories.map(({ least }) => least)))
  return add(sum(begun), smaller(left, sum(room)))
}

const barredFinding = (code: string): ProblemError => ({
  pointer: `/ranges/${code}`,
  code: 'range-empty',
  detail: `"${code}" may have no points, yet every node must weigh something: raise its most, or allow zero.`,
})

/** Of a category, or of everything: null. */
const at = (category: string | null): string =>
  category === null ? '/ranges' : `/ranges/${category}`

const tooMuch = (category: string | null, least: Fraction, most: Fraction, orZero: string) => ({
  pointer: at(category),
  code: 'ranges-too-much',
  detail:
    category === null
      ? `The least points sum to ${shown(least)}, and there are ${shown(most)}: lower some${orZero}.`
      : `The nodes of "${category}" need ${shown(least)} points, and it may have ${shown(most)}: lower their least, ` +
        `or raise its most${orZero}.`,
})

const tooLittle = (category: string | null, most: Fraction, least: Fraction) => ({
  pointer: at(category),
  code: 'ranges-too-little',
  detail:
    category === null
      ? `The most points sum to ${shown(most)}, and ${shown(least)} are to be given: raise some.`
      : `The nodes of "${category}" may have ${shown(most)} points, and it must have ${shown(least)}: raise their ` +
        'most, or lower its least.',
})

const shareFinding = (percent: Fraction, leastBp: number): ProblemError => ({
  pointer: '/leastResultsShareBp',
  code: 'results-too-much',
  detail:
    `Within the ranges results weigh at most ${shown(percent)} %, less than ${shown(fraction(BigInt(leastBp), 100n))} %: ` +
    'lower the share, or change the ranges.',
})
