// Finds whom a credential stands for, before any tenant is known: what http/authenticate asks.
// Whether the secret is right is checked there; what the caller may do is read inside each unit.
import { and, eq, sql } from 'drizzle-orm'
import type { Owner } from '../../core/context.ts'
import type { ApiKeyId, AssociationId, PersonId } from '../../core/ids.ts'
import { prepared } from '../../db/prepared.ts'
import { personAssociations } from '../../db/tables/associations.ts'
import { keyOwners } from '../../db/tables/keys.ts'
import { tokenSubjects } from '../../db/tables/people.ts'
import { type Database, type Reader, taskUnit } from '../../db/unit.ts'
import type { FoundKey, FoundPerson } from '../../http/authenticate.ts'
import { find } from './store.ts'

/** Where an unknown key is looked for, so that it costs what a known one costs (IAM-02). */
const nowhere: Owner = {
  kind: 'organization',
  id: '00000000-0000-7000-8000-000000000000' as never,
}

/** The stored key of this id, whatever its state, with the principal it makes of its holder. */
export const findKey =
  (db: Database) =>
  async (id: ApiKeyId): Promise<FoundKey | null> => {
    const owner = await asService(db, { kind: 'none' }, (reader) => ownerOf(reader, id))
    const found = await asService(db, owner ?? nowhere, async (reader, now) => {
      const key = await find(reader, owner ?? nowhere, id)
      const associationIds = await associationsOf(reader, key?.personId ?? (id as string))
      return { key, associationIds, now }
    })
    const { key, associationIds, now } = found
    if (owner === null || key === null) return null
    const { digest, previous, expiresAt, revokedAt, personId } = key
    const before = previous !== null && previous.until > now ? [previous.digest] : []
    return {
      digests: [digest, ...before],
      expiresAt,
      revokedAt,
      principal: {
        kind: 'key',
        personId,
        keyId: id,
        home: owner,
        associationIds,
        scopes: new Set(key.scopes),
      },
    }
  }

/** The person that a token's issuer and subject stand for. */
export const findSubject =
  (db: Database) =>
  (issuer: string, subject: string): Promise<FoundPerson | null> =>
    asService(db, { kind: 'none' }, async (reader) => {
      const [row] = await reader
        .select({ personId: tokenSubjects.personId })
        .from(tokenSubjects)
        .where(and(eq(tokenSubjects.issuer, issuer), eq(tokenSubjects.subject, subject)))
      if (row === undefined) return null
      return {
        personId: row.personId as PersonId,
        associationIds: await associationsOf(reader, row.personId),
      }
    })

const asService = <Value>(
  db: Database,
  tenant: Owner | { readonly kind: 'none' },
  work: (reader: Reader, now: Date) => Promise<Value>,
): Promise<Value> =>
  taskUnit(
    db,
    { tenant, operation: 'authenticate', requestId: db.newId(), personId: null },
    ({ tx, now }) => work(tx, now),
  )

// Every key in use is looked up once a second, so the texts are made once.
const ownerById = prepared((db) =>
  db
    .select()
    .from(keyOwners)
    .where(eq(keyOwners.keyId, sql.placeholder('id'))),
)
const associationsByPerson = prepared((db) =>
  db
    .select({ id: personAssociations.associationId })
    .from(personAssociations)
    .where(eq(personAssociations.personId, sql.placeholder('personId'))),
)

const ownerOf = async (reader: Reader, id: ApiKeyId): Promise<Owner | null> => {
  const [row] = await ownerById(reader, { id })
  return row === undefined ? null : ({ kind: row.ownerKind, id: row.ownerId } as Owner)
}

const associationsOf = async (
  reader: Reader,
  personId: string,
): Promise<readonly AssociationId[]> => {
  const rows = await associationsByPerson(reader, { personId })
  return rows.map(({ id }) => id as AssociationId)
}
