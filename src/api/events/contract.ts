// What the API promises about events: the audit trail and change feed of one owner, in the order of commits.
import { z } from 'zod'
import type { Owner } from '../../core/context.ts'
import { EventV1 } from '../../core/document/event-v1.ts'
import { ApiKeyId, PersonId } from '../../core/ids.ts'
import { toInstant } from '../../core/instant.ts'
import { isNamed } from '../../core/review/untold.ts'
import { largestPageSize, operation, PageQuery } from '../../http/operation.ts'
import { ownedBy } from '../organizations/contract-owner.ts'

export const Event = EventV1.extend({
  outcome: z.enum(['success', 'refused', 'read']).meta({
    description:
      '`read`: content was shown to somebody who is no member of the organization, or left it as a file, whoever took it.',
  }),
  problem: z.string().max(40).nullable().meta({ description: 'The code of a refusal.' }),
  operation: z.string().max(80).meta({ description: 'The operation of this API, or the task.' }),
  requestId: z.guid(),
  personId: PersonId.nullable().meta({
    description:
      'Who did it; null: the service itself, or one of a panel of whom it is not told who it was.',
  }),
  apiKeyId: ApiKeyId.nullable().meta({
    description: 'By which key; null: by none, or it is not told who it was.',
  }),
}).meta({ id: 'Event', description: 'One thing that happened: ids and versions, never content.' })
export type Event = z.input<typeof Event>

/** A feed goes on: its cursor is always set, and says where to look for what has not happened yet. */
const EventPage = z
  .strictObject({ items: z.array(Event).max(largestPageSize), nextCursor: z.string().max(1024) })
  .meta({ id: 'EventPage', description: 'A part of a feed; ask on with `nextCursor`, always.' })

/** As the store has it. `payload` is JSON: what core said beside type and subject. */
export type Recorded = {
  readonly sequence: number
  readonly id: string
  readonly type: string
  readonly subject: string
  readonly outcome: Event['outcome']
  readonly operation: string
  readonly actorPersonId: string | null
  readonly actorKeyId: string | null
  readonly requestId: string
  readonly payload: string
  readonly occurredAt: Date
}

type Payload = {
  readonly ids?: Event['ids']
  readonly versions?: Event['versions']
  readonly code?: string | null
}

const present = (owner: Owner, event: Recorded): Event => {
  const named = isNamed(event.type)
  const { ids = {}, versions = {}, code = null }: Payload = JSON.parse(event.payload)
  return {
    format: 'event/v1',
    id: event.id as never,
    owner: owner as Event['owner'],
    sequence: event.sequence,
    type: event.type,
    subject: event.subject,
    ids,
    versions,
    outcome: event.outcome,
    problem: code,
    operation: event.operation,
    requestId: event.requestId,
    personId: (named ? event.actorPersonId : null) as never,
    apiKeyId: (named ? event.actorKeyId : null) as never,
    occurredAt: toInstant(event.occurredAt),
  }
}

export type Feed = {
  readonly owner: Owner
  readonly items: readonly Recorded[]
  readonly nextCursor: string | null
}

const operationOf = (kind: Owner['kind']) => {
  const { an, path, params, tenant } = ownedBy(kind)
  return operation({
    id: kind === 'organization' ? 'listEvents' : 'listAssociationEvents',
    method: 'GET',
    url: `${path}/events`,
    summary: `List what happened in ${an}`,
    description:
      'Oldest first, numbered in the order of commits: nothing appears before a cursor that was handed ' +
      'out. Refusals and reads by outsiders are events too.' +
      (kind === 'organization'
        ? ''
        : ' What a panel does is left out for members of the organization that it assesses, and of others of its owner; ' +
          'its reviews, consensus, visits, reports, reads and refusals for everybody but programme managers of this association, ' +
          'and of these for whoever was asked to sit on it. `sequence` counts what is told, so that nothing shows how much is ' +
          'left out.'),
    tag: 'events',
    scope: 'events:read',
    tenant,
    params: params({}),
    query: PageQuery,
    reply: { 200: EventPage },
    // Whoever has a role in an association may read what happened there.
    problems: kind === 'organization' ? ['forbidden'] : [],
    present: ({ owner, items, nextCursor }: Feed) => ({
      items: items.map((event) => present(owner, event)),
      nextCursor: String(nextCursor),
    }),
    sample: { query: { limit: '20' } },
  })
}

export const listEvents = operationOf('organization')
export const listAssociationEvents = operationOf('association')
