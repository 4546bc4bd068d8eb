// What is told of a panel that is shown and challenged: to the association, and to the organization in its own words.
// Ids only. Whom of the association it is not told is in ../review/untold.ts: assessors learn nothing of it.
import type { Happening } from '../document/event-v1.ts'
import type { CycleId, OrganizationId, SubmissionId } from '../ids.ts'

/** `events`: of the association; `told`: of the organization. */
export type ChallengeTold = {
  readonly events: readonly Happening[]
  readonly told: readonly Happening[]
}

/** That scoring has begun is the association's alone: how far a panel is, is not for the applicant. */
export const toldOfClosing = (panel: About): Happening => ({
  type: 'challenge.closed',
  ...about(panel),
  ids: idsOf(panel),
})

const names = {
  shown: ['challenge.opened', 'submission.panel-shown'],
  accepted: ['challenge.panel-accepted', 'submission.panel-accepted'],
  raised: ['challenge.raised', 'submission.panel-challenged'],
  decided: ['challenge.decided', 'submission.challenge-decided'],
} as const

export const told = (what: keyof typeof names, panel: About): ChallengeTold => {
  const [toAssociation, toOrganization] = names[what]
  const { cycleId } = panel
  return {
    events: [{ type: toAssociation, ...about(panel), ids: idsOf(panel) }],
    told: [{ type: toOrganization, ...about(panel), ids: { cycleId } }],
  }
}

type About = {
  readonly submissionId: SubmissionId
  readonly organizationId: OrganizationId
  readonly cycleId: CycleId
  readonly revision: number
}

const about = ({ submissionId, revision }: About) => ({
  subject: submissionId,
  versions: { shownPanel: String(revision) },
})

const idsOf = ({ organizationId, submissionId, cycleId }: About) => ({
  organizationId,
  submissionId,
  cycleId,
})
