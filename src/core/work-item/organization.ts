// What waits for an organization: drafts to submit and submitted ones to enter into a cycle, while one is open.
// Whether a cycle takes a submission is decided in ../programme/entry.ts, when it is entered.
import type { AssociationId, CycleId, ProgrammeId, SubmissionId } from '../ids.ts'
import type { Cycle } from '../programme/cycle.ts'
import type { SubmissionState } from '../submission/lifecycle.ts'
import type { QuestionnaireReference } from '../submission/submission.ts'

export const organizationTasks = ['submit', 'enter'] as const
export type OrganizationTask = (typeof organizationTasks)[number]

/** `entered`: whether it is in a cycle. `stateAt`: since when it is in its state, or was changed last. */
export type OwnSubmission = {
  readonly id: SubmissionId
  readonly title: string
  readonly questionnaire: QuestionnaireReference
  readonly state: SubmissionState
  readonly stateAt: Date
  readonly entered: boolean
}

export type OpenFor = {
  readonly associationId: AssociationId
  readonly programmeId: ProgrammeId
  readonly cycleId: CycleId
  readonly closesAt: Date
}

/** `cycles`: what is open and takes it, the first to close first. `dueAt`: when that one closes; null: no cycle. */
export type OrganizationWork = {
  readonly task: OrganizationTask
  readonly submission: OwnSubmission
  readonly dueAt: Date | null
  readonly cycles: readonly OpenFor[]
}

/**
 * One item for each submission with something to do. `open`: cycles that may be entered now; `taken`: those that
 * another submission of the organization is in already.
 */
export const organizationWork = (given: {
  readonly submissions: readonly OwnSubmission[]
  readonly open: readonly Cycle[]
  readonly taken: readonly CycleId[]
}): readonly OrganizationWork[] =>
  given.submissions.flatMap((submission) => {
    const cycles = given.open
      .filter((cycle) => !given.taken.includes(cycle.id) && takes(cycle, submission))
      .toSorted((a, b) => a.closesAt.getTime() - b.closesAt.getTime())
      .map(({ associationId, programmeId, id, closesAt }) => ({
        associationId,
        programmeId,
        cycleId: id,
        closesAt,
      }))
    const task = taskOf(submission, cycles)
    return task === null ? [] : [{ task, submission, dueAt: cycles[0]?.closesAt ?? null, cycles }]
  })

const taskOf = (
  { state, entered }: OwnSubmission,
  cycles: readonly OpenFor[],
): OrganizationTask | null => {
  if (state === 'draft') return 'submit'
  return state === 'submitted' && !entered && cycles.length > 0 ? 'enter' : null
}

const takes = ({ settings }: Cycle, { questionnaire }: OwnSubmission): boolean =>
  settings.questionnaires.some(
    ({ key, version }) => key === questionnaire.key && version === questionnaire.version,
  )
