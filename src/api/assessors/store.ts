// Rows of the register of assessors, each an association's own, with the names of the people.
import { and, eq, getTableColumns } from 'drizzle-orm'
import type { Assessor } from '../../core/assessor/assessor.ts'
import { canonicalJson } from '../../core/document/canonical.ts'
import type { AssociationId, PersonId } from '../../core/ids.ts'
import { after, type Page, type Paged } from '../../db/page.ts'
import { people } from '../../db/tables/people.ts'
import { assessors } from '../../db/tables/programmes.ts'
import type { Reader, Tx } from '../../db/unit.ts'

export type AssessorIds = { readonly associationId: AssociationId; readonly personId: PersonId }
export type NamedAssessor = Assessor & { readonly displayName: string }

const named = { ...getTableColumns(assessors), displayName: people.displayName }
const theEntry = ({ associationId, personId }: AssessorIds) =>
  and(eq(assessors.associationId, associationId), eq(assessors.personId, personId))

export const find = async (reader: Reader, ids: AssessorIds): Promise<NamedAssessor | null> => {
  const [row] = await reader
    .select(named)
    .from(assessors)
    .innerJoin(people, eq(people.id, assessors.personId))
    .where(theEntry(ids))
  return row === undefined ? null : toAssessor(row)
}

/** The same, and nobody else changes it until the unit ends. */
export const lock = async (tx: Tx, ids: AssessorIds): Promise<NamedAssessor | null> => {
  const [row] = await tx
    .select(named)
    .from(assessors)
    .innerJoin(people, eq(people.id, assessors.personId))
    .where(theEntry(ids))
    .for('update', { of: assessors })
  return row === undefined ? null : toAssessor(row)
}

export const list = async (
  reader: Reader,
  associationId: AssociationId,
  page: Page,
): Promise<Paged<NamedAssessor>> => {
  const rows = await reader
    .select(named)
    .from(assessors)
    .innerJoin(people, eq(people.id, assessors.personId))
    .where(and(eq(assessors.associationId, associationId), after(page, assessors.personId)))
    .orderBy(assessors.personId)
    .limit(page.limit + 1)
  return page.close(rows, ({ personId }) => [personId], toAssessor)
}

/** A second one who enters the same person meets `already-exists`: the key says so. */
export const insert = async (tx: Tx, assessor: Assessor): Promise<void> => {
  await tx.insert(assessors).values(toRow(assessor))
}

export const save = async (tx: Tx, assessor: Assessor): Promise<void> => {
  const [saved] = await tx
    .update(assessors)
    .set(toRow(assessor))
    .where(theEntry(assessor))
    .returning({ id: assessors.personId })
  if (saved === undefined) throw new Error('The entry was locked and is not there to save.')
}

export const remove = async (tx: Tx, ids: AssessorIds): Promise<void> => {
  await tx.delete(assessors).where(theEntry(ids))
}

type Row = typeof assessors.$inferSelect & { readonly displayName: string }

const toAssessor = (row: Row): NamedAssessor => ({
  ...row,
  associationId: row.associationId as AssociationId,
  personId: row.personId as PersonId,
  interests: JSON.parse(row.interests) as Assessor['interests'],
  updatedBy: row.updatedBy as PersonId,
})

const toRow = ({ interests, ...assessor }: Assessor): typeof assessors.$inferInsert => ({
  associationId: assessor.associationId,
  personId: assessor.personId,
  available: assessor.available,
  interests: canonicalJson(interests),
  revision: assessor.revision,
  createdAt: assessor.createdAt,
  updatedAt: assessor.updatedAt,
  updatedBy: assessor.updatedBy,
})
