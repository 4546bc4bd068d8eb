// Commands about associations and organizations.
import { z } from 'zod'
import * as associations from '../../api/associations/actions.ts'
import * as organizations from '../../api/organizations/actions-installation.ts'
import { Slug } from '../../core/association/association.ts'
import { AssociationId, OwnerGroupId } from '../../core/ids.ts'
import { Country, sectorSchemes } from '../../core/organization/profile.ts'
import { command } from './command.ts'
import { allOf, association, figure, name, organization } from './options.ts'

const createAssociation = command({
  name: 'create-association',
  summary: 'Makes an association, or with --parent a chapter of one',
  options: z.strictObject({
    name: name('What it is called'),
    slug: Slug.describe('Its short name, unique here: lower case, digits, hyphens'),
    country: Country.default('CN').describe('ISO 3166-1, two letters; CN unless given'),
    parent: AssociationId.optional().describe('Id of the association it is a chapter of'),
    synthetic: z.boolean().default(false).describe('Made up: never mixed with real ones'),
  }),
  run: (session, by, { parent, ...input }) =>
    associations.create(session, by, { ...input, parentId: parent ?? null }),
})

const listAssociations = command({
  name: 'list-associations',
  summary: 'Lists all associations, parents before their chapters',
  options: z.strictObject({}),
  run: (session, by) => associations.list(session, by),
})

const createOwnerGroup = command({
  name: 'create-owner-group',
  summary: 'Makes an owner group: organizations of one owner count once in a benchmark',
  options: z.strictObject({
    association,
    name: name('Of the owner'),
    verified: z.boolean().default(false).describe('The association has checked the ownership'),
  }),
  run: (session, by, { association: associationId, ...input }) =>
    associations.createOwnerGroup(session, by, { associationId, ...input }),
})

const createOrganization = command({
  name: 'create-organization',
  summary: 'Makes an organization of an association; appoint its first administrator next',
  options: z.strictObject({
    association,
    name: name('What it is called'),
    country: Country.default('CN').describe('ISO 3166-1, two letters; CN unless given'),
    sector: z
      .string()
      .regex(/^\d{2}$/, 'expected two digits')
      .optional()
      .describe('Division of the line of business, such as 34'),
    scheme: z
      .enum(sectorSchemes)
      .default('gbt-4754-2017')
      .describe(`Of --sector: ${sectorSchemes.join(', ')}`),
    section: z
      .string()
      .regex(/^[A-Z]$/, 'expected one letter')
      .optional()
      .describe('Section of --sector; needed for ISIC'),
    region: z.string().optional().describe('ISO 3166-2, such as CN-ZJ'),
    employees: figure('People employed'),
    revenue: figure('Revenue in 10,000 CNY'),
    assets: figure('Assets in 10,000 CNY'),
    ownerGroup: OwnerGroupId.optional().describe('Id of its owner group'),
    ownerGroupAssociation: AssociationId.optional().describe(
      'Association that keeps the group; --association unless given',
    ),
    test: z.boolean().default(false).describe('For trying out: never counted in a benchmark'),
  }),
  check: ({ section, sector }) =>
    section !== undefined && sector === undefined ? '--section goes with --sector.' : null,
  run: (session, by, given) =>
    organizations.create(session, by, {
      associationId: given.association,
      ownerGroup:
        given.ownerGroup === undefined
          ? null
          : {
              associationId: given.ownerGroupAssociation ?? given.association,
              id: given.ownerGroup,
            },
      input: {
        name: given.name,
        country: given.country,
        sector:
          given.sector === undefined
            ? null
            : { scheme: given.scheme, division: given.sector, section: given.section },
        region: given.region ?? null,
        employeeCount: given.employees ?? null,
        revenueTenThousandCny: given.revenue ?? null,
        assetsTenThousandCny: given.assets ?? null,
        test: given.test,
      },
    }),
})

const listOrganizations = command({
  name: 'list-organizations',
  summary: 'Lists the organizations of an association by name',
  options: z.strictObject({ association }),
  run: (session, by, given) =>
    allOf((asked) => organizations.list(session, by, given.association, asked)),
})

const verifyOrganization = command({
  name: 'verify-organization',
  summary: 'Notes that the association has checked an organization; only then benchmarks count it',
  options: z.strictObject({ organization }),
  run: (session, by, given) => organizations.verify(session, by, given.organization),
})

export const houseCommands = [
  createAssociation,
  listAssociations,
  createOwnerGroup,
  createOrganization,
  listOrganizations,
  verifyOrganization,
]
