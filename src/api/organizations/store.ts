// Rows of organizations: one record each, and the association each is at home in.
import { eq } from 'drizzle-orm'
import type { AssociationId, OrganizationId, OwnerGroupId, PersonId } from '../../core/ids.ts'
import type { Organization } from '../../core/organization/organization.ts'
import type { SectorInput } from '../../core/organization/profile.ts'
import { organizationHomes, organizations } from '../../db/tables/organizations.ts'
import type { Reader, Tx } from '../../db/unit.ts'

export const find = async (reader: Reader, id: OrganizationId): Promise<Organization | null> => {
  const [row] = await reader
    .select()
    .from(organizations)
    .where(eq(organizations.organizationId, id))
  return row === undefined ? null : toOrganization(row)
}

/** The same, and nobody else changes it until the unit ends. */
export const lock = async (tx: Tx, id: OrganizationId): Promise<Organization | null> => {
  const [row] = await tx
    .select()
    .from(organizations)
    .where(eq(organizations.organizationId, id))
    .for('no key update') // rows that refer to it may be made meanwhile
  return row === undefined ? null : toOrganization(row)
}

/** The association an organization belongs to; readable before a tenant is chosen. */
export const homeOf = async (reader: Reader, id: OrganizationId): Promise<AssociationId | null> => {
  const [row] = await reader
    .select({ associationId: organizationHomes.associationId })
    .from(organizationHomes)
    .where(eq(organizationHomes.organizationId, id))
  return (row?.associationId ?? null) as AssociationId | null
}

export const insert = async (tx: Tx, organization: Organization): Promise<Organization> => {
  await tx.insert(organizations).values(toRow(organization))
  return organization
}

export const save = async (tx: Tx, organization: Organization): Promise<Organization> => {
  const [saved] = await tx
    .update(organizations)
    .set(toRow(organization))
    .where(eq(organizations.organizationId, organization.id))
    .returning({ id: organizations.organizationId })
  if (saved === undefined) throw new Error('The organization was locked and is not there to save.')
  return organization
}

type Row = typeof organizations.$inferSelect

const toOrganization = (row: Row): Organization => ({
  id: row.organizationId as OrganizationId,
  associationId: row.associationId as AssociationId,
  name: row.name,
  country: row.country,
  sector: sectorOf(row),
  region: row.region,
  employeeCount: row.employeeCount,
  revenueTenThousandCny: row.revenueTenThousandCny,
  assetsTenThousandCny: row.assetsTenThousandCny,
  sizeClass: row.sizeClass,
  ownerGroup:
    row.ownerGroupAssociationId === null
      ? null
      : {
          associationId: row.ownerGroupAssociationId as AssociationId,
          id: row.ownerGroupId as OwnerGroupId,
        },
  verifiedAt: row.verifiedAt,
  test: row.test,
  synthetic: row.synthetic,
  benchmarkConsent: {
    givenAt: row.benchmarkConsentGivenAt,
    givenBy: row.benchmarkConsentGivenBy as PersonId | null,
    withdrawnAt: row.benchmarkConsentWithdrawnAt,
  },
  revision: row.revision,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
})

/** The three columns are set together or not at all, says the table. */
const sectorOf = ({ sectorScheme, sectorDivision, sectorSection }: Row): Organization['sector'] =>
  sectorScheme === null || sectorDivision === null || sectorSection === null
    ? null
    : {
        scheme: sectorScheme as SectorInput['scheme'],
        division: sectorDivision,
        section: sectorSection,
      }

const toRow = ({
  id,
  sector,
  ownerGroup,
  benchmarkConsent,
  ...same
}: Organization): typeof organizations.$inferInsert => ({
  ...same,
  organizationId: id,
  sectorScheme: sector?.scheme ?? null,
  sectorDivision: sector?.division ?? null,
  sectorSection: sector?.section ?? null,
  ownerGroupAssociationId: ownerGroup?.associationId ?? null,
  ownerGroupId: ownerGroup?.id ?? null,
  benchmarkConsentGivenAt: benchmarkConsent.givenAt,
  benchmarkConsentGivenBy: benchmarkConsent.givenBy,
  benchmarkConsentWithdrawnAt: benchmarkConsent.withdrawnAt,
})
