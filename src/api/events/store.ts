// Rows of events as a feed: by their number, which is the order of commits (API-07).
// How they are appended and chained is db/events; which of them somebody must not be told is core/review/untold.
import { and, eq, inArray, not, notExists, or, type SQL, sql } from 'drizzle-orm'
import type { Owner } from '../../core/context.ts'
import type { PersonId } from '../../core/ids.ts'
import { untoldToApplicants, untoldToAssessors } from '../../core/review/untold.ts'
import { notOfOwnHouse } from '../../db/own-house.ts'
import { after, type Page, type Paged } from '../../db/page.ts'
import { personAssignments } from '../../db/tables/entries.ts'
import { associationEvents, organizationEvents } from '../../db/tables/events.ts'
import type { Reader } from '../../db/unit.ts'

type Table = typeof organizationEvents
const tables: Readonly<Record<Owner['kind'], Table>> = {
  organization: organizationEvents,
  association: associationEvents,
}

/** `payload`: the members of the happening beside type and subject, as JSON text. */
export type RecordedEvent = Pick<
  typeof organizationEvents.$inferSelect,
  | 'seq'
  | 'id'
  | 'type'
  | 'subject'
  | 'outcome'
  | 'operation'
  | 'actorPersonId'
  | 'actorKeyId'
  | 'requestId'
  | 'payload'
  | 'occurredAt'
>

const { type, payload } = associationEvents
const isOf = (kinds: readonly string[]) => inArray(sql`split_part(${type}, '.', 1)`, [...kinds])
const named = (id: string) => sql`(${payload}::jsonb #>> array['ids', ${id}])::uuid`

/** Nothing of the panel of an own organization, and of panels one was asked for, nothing of the others' work. */
const told = (reader: Reader, personId: PersonId): SQL | undefined =>
  and(
    or(not(isOf(untoldToApplicants)), notOfOwnHouse(reader, personId, named('organizationId'))),
    or(
      not(isOf(untoldToAssessors)),
      notExists(
        reader
          .select({ id: personAssignments.assignmentId })
          .from(personAssignments)
          .where(
            and(
              eq(personAssignments.personId, personId),
              eq(personAssignments.submissionId, named('submissionId')),
            ),
          ),
      ),
    ),
  )

/** Of an association's, those that `readBy` may be told of. */
export const list = async (
  reader: Reader,
  { owner, readBy }: { readonly owner: Owner; readonly readBy: PersonId },
  page: Page,
): Promise<Paged<RecordedEvent>> => {
  const table = tables[owner.kind]
  const rows = await reader
    .select()
    .from(table)
    .where(
      and(
        eq(table.ownerId, owner.id),
        after(page, table.seq),
        owner.kind === 'association' ? told(reader, readBy) : undefined,
      ),
    )
    .orderBy(table.seq)
    .limit(page.limit + 1)
  return page.closeFeed(
    rows,
    (row) => [row.seq],
    (row) => row,
  )
}
