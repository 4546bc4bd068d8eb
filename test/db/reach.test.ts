// Whose rows a unit may touch, and the one statement that says so.
import t from 'tap'
import type { Owner, Principal } from '../../src/core/context.ts'
import type { AssociationId, OrganizationId, PersonId } from '../../src/core/ids.ts'
import { contextStatement, reachOf } from '../../src/db/reach.ts'

const organization: Owner = {
  kind: 'organization',
  id: '01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a42' as OrganizationId,
}
const association: Owner = {
  kind: 'association',
  id: '01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a43' as AssociationId,
}
const keyAt = (home: Owner) => ({ home }) as Principal

t.test('the statement names what the unit carries, and nothing else', async (t) => {
  t.equal(
    contextStatement({ organizationId: organization.id, associationId: association.id }),
    `set local app.tx = 'on'; set local app.organization_id = '${organization.id}'; ` +
      `set local app.association_id = '${association.id}'`,
  )
  t.equal(
    contextStatement({ organizationId: null, associationId: null }),
    "set local app.tx = 'on'",
  )
})

t.test('a side is said only where one is taken', async (t) => {
  const reach = { organizationId: organization.id, associationId: null }
  t.equal(
    contextStatement({ ...reach, side: 'review' }),
    `${contextStatement(reach)}; set local app.side = 'review'`,
  )
  t.notOk('side' in reachOf(organization, association, null))
})

t.test('whose own seats are within reach is said only where it is asked for', async (t) => {
  const nobody = { organizationId: null, associationId: null, side: 'review' } as const
  const personId = organization.id as string as PersonId
  t.equal(
    contextStatement({ ...nobody, personId }),
    `${contextStatement(nobody)}; set local app.person_id = '${personId}'`,
  )
  t.throws(() => contextStatement({ ...nobody, personId: `${personId}'` as PersonId }), TypeError)
  t.notOk('personId' in reachOf({ kind: 'none' }, null, keyAt(organization)))
})

t.test('what is not exactly a UUID throws before the database is reached', async (t) => {
  const id = organization.id
  const crooked = [
    '',
    `${id}'`,
    `${id}\n`,
    ` ${id}`,
    id.toUpperCase(),
    id.replaceAll('-', ''),
    `${id}'; select 1; --`,
  ]
  for (const organizationId of crooked) {
    t.throws(() => contextStatement({ organizationId, associationId: null }), TypeError)
    t.throws(() => contextStatement({ organizationId: null, associationId: organizationId }))
  }
})

t.test('a unit carries its tenant, and beside it one owner of the other kind', async (t) => {
  t.same(reachOf(organization, null, null), {
    organizationId: organization.id,
    associationId: null,
  })
  t.same(reachOf(organization, association, null), {
    organizationId: organization.id,
    associationId: association.id,
  })
  t.same(reachOf(association, organization, null), {
    organizationId: organization.id,
    associationId: association.id,
  })
})

t.test('the home of a key is carried too where it is of the other kind', async (t) => {
  t.equal(reachOf(organization, null, keyAt(association)).associationId, association.id)
  t.equal(reachOf(association, null, keyAt(organization)).organizationId, organization.id)
  const other = { ...organization, id: association.id as string as OrganizationId }
  t.equal(reachOf(organization, null, keyAt(other)).organizationId, organization.id)
  const chosen = { ...association, id: organization.id as string as AssociationId }
  t.equal(reachOf(organization, chosen, keyAt(association)).associationId, chosen.id)
})

t.test('never two organizations, and without a tenant nobody at all', async (t) => {
  t.throws(() => reachOf(organization, organization, null), TypeError)
  t.same(reachOf({ kind: 'none' }, null, keyAt(organization)), {
    organizationId: null,
    associationId: null,
  })
})
