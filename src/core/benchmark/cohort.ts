// The fixed lattice of cohorts: which keys exist, how they are spelled, to which a member belongs.
// Where the codes come from is in codes.ts; which cells may be shown is in disclosure.ts.
import { Problem } from '../problem.ts'
import { type CodeLists, regionCodes, type SectorScheme, sectorCodes, sizeCodes } from './codes.ts'

/** How a cohort is cut, in the order of the spelling. */
export const dimensions = ['sector', 'region', 'size'] as const
export type Dimension = (typeof dimensions)[number]

/** Every family of keys, by the dimensions it names in their one order; `all` names none. */
export const dimensionsOf = {
  all: [],
  sector: ['sector'],
  region: ['region'],
  size: ['size'],
  'sector&size': ['sector', 'size'],
  'sector&region': ['sector', 'region'],
} as const satisfies Record<string, readonly Dimension[]>
export type Family = keyof typeof dimensionsOf

export const families = Object.keys(dimensionsOf) as readonly Family[]

/** What one benchmark edition offers, frozen in its descriptor. Codes in the order of their lists. */
export type Lattice = {
  readonly families: readonly Family[]
  readonly schemes: Readonly<Record<Dimension, string>>
  readonly codes: Readonly<Record<Dimension, readonly string[]>>
}

/** The lattice of a new benchmark edition over one country's code lists and one sector scheme. */
export const latticeOf = (
  codes: CodeLists,
  scheme: SectorScheme,
  offered: readonly Family[] = families,
): Lattice => ({
  families: offered,
  schemes: { sector: scheme, region: codes.regions.scheme, size: codes.sizes.scheme },
  codes: { sector: sectorCodes(codes, scheme), region: regionCodes(codes), size: sizeCodes(codes) },
})

/** Where a member stands. Null, or a code outside the list, is a remainder: counted, never a key. */
export type Place = Readonly<Record<Dimension, string | null>>

export type Cohort = Place & { readonly key: string; readonly family: Family }

/** The cohort that every member is in; every benchmark edition offers it. */
export const everyone: Cohort = {
  key: 'all',
  family: 'all',
  sector: null,
  region: null,
  size: null,
}

/** The cohort of a family at a place, or null where the place has no code in a dimension it needs. */
export const cohortAt = (family: Family, place: Place, lattice: Lattice): Cohort | null =>
  dimensionsOf[family].every((dimension) =>
    lattice.codes[dimension].includes(place[dimension] ?? ''),
  )
    ? named(family, place)
    : null

const named = (family: Family, place: Place): Cohort => {
  const needed: readonly Dimension[] = dimensionsOf[family]
  const codeIn = (dimension: Dimension) => (needed.includes(dimension) ? place[dimension] : null)
  const key = needed.map((dimension) => `${dimension}=${place[dimension]}`).join('&')
  return {
    key: key === '' ? 'all' : key,
    family,
    sector: codeIn('sector'),
    region: codeIn('region'),
    size: codeIn('size'),
  }
}

/** Every cohort offered, family by family, codes in the order of their lists. */
export const cohortsOf = (lattice: Lattice): readonly Cohort[] =>
  lattice.families.flatMap((family) =>
    placesOf(dimensionsOf[family], lattice).map((place) => named(family, place)),
  )

const placesOf = (named: readonly Dimension[], lattice: Lattice): readonly Place[] =>
  named.reduce<readonly Place[]>(
    (places, dimension) =>
      places.flatMap((place) =>
        lattice.codes[dimension].map((code) => ({ ...place, [dimension]: code })),
      ),
    [everyone],
  )

/** Every key offered, in the one spelling there is. */
export const keysOf = (lattice: Lattice): readonly string[] =>
  cohortsOf(lattice).map(({ key }) => key)

/** The offered cohorts that a member counts in. */
export const cohortsAt = (place: Place, lattice: Lattice): readonly Cohort[] =>
  lattice.families.flatMap((family) => cohortAt(family, place, lattice) ?? [])

/**
 * Reads a key, already percent-decoded once. Another order, case, code, family or encoding is refused
 * with `cohort-not-offered`, from the descriptor alone: the answer tells nothing about members.
 */
export const parseCohort = (key: string, lattice: Lattice): Cohort => {
  const parts = key.split('&').map((part) => part.split('='))
  const names = parts.map(([name]) => name).join('&')
  const family = lattice.families.find((each) => each === names)
  const place = { ...everyone, ...Object.fromEntries(parts) }
  const cohort = family === undefined ? null : cohortAt(family, place, lattice)
  if (cohort?.key !== key) throw new Problem('cohort-not-offered', {})
  return cohort
}

const fallback: readonly Family[] = [
  'sector&region',
  'sector&size',
  'sector',
  'region',
  'size',
  'all',
]

/** One step of the ladder; without a cohort where the member has no code in a dimension it needs. */
export type Rung = { readonly family: Family; readonly cohort: Cohort | null }

/** The fallback ladder of a member, narrowest first, over the offered families (section 8). */
export const ladderOf = (place: Place, lattice: Lattice): readonly Rung[] =>
  fallback
    .filter((family) => lattice.families.includes(family))
    .map((family) => ({ family, cohort: cohortAt(family, place, lattice) }))
