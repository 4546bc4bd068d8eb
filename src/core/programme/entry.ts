// Decides whether a submission enters a cycle, and whether it leaves.
// What happens to it there is in ../assignment, ../review and ../consensus.
import { demand } from '../access.ts'
import type { Standing } from '../context.ts'
import type { Happening } from '../document/event-v1.ts'
import type {
  AssociationId,
  CycleId,
  OrganizationId,
  OwnerGroupId,
  PersonId,
  ProgrammeId,
  SubmissionId,
} from '../ids.ts'
import { Problem } from '../problem.ts'
import type { Plan } from '../scoring/plan.ts'
import type { Answers } from '../submission/answer.ts'
import { allowedIn, type SubmissionState } from '../submission/lifecycle.ts'
import {
  changed,
  happened,
  type QuestionnaireReference,
  type Submission,
} from '../submission/submission.ts'
import type { Cycle } from './cycle.ts'
import { demandTaken } from './not-applicable.ts'

/** One submission in one cycle, from the organization's side. */
export type Entry = {
  readonly organizationId: OrganizationId
  readonly submissionId: SubmissionId
  readonly associationId: AssociationId
  readonly programmeId: ProgrammeId
  readonly cycleId: CycleId
  readonly enteredBy: PersonId
  readonly enteredAt: Date
}

/** `told`: events of the association, which lists what was entered. */
export type EntryDecided = {
  readonly submission: Submission
  readonly events: readonly Happening[]
  readonly told: readonly Happening[]
}

/** What an assessor sees of an applicant before a cleared declaration. `name` of the group null: another keeps it. */
export type Applicant = {
  readonly name: string
  readonly ownerGroup: {
    readonly associationId: AssociationId
    readonly id: OwnerGroupId
    readonly name: string | null
  } | null
  readonly sector: {
    readonly scheme: string
    readonly division: string
    readonly section: string
  } | null
  readonly region: string | null
}

/** `stateAt`: since when the submission is in its state. */
export type CycleEntry = Applicant & {
  readonly associationId: AssociationId
  readonly programmeId: ProgrammeId
  readonly cycleId: CycleId
  readonly organizationId: OrganizationId
  readonly submissionId: SubmissionId
  readonly questionnaire: QuestionnaireReference
  readonly state: SubmissionState
  readonly stateAt: Date
  readonly enteredAt: Date
}

/**
 * `plan`: that of the reference weighting. `entered`: entries of the same organization. `cycle`: null where the
 * organization has no way to it.
 */
export type EnterCycle = {
  readonly submission: Submission
  readonly plan: Plan
  readonly answers: Answers
  readonly cycle: Cycle | null
  readonly entered: readonly Entry[]
  readonly standing: Standing
  readonly now: Date
}

/**
 * Moves the revision of the submission, so that whoever read it before does not withdraw it unseen. Refuses with
 * `forbidden` or `not-found`, `illegal-transition` unless it is submitted, `already-exists` where it is in a cycle or
 * the cycle has another one of the organization, `window-closed` unless the cycle is open at this moment, and
 * `document-invalid` for a cycle that does not take this, or not what does not apply in it.
 */
export const enterCycle = (given: EnterCycle): EntryDecided & { readonly entry: Entry } => {
  const { submission, cycle, entered, standing, now } = given
  demand(standing, 'entries:write')
  if (submission.state !== 'submitted') {
    const { state } = submission
    throw new Problem('illegal-transition', { state, event: 'enter', allowed: allowedIn(state) })
  }
  if (entered.some(({ submissionId }) => submissionId === submission.id))
    throw new Problem('already-exists', { parameter: 'submissionId' })
  if (cycle === null || cycle.state === 'planned')
    throw unfit('cycle-unknown', 'There is no such cycle for this organization.')
  if (entered.some(({ cycleId }) => cycleId === cycle.id))
    throw new Problem('already-exists', { pointer: '/cycleId' })
  if (cycle.state !== 'open' || now < cycle.opensAt || now >= cycle.closesAt)
    throw new Problem('window-closed', {
      opensAt: cycle.opensAt.toISOString(),
      closesAt: cycle.closesAt.toISOString(),
    })
  const { key, version } = submission.questionnaire
  if (!cycle.settings.questionnaires.some((one) => one.key === key && one.version === version))
    throw unfit('questionnaire-not-assessed', `The cycle does not take ${key} ${version}.`)
  demandTaken(cycle.settings.notApplicable, given)
  const entry: Entry = {
    organizationId: submission.organizationId,
    submissionId: submission.id,
    associationId: cycle.associationId,
    programmeId: cycle.programmeId,
    cycleId: cycle.id,
    enteredBy: standing.personId,
    enteredAt: now,
  }
  return { entry, ...moved('entered', submission, { cycle, now }) }
}

/**
 * Takes an entry back. `cycle`: the one that was entered. Refuses with `forbidden` or `not-found`, and with
 * `immutable` once assessing has begun.
 */
export const leaveCycle = (given: {
  readonly submission: Submission
  readonly cycle: Cycle
  readonly standing: Standing
  readonly now: Date
}): EntryDecided => {
  const { submission, cycle, standing, now } = given
  demand(standing, 'entries:write')
  if (cycle.startedAt !== null)
    throw new Problem('immutable', { since: cycle.startedAt.toISOString() })
  return moved('left', submission, { cycle, now })
}

const unfit = (code: string, detail: string) =>
  new Problem('document-invalid', { errors: [{ pointer: '/cycleId', code, detail }] })

const moved = (
  what: 'entered' | 'left',
  submission: Submission,
  { cycle, now }: { readonly cycle: Cycle; readonly now: Date },
): EntryDecided => {
  const after = changed(submission, now, {})
  const { organizationId, id: submissionId } = after
  return {
    submission: after,
    events: [happened(`submission.${what}`, after)],
    told: [
      {
        type: `cycle.${what}`,
        subject: cycle.id,
        ids: { organizationId, submissionId },
        versions: {},
      },
    ],
  }
}
