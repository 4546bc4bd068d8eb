// What is told of a panel that is shown and challenged: to the association, and to the organization in its own words.
// Ids only. Whom of the association it is not told is in ../review/untold.ts: assessors learn nothing of it.
import type { Happening } from '../document/event-v1.ts'
import type { CycleId, OrganizationId, SubmissionId } from '../ids.ts'

/** `events`: of the association; `told`: of the organization. */
export type ChallengeTold = {
  readonly events: readonly Happening[]
  readonly told: readonly Happening[]
}

const names = {
  shown: ['challenge.opened', 'submission.panel-shown'],
  raised: ['challenge.raised', 'submission.panel-challenged'],
  decided: ['challenge.decided', 'submission.challenge-decided'],
} as const

export const told = (
  what: keyof typeof names,
  {
    submissionId,
    organizationId,
    cycleId,
    revision,
  }: {
    readonly submissionId: SubmissionId
    readonly organizationId: OrganizationId
    readonly cycleId: CycleId
    readonly revision: number
  },
): ChallengeTold => {
  const [toAssociation, toOrganization] = names[what]
  const versions = { shownPanel: String(revision) }
  const about = { subject: submissionId, versions }
  return {
    events: [{ ...about, type: toAssociation, ids: { organizationId, submissionId, cycleId } }],
    told: [{ ...about, type: toOrganization, ids: { cycleId } }],
  }
}
