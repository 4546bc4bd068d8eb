// What a submission is, what it refers to, and the steps that all its decisions share.
// Its answers are in answer.ts; when it may change is in lifecycle.ts.
import { z } from 'zod'
import type { Happening } from '../document/event-v1.ts'
import {
  AssociationId,
  ContentVersion,
  OrganizationId,
  type PersonId,
  QuestionnaireKey,
  type SubmissionId,
  WeightingId,
} from '../ids.ts'
import { Problem } from '../problem.ts'
import { boundedText } from '../text.ts'
import type { SubmissionState } from './lifecycle.ts'

/** Names one immutable questionnaire version. */
export const QuestionnaireReference = z
  .strictObject({ key: QuestionnaireKey, version: ContentVersion })
  .meta({ id: 'QuestionnaireReference' })
export type QuestionnaireReference = z.infer<typeof QuestionnaireReference>

/** Names one published version of a weighting, of an organization or of an association. */
export const WeightingChoice = z
  .union([
    z.strictObject({ organizationId: OrganizationId, id: WeightingId, version: ContentVersion }),
    z.strictObject({ associationId: AssociationId, id: WeightingId, version: ContentVersion }),
  ])
  .meta({ id: 'WeightingChoice', description: 'A published weighting and whose it is.' })
export type WeightingChoice = z.infer<typeof WeightingChoice>

/** What people call a submission, for example "Self-assessment 2026". */
export const SubmissionTitle = boundedText(1, 200)

/**
 * One organization's answers to one questionnaire version. `revision` counts the changes of the
 * submission itself; its answers have revisions of their own. `questionnaireDigest` pins the content.
 * `migratedFrom`: the submission whose answers it began with. `carriedShareBp`: frozen when it is submitted, the
 * share of the reference points whose answers were carried over and looked at by nobody.
 * `weighting`: shown beside the reference weighting; null where there is none. Instants are those of the
 * transactions; null: it has not happened.
 */
export type Submission = {
  readonly id: SubmissionId
  readonly organizationId: OrganizationId
  readonly questionnaire: QuestionnaireReference
  readonly questionnaireDigest: string
  readonly title: string
  readonly weighting: WeightingChoice | null
  readonly state: SubmissionState
  readonly revision: number
  readonly migratedFrom: SubmissionId | null
  readonly carriedShareBp: number
  readonly createdBy: PersonId
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly submittedAt: Date | null
  readonly acceptedAt: Date | null
  readonly finalAt: Date | null
  readonly withdrawnAt: Date | null
}

/** Thin by design (WH-03): ids and versions, never an answer, a score or a title. */
export type SubmissionEvent = Happening & {
  readonly type:
    | 'submission.created'
    | 'submission.updated'
    | 'submission.submitted'
    | 'submission.accepted'
    | 'submission.entered'
    | 'submission.left'
    | 'submission.review-started'
    | 'submission.withdrawn'
    | 'submission.finalized'
    | 'answer.changed'
}

/** The event of a change to the submission itself, with the revision it has after it. */
export const happened = (
  type: Exclude<SubmissionEvent['type'], 'answer.changed'>,
  { id, questionnaire, revision }: Submission,
): SubmissionEvent => ({
  type,
  subject: id,
  ids: {},
  versions: {
    questionnaire: `${questionnaire.key}@${questionnaire.version}`,
    submission: String(revision),
  },
})

/** The submission with some members changed, one revision later. */
export const changed = (
  submission: Submission,
  now: Date,
  change: Partial<Submission>,
): Submission => ({ ...submission, ...change, revision: submission.revision + 1, updatedAt: now })

/**
 * Refuses with `immutable` unless the submission is a draft: submitting freezes answers, version and
 * weighting, and withdrawing ends the draft. `since` is when that happened.
 */
export const demandDraft = ({ state, submittedAt, withdrawnAt, updatedAt }: Submission): void => {
  if (state === 'draft') return
  const since = submittedAt ?? withdrawnAt ?? updatedAt
  throw new Problem('immutable', { since: since.toISOString() })
}
