// The ban on consulting after an assessment: whoever assessed an applicant does not consult it, or another organization of
// its owner, for 24 months. An engagement is recorded as an interest, whatever the ban says, and blocks as one
// (../conflict); here is how long the ban lasts and which engagements fall into it.
import { canonicalJson } from '../document/canonical.ts'
import type { Happening } from '../document/event-v1.ts'
import type { AssignmentId, CycleId, OrganizationId, SubmissionId } from '../ids.ts'
import type { AssessorInput } from './assessor.ts'

type KnownInterest = AssessorInput['interests'][number]

/** An applicant whom a person assessed. `over`: the day on which that ended; null: it goes on. */
export type Assessed = Pick<KnownInterest, 'ownerGroup'> & {
  readonly assignmentId: AssignmentId
  readonly cycleId: CycleId
  readonly organizationId: OrganizationId
  readonly submissionId: SubmissionId
  readonly over: string | null
}

/** The last day of the ban: the same day 24 months later, of a February with 28 days the last one. */
export const bannedUntil = (over: string): string =>
  `${String(Number(over.slice(0, 4)) + 2).padStart(4, '0')}${over.slice(4).replace('-02-29', '-02-28')}`

/** The day of an instant, in UTC. */
export const dayOf = (instant: Date): string => instant.toISOString().slice(0, 10)

/**
 * The last day of the ban for one assignment; null where it has not begun to run, or the declaration was never cleared:
 * whoever was let in is banned, whether or not a review was begun.
 */
export const banOf = (given: {
  readonly cleared: boolean
  readonly over: Date | null
}): string | null => (given.cleared && given.over !== null ? bannedUntil(dayOf(given.over)) : null)

/**
 * What the association is told when an engagement with somebody whom the person assessed is first recorded while the ban
 * lasts: once for each assignment. One that was over before the assessment was is none of it.
 */
export const breaches = (given: {
  readonly before: readonly KnownInterest[]
  readonly after: readonly KnownInterest[]
  readonly assessed: readonly Assessed[]
  readonly now: Date
}): readonly Happening[] => {
  const { before, after, assessed, now } = given
  const today = dayOf(now)
  const known = before.map((each) => canonicalJson(each))
  const engagements = after.filter(
    (each) => each.kind === 'consulting' && !known.includes(canonicalJson(each)),
  )
  return assessed
    .filter((each) => engagements.some((one) => isWith(one, each) && isInBan(one, each, today)))
    .map(({ assignmentId, cycleId, organizationId, submissionId }) => ({
      type: 'assignment.ban-breached',
      subject: assignmentId,
      ids: { cycleId, organizationId, submissionId },
      versions: {},
    }))
}

const isWith = (engagement: KnownInterest, { organizationId, ownerGroup }: Assessed): boolean =>
  engagement.organizationId === organizationId ||
  (ownerGroup !== null &&
    engagement.ownerGroup?.id === ownerGroup.id &&
    engagement.ownerGroup.associationId === ownerGroup.associationId)

const isInBan = ({ endedOn }: KnownInterest, { over }: Assessed, today: string): boolean =>
  over === null || (today <= bannedUntil(over) && (endedOn === null || endedOn > over))
