// Rows of events as a feed: by their number, which is the order of commits (API-07).
// How they are appended and chained is db/events.
import { and, eq } from 'drizzle-orm'
import type { Owner } from '../../core/context.ts'
import { after, type Page, type Paged } from '../../db/page.ts'
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

export const list = async (
  reader: Reader,
  owner: Owner,
  page: Page,
): Promise<Paged<RecordedEvent>> => {
  const table = tables[owner.kind]
  const rows = await reader
    .select()
    .from(table)
    .where(and(eq(table.ownerId, owner.id), after(page, table.seq)))
    .orderBy(table.seq)
    .limit(page.limit + 1)
  return page.closeFeed(
    rows,
    (row) => [row.seq],
    (row) => row,
  )
}
