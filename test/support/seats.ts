// Rows of a panel for tests that look at it from outside: assignments, reviews and a consensus in any state.
// How they come to be by calling the service is in the tests of their slices.
import type { AssignmentState } from '../../src/core/assignment/life.ts'
import { canonicalJson } from '../../src/core/document/canonical.ts'
import { newId } from './house.ts'
import type { Play } from './things.ts'

type Place = { readonly submissionId: string; readonly cycleId: string }
type Stage = Pick<Play, 'house' | 'sql'>

/** The triggers beside work within the reach of a unit, as in the service. */
const reaching = ({ house }: Stage) =>
  `set local app.tx = 'on'; set local app.organization_id = '${house.organizationId}';
   set local app.association_id = '${house.associationId}'; set local app.side = 'review'`

export type Seat = {
  readonly personId: string
  readonly role: 'lead' | 'member'
  readonly state: AssignmentState
}

/** An assignment of the house's submission, proposed by its programme manager, declared unless it is proposed. */
export const seat = async (stage: Stage, place: Place, given: Seat): Promise<string> => {
  const { house, sql } = stage
  const id = newId()
  const manager = house.cast.programmeManager.personId
  const declaredAt = given.state === 'proposed' ? null : '2031-02-02T00:00:00Z'
  await sql.begin(async (tx) => {
    await tx.unsafe(reaching(stage))
    await tx`insert into assignments (organization_id, id, submission_id, association_id, cycle_id, person_id, role,
      state, conflicts, proposed_by, proposed_at, declared_at, revision) values (${house.organizationId}, ${id},
      ${place.submissionId}, ${house.associationId}, ${place.cycleId}, ${given.personId}, ${given.role}, ${given.state},
      '[]', ${manager}, '2031-02-01T00:00:00Z', ${declaredAt}, 1)`
  })
  return id
}

/** Takes an assignment to another state. */
export const seatState = async (
  stage: Stage,
  id: string,
  state: AssignmentState,
): Promise<void> => {
  await stage.sql.begin(async (tx) => {
    await tx.unsafe(reaching(stage))
    await tx`update assignments set state = ${state}, revision = revision + 1 where id = ${id}`
  })
}

/** A review in the state, or its next state where there is one. */
export const reviewOf = async (
  { house, sql }: Stage,
  { submissionId }: Pick<Place, 'submissionId'>,
  { personId, state }: { readonly personId: string; readonly state: 'draft' | 'locked' },
): Promise<void> => {
  const locked = state === 'locked'
  const digest = locked ? 'a'.repeat(64) : null
  await sql`insert into reviews (organization_id, id, submission_id, person_id, step_bp, state, version, digest,
    locked_at, revision, created_at, updated_at) values (${house.organizationId}, ${newId()}, ${submissionId},
    ${personId}, 500, ${state}, ${locked ? 1 : 0}, ${digest}, ${locked ? new Date() : null}, 1, now(), now())
    on conflict (organization_id, submission_id, person_id, round) do update set state = excluded.state,
    version = excluded.version, digest = excluded.digest, locked_at = excluded.locked_at`
}

/** An opened consensus in the state, approved by whoever is named; `more`: of its record. */
export const consensusIn = async (
  { house, sql }: Stage,
  { submissionId }: Pick<Place, 'submissionId'>,
  state: string,
  approved: readonly string[] = [],
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> => {
  const approvals = approved.map((by) => ({ by, at: '2031-03-01T00:00:00.000Z' }))
  const record = canonicalJson({ siteVisit: 'none', visited: false, approvals, ...more })
  await sql`insert into consensuses (organization_id, id, submission_id, state, record, opened_at, revision)
    values (${house.organizationId}, ${newId()}, ${submissionId}, ${state}, ${record}, now(), 1)
    on conflict (organization_id, submission_id) do update set state = excluded.state, record = excluded.record`
}

/** The state that the first active assignment brings. */
export const inReview = async (
  stage: Stage,
  { submissionId }: Pick<Place, 'submissionId'>,
): Promise<void> => {
  await stage.sql.begin(async (tx) => {
    await tx.unsafe(reaching(stage))
    await tx`update submissions set state = 'in_review' where id = ${submissionId}`
  })
}

/**
 * As many organizations like the house's, each with a submission entered into the cycle, and the person on its panel.
 * Answers the submissions in the order in which they entered.
 */
export const manySeats = async (
  { house, sql }: Stage,
  place: Place,
  given: Seat & { readonly count: number },
): Promise<readonly string[]> => {
  const submissions: string[] = []
  await sql.begin(async (tx) => {
    for (let n = 0; n < given.count; n += 1) {
      const [organizationId, submissionId] = [newId(), newId()]
      submissions.push(submissionId)
      const own = { organization_id: organizationId }
      await tx.unsafe(`set local app.tx = 'on'; set local app.side = 'review';
        set local app.organization_id = '${organizationId}'; set local app.association_id = '${house.associationId}'`)
      await tx`insert into organizations select (jsonb_populate_record(o, ${JSON.stringify(own)}::text::jsonb)).*
        from organizations o where o.organization_id = ${house.organizationId}`
      await tx`insert into submissions select (jsonb_populate_record(s,
        ${JSON.stringify({ ...own, id: submissionId })}::text::jsonb)).*
        from submissions s where s.id = ${place.submissionId}`
      await tx`insert into entries (organization_id, submission_id, association_id, programme_id, cycle_id, entered_by,
        entered_at) select ${organizationId}, ${submissionId}, association_id, programme_id, cycle_id, entered_by,
        entered_at + make_interval(secs => ${n + 1}) from entries where submission_id = ${place.submissionId}`
      await tx`insert into assignments (organization_id, id, submission_id, association_id, cycle_id, person_id, role,
        state, conflicts, proposed_by, proposed_at, declared_at, revision) values (${organizationId}, ${newId()},
        ${submissionId}, ${house.associationId}, ${place.cycleId}, ${given.personId}, ${given.role}, ${given.state}, '[]',
        ${house.cast.programmeManager.personId}, '2031-02-01T00:00:00Z', '2031-02-02T00:00:00Z', 1)`
    }
  })
  return submissions
}
