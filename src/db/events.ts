// Appends events to the chain of their owner and verifies chains. One statement an event: it moves the
// head, which is thereby locked until the commit, and inserts the row, so that seq has no gap and is the
// order of commits. Therefore events are the last statements of a unit (AUD-03).
import type { Owner } from '../core/context.ts'
import { canonicalJson } from '../core/document/canonical.ts'
import { sha256 } from './digest.ts'
import type { Connection } from './guard.ts'

/** What happened, as core says it: type and subject, and beside them ids and versions, never content. */
export type Happening = {
  readonly type: string
  readonly subject: string
  readonly [member: string]: unknown
}

export type Outcome = 'success' | 'refused' | 'read'

/** Who did it, by which request. Null where the service itself acted. */
export type Actor = {
  readonly personId: string | null
  readonly keyId: string | null
  readonly requestId: string
  readonly operation: string
  readonly address: string
}

export type Entry = {
  readonly owner: Owner
  readonly id: string
  readonly happening: Happening
  readonly outcome: Outcome
  readonly actor: Actor
  readonly at: Date
}

/** What is hashed beside the number: everything that is stored but the address, which may be forgotten. */
type Hashed = Omit<Entry, 'happening' | 'actor'> & {
  readonly type: string
  readonly subject: string
  readonly payload: string
  readonly actor: Omit<Actor, 'address'>
}

const canonicalRow = ({ owner, id, type, subject, outcome, payload, actor, at }: Hashed): string =>
  canonicalJson({
    owner: owner.id,
    id,
    type,
    subject,
    outcome,
    payload,
    operation: actor.operation,
    actorPersonId: actor.personId,
    actorKeyId: actor.keyId,
    requestId: actor.requestId,
    occurredAt: at.toISOString(),
  })

/** The hash before the first event. */
const genesis = '0'.repeat(64)

/** What the hash of an event is the SHA-256 of; `appendText` says the same in SQL. */
const hashOf = (previous: string, seq: number, row: string): string =>
  sha256(`${previous}\n${seq}\n${row}`)

const sqlHash = (previous: string, seq: string) =>
  `encode(sha256(convert_to(concat_ws(E'\\n', ${previous}, ${seq}, $2::text), 'UTF8')), 'hex')`

const appendText = (kind: Owner['kind']) => `with head as (
    insert into ${kind}_event_heads as h (${kind}_id, seq, previous_hash, hash)
    values ($1, 1, '${genesis}', ${sqlHash(`'${genesis}'`, "'1'")})
    on conflict (${kind}_id) do update
      set seq = h.seq + 1, previous_hash = h.hash, hash = ${sqlHash('h.hash', '(h.seq + 1)::text')}
    returning seq, previous_hash, hash
  )
  insert into ${kind}_events (${kind}_id, seq, id, type, subject, outcome, operation, actor_person_id,
    actor_key_id, request_id, address, payload, occurred_at, previous_hash, hash)
  select $1, head.seq, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, head.previous_hash, head.hash from head`

const appendTexts = {
  organization: appendText('organization'),
  association: appendText('association'),
}

/** Appends the entries in their order. All go in one packet; the caller awaits them before the commit. */
export const append = (connection: Connection, entries: readonly Entry[]): Promise<unknown> =>
  Promise.all(
    entries.map((entry) => {
      const { owner, id, outcome, actor, at } = entry
      const { type, subject, ...members } = entry.happening
      const payload = canonicalJson(members)
      const row = canonicalRow({ owner, id, type, subject, outcome, payload, actor, at })
      const { operation, personId, keyId, requestId, address } = actor
      return connection.unsafe(appendTexts[owner.kind], [
        owner.id,
        row,
        id,
        type,
        subject,
        outcome,
        operation,
        personId,
        keyId,
        requestId,
        address,
        payload,
        at,
      ])
    }),
  )

/** A row of a table of events, as drizzle reads it. */
export type StoredEvent = {
  readonly ownerId: string
  readonly seq: number
  readonly id: string
  readonly type: string
  readonly subject: string
  readonly outcome: Outcome
  readonly operation: string
  readonly actorPersonId: string | null
  readonly actorKeyId: string | null
  readonly requestId: string
  readonly payload: string
  readonly occurredAt: Date
  readonly previousHash: string
  readonly hash: string
}

export type Head = { readonly seq: number; readonly hash: string }

/** The end of a chain without events. */
export const genesisHead: Head = { seq: 0, hash: genesis }

/**
 * The first number that breaks the chain, or null. `events` are all of one owner in the order of seq,
 * `head` is the stored end, read after the last of them: an event edited, removed, moved or put in, also at the
 * end, is found.
 */
export const firstBreak = async (
  events: AsyncIterable<StoredEvent> | Iterable<StoredEvent>,
  head: Head,
): Promise<number | null> => {
  let { seq, hash } = genesisHead
  for await (const event of events) {
    seq += 1
    const expected = hashOf(hash, seq, canonicalOf(event))
    if (event.seq !== seq || event.previousHash !== hash || event.hash !== expected) return seq
    hash = expected
  }
  return seq === head.seq && hash === head.hash ? null : seq + 1
}

const canonicalOf = (event: StoredEvent): string => {
  const { id, type, subject, outcome, payload, operation, requestId } = event
  const actor = {
    personId: event.actorPersonId,
    keyId: event.actorKeyId,
    operation,
    requestId,
  }
  const owner = { id: event.ownerId } as Owner
  return canonicalRow({ owner, id, type, subject, outcome, payload, actor, at: event.occurredAt })
}
