// Effects are recorded in their own transaction; refusals and outside reads cannot be, since the one
// rolls back and the other is read-only. They get a short unit of their own before the answer leaves.
// If that fails, the request fails with it: nothing is shown that is not recorded (AUD-01).
import type { Owner, Principal, Tenant } from '../core/context.ts'
import type { SubmissionId } from '../core/ids.ts'
import type { Context } from '../core/request.ts'
import { attempts } from './attempts.ts'
import type { Database } from './client.ts'
import { type Actor, append, type Happening, type Outcome } from './events.ts'
import { contextStatement, reachOf, type Side } from './reach.ts'
import { recordedCode } from './refusals.ts'
import type { Arrival } from './standing.ts'

type RecordContext = Context & {
  readonly subject?: string
  readonly beside?: Owner
  readonly side?: Side
  readonly panelOf?: SubmissionId
}

/** Stands for a caller without credentials, and for the service itself. */
export const nobody = '00000000-0000-0000-0000-000000000000'

/** The key, or the person of a token: whoever must not do things twice or too often. */
export const principalIdOf = (principal: Principal | null): string =>
  principal?.keyId ?? principal?.personId ?? nobody

export const actorOf = ({ principal, requestId, operationId, address }: Context): Actor => ({
  personId: principal?.personId ?? null,
  keyId: principal?.keyId ?? null,
  requestId,
  operation: operationId,
  address,
})

/**
 * Records that content was shown to somebody outside the organization: one event `content.read` a
 * subject. Call it outside of units; `readUnit` does so for what its `shows` names. `arrival`: who came, where
 * it may have been the panel.
 */
export const recordRead = (
  db: Database,
  context: RecordContext,
  subjects: readonly string[],
  arrival: Arrival | null = null,
): Promise<void> =>
  record(
    db,
    arrival === null ? context : { ...context, tenant: recordedBy(context, arrival) },
    'read',
    subjects.map((subject) => ({ type: 'content.read', subject, ...about(context) })),
  )

/** Records that somebody with standing was refused; strangers, and other failures, leave no trace here. */
export const recordRefusal = async (
  db: Database,
  context: RecordContext,
  arrival: Arrival | null,
  error: unknown,
): Promise<void> => {
  const { tenant, principal, subject } = context
  const code = recordedCode(error)
  if (arrival === null || code === null || tenant.kind === 'none') return
  const owner = recordedBy(context, arrival)
  const listed = db.refusals.next(principalIdOf(principal), performance.now())
  if (listed === null) return
  const { unlisted } = listed
  const more = unlisted === 0 ? {} : { unlisted }
  await record(db, { ...context, tenant: owner }, 'refused', [
    { type: 'operation.refused', subject: subject ?? tenant.id, code, ...more, ...about(context) },
  ])
}

/** Of whose panel it was: members of that organization, and others of the panel, are not told of it. */
const about = ({ tenant, beside, side, panelOf: submissionId }: RecordContext) => {
  const organization = [tenant, beside].find((each) => each?.kind === 'organization')
  if (side === undefined || organization === undefined) return {}
  const { id: organizationId } = organization as Owner
  return { ids: { organizationId, ...(submissionId === undefined ? {} : { submissionId }) } }
}

/** What happens on the side of the panel is no news for the applicant: the programme's association has it. */
const recordedBy = ({ tenant, side }: RecordContext, { standing }: Arrival): Tenant => {
  if (side === undefined || tenant.kind !== 'organization') return tenant
  const { panel } = standing
  return panel === undefined ? { kind: 'none' } : { kind: 'association', id: panel.associationId }
}

const record = async (
  db: Database,
  context: RecordContext,
  outcome: Outcome,
  happenings: readonly Happening[],
): Promise<void> => {
  const { tenant } = context
  if (tenant.kind === 'none' || happenings.length === 0) return
  const begin = { mode: '', context: contextStatement(reachOf(tenant, null, null)) }
  const actor = actorOf(context)
  const at = db.clock(new Date())
  const entries = happenings.map((happening) => {
    return { owner: tenant, id: db.newId(), happening, outcome, actor, at }
  })
  await attempts(db, 'write', () => db.begin(begin, (connection) => append(connection, entries)))
}
