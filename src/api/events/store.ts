// Rows of events as a feed: by their number in the chain, which is the order of commits (API-07), counted by what the reader
// is told (decision 0041).
// How they are appended and chained is db/events; which of them somebody must not be told is core/review/untold.
import { and, eq, gt, inArray, isNull, not, notExists, or, type SQL, sql } from 'drizzle-orm'
import type { Owner } from '../../core/context.ts'
import type { PersonId } from '../../core/ids.ts'
import { untoldBesideManagers, untoldToApplicants } from '../../core/review/untold.ts'
import { notOfOwnHouse } from '../../db/own-house.ts'
import type { Page, Paged } from '../../db/page.ts'
import { personAssignments } from '../../db/tables/entries.ts'
import { associationEvents, organizationEvents } from '../../db/tables/events.ts'
import type { Reader } from '../../db/unit.ts'

type Table = typeof organizationEvents
const tables: Readonly<Record<Owner['kind'], Table>> = {
  organization: organizationEvents,
  association: associationEvents,
}

/** `sequence`: in the reading. `payload`: the members of the happening beside type and subject, as JSON text. */
export type RecordedEvent = Pick<
  typeof organizationEvents.$inferSelect,
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
> & { readonly sequence: number }

const { type, payload } = associationEvents
const isOf = (kinds: readonly string[]) => inArray(sql`split_part(${type}, '.', 1)`, [...kinds])
const named = (id: string) => sql`(${payload}::jsonb #>> array['ids', ${id}])::uuid`

/** Who reads the feed of an association. */
export type Reading = { readonly personId: PersonId; readonly managesProgrammes: boolean }

/**
 * Nothing of the panel of an own organization. How far a panel is, only to managers of its programme, who are those of the
 * association that the feed is of; and of a panel that one was asked for, nothing of the others' work.
 */
const told = (reader: Reader, { personId, managesProgrammes }: Reading): SQL | undefined =>
  and(
    or(not(isOf(untoldToApplicants)), notOfOwnHouse(reader, personId, named('organizationId'))),
    or(
      not(isOf(untoldBesideManagers)),
      isNull(named('submissionId')),
      managesProgrammes
        ? notExists(
            reader
              .select({ id: personAssignments.assignmentId })
              .from(personAssignments)
              .where(
                and(
                  eq(personAssignments.personId, personId),
                  eq(personAssignments.submissionId, named('submissionId')),
                ),
              ),
          )
        : undefined,
    ),
  )

/** `readBy`: of these, only those that the reader may be told of; null: all. */
export const list = async (
  reader: Reader,
  { owner, readBy }: { readonly owner: Owner; readonly readBy: Reading | null },
  page: Page,
): Promise<Paged<RecordedEvent>> => {
  const table = tables[owner.kind]
  const [seq = 0, toldBefore = 0] = (page.last ?? []).map(Number)
  const rows = await reader
    .select()
    .from(table)
    .where(
      and(
        eq(table.ownerId, owner.id),
        gt(table.seq, seq),
        readBy === null ? undefined : told(reader, readBy),
      ),
    )
    .orderBy(table.seq)
    .limit(page.limit + 1)
  const counted = rows.map((row, at) => ({ ...row, sequence: toldBefore + at + 1 }))
  return page.closeFeed(
    counted,
    (row) => [row.seq, row.sequence],
    (row) => row,
  )
}
