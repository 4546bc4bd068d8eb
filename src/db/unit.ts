// The unit of work: one transaction that carries its tenant, the caller's standing, and for a write its
// events, jobs and stored answer. Requests open no transaction but by inUnit and readUnit; background
// work uses task-unit.ts. What is decided inside is core's.
import type { Owner, Standing } from '../core/context.ts'
import type { SubmissionId } from '../core/ids.ts'
import { Problem } from '../core/problem.ts'
import { type Answer, answerOf, type Context, holds } from '../core/request.ts'
import { attempts } from './attempts.ts'
import type { Database } from './client.ts'
import type { Connection } from './guard.ts'
import { handleOn, type Reader, type Tx } from './handle.ts'
import { type Claim, claim, complete } from './idempotency.ts'
import { type Ledger, openLedger } from './ledger.ts'
import { contextStatement, reachOf, type Side } from './reach.ts'
import { actorOf, principalIdOf, recordRead, recordRefusal } from './records.ts'
import { type Arrival, arrive, isNobody, isOffPanel, isOfOrganization } from './standing.ts'

export type { Database } from './client.ts'
export type { Happening } from './events.ts'
export type { Reader, Tx } from './handle.ts'
export type { Job } from './queue.ts'
export { recordRead } from './records.ts'
export { isOfOrganization } from './standing.ts'
export { type TaskContext, type TaskUnit, taskUnit } from './task-unit.ts'

/**
 * The request's context, and what its action knows beyond the path. `beside`: the one owner of the other
 * kind whose rows the unit touches too. `subject`: what a refusal is recorded about; by default the
 * tenant. `side`: the unit works for the panel, so that reviews of the organization are within reach; whoever
 * is of the organization itself is refused before any work with `not-found`, and its events do not say who acted. `panelOf`: the submission for
 * whose panel it works; only then assessors have a standing, and what is recorded of refusals goes to the
 * association of the programme. `asAssessor`: whoever assesses for the tenant, an association, has a standing too,
 * where the unit works on that side. `leaving`: an own seat on a panel is given up, which whoever has come to be of the
 * organization must do and is not refused.
 */
export type UnitContext = Context & {
  readonly beside?: Owner
  readonly subject?: string
  readonly side?: Side
  readonly panelOf?: SubmissionId
  readonly asAssessor?: boolean
  readonly leaving?: boolean
}

/**
 * `same`: the request asks for what is stored already. Its effect is there, so it passes whatever was sent: who repeats
 * a request whose answer was lost cannot know the new tag (decision 0039). The rest is what a 412 may tell beside the
 * current entity tag, to those who may read it.
 */
export type Current = {
  readonly same?: boolean
  readonly current?: unknown
  readonly changed?: readonly string[]
}

export type Unit = Pick<Ledger, 'emit' | 'enqueue'> & {
  readonly tx: Tx
  readonly standing: Standing
  readonly now: Date
  readonly context: UnitContext
  /**
   * Demands that the request's If-Match or If-None-Match fits what is stored now: the entity tag with its
   * quotes, or null for nothing. Refuses with `precondition-required` or `precondition-failed`.
   */
  readonly expect: (etag: string | null, more?: Current) => void
  /**
   * Asks this when the work is done, in one packet with COMMIT: a statement whose outcome is sure, since nothing can be
   * decided on it any more. It must ask in its first turn; if it fails, nothing has happened.
   */
  readonly atLast: (ask: () => Promise<unknown>) => void
}

export type ReadUnit = {
  readonly tx: Reader
  readonly standing: Standing
  readonly now: Date
  readonly context: UnitContext
  /**
   * Says that the value shows content of the organization (answers, scores, evidence) and names its
   * subject. If the caller is no member, that is recorded before the value is handed out (AUD-01).
   */
  readonly shows: (subject: string) => void
  /** Says that content of the organization leaves as a file; that is recorded whoever takes it (AUD-01). */
  readonly exports: (subject: string) => void
}

/**
 * Runs a write and makes its answer, all in one transaction: BEGIN | context, idempotency key, standing, `load` |
 * the work | answer, jobs, events, COMMIT. A retried request with its key gets the stored answer and
 * `work` does not run; on the side of the panel, as long as its caller stands there. `work` may run several
 * times, so it must not touch anything but the unit.
 * `load` is asked before it is known who asks, so it locks nothing but what is the caller's own; what it met is told
 * only to somebody.
 *
 * Refuses, beside what `work` throws: `unavailable`, `deadline-exceeded`, `unauthenticated` (the key was
 * revoked meanwhile), `idempotency-key-reused`, `request-in-progress`, `not-found` (no standing here).
 */
export const inUnit = <Value, Loaded = undefined>(
  db: Database,
  context: UnitContext,
  work: (unit: Unit, loaded: Loaded) => Promise<Value>,
  load: (tx: Tx) => Promise<Loaded> = nothing,
): Promise<Answer<Value>> =>
  inSlot(db, context, async () => {
    const seen: Seen = { arrival: null }
    try {
      return await attempts(db, 'write', () => write(db, context, seen, { work, load }))
    } catch (error) {
      await recordRefusal(db, context, seen.arrival, error)
      throw error
    }
  })

const nothing = async <Loaded>() => undefined as unknown as Loaded

/** Who was found to be here, for the record of a refusal, which is written after the rollback. */
type Seen = { arrival: Arrival | null }

type Written<Value, Loaded> = {
  readonly work: (unit: Unit, loaded: Loaded) => Promise<Value>
  readonly load: (tx: Tx) => Promise<Loaded>
}

/** An answer, and what is asked along with COMMIT. */
type Ending<Value> = { readonly answer: Answer<Value>; readonly leave: () => Promise<unknown> }

const write = async <Value, Loaded>(
  db: Database,
  context: UnitContext,
  seen: Seen,
  { work, load }: Written<Value, Loaded>,
): Promise<Answer<Value>> => {
  const { begin, ask } = preparations(db, context)
  const wanted = claimOf(db, context)
  const patient = { ...begin, context: `${begin.context}; set local lock_timeout = '2s'` }
  const whole = async (connection: Connection): Promise<Ending<Value>> => {
    const tx = handleOn(connection)
    const arriving = Promise.all([
      wanted === null ? null : claim(connection, wanted),
      arrive(connection, ask),
    ])
    const loading = load(tx)
    loading.catch(() => {}) // who asks comes first
    const [replay, arrival] = await arriving
    if (replay !== null) {
      demandStill(context, arrival)
      db.counts.replayed += 1
      return { answer: replay as Answer<Value>, leave: nothing }
    }
    demandSomebody(context, arrival)
    seen.arrival = arrival
    const { standing, now } = arrival
    const { tenant, side } = context
    const ledger = openLedger({
      tenant,
      actor: actorOf(context),
      newId: db.newId,
      now,
      unnamed: side === 'review',
    })
    const { emit, enqueue } = ledger
    const expect: Unit['expect'] = (etag, more) => demandMatch(context, etag, more)
    const last: (() => Promise<unknown>)[] = []
    const atLast: Unit['atLast'] = (ask) => {
      last.push(ask)
    }
    const unit = { tx, standing, now, context, expect, emit, enqueue, atLast }
    const value = await work(unit, await loading)
    const answer = (context.answer?.(value, arrival) ?? unanswered) as Answer<Value>
    const leave = () =>
      Promise.all([
        ...last.map((ask) => ask()),
        wanted === null ? null : complete(connection, wanted, answer),
        ledger.write(connection),
      ])
    return { answer, leave }
  }
  const { answer } = await db.begin(patient, whole, ({ leave }) => leave())
  return answer
}

/** What a unit answers that nobody asked for an answer: the command line, which prints its own. */
const unanswered = answerOf({ status: 204, headers: {}, body: null })

const claimOf = ({ peppers }: Database, context: UnitContext): Claim | null => {
  const { tenant, principal, operationId, idempotency } = context
  if (idempotency === null) return null
  if (tenant.kind === 'none')
    throw new TypeError(
      `${operationId}: an idempotency key belongs to a tenant, and there is none.`,
    )
  const principalId = principalIdOf(principal)
  const at = new Date()
  return { ...idempotency, owner: tenant, principalId, operation: operationId, at, peppers }
}

const demandSomebody = ({ tenant, side, leaving }: UnitContext, { standing }: Arrival): void => {
  const blind = side === 'review' && leaving !== true && isOfOrganization(standing)
  if (tenant.kind !== 'none' && (isNobody(standing) || blind)) throw new Problem('not-found', {})
}

/**
 * A stored answer is the caller's own, but on the side of the panel access ends with the commit that ends it, and what
 * was answered before is not told again (decision 0036). Who gives up a seat is told that it is so.
 */
const demandStill = (context: UnitContext, arrival: Arrival): void => {
  if (context.side !== 'review') return
  demandSomebody(context, arrival)
  if (context.leaving !== true && isOffPanel(arrival.standing)) throw new Problem('not-found', {})
}

const demandMatch = (
  { precondition }: UnitContext,
  etag: string | null,
  { same = false, ...more }: Current = {},
) => {
  if (same) return
  const { ifMatch, ifNoneMatch } = precondition
  if (ifMatch === undefined && ifNoneMatch === undefined)
    throw new Problem('precondition-required', {
      header: etag === null ? 'If-None-Match' : 'If-Match',
    })
  if (!holds(precondition, etag))
    throw new Problem('precondition-failed', { currentEtag: etag, ...more })
}

const inSlot = <Value>(
  { gate }: Database,
  { tenant }: UnitContext,
  work: () => Promise<Value>,
): Promise<Value> => gate.pass(tenant.kind === 'none' ? null : tenant.id, work)

/** One consistent snapshot for everything that is read. */
const snapshot = 'isolation level repeatable read read only'

/**
 * Runs a read that depends on who asks, or asks in several steps: BEGIN | context, standing | the work |
 * COMMIT, read-only, in one snapshot. Refuses as `inUnit` does. A read that lost its connection is
 * repeated once.
 */
export const readUnit = <Value>(
  db: Database,
  context: UnitContext,
  work: (unit: ReadUnit) => Promise<Value>,
): Promise<Value> =>
  reading(db, context, (seen) => {
    const { begin, ask } = preparations(db, context)
    return db.begin({ ...begin, mode: snapshot }, async (connection) => {
      const arrival = await arrive(connection, ask)
      const { shown, ...telling } = meet(context, arrival, seen)
      const value = await work({ tx: handleOn(connection), ...arrival, context, ...telling })
      return { value, shown }
    })
  })

/**
 * Runs a read that needs no answer to ask its questions: BEGIN | context, standing, questions, COMMIT; two
 * round trips, for the reads that are asked most. `load` starts before it is known who asks; `decide` then
 * refuses or shapes what was loaded, and without standing none of it leaves. What `load` would ask after
 * an answer is refused (UNIT_OVER): that is a read for `readUnit`.
 */
export const readAtOnce = <Loaded, Value = Loaded>(
  db: Database,
  context: UnitContext,
  load: (tx: Reader) => Promise<Loaded>,
  decide: (loaded: Loaded, unit: Omit<ReadUnit, 'tx'>) => Value = keep,
): Promise<Value> =>
  reading(db, context, async (seen) => {
    const { begin, ask } = preparations(db, context)
    const [arrived, loaded] = await db.begin(
      { ...begin, mode: snapshot, atOnce: true },
      (connection) => {
        const arriving = arrive(connection, ask)
        const tx = handleOn(connection)
        return Promise.allSettled([arriving, Promise.resolve(tx).then(load)])
      },
    )
    // Who asks comes first: what `load` met is told only to somebody.
    const arrival = outcomeOf(arrived)
    const { shown, ...telling } = meet(context, arrival, seen)
    const value = decide(outcomeOf(loaded), { ...arrival, context, ...telling })
    return { value, shown }
  })

const keep = <Loaded, Value>(loaded: Loaded) => loaded as unknown as Value

const outcomeOf = <Value>(result: PromiseSettledResult<Value>): Value => {
  if (result.status === 'rejected') throw result.reason
  return result.value
}

const preparations = (db: Database, context: UnitContext) => {
  const { tenant, principal, beside, side, panelOf, asAssessor } = context
  const carried = reachOf(tenant, beside ?? null, principal)
  const own = tenant.kind === 'none' && principal !== null ? { personId: principal.personId } : {}
  const reach = side === undefined ? carried : { ...carried, side, ...own }
  const begin = { mode: '', context: contextStatement(reach) }
  return { begin, ask: { tenant, reach, principal, clock: db.clock, panelOf, asAssessor } }
}

/** Notes who came, refuses nobodies, and listens for what is shown to outsiders. */
const meet = (context: UnitContext, arrival: Arrival, seen: Seen) => {
  demandSomebody(context, arrival)
  seen.arrival = arrival
  const shown: string[] = []
  const outside =
    context.tenant.kind === 'organization' && arrival.standing.organizationRole === null
  const shows = (subject: string) => {
    if (outside) shown.push(subject)
  }
  const exports = (subject: string) => {
    shown.push(subject)
  }
  return { shown, shows, exports }
}

const reading = <Value>(
  db: Database,
  context: UnitContext,
  once: (seen: Seen) => Promise<{ readonly value: Value; readonly shown: readonly string[] }>,
): Promise<Value> =>
  inSlot(db, context, async () => {
    const seen: Seen = { arrival: null }
    try {
      const { value, shown } = await attempts(db, 'read', () => once(seen))
      if (shown.length > 0) await recordRead(db, context, shown, seen.arrival)
      return value
    } catch (error) {
      await recordRefusal(db, context, seen.arrival, error)
      throw error
    }
  })
