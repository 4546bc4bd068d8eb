// The kernel's own small world for tests: an open database, associations, organizations, people, and the
// contexts of requests they make. Slices have a richer one; this one knows tables and units only.
import postgres from 'postgres'
import type { Owner, Principal, Tenant } from '../../src/core/context.ts'
import type { ApiKeyId, AssociationId, OrganizationId, PersonId } from '../../src/core/ids.ts'
import { answerOf, type Context } from '../../src/core/request.ts'
import { type Database, type DatabaseOptions, openDatabase } from '../../src/db/client.ts'
import { associationMembers, associations } from '../../src/db/tables/associations.ts'
import { associationKeys, organizationKeys } from '../../src/db/tables/keys.ts'
import { organizationMembers, organizations } from '../../src/db/tables/organizations.ts'
import { people } from '../../src/db/tables/people.ts'
import { type TaskContext, taskUnit } from '../../src/db/task-unit.ts'
import type { Tx } from '../../src/db/unit.ts'
import { newId as made } from '../../src/new-id.ts'
import { type Addresses, patienceMs } from './server.ts'

type Test = { readonly teardown: (work: () => Promise<unknown>) => void }

/** As the service makes them; branded by whoever asks for it. */
export const newId = <Id extends string = string>(): Id => made() as Id

/** A database for units, closed by the test's teardown. */
export const openUnits = (
  t: Test,
  { appUrl }: Pick<Addresses, 'appUrl'>,
  options: Partial<DatabaseOptions> = {},
): Database => {
  const db = openDatabase({
    url: appUrl,
    max: 4,
    waitMs: patienceMs,
    newId,
    peppers: ['p'.repeat(32)],
    ...options,
  })
  t.teardown(db.close)
  return db
}

/** Plain connections, for looking from outside and for doing harm. */
export const openPlain = (t: Test, url: string, max = 1): postgres.Sql => {
  const sql = postgres(url, { max, onnotice: () => {} })
  t.teardown(() => sql.end({ timeout: 1 }))
  return sql
}

export const taskFor = (tenant: Tenant, beside?: Owner): TaskContext => ({
  tenant,
  ...(beside === undefined ? {} : { beside }),
  operation: 'test',
  requestId: newId(),
  personId: null,
})

const none: Tenant = { kind: 'none' }

export const organizationOf = (id: OrganizationId): Owner => ({ kind: 'organization', id })
export const associationOf = (id: AssociationId): Owner => ({ kind: 'association', id })

export const makePerson = async (db: Database): Promise<PersonId> => {
  const id = newId<PersonId>()
  await taskUnit(db, taskFor(none), ({ tx, now }) =>
    tx.insert(people).values({ id, displayName: 'Somebody', createdAt: now }),
  )
  return id
}

export const makeAssociation = async (
  db: Database,
  parentId: AssociationId | null = null,
): Promise<AssociationId> => {
  const id = newId<AssociationId>()
  await taskUnit(db, taskFor(none), ({ tx, now }) =>
    tx.insert(associations).values({
      id,
      parentId,
      slug: id,
      name: 'Association',
      country: 'CN',
      synthetic: true,
      createdAt: now,
    }),
  )
  return id
}

/** The row of an organization, with everything it must have. */
export const organizationRow = (
  organizationId: OrganizationId,
  associationId: AssociationId,
  at: Date,
): typeof organizations.$inferInsert => ({
  organizationId,
  associationId,
  name: 'Organization',
  country: 'CN',
  sizeClass: 'small',
  test: false,
  synthetic: true,
  revision: 1,
  createdAt: at,
  updatedAt: at,
})

export const makeOrganization = async (
  db: Database,
  associationId: AssociationId,
): Promise<OrganizationId> => {
  const id = newId<OrganizationId>()
  await taskUnit(db, taskFor(organizationOf(id)), ({ tx, now }) =>
    tx.insert(organizations).values(organizationRow(id, associationId, now)),
  )
  return id
}

type OrganizationRole = (typeof organizationMembers.$inferInsert)['role']
type AssociationRole = (typeof associationMembers.$inferInsert)['role']

export const joinOrganization = (
  db: Database,
  organizationId: OrganizationId,
  personId: PersonId,
  role: OrganizationRole = 'organization_admin',
) =>
  taskUnit(db, taskFor(organizationOf(organizationId)), ({ tx, now }) =>
    tx.insert(organizationMembers).values({ organizationId, personId, role, createdAt: now }),
  )

export const joinAssociation = (
  db: Database,
  associationId: AssociationId,
  personId: PersonId,
  role: AssociationRole = 'association_admin',
) =>
  taskUnit(db, taskFor(associationOf(associationId)), ({ tx, now }) =>
    tx.insert(associationMembers).values({ associationId, personId, role, createdAt: now }),
  )

export type KeyOptions = { readonly expiresAt?: Date; readonly revokedAt?: Date }

/** A key of the owner, made by the person; its secret does not matter to units. */
export const makeKey = async (
  db: Database,
  owner: Owner,
  personId: PersonId,
  options: KeyOptions = {},
): Promise<ApiKeyId> => {
  const id = newId<ApiKeyId>()
  const table = owner.kind === 'organization' ? organizationKeys : associationKeys
  await taskUnit(db, taskFor(owner), ({ tx, now }) =>
    tx.insert(table).values({
      ownerId: owner.id,
      id,
      personId,
      kind: 'app',
      environment: 'test',
      label: 'A key',
      scopes: [],
      digest: '0'.repeat(64),
      last4: 'abcd',
      createdAt: now,
      expiresAt: new Date(now.getTime() + 86_400_000),
      revision: 1,
      ...options,
    }),
  )
  return id
}

/** One organization in an association, with its admin: what most tests need. */
export const makeHouse = async (db: Database) => {
  const associationId = await makeAssociation(db)
  const organizationId = await makeOrganization(db, associationId)
  const personId = await makePerson(db)
  await joinOrganization(db, organizationId, personId)
  return { associationId, organizationId, personId, principal: tokenOf(personId) }
}

export const tokenOf = (
  personId: PersonId,
  associationIds: readonly AssociationId[] = [],
): Principal => ({
  kind: 'token',
  personId,
  keyId: null,
  home: null,
  associationIds,
  scopes: new Set(),
})

export const keyOf = (
  personId: PersonId,
  keyId: ApiKeyId,
  home: Owner,
  associationIds: readonly AssociationId[] = [],
): Principal => ({ kind: 'key', personId, keyId, home, associationIds, scopes: new Set() })

/** A request of the principal in the tenant; its answer is the value as JSON. */
export const contextOf = (
  principal: Principal | null,
  tenant: Tenant,
  more: Partial<Context> = {},
): Context => ({
  requestId: newId(),
  operationId: 'testOperation',
  principal,
  tenant,
  idempotency: null,
  precondition: {},
  address: '127.0.0.1',
  locale: 'en',
  replyType: 'application/json',
  answer: (value) => answerOf({ status: 200, headers: {}, body: JSON.stringify(value ?? null) }),
  ...more,
})

/** An idempotency key with the fingerprint of some bytes. */
export const idempotencyOf = (key: string = newId(), fingerprint = 'a'.repeat(64)) => ({
  key,
  fingerprint,
})

/** What was thrown, or a failure of the test if nothing was. */
export const thrown = async (work: () => unknown): Promise<unknown> => {
  try {
    await work()
  } catch (error) {
    return error
  }
  throw new Error('Nothing was thrown.')
}

/** Runs as the tenant without a caller; for arranging and looking. */
export const within = <Value>(
  db: Database,
  tenant: Tenant,
  work: (tx: Tx) => Promise<Value>,
): Promise<Value> => taskUnit(db, taskFor(tenant), ({ tx }) => work(tx))
