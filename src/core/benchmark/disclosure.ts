// What one cell may show, by the number of owner groups in it: policy, floors, tiers, bands of n.
// What several cells together would give away is in suppression.ts.
import { Problem } from '../problem.ts'
import { at } from './at.ts'
import { type Holding, isDominated, type OwnerRule } from './owners.ts'
import { div, type QuantileMethod, reachOf } from './quantile.ts'

export const profiles = ['standard', 'strict'] as const
export type Profile = (typeof profiles)[number]

/**
 * The disclosure policy of a benchmark edition, complete. `kMin` owner groups at least in a cell; `depth`
 * members at least strictly outside the scores a quantile uses, `sensitiveDepth` for items called
 * sensitive. `ownerRule`: how many members an owner group may have.
 */
export type Policy = {
  readonly profile: Profile
  readonly ownerRule: OwnerRule
  readonly kMin: number
  readonly depth: number
  readonly sensitiveDepth: number
  readonly gridBp: number
  readonly minAgeDays: number
}

type Limits = Omit<Policy, 'profile' | 'ownerRule'>

const defaults: Readonly<Record<Profile, Limits>> = {
  standard: { kMin: 5, depth: 2, sensitiveDepth: 3, gridBp: 50, minAgeDays: 90 },
  strict: { kMin: 10, depth: 3, sensitiveDepth: 3, gridBp: 50, minAgeDays: 90 },
}

/** No setting goes below these, whatever the profile; the database checks the first two again. */
export const floors: Limits = { kMin: 5, depth: 2, sensitiveDepth: 3, gridBp: 50, minAgeDays: 0 }

/** Settings as asked for; absent or null means the default of the profile, never zero. */
export type Settings = {
  readonly profile?: Profile | null
  readonly ownerRule?: OwnerRule | null
} & {
  readonly [Name in keyof Limits]?: Limits[Name] | null
}

/** Completes the settings, or refuses with `document-invalid`, every one below its floor by pointer. */
export const policyOf = (settings: Settings): Policy => {
  const profile = settings.profile ?? 'standard'
  const ownerRule = settings.ownerRule ?? 'one-per-group'
  const limits = { ...defaults[profile] }
  for (const name of Object.keys(floors) as (keyof Limits)[])
    limits[name] = settings[name] ?? limits[name]
  const errors = (Object.keys(floors) as (keyof Limits)[])
    .filter((name) => !Number.isSafeInteger(limits[name]) || limits[name] < floors[name])
    .map((name) => ({
      pointer: `/${name}`,
      code: 'below-floor',
      detail: `${name} must be a whole number of at least ${floors[name]}, not ${limits[name]}.`,
    }))
  if (10000 % limits.gridBp !== 0)
    errors.push({
      pointer: '/gridBp',
      code: 'uneven-grid',
      detail: `10000 bp is no multiple of ${limits.gridBp}: the top of the scale would not be on the grid.`,
    })
  if (errors.length > 0) throw new Problem('document-invalid', { errors })
  const sensitiveDepth = Math.max(limits.sensitiveDepth, limits.depth)
  return { profile, ownerRule, ...limits, sensitiveDepth }
}

/** What a cell shows: nothing, or quantiles as far out as its size carries. Poorest first. */
export const tiers = ['withheld', 'median', 'quartiles', 'deciles'] as const
export type Tier = (typeof tiers)[number]

/** The outermost percent of each tier; its mirror image follows by symmetry. */
const outermost = { median: 50, quartiles: 25, deciles: 10 } as const

/** The percents each tier adds up to. */
export const percentsOf: Readonly<Record<Tier, readonly number[]>> = {
  withheld: [],
  median: [50],
  quartiles: [25, 50, 75],
  deciles: [10, 25, 50, 75, 90],
}

/**
 * What of the policy counts for a node: items called sensitive need more depth, and so does a quantile that
 * uses more members.
 */
export type Protection = Pick<Policy, 'kMin' | 'depth'>

export const protectionOf = (
  policy: Policy,
  node: { readonly sensitive: boolean },
  quantile: QuantileMethod = 'HF7',
): Protection => ({
  kMin: policy.kMin,
  depth: (node.sensitive ? policy.sensitiveDepth : policy.depth) + reachOf[quantile],
})

/** The smallest n for which the quantile of percent P is published. */
export const publishedFrom = (percent: number, { kMin, depth }: Protection): number =>
  Math.max(kMin, div(100 * depth - 1, Math.min(percent, 100 - percent)) + 2)

/** The tier of a cell of n owner groups; of as many members or more, so that a quantile is never less deep. */
export const tierOf = (n: number, protection: Protection): Tier => {
  if (n >= publishedFrom(outermost.deciles, protection)) return 'deciles'
  if (n >= publishedFrom(outermost.quartiles, protection)) return 'quartiles'
  if (n >= publishedFrom(outermost.median, protection)) return 'median'
  return 'withheld'
}

/** Whether the nineteen points p5 to p95 are published: from 200, and never before p5 is deep enough. */
export const showsGrid19 = (n: number, protection: Protection): boolean =>
  n >= Math.max(200, publishedFrom(5, protection))

/** Why a cell is withheld: known to the audit alone, never to a reader (P7). */
export const reasons = ['primary', 'depth', 'complementary', 'owner_cap'] as const
export type Reason = (typeof reasons)[number]

/** The gate of one cell by itself; null lets it pass. */
export const gate = (
  cell: Holding,
  protection: Protection,
): Exclude<Reason, 'complementary'> | null => {
  if (cell.groups < protection.kMin) return 'primary'
  if (isDominated(cell)) return 'owner_cap'
  return tierOf(cell.groups, protection) === 'withheld' ? 'depth' : null
}

/**
 * The band of n shown instead of n. The edges are the tier limits, since the tier is visible anyway, then
 * the fixed ones; a fixed edge closer than k to the one before would come near to giving n away and is
 * left out. Null below the first tier.
 */
export const nBandOf = (n: number, protection: Protection): string | null => {
  const edges = bandEdges(protection)
  const place = edges.findLastIndex((edge) => edge <= n)
  const from = edges[place]
  const next = edges[place + 1]
  if (from === undefined) return null
  return next === undefined ? `${from}+` : `${from}-${next - 1}`
}

const bandEdges = (protection: Protection): readonly number[] => {
  const limits = [outermost.median, outermost.quartiles, outermost.deciles].map((percent) =>
    publishedFrom(percent, protection),
  )
  const edges = [...new Set(limits)]
  for (const edge of [50, 100, 200, 500])
    if (edge - at(edges, edges.length - 1) >= protection.kMin) edges.push(edge)
  return edges
}

/** `indicative` below 50 members, as far as the published band tells; null where nothing is shown. */
export const precisionOf = (nBand: string | null): 'indicative' | 'firm' | null => {
  if (nBand === null) return null
  return Number.parseInt(nBand, 10) < 50 ? 'indicative' : 'firm'
}
