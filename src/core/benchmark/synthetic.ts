// An invented population for demonstrations, tests and measurements: seeded, so that the same seed gives the
// same organizations on every machine. Storing it, and keeping it apart from real ones, is left to others.
import type { OrganizationId, OwnerGroupId, SubmissionId } from '../ids.ts'
import { at } from './at.ts'
import { type CodeLists, type SizeClass, sizeOf } from './codes.ts'
import { div } from './quantile.ts'
import { type Random, randomOf, zipfChooser } from './random.ts'

export type SyntheticOptions = {
  /** 0 to 2^32 - 1. */
  readonly seed: number
  readonly organizations: number
  readonly codes: CodeLists
  /** The scored items of the questionnaire, in document order. */
  readonly items: readonly { readonly code: string; readonly naAllowed: boolean }[]
  /** The step of answers in bp: 500 for steps of 5 %. It divides 10000. */
  readonly stepBp: number
  /** The cut-off of the third cycle; the two before ended one and two years earlier. */
  readonly cutOffAt: Date
}

/** In place of an answer's value. */
export const answeredNotApplicable = -1
export const unanswered = -2

export type SyntheticSubmission = {
  readonly id: SubmissionId
  readonly cycle: 1 | 2 | 3
  readonly state: 'final' | 'withdrawn'
  /** When it became final, or was withdrawn. */
  readonly at: Date
  readonly consent: 'none' | 'given' | 'withdrawn'
  /** Percent in bp per item, on the step; or `answeredNotApplicable`, `unanswered`. */
  readonly answers: readonly number[]
}

export type SyntheticOrganization = {
  readonly id: OrganizationId
  readonly name: string
  readonly synthetic: true
  readonly ownerGroupId: OwnerGroupId
  readonly ownerGroupVerified: boolean
  /** Its owner group named it to stand for the group. */
  readonly representative: boolean
  readonly verified: boolean
  readonly section: string
  readonly division: string
  readonly region: string
  readonly size: SizeClass | null
  /** One a cycle at most, oldest first. */
  readonly submissions: readonly SyntheticSubmission[]
}

/** How often what is planted occurs, in bp of organizations or submissions. */
export const planted = {
  inAnOlderGroup: 1500,
  representativeNamed: 5000,
  organizationUnverified: 300,
  groupUnverified: 100,
  sizeUnknown: 500,
  withdrawn: 200,
  consentMissing: 300,
  consentWithdrawn: 200,
  young: 400,
  incomplete: 200,
  notApplicable: 300,
} as const

/** Most frequent first, what is not named after them in the order of the list: plausible, not measured. */
const busySectors = ['C', 'F', 'M', 'I', 'L', 'E', 'G', 'P', 'Q', 'N']
const busyRegions = ['GD', 'JS', 'SD', 'ZJ', 'HA', 'SC', 'HB', 'FJ', 'AH', 'HN', 'HE', 'SH', 'BJ']

/** 40, 30, 20 and 10 of a hundred. */
const sizeShares = ['micro', 'small', 'medium', 'large'] as const
const sizeOfTen = [0, 0, 0, 0, 1, 1, 1, 2, 2, 3] as const

/** Kinds of random streams, so that no two things share one. */
const stream = { group: 1, organization: 2, submission: 3, sector: 4 } as const

/**
 * Organization after organization. Each is made from the seed and its number alone, so a stream of a
 * million needs no memory, and any part of it can be made again.
 */
export function* synthesize(options: SyntheticOptions): Generator<SyntheticOrganization> {
  const world = worldOf(options)
  for (let index = 0; index < options.organizations; index += 1)
    yield organizationOf(index, options, world)
}

const worldOf = ({ codes, seed }: SyntheticOptions) => {
  const sectors = ranked(codes.sectors.items, ({ code }) => busySectors.indexOf(code))
  const regions = ranked(codes.regions.items, ({ code }) => busyRegions.indexOf(code.slice(3)))
  return {
    chooseSector: zipfChooser(
      sectors.map((sector, rank) => ({ ...sector, ...effectOf(seed, rank) })),
    ),
    chooseRegion: zipfChooser(regions.map(({ code }) => code)),
  }
}
type World = ReturnType<typeof worldOf>

/** How much better or worse a sector is than the mean of all, in bp. */
const effectOf = (seed: number, rank: number) => ({
  effectBp: randomOf(seed, stream.sector, rank).normal(0, 400),
})

const ranked = <Thing>(things: readonly Thing[], rankOf: (thing: Thing) => number) => [
  ...things.filter((thing) => rankOf(thing) >= 0).sort((a, b) => rankOf(a) - rankOf(b)),
  ...things.filter((thing) => rankOf(thing) < 0),
]

const organizationOf = (
  index: number,
  options: SyntheticOptions,
  { chooseSector, chooseRegion }: World,
): SyntheticOrganization => {
  const { seed, codes } = options
  const random = randomOf(seed, stream.organization, index)
  const sector = chooseSector(random)
  const division = at(sector.divisions, random.below(sector.divisions.length))
  const region = chooseRegion(random)
  const size = at(sizeShares, at(sizeOfTen, random.below(10)))
  const sized = !random.chance(planted.sizeUnknown) && hasSizes(codes, sector.code, division)
  const group = groupOf(seed, index)
  const groupRandom = randomOf(seed, stream.group, group, 1)
  const qualityBp = random.normal(4500, 1500) + sector.effectBp
  const cycles = 1 + random.below(3)
  return {
    id: idOf(options, stream.organization, index) as OrganizationId,
    name: `Synthetic organization ${String(index + 1).padStart(7, '0')}`,
    synthetic: true,
    ownerGroupId: idOf(options, stream.group, group) as OwnerGroupId,
    ownerGroupVerified: !groupRandom.chance(planted.groupUnverified),
    representative: group === index && groupRandom.chance(planted.representativeNamed),
    verified: !random.chance(planted.organizationUnverified),
    section: sector.code,
    division,
    region,
    size: sized ? size : null,
    submissions: ([1, 2, 3] as const)
      .slice(3 - cycles)
      .map((cycle) => submissionOf({ index, cycle, qualityBp }, options)),
  }
}

/** Whether the size table has a row for the activity at all; with figures of nothing it says micro. */
const hasSizes = (codes: CodeLists, section: string, division: string): boolean => {
  const nothing = { people: 0, revenueTenThousandCny: 0, assetsTenThousandCny: 0 }
  const activity = { scheme: codes.sectors.scheme, section, division }
  return sizeOf(codes, activity, nothing) !== 'unclassified'
}

/** The number of the organization that founded the owner group: mostly itself, with a long tail. */
const groupOf = (seed: number, index: number): number => {
  const random = randomOf(seed, stream.group, index)
  if (index === 0 || !random.chance(planted.inAnOlderGroup)) return index
  return groupOf(seed, random.below(index))
}

const dayMs = 86_400_000

const submissionOf = (
  { index, cycle, qualityBp }: { index: number; cycle: 1 | 2 | 3; qualityBp: number },
  options: SyntheticOptions,
): SyntheticSubmission => {
  const random = randomOf(options.seed, stream.submission, index, cycle)
  const ageDays = random.chance(planted.young) ? random.below(90) : 100 + random.below(200)
  const state = random.chance(planted.withdrawn) ? 'withdrawn' : 'final'
  const missing = random.chance(planted.consentMissing)
  const withdrawn = random.chance(planted.consentWithdrawn)
  const given = withdrawn ? 'withdrawn' : 'given'
  const yearsAgo = 3 - cycle
  return {
    id: idOf(options, stream.submission, index * 4 + cycle) as SubmissionId,
    cycle,
    state,
    at: new Date(options.cutOffAt.getTime() - (365 * yearsAgo + ageDays) * dayMs),
    consent: missing ? 'none' : given,
    answers: answersOf(random, qualityBp + 200 * (cycle - 1), options),
  }
}

const answersOf = (
  random: Random,
  qualityBp: number,
  { items, stepBp }: SyntheticOptions,
): readonly number[] => {
  const answers = items.map(() => onStep(random.normal(qualityBp, 1000), stepBp))
  const replace = (value: number, allowed: readonly number[]) => {
    const many = 1 + random.below(3)
    for (let count = 0; count < many && allowed.length > 0; count += 1)
      answers[at(allowed, random.below(allowed.length))] = value
  }
  if (random.chance(planted.incomplete)) replace(unanswered, [...items.keys()])
  if (random.chance(planted.notApplicable))
    replace(
      answeredNotApplicable,
      items.flatMap(({ naAllowed }, place) => (naAllowed ? [place] : [])),
    )
  return answers
}

const onStep = (valueBp: number, stepBp: number): number => {
  const within = Math.min(Math.max(valueBp, 0), 10000)
  return div(2 * within + stepBp, 2 * stepBp) * stepBp
}

/** A UUIDv7 of the past: its time rises with the number, the rest is of the seed. */
const idOf = ({ seed, cutOffAt }: SyntheticOptions, kind: number, number: number): string => {
  const random = randomOf(seed, kind, number, 7)
  const ms = cutOffAt.getTime() - 4 * 365 * dayMs + number
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')
  const time = hex(ms, 12)
  const node = hex(random.next(), 8) + hex(random.below(65536), 4)
  const variant = hex(0x8000 + random.below(0x4000), 4)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(random.below(4096), 3)}-${variant}-${node}`
}
