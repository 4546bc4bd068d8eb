// Rows of entries: which submissions of an organization are in which cycles. What the association lists of them is
// written beside by the database, so a unit that writes one reaches the association too.
import { and, desc, eq } from 'drizzle-orm'
import type {
  AssociationId,
  CycleId,
  OrganizationId,
  PersonId,
  ProgrammeId,
  SubmissionId,
} from '../../core/ids.ts'
import type { Entry } from '../../core/programme/entry.ts'
import { before, type Page, type Paged } from '../../db/page.ts'
import { entries } from '../../db/tables/entries.ts'
import type { Reader, Tx } from '../../db/unit.ts'

type Ids = { readonly organizationId: OrganizationId; readonly submissionId: SubmissionId }

const theEntry = ({ organizationId, submissionId }: Ids) =>
  and(eq(entries.organizationId, organizationId), eq(entries.submissionId, submissionId))

export const find = async (reader: Reader, ids: Ids): Promise<Entry | null> => {
  const [row] = await reader.select().from(entries).where(theEntry(ids))
  return row === undefined ? null : toEntry(row)
}

/** All of the organization, which a new one may meet: there is one at most for each cycle. */
export const beside = (
  reader: Reader,
  { organizationId }: Pick<Ids, 'organizationId'>,
): Promise<readonly Entry[]> =>
  reader
    .select()
    .from(entries)
    .where(eq(entries.organizationId, organizationId))
    .then((rows) => rows.map(toEntry))

/** Newest first. */
export const list = async (
  reader: Reader,
  organizationId: OrganizationId,
  page: Page,
): Promise<Paged<Entry>> => {
  const { enteredAt, submissionId } = entries
  const rows = await reader
    .select()
    .from(entries)
    .where(and(eq(entries.organizationId, organizationId), before(page, enteredAt, submissionId)))
    .orderBy(desc(enteredAt), desc(submissionId))
    .limit(page.limit + 1)
  return page.close(rows, (row) => [row.enteredAt, row.submissionId], toEntry)
}

/** A second one into the same cycle, at the same moment, meets `already-exists`: the key says so. */
export const insert = async (tx: Tx, entry: Entry): Promise<Entry> => {
  await tx.insert(entries).values(entry)
  return entry
}

/** Takes an entry away that is there. */
export const remove = async (tx: Tx, ids: Ids): Promise<void> => {
  const gone = await tx.delete(entries).where(theEntry(ids)).returning({ id: entries.submissionId })
  if (gone.length === 0) throw new Error('The entry is not there to remove.')
}

const toEntry = (row: typeof entries.$inferSelect): Entry => ({
  organizationId: row.organizationId as OrganizationId,
  submissionId: row.submissionId as SubmissionId,
  associationId: row.associationId as AssociationId,
  programmeId: row.programmeId as ProgrammeId,
  cycleId: row.cycleId as CycleId,
  enteredBy: row.enteredBy as PersonId,
  enteredAt: row.enteredAt,
})
