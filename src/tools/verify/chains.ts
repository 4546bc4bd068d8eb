// Follows the chains of events, of organizations and of associations: whether any event was edited, removed, moved or
// put in past the walls. How an event is hashed is db/events.ts.
import { and, asc, eq, gt } from 'drizzle-orm'
import type { Owner } from '../../core/context.ts'
import { firstBreak, genesisHead, type Head, type StoredEvent } from '../../db/events.ts'
import { personAssociations } from '../../db/tables/associations.ts'
import {
  associationEventHeads,
  associationEvents,
  organizationEventHeads,
  organizationEvents,
} from '../../db/tables/events.ts'
import type { Tx } from '../../db/unit.ts'

export type Chain = { readonly events: number; readonly differences: readonly string[] }

type Tables = {
  readonly events: typeof organizationEvents
  readonly heads: typeof organizationEventHeads
}

/** Both kinds have the same columns, whatever the first is called in the database. */
const tables: Readonly<Record<Owner['kind'], Tables>> = {
  organization: { events: organizationEvents, heads: organizationEventHeads },
  association: { events: associationEvents, heads: associationEventHeads } as unknown as Tables,
}

/** The whole chain of one owner, page by page of so many events; the service may go on writing to its end. */
export const verifyChain = async (tx: Tx, owner: Owner, pageSize = 1000): Promise<Chain> => {
  const head = { ...genesisHead }
  const brokenAt = await firstBreak(followed(tx, owner, { head, pageSize }), head)
  const differences =
    brokenAt === null
      ? []
      : [`${owner.kind} ${owner.id}: its chain of events is broken at event ${brokenAt}`]
  return { events: head.seq, differences }
}

type Row = { readonly event: StoredEvent | null; readonly head: Head }

/** Yields the events; `head` is then the end that the database knew when it gave the last of them. */
const followed = async function* (
  tx: Tx,
  owner: Owner,
  { head, pageSize }: { readonly head: { seq: number; hash: string }; readonly pageSize: number },
): AsyncGenerator<StoredEvent> {
  for (let last = 0; ; ) {
    const page: readonly Row[] = await pageAfter(tx, owner, { last, pageSize })
    const [first] = page
    if (first === undefined) return yield* await headless(tx, owner)
    Object.assign(head, first.head)
    for (const { event } of page) if (event !== null) yield event
    const next = page.at(-1)?.event?.seq ?? last
    if (page.length < pageSize || next === last) return
    last = next
  }
}

/** Events and the head by one statement, so that both are of one moment; no row where there is no head. */
const pageAfter = (
  tx: Tx,
  owner: Owner,
  { last, pageSize }: { readonly last: number; readonly pageSize: number },
) => {
  const { events, heads } = tables[owner.kind]
  return tx
    .select({ event: events, head: { seq: heads.seq, hash: heads.hash } })
    .from(heads)
    .leftJoin(events, and(eq(events.ownerId, heads.ownerId), gt(events.seq, last)))
    .where(eq(heads.ownerId, owner.id))
    .orderBy(asc(events.seq))
    .limit(pageSize)
}

/** Whoever has no head has no events either; one that is there nevertheless breaks the chain. */
const headless = (tx: Tx, owner: Owner): Promise<readonly StoredEvent[]> => {
  const { events } = tables[owner.kind]
  return tx.select().from(events).where(eq(events.ownerId, owner.id)).limit(1)
}

/** Associations, by whose people they are known where no tenant is chosen. */
export const associationsIn = async (tx: Tx): Promise<readonly Owner[]> => {
  const rows = await tx
    .selectDistinct({ id: personAssociations.associationId })
    .from(personAssociations)
    .orderBy(asc(personAssociations.associationId))
  return rows.map(({ id }) => ({ kind: 'association', id }) as Owner)
}
