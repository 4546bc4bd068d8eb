// Decides a new draft, and which weighting a draft may name.
// What a draft may change later is in update.ts; who loads the documents is the slice.
import { demand } from '../access.ts'
import type { Standing } from '../context.ts'
import type { OrganizationId, SubmissionId } from '../ids.ts'
import { Problem, type ProblemError } from '../problem.ts'
import {
  happened,
  type QuestionnaireReference,
  type Submission,
  type SubmissionEvent,
  type WeightingChoice,
} from './submission.ts'

/** A stored questionnaire version; only a published one takes new submissions. */
export type OfferedQuestionnaire = {
  readonly state: 'published' | 'withdrawn'
  readonly digest: string
  readonly edition: string
}

/**
 * A stored weighting that the reference may mean. `edition`: key of the edition it belongs to. `misfits`: why
 * its numbers do not weigh the nodes of this questionnaire version.
 */
export type OfferedWeighting = {
  readonly state: 'draft' | 'published'
  readonly version: string
  readonly edition: string
  readonly misfits?: readonly ProblemError[]
}

/** What a person asks for. */
export type NewSubmission = {
  readonly questionnaire: QuestionnaireReference
  readonly title: string
  readonly weighting?: WeightingChoice | undefined
}

/** `questionnaire`, `weighting`: what the references of the input lead to; null: nothing the caller sees. */
export type CreateSubmission = {
  readonly id: SubmissionId
  readonly organizationId: OrganizationId
  readonly input: NewSubmission
  readonly questionnaire: OfferedQuestionnaire | null
  readonly weighting: OfferedWeighting | null
  readonly standing: Standing
  readonly now: Date
}

export type SubmissionDecided = {
  readonly submission: Submission
  readonly events: readonly SubmissionEvent[]
}

/**
 * Refuses with `forbidden` or `not-found`, and with `document-invalid` where a reference leads to nothing
 * that a new submission may stand on.
 */
export const createSubmission = (given: CreateSubmission): SubmissionDecided => {
  const { id, organizationId, input, questionnaire, standing, now } = given
  demand(standing, 'submissions:write')
  const errors = [...questionnaireFindings(given), ...weightingFindingsOf(given)]
  if (questionnaire === null || errors.length > 0) throw new Problem('document-invalid', { errors })
  const submission: Submission = {
    id,
    organizationId,
    questionnaire: input.questionnaire,
    questionnaireDigest: questionnaire.digest,
    title: input.title,
    weighting: input.weighting ?? null,
    state: 'draft',
    revision: 1,
    migratedFrom: null,
    carriedShareBp: 0,
    createdBy: standing.personId,
    createdAt: now,
    updatedAt: now,
    submittedAt: null,
    acceptedAt: null,
    finalAt: null,
    withdrawnAt: null,
  }
  return { submission, events: [happened('submission.created', submission)] }
}

const questionnaireFindings = ({
  input,
  questionnaire,
}: CreateSubmission): readonly ProblemError[] => {
  const { key, version } = input.questionnaire
  const pointer = '/questionnaire'
  if (questionnaire === null) {
    const detail = `There is no questionnaire ${key} ${version}.`
    return [{ pointer, code: 'questionnaire-unknown', detail }]
  }
  if (questionnaire.state === 'withdrawn') {
    const detail = `${key} ${version} takes no new submissions: choose a later version.`
    return [{ pointer, code: 'questionnaire-withdrawn', detail }]
  }
  return []
}

const weightingFindingsOf = ({
  input,
  organizationId,
  questionnaire,
  weighting,
}: CreateSubmission): readonly ProblemError[] =>
  input.weighting === undefined || questionnaire === null
    ? []
    : choiceFindings(input.weighting, {
        organizationId,
        weighting,
        edition: questionnaire.edition,
      })

/**
 * What forbids naming this weighting in a submission of this organization and edition. A draft, a foreign
 * one and an absent one look alike.
 */
export const choiceFindings = (
  reference: WeightingChoice,
  {
    organizationId,
    weighting,
    edition,
  }: {
    readonly organizationId: OrganizationId
    readonly weighting: OfferedWeighting | null
    readonly edition: string
  },
): readonly ProblemError[] => {
  const pointer = '/weighting'
  const foreign = 'organizationId' in reference && reference.organizationId !== organizationId
  if (foreign || weighting?.state !== 'published' || weighting.version !== reference.version) {
    const detail = 'There is no published weighting of this owner, id and version.'
    return [{ pointer, code: 'weighting-unknown', detail }]
  }
  if (weighting.edition !== edition) {
    const detail = `The weighting belongs to ${weighting.edition}, the submission to ${edition}.`
    return [{ pointer, code: 'weighting-of-other-edition', detail }]
  }
  // What is wrong lies in the stored weighting, not in the request: every finding points to the choice.
  return (weighting.misfits ?? []).map(({ code, detail }) => ({ pointer, code, detail }))
}
