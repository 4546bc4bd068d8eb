// One cohort and node over the benchmark editions of a questionnaire: what was published, gaps, breaks of the series.
// Built of published rows alone; what a single row shows is in comparison.ts.
import { at } from './at.ts'
import { cohortAt, type Lattice } from './cohort.ts'
import type { CohortCells, ShownCell } from './comparison.ts'
import type { PublicEdition, PublicState } from './public-edition.ts'

/** What makes two editions incomparable although they are of one questionnaire. */
export const breaks = [
  'association',
  'scoring',
  'basis',
  'method',
  'grid',
  'profile',
  'owner_rule',
  'sector_scheme',
] as const
export type Break = (typeof breaks)[number]

/** Why a period has no numbers. */
export const gaps = ['withheld', 'retired', 'not_offered'] as const
export type Gap = (typeof gaps)[number]

export type TrendPoint = {
  readonly benchmarkEditionId: string
  readonly associationId: string
  readonly cutOffAt: Date
  readonly publishedAt: Date | null
  readonly synthetic: boolean
  /** Null where numbers are shown. */
  readonly gap: Gap | null
  readonly cell: ShownCell | null
  /** What changed since the point before; empty: the series goes on. */
  readonly seriesBreak: readonly Break[]
}

export type KnownRelease = PublicState & { readonly edition: PublicEdition }

/** Whether an edition offers a cohort of this key, in its own spelling. */
export const offers = (lattice: Lattice, key: string): boolean =>
  lattice.families.some((family) => {
    const place = { sector: null, region: null, size: null }
    const parts = Object.fromEntries(key.split('&').map((part) => part.split('=')))
    return cohortAt(family, { ...place, ...parts }, lattice)?.key === key
  })

/**
 * The points in the order of the cut-offs. `cellsOf`: what a published edition shows of the cohort; it is asked
 * for no other. A retired edition and one without the cohort or node stay as gaps.
 */
export const trendOf = (
  releases: readonly KnownRelease[],
  { node, cellsOf }: TrendAsked,
): readonly TrendPoint[] => {
  const inOrder = [...releases].sort(byCutOff)
  return inOrder.map((release, place) => {
    const { edition, publishedAt } = release
    const before = place === 0 ? null : at(inOrder, place - 1).edition
    const shown = cellsOf(release)?.nodes.find(({ code }) => code === node) ?? null
    const gap = gapOf(release, shown)
    return {
      benchmarkEditionId: edition.id,
      associationId: edition.associationId,
      cutOffAt: edition.cutOffAt,
      publishedAt,
      synthetic: edition.synthetic,
      gap,
      cell: gap === null || gap === 'withheld' ? shown : null,
      seriesBreak: before === null ? [] : breaksBetween(before, edition),
    }
  })
}

export type TrendAsked = {
  readonly node: string
  readonly cellsOf: (release: KnownRelease) => CohortCells | null
}

const byCutOff = (a: KnownRelease, b: KnownRelease): number =>
  a.edition.cutOffAt.getTime() - b.edition.cutOffAt.getTime() ||
  (a.edition.id < b.edition.id ? -1 : 1)

const gapOf = ({ retiredAt }: KnownRelease, shown: ShownCell | null): Gap | null => {
  if (retiredAt !== null) return 'retired'
  if (shown === null) return 'not_offered'
  return shown.status === 'withheld' ? 'withheld' : null
}

const seriesOf = (edition: PublicEdition): Readonly<Record<Break, unknown>> => ({
  association: edition.associationId,
  scoring: edition.scoringDigest,
  basis: edition.basis,
  method: edition.quantile,
  grid: edition.policy.gridBp,
  profile: edition.policy.profile,
  owner_rule: edition.policy.ownerRule,
  sector_scheme: edition.lattice.schemes.sector,
})

/** What makes the numbers of two editions incomparable; empty: nothing. */
export const breaksBetween = (before: PublicEdition, after: PublicEdition): readonly Break[] => {
  const [one, other] = [seriesOf(before), seriesOf(after)]
  return breaks.filter((name) => one[name] !== other[name])
}
