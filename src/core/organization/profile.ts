// What an organization says of itself, and what follows from it: section of its sector, size class.
// The code lists are data (benchmark/codes.ts); who may change a profile is in organization.ts.
import { z } from 'zod'
import {
  type Activity,
  type CodeLists,
  regionCodes,
  sectionOf,
  sectorCodes,
  sizeOf,
} from '../benchmark/codes.ts'
import type { ProblemError } from '../problem.ts'
import { boundedText } from '../text.ts'

export const sectorSchemes = ['gbt-4754-2017', 'isic-4', 'isic-5'] as const
export const sizeClasses = ['large', 'medium', 'small', 'micro', 'unclassified'] as const
export type SizeClass = (typeof sizeClasses)[number]

/** ISO 3166-1 alpha-2. */
export const Country = z
  .string()
  .max(2)
  .regex(/^[A-Z]{2}$/)
  .meta({ examples: ['CN'] })

/** What kind of business: a division of a scheme; the section follows from it in GB/T 4754. */
export const SectorInput = z
  .strictObject({
    scheme: z.enum(sectorSchemes),
    division: z
      .string()
      .max(2)
      .regex(/^\d{2}$/)
      .meta({ examples: ['35'] }),
    section: z
      .string()
      .max(1)
      .regex(/^[A-Z]$/)
      .optional()
      .meta({ description: 'Needed for ISIC; in GB/T 4754 it follows from the division.' }),
  })
  .meta({ id: 'SectorInput', description: 'The line of business as the organization states it.' })

const count = (maximum: number) => z.int().min(0).max(maximum).nullable()

/** The members of a profile as requests carry them; null: not known. */
export const profileMembers = {
  name: boundedText(1, 200),
  country: Country,
  sector: SectorInput.nullable(),
  region: z
    .string()
    .max(6)
    .regex(/^[A-Z]{2}-[A-Z0-9]{1,3}$/)
    .nullable()
    .meta({ examples: ['CN-ZJ'], description: 'ISO 3166-2.' }),
  employeeCount: count(1_000_000_000),
  revenueTenThousandCny: count(1_000_000_000_000),
  assetsTenThousandCny: count(1_000_000_000_000),
} as const

export type SectorInput = z.infer<typeof SectorInput>
export type Sector = Omit<SectorInput, 'section'> & { readonly section: string }

/** Facts as stored: the sector with its section, and the size that follows from the figures. */
export type Profile = {
  readonly name: string
  readonly country: string
  readonly sector: Sector | null
  readonly region: string | null
  readonly employeeCount: number | null
  readonly revenueTenThousandCny: number | null
  readonly assetsTenThousandCny: number | null
}

/** A profile whose sector may still lack its section. */
export type StatedProfile = Omit<Profile, 'sector'> & { readonly sector: SectorInput | null }

/** Everything that speaks against the profile, by pointers into the request's body. */
export const profileFindings = (
  codes: CodeLists,
  profile: StatedProfile,
): readonly ProblemError[] => [
  ...regionFindings(codes, profile),
  ...(profile.sector === null ? [] : sectorFindings(codes, profile.sector)),
]

const regionFindings = (
  codes: CodeLists,
  { country, region }: StatedProfile,
): readonly ProblemError[] => {
  const pointer = '/region'
  if (region === null) return []
  if (!region.startsWith(`${country}-`)) {
    return [{ pointer, code: 'region-elsewhere', detail: `The region is not one of ${country}.` }]
  }
  if (country === codes.country && !regionCodes(codes).includes(region)) {
    return [{ pointer, code: 'region-unknown', detail: `There is no region ${region}.` }]
  }
  return []
}

const sectorFindings = (codes: CodeLists, sector: SectorInput): readonly ProblemError[] => {
  const { scheme, division } = sector
  if (scheme === 'gbt-4754-2017' && sectionOf(codes, division) === 'unlisted') {
    const detail = `GB/T 4754-2017 has no division ${division}.`
    return [{ pointer: '/sector/division', code: 'division-unknown', detail }]
  }
  const pointer = '/sector/section'
  const section = statedSection(codes, sector)
  if (section === undefined || !sectorCodes(codes, scheme).includes(section)) {
    return [{ pointer, code: 'section_unknown', detail: `State a section of ${scheme}.` }]
  }
  if (sector.section !== undefined && sector.section !== section) {
    const detail = `Division ${division} belongs to section ${section}.`
    return [{ pointer, code: 'section_of_other_division', detail }]
  }
  return []
}

const statedSection = (
  codes: CodeLists,
  { scheme, division, section }: SectorInput,
): string | undefined => (scheme === 'gbt-4754-2017' ? sectionOf(codes, division) : section)

/** The profile as it is stored. Only for one without findings. */
export const settled = (codes: CodeLists, profile: StatedProfile): Profile => {
  const { sector } = profile
  if (sector === null) return { ...profile, sector }
  const { scheme, division } = sector
  return { ...profile, sector: { scheme, division, section: String(statedSection(codes, sector)) } }
}

/** Size by the national rule; `unclassified` without a sector or a figure it asks for. */
export const sizeClassOf = (codes: CodeLists, profile: Profile): SizeClass => {
  if (profile.sector === null) return 'unclassified'
  const activity: Activity = profile.sector
  return sizeOf(codes, activity, {
    people: profile.employeeCount,
    revenueTenThousandCny: profile.revenueTenThousandCny,
    assetsTenThousandCny: profile.assetsTenThousandCny,
  })
}
