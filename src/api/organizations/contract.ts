// What the API promises about organizations: making one, its profile, its consent to benchmarks.
import { z } from 'zod'
import { AssociationId, Instant, OrganizationId, OwnerGroupId, PersonId } from '../../core/ids.ts'
import { toInstant } from '../../core/instant.ts'
import type * as core from '../../core/organization/organization.ts'
import { consentState, etagOfOrganization } from '../../core/organization/organization.ts'
import { profileMembers, sectorSchemes, sizeClasses } from '../../core/organization/profile.ts'
import { inWords } from '../../core/text.ts'
import { Etag, operation } from '../../http/operation.ts'

export const OrganizationPath = z.strictObject({ organizationId: OrganizationId })
export const organizationPath = '/v1/organizations/{organizationId}'

const Sector = z
  .strictObject({
    scheme: z.enum(sectorSchemes),
    division: z
      .string()
      .length(2)
      .regex(/^\d{2}$/),
    section: z
      .string()
      .length(1)
      .regex(/^[A-Z]$/),
  })
  .meta({ id: 'Sector', description: 'The line of business: division and the section it is in.' })

const BenchmarkConsent = z
  .strictObject({
    status: z.enum(['none', 'given', 'withdrawn']).meta({
      description: inWords({
        none: 'never given.',
        given: 'editions may count them.',
        withdrawn: 'editions built from now on do not.',
      }),
    }),
    givenAt: Instant.nullable(),
    givenBy: PersonId.nullable(),
    withdrawnAt: Instant.nullable(),
  })
  .meta({ id: 'BenchmarkConsent', description: 'Whether benchmarks may count its final scores.' })

export const Organization = z
  .strictObject({
    id: OrganizationId,
    associationId: AssociationId,
    ...profileMembers,
    sector: Sector.nullable(),
    sizeClass: z.enum(sizeClasses).meta({ description: 'Follows from sector and figures.' }),
    ownerGroup: z
      .strictObject({ associationId: AssociationId, id: OwnerGroupId })
      .nullable()
      .meta({ description: 'Organizations of one owner count once in a benchmark.' }),
    verifiedAt: Instant.nullable().meta({
      description: 'When the association checked it; moving to another place ends that.',
    }),
    test: z.boolean(),
    synthetic: z.boolean().meta({ description: 'Made up for demonstration.' }),
    benchmarkConsent: BenchmarkConsent,
    createdAt: Instant,
    updatedAt: Instant,
    etag: Etag,
  })
  .meta({ id: 'Organization', description: 'Who answers questionnaires: the tenant.' })

const present = (organization: core.Organization): z.input<typeof Organization> => {
  const { benchmarkConsent: consent, revision, ...same } = organization
  return {
    ...same,
    verifiedAt: toInstant(organization.verifiedAt),
    benchmarkConsent: {
      status: consentState(consent),
      givenAt: toInstant(consent.givenAt),
      givenBy: consent.givenBy,
      withdrawnAt: toInstant(consent.withdrawnAt),
    },
    createdAt: toInstant(organization.createdAt),
    updatedAt: toInstant(organization.updatedAt),
    etag: etagOfOrganization({ revision }),
  }
}

const shared = { tag: 'organizations', tenant: 'organization' } as const

const NewOrganization = z
  .strictObject({
    name: profileMembers.name,
    country: profileMembers.country,
    sector: profileMembers.sector.default(null),
    region: profileMembers.region.default(null),
    employeeCount: profileMembers.employeeCount.default(null),
    revenueTenThousandCny: profileMembers.revenueTenThousandCny.default(null),
    assetsTenThousandCny: profileMembers.assetsTenThousandCny.default(null),
    test: z
      .boolean()
      .default(false)
      .meta({ description: 'For trying things out: never counted in a benchmark.' }),
  })
  .meta({ id: 'NewOrganization', description: 'An organization to be made; null: not known.' })

export const createAssociationOrganization = operation({
  id: 'createAssociationOrganization',
  method: 'POST',
  url: '/v1/associations/{associationId}/organizations',
  summary: 'Make an organization of an association',
  description: 'It has no members yet: appoint its first administrator next.',
  tag: 'organizations',
  scope: 'organizations:admin',
  tenant: 'association',
  params: z.strictObject({ associationId: AssociationId }),
  body: NewOrganization,
  reply: { 201: Organization },
  present,
  location: ({ id }) => `/v1/organizations/${id}`,
  problems: ['forbidden', 'document-invalid'],
  sample: {
    body: {
      name: 'Ningbo Precision Bearings',
      country: 'CN',
      sector: { scheme: 'gbt-4754-2017', division: '34' },
      region: 'CN-ZJ',
      employeeCount: 420,
      revenueTenThousandCny: 31000,
    },
  },
})

export const getOrganization = operation({
  ...shared,
  id: 'getOrganization',
  method: 'GET',
  url: organizationPath,
  summary: 'Get an organization',
  description:
    'Its profile, by which benchmarks compare it, and its consent to them. For its members, by its grant, and for people of ' +
    'its association or one above it. The tag is what `updateOrganization` asks for.',
  scope: 'organizations:read',
  params: OrganizationPath,
  reply: { 200: Organization },
  present,
})

export const updateOrganization = operation({
  ...shared,
  id: 'updateOrganization',
  method: 'PATCH',
  url: organizationPath,
  summary: "Change an organization's profile",
  description:
    'A merge patch: what it does not name stays, null means not known. A change of country, sector, region ' +
    'or size class ends the verification by the association.',
  scope: 'organizations:write',
  params: OrganizationPath,
  body: z
    .strictObject(profileMembers)
    .partial()
    .meta({ id: 'OrganizationPatch', description: 'What shall change in the profile.' }),
  reply: { 200: Organization },
  present,
  problems: ['forbidden', 'document-invalid'],
  revision: 'match',
  sample: { body: { employeeCount: 455, region: 'CN-ZJ' } },
})

const consentPath = `${organizationPath}/benchmark-consent`
const consent = {
  ...shared,
  url: consentPath,
  scope: 'consents:write',
  params: OrganizationPath,
  reply: { 200: Organization },
  present,
  problems: ['forbidden'],
  revision: 'match',
} as const

export const giveBenchmarkConsent = operation({
  ...consent,
  id: 'giveBenchmarkConsent',
  method: 'PUT',
  summary: 'Let benchmarks count the final scores of an organization',
  description:
    'Consent is part of the organization and versioned with it: If-Match takes the tag of the organization.',
  body: z
    .strictObject({ accepted: z.literal(true) })
    .meta({ id: 'ConsentStatement', description: 'The explicit yes.' }),
  sample: { body: { accepted: true } },
})

export const withdrawBenchmarkConsent = operation({
  ...consent,
  id: 'withdrawBenchmarkConsent',
  method: 'DELETE',
  summary: 'Keep the scores of an organization out of future benchmarks',
  description:
    'Published benchmark editions stay as they are. If-Match takes the tag of the organization.',
})
