// What a reviewer of the association sees of one cohort before publication: counts, true reasons, unrounded quantiles
// as far as the size of the cell carries them, what readers will see, and what is new since the edition before.
// That nobody looks without saying why, and at nothing but an edition under review, the database holds too.
import { demand } from '../access.ts'
import type { Standing } from '../context.ts'
import { fraction, toText } from '../exact.ts'
import type { BenchmarkEditionId, BenchmarkPreviewId, PersonId } from '../ids.ts'
import { Problem } from '../problem.ts'
import { at } from './at.ts'
import type { Cohort } from './cohort.ts'
import { type CohortCells, cellsOf, type ShownCell } from './comparison.ts'
import { percentsOf, protectionOf, type Reason, type Tier, tierOf } from './disclosure.ts'
import { allowedEvents, type BenchmarkEdition, type EditionEvent, happenedTo } from './edition.ts'
import type { PublicEdition } from './public-edition.ts'
import type { Five, PublishedRow, SecretCell } from './published-row.ts'
import {
  fivePercents,
  grid19Percents,
  partsOf,
  percentileRank,
  type QuantileMethod,
} from './quantile.ts'
import { type Break, breaksBetween } from './trend.ts'

/** Who looked, at which cohort, when and why: kept for good. */
export type PreviewLook = {
  readonly id: BenchmarkPreviewId
  readonly benchmarkEditionId: BenchmarkEditionId
  readonly cohortKey: string
  readonly purpose: string
  readonly by: PersonId
  readonly at: Date
}

/** By the percents of a row: exact values in bp as fractions in lowest terms, or differences in bp. */
type ByPercent<Value> = { readonly [Percent in keyof Five]: Value | null }

export type PreviewNode = {
  /** Owner groups with a score for the node. */
  readonly groups: number
  /** Their submissions with one: more, where an owner group may have several members. */
  readonly members: number
  /** How far out the groups alone would carry; what is shown may be less. */
  readonly tier: Tier
  readonly reason: Reason | null
  /** Null below k groups, where one owner has too much, and beyond the tier. */
  readonly exact: ByPercent<string>
  /** As members will see it. */
  readonly shown: ShownCell
  /** Where the numbers shown stand among the members: their percentile ranks, in percent. */
  readonly ranks: ByPercent<string>
  /** What is shown now minus what the edition before shows. */
  readonly change: ByPercent<number>
}

export type Preview = Omit<CohortCells, 'nodes'> & {
  readonly look: PreviewLook
  readonly previous: Previous | null
  readonly nodes: readonly PreviewNode[]
}

/** The edition before of the same association and questionnaire, and why its numbers may not be comparable. */
export type Previous = {
  readonly benchmarkEditionId: string
  readonly cutOffAt: Date
  readonly seriesBreak: readonly Break[]
}

/**
 * Whether a cohort of this edition may be looked at now: while it is built or reviewed. Refuses with `not-found`
 * and `illegal-transition`.
 */
export const demandPreview = (
  edition: BenchmarkEdition,
  { standing }: { readonly standing: Standing },
): void => {
  demand(standing, 'benchmarks:preview')
  const { state } = edition
  if (state !== 'built' && state !== 'reviewed')
    throw new Problem('illegal-transition', {
      state,
      event: 'preview',
      allowed: allowedEvents(edition),
    })
}

/** That somebody looked: a thing for the record, without cohort or number. */
export const looked = (edition: BenchmarkEdition, { id }: PreviewLook): EditionEvent =>
  happenedTo(edition, 'previewed', { preview: id })

export type Previewed = {
  readonly edition: PublicEdition
  readonly cohort: Cohort
  readonly look: PreviewLook
  /** What the builder left of the cohort: true counts, and public rows. */
  readonly secret: readonly SecretCell[]
  readonly rows: readonly PublishedRow[]
  /** What the edition before shows of the same cohort; null: there is none, or it offers no such cohort. */
  readonly before: {
    readonly edition: PublicEdition
    readonly rows: readonly PublishedRow[]
  } | null
}

export const previewOf = (given: Previewed): Preview => {
  const { edition, cohort, look, rows, before } = given
  const { nodes: shown, ...head } = cellsOf(edition, cohort, rows)
  const secret = new Map(given.secret.map((cell) => [cell.node, cell]))
  const earlier = new Map(before?.rows.map((row) => [row.node, row]))
  return {
    ...head,
    look,
    previous:
      before === null
        ? null
        : {
            benchmarkEditionId: before.edition.id,
            cutOffAt: before.edition.cutOffAt,
            seriesBreak: breaksBetween(before.edition, edition),
          },
    nodes: edition.nodes.map((node, place) => {
      const cell = secret.get(node.code) ?? emptyCell
      const tier = tierOf(cell.groups, protectionOf(edition.policy, node, edition.quantile))
      return {
        groups: cell.groups,
        members: cell.n,
        tier,
        reason: cell.reason,
        exact: exactOf(cell, tier, edition.quantile),
        shown: at(shown, place),
        ranks: ranksOf(cell, at(shown, place)),
        change: changeOf(at(shown, place), earlier.get(node.code) ?? null),
      }
    }),
  }
}

const emptyCell = { n: 0, groups: 0, v100: null, ranked: null, reason: 'primary' } as const

const byPercent = <Value>(of: (percent: (typeof fivePercents)[number]) => Value | null) =>
  Object.fromEntries(
    fivePercents.map((percent) => [`p${percent}`, of(percent)]),
  ) as ByPercent<Value>

const exactOf = (
  { v100, reason }: Pick<SecretCell, 'v100' | 'reason'>,
  tier: Tier,
  method: QuantileMethod,
): ByPercent<string> => {
  const known = reason === null || reason === 'complementary' ? v100 : null
  return byPercent((percent) => {
    if (known === null || !percentsOf[tier].includes(percent)) return null
    const parts = at(known, (grid19Percents as readonly number[]).indexOf(percent))
    return toText(fraction(BigInt(parts), BigInt(partsOf[method])))
  })
}

const changeOf = (now: Five, before: Five | null): ByPercent<number> =>
  byPercent((percent) => {
    const [one, other] = [before?.[`p${percent}`] ?? null, now[`p${percent}`]]
    return one === null || other === null ? null : other - one
  })

/** Of what is not shown there is no rank: it would be one more number about those whom the cell protects. */
const ranksOf = ({ n, ranked }: Pick<SecretCell, 'n' | 'ranked'>, shown: Five): ByPercent<string> =>
  byPercent((percent) => {
    const place = 2 * fivePercents.indexOf(percent)
    const rank =
      ranked === null || shown[`p${percent}`] === null
        ? null
        : percentileRank(at(ranked, place), at(ranked, place + 1), n)
    return rank === null ? null : toText(rank)
  })
