// What an organization is, and every decision about its own record: creation, profile, benchmark consent.
// Its members, grants and keys are concepts of their own.
import { demand } from '../access.ts'
import type { CodeLists } from '../benchmark/codes.ts'
import type { Standing } from '../context.ts'
import { canonicalJson } from '../document/canonical.ts'
import type { Happening } from '../document/event-v1.ts'
import type { AssociationId, OrganizationId, OwnerGroupId, PersonId } from '../ids.ts'
import { Problem } from '../problem.ts'
import {
  type Profile,
  profileFindings,
  type SizeClass,
  type StatedProfile,
  settled,
  sizeClassOf,
} from './profile.ts'

/** Whether benchmarks may count the organization's scores, and since when. */
export type BenchmarkConsent = {
  readonly givenAt: Date | null
  readonly givenBy: PersonId | null
  readonly withdrawnAt: Date | null
}

export type Organization = Profile & {
  readonly id: OrganizationId
  readonly associationId: AssociationId
  readonly sizeClass: SizeClass
  readonly ownerGroup: { readonly associationId: AssociationId; readonly id: OwnerGroupId } | null
  /** When the association has checked that it exists and is what it says. */
  readonly verifiedAt: Date | null
  readonly test: boolean
  readonly synthetic: boolean
  readonly benchmarkConsent: BenchmarkConsent
  readonly revision: number
  readonly createdAt: Date
  readonly updatedAt: Date
}

export type OrganizationDecided = {
  readonly organization: Organization
  readonly events: readonly Happening[]
}

/** The entity tag of the record, consent included. */
export const etagOfOrganization = ({ revision }: Pick<Organization, 'revision'>): string =>
  `"${revision}"`

export const consentState = (consent: BenchmarkConsent): 'none' | 'given' | 'withdrawn' => {
  if (consent.givenAt === null) return 'none'
  return consent.withdrawnAt === null ? 'given' : 'withdrawn'
}

export type NewOrganization = {
  readonly id: OrganizationId
  readonly associationId: AssociationId
  readonly input: StatedProfile & { readonly test: boolean; readonly synthetic: boolean }
  readonly ownerGroup: Organization['ownerGroup']
  readonly codes: CodeLists
  readonly now: Date
}

/** A new, unverified organization. Refuses with `document-invalid`; who may ask is decided by the caller. */
export const newOrganization = (given: NewOrganization): OrganizationDecided => {
  const { id, associationId, input, ownerGroup, codes, now } = given
  const { test, synthetic, ...stated } = input
  const profile = checked(codes, stated)
  const organization: Organization = {
    ...profile,
    id,
    associationId,
    sizeClass: sizeClassOf(codes, profile),
    ownerGroup,
    verifiedAt: null,
    test,
    synthetic,
    benchmarkConsent: { givenAt: null, givenBy: null, withdrawnAt: null },
    revision: 1,
    createdAt: now,
    updatedAt: now,
  }
  return { organization, events: [happened('organization.created', organization)] }
}

/** The same for somebody of the association. Refuses with `forbidden` or `not-found` too. */
export const createOrganization = (
  given: NewOrganization & { readonly standing: Standing },
): OrganizationDecided => {
  demand(given.standing, 'organizations:admin')
  return newOrganization(given)
}

type Change = { readonly [Member in keyof StatedProfile]?: StatedProfile[Member] | undefined }

export type UpdateOrganization = {
  readonly organization: Organization
  /** A merge patch: absent members stay, null means not known. */
  readonly change: Change
  readonly codes: CodeLists
  readonly standing: Standing
  readonly now: Date
}

/**
 * Changes the profile. Facts that place an organization in a cohort end its verification: nobody moves
 * into another comparison unseen. A change that says what is there already brings no event. Refuses with
 * `forbidden`, `not-found`, `document-invalid`.
 */
export const updateOrganization = (given: UpdateOrganization): OrganizationDecided => {
  const { organization, change, codes, standing, now } = given
  demand(standing, 'organizations:write')
  const before = profileOf(organization)
  const profile = checked(codes, { ...before, ...withoutAbsent(change) })
  if (canonicalJson(profile) === canonicalJson(before)) return { organization, events: [] }
  const sizeClass = sizeClassOf(codes, profile)
  const moves =
    canonicalJson(placeOf({ ...profile, sizeClass })) !== canonicalJson(placeOf(organization))
  const updated = changed(organization, now, {
    ...profile,
    sizeClass,
    verifiedAt: moves ? null : organization.verifiedAt,
  })
  return { organization: updated, events: [happened('organization.updated', updated)] }
}

const profileOf = (organization: Organization): Profile => ({
  name: organization.name,
  country: organization.country,
  sector: organization.sector,
  region: organization.region,
  employeeCount: organization.employeeCount,
  revenueTenThousandCny: organization.revenueTenThousandCny,
  assetsTenThousandCny: organization.assetsTenThousandCny,
})

const placeOf = ({
  country,
  sector,
  region,
  sizeClass,
}: Pick<Organization, 'country' | 'sector' | 'region' | 'sizeClass'>) => ({
  country,
  sector,
  region,
  sizeClass,
})

const withoutAbsent = (change: Change): Partial<StatedProfile> =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))

const checked = (codes: CodeLists, profile: StatedProfile): Profile => {
  const errors = profileFindings(codes, profile)
  if (errors.length > 0) throw new Problem('document-invalid', { errors })
  return settled(codes, profile)
}

type DecideConsent = {
  readonly organization: Organization
  readonly standing: Standing
  readonly now: Date
}

/** Lets benchmarks count final scores from now on. Given already: nothing changes. */
export const giveConsent = ({
  organization,
  standing,
  now,
}: DecideConsent): OrganizationDecided => {
  demand(standing, 'consents:write')
  if (consentState(organization.benchmarkConsent) === 'given') return { organization, events: [] }
  const given = changed(organization, now, {
    benchmarkConsent: { givenAt: now, givenBy: standing.personId, withdrawnAt: null },
  })
  return { organization: given, events: [happened('benchmark-consent.given', given)] }
}

/** No later benchmark counts this organization; published editions stay. Not given: nothing changes. */
export const withdrawConsent = ({
  organization,
  standing,
  now,
}: DecideConsent): OrganizationDecided => {
  demand(standing, 'consents:write')
  const consent = organization.benchmarkConsent
  if (consentState(consent) !== 'given') return { organization, events: [] }
  const withdrawn = changed(organization, now, {
    benchmarkConsent: { ...consent, withdrawnAt: now },
  })
  return { organization: withdrawn, events: [happened('benchmark-consent.withdrawn', withdrawn)] }
}

/** The association has checked the organization. Checked already: nothing changes. */
export const verifyOrganization = (organization: Organization, now: Date): OrganizationDecided => {
  if (organization.verifiedAt !== null) return { organization, events: [] }
  const verified = changed(organization, now, { verifiedAt: now })
  return { organization: verified, events: [happened('organization.verified', verified)] }
}

const changed = (
  organization: Organization,
  now: Date,
  change: Partial<Organization>,
): Organization => ({
  ...organization,
  ...change,
  revision: organization.revision + 1,
  updatedAt: now,
})

const happened = (type: Happening['type'], { id, revision }: Organization): Happening => ({
  type,
  subject: id,
  ids: {},
  versions: { organization: String(revision) },
})
