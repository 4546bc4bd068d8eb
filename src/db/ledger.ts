// What a unit leaves behind beside its rows: events and jobs, collected while it works and written as
// its last statements, in one packet. Events come last of all, since they lock the end of the chain.
import type { Owner, Tenant } from '../core/context.ts'
import { type Actor, append, type Entry, type Happening } from './events.ts'
import type { Connection } from './guard.ts'
import { enqueueStatement, type Job } from './queue.ts'

export type Ledger = {
  /** Events of the tenant, or of the other owner that the unit carries. */
  readonly emit: (happenings: readonly Happening[], owner?: Owner) => void
  /** A job that exists only if the unit commits. */
  readonly enqueue: (job: Job) => void
  readonly write: (connection: Connection) => Promise<unknown>
}

type Ask = {
  readonly tenant: Tenant
  readonly actor: Actor
  readonly newId: () => string
  readonly now: Date
  /** Whether the organization is not told who did it: its events are read by its own people. */
  readonly unnamed?: boolean
}

export const openLedger = ({ tenant, actor, newId, now, unnamed = false }: Ask): Ledger => {
  const entries: Entry[] = []
  const jobs: Job[] = []
  return {
    emit: (happenings, owner = ownerOf(tenant)) => {
      const by = unnamed && owner.kind === 'organization' ? withoutName(actor) : actor
      for (const happening of happenings)
        entries.push({ owner, id: newId(), happening, outcome: 'success', actor: by, at: now })
    },
    enqueue: (job) => {
      jobs.push(job)
    },
    write: (connection) => {
      const enqueued = jobs.map((job) => {
        const { text, values } = enqueueStatement(job)
        return connection.unsafe(text, values)
      })
      // One order for everybody, so that two units with two chains each never wait for one another.
      const ordered = entries.toSorted((a, b) => rank(a.owner) - rank(b.owner))
      return Promise.all([...enqueued, append(connection, ordered)])
    },
  }
}

/** The request stays, by which the events of the association say who it was. */
const withoutName = ({ requestId }: Actor): Actor => ({
  personId: null,
  keyId: null,
  requestId,
  operation: 'assess',
  address: '',
})

const rank = ({ kind }: Owner): number => (kind === 'organization' ? 0 : 1)

/** A unit without a tenant has no chain: what happens in it is emitted for an owner by name. */
const ownerOf = (tenant: Tenant): Owner => {
  if (tenant.kind === 'none')
    throw new TypeError('A unit without a tenant has no events of its own.')
  return tenant
}
