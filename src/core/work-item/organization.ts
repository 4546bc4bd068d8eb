// What waits for an organization: drafts to submit, submitted ones to enter into a cycle while one is open, and panels that
// it was shown, to look at.
// Whether a cycle takes a submission is decided in ../programme/entry.ts, when it is entered.
import { can } from '../access.ts'
import { isChallengeable, type ShownPanel } from '../challenge/challenge.ts'
import type { Standing } from '../context.ts'
import type { AssociationId, CycleId, ProgrammeId, SubmissionId } from '../ids.ts'
import type { Cycle } from '../programme/cycle.ts'
import type { SubmissionState } from '../submission/lifecycle.ts'
import type { QuestionnaireReference } from '../submission/submission.ts'

export const organizationTasks = ['submit', 'enter', 'look_at_panel'] as const
export type OrganizationTask = (typeof organizationTasks)[number]

/** What each asks of the organization. */
export const organizationTaskTexts: Readonly<Record<OrganizationTask, string>> = {
  submit: 'a draft to be answered and submitted.',
  enter: 'submitted, and an open cycle takes it; enter it.',
  look_at_panel: 'its panel was shown and may be challenged until `dueAt`.',
}

/**
 * `entered`: whether it is in a cycle. `stateAt`: since when it is in its state, or was changed last. `panel`: as it was
 * shown; null: it was not.
 */
export type OwnSubmission = {
  readonly id: SubmissionId
  readonly title: string
  readonly questionnaire: QuestionnaireReference
  readonly state: SubmissionState
  readonly stateAt: Date
  readonly entered: boolean
  readonly panel: Pick<ShownPanel, 'state' | 'shownAt' | 'dueAt'> | null
}

export type OpenFor = {
  readonly associationId: AssociationId
  readonly programmeId: ProgrammeId
  readonly cycleId: CycleId
  readonly closesAt: Date
}

/**
 * `cycles`: what is open and takes it, the first to close first. `dueAt`: when that one closes, or until when the panel may
 * be challenged; null: no cycle.
 */
export type OrganizationWork = {
  readonly task: OrganizationTask
  readonly submission: OwnSubmission
  readonly since: Date
  readonly dueAt: Date | null
  readonly cycles: readonly OpenFor[]
}

/**
 * One item for each submission with something to do. `open`: cycles that may be entered now; `taken`: those that
 * another submission of the organization is in already; `freed`: submissions that are in a cancelled one. A shown panel
 * waits for whoever may accept or challenge it.
 */
export const organizationWork = (given: {
  readonly submissions: readonly OwnSubmission[]
  readonly open: readonly Cycle[]
  readonly taken: readonly CycleId[]
  readonly freed: readonly SubmissionId[]
  readonly standing: Standing
  readonly now: Date
}): readonly OrganizationWork[] =>
  given.submissions.flatMap((submission): readonly OrganizationWork[] => {
    const { state, entered, stateAt: since, panel } = submission
    if (panel !== null && can(given.standing, 'shown-panels:challenge'))
      return isChallengeable(panel, given.now)
        ? [
            {
              task: 'look_at_panel',
              submission,
              since: panel.shownAt,
              dueAt: panel.dueAt,
              cycles: [],
            },
          ]
        : []
    const cycles = cyclesFor(submission, given)
    const dueAt = cycles[0]?.closesAt ?? null
    if (state === 'draft') return [{ task: 'submit', submission, since, dueAt, cycles }]
    const isHeld = entered && !given.freed.includes(submission.id)
    if (state !== 'submitted' || isHeld || dueAt === null) return []
    return [{ task: 'enter', submission, since, dueAt, cycles }]
  })

const cyclesFor = (
  submission: OwnSubmission,
  { open, taken }: { readonly open: readonly Cycle[]; readonly taken: readonly CycleId[] },
): readonly OpenFor[] =>
  open
    .filter((cycle) => !taken.includes(cycle.id) && takes(cycle, submission))
    .toSorted((a, b) => a.closesAt.getTime() - b.closesAt.getTime())
    .map(({ associationId, programmeId, id, closesAt }) => ({
      associationId,
      programmeId,
      cycleId: id,
      closesAt,
    }))

const takes = ({ settings }: Cycle, { questionnaire }: OwnSubmission): boolean =>
  settings.questionnaires.some(
    ({ key, version }) => key === questionnaire.key && version === questionnaire.version,
  )
