// Who is a member of an organization, or of another one of its owner, is left out of what is listed of its panel; nobody
// else is.
import { eq } from 'drizzle-orm'
import t from 'tap'
import type { OrganizationId, PersonId } from '../../src/core/ids.ts'
import { isOwnHouse, notOfOwnHouse } from '../../src/db/own-house.ts'
import { associationOrganizations, ownerGroups } from '../../src/db/tables/associations.ts'
import { organizationMembers, organizations } from '../../src/db/tables/organizations.ts'
import {
  associationOf,
  joinOrganization,
  makeAssociation,
  makeOrganization,
  makePerson,
  newId,
  openUnits,
  organizationOf,
  within,
} from '../support/house.ts'
import { withDatabase } from '../support/server.ts'

const db = openUnits(t, await withDatabase(t))
const association = await makeAssociation(db)
const [first, second] = [
  await makeOrganization(db, association),
  await makeOrganization(db, association),
]
await within(db, associationOf(association), (tx) =>
  tx.insert(associationOrganizations).values(
    [first, second].map((organizationId) => ({
      associationId: association,
      organizationId,
      name: 'Organization',
      createdAt: new Date(),
    })),
  ),
)

const listed = (personId: PersonId): Promise<readonly string[]> =>
  within(db, associationOf(association), async (tx) => {
    const { organizationId } = associationOrganizations
    const rows = await tx
      .select({ organizationId })
      .from(associationOrganizations)
      .where(notOfOwnHouse(tx, personId, organizationId))
    return rows.map((row) => row.organizationId).toSorted()
  })
const isOwn = (personId: PersonId, organizationId: OrganizationId) =>
  within(db, associationOf(association), (tx) => isOwnHouse(tx, { personId, organizationId }))

t.test(
  'a member does not see the own one, from the moment of joining to that of leaving',
  async (t) => {
    const personId = await makePerson(db)
    const both = [first, second].toSorted()
    t.same(await listed(personId), both)
    t.notOk(await isOwn(personId, first))

    await joinOrganization(db, first, personId, 'organization_viewer')
    t.same(await listed(personId), [second])
    t.ok(await isOwn(personId, first))
    t.notOk(await isOwn(personId, second))
    t.same(await listed(await makePerson(db)), both, 'somebody else sees both')

    await within(db, organizationOf(first), (tx) =>
      tx.delete(organizationMembers).where(eq(organizationMembers.personId, personId)),
    )
    t.same(await listed(personId), both)
    t.notOk(await isOwn(personId, first))
  },
)

t.test('nor does a member of another organization of the same owner', async (t) => {
  const [mother, daughter] = [
    await makeOrganization(db, association),
    await makeOrganization(db, association),
  ]
  const personId = await makePerson(db)
  await joinOrganization(db, mother, personId, 'organization_viewer')
  t.notOk(await isOwn(personId, daughter), 'control: two that nobody owns have no owner in common')
  const [group, another] = [newId(), newId()]
  await within(db, associationOf(association), (tx) =>
    tx.insert(ownerGroups).values(
      [group, another].map((id) => ({
        associationId: association,
        id,
        name: id,
        createdAt: new Date(),
      })),
    ),
  )
  const owned = (organizationId: OrganizationId, ownerGroupId: string | null) =>
    within(db, organizationOf(organizationId), (tx) =>
      tx
        .update(organizations)
        .set({
          ownerGroupAssociationId: ownerGroupId === null ? null : association,
          ownerGroupId,
        })
        .where(eq(organizations.organizationId, organizationId)),
    )
  await owned(mother, group)
  await owned(first, another)
  t.notOk(await isOwn(personId, first), 'control: of another owner')

  await owned(first, group)
  t.ok(await isOwn(personId, first))
  t.same(await listed(personId), [second])
  await owned(first, null)
  t.notOk(await isOwn(personId, first))
  t.same(await listed(personId), [first, second].toSorted())
})
