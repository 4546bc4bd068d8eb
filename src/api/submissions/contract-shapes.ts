// The shapes of submissions, answers and progress over HTTP. The operations are in contract.ts and
// contract-answers.ts; what an answer may hold, with every limit, is core/submission/answer.ts.
import { z } from 'zod'
import { Instant, NodeCode, OrganizationId, PersonId, SubmissionId } from '../../core/ids.ts'
import { Answer } from '../../core/submission/answer.ts'
import { submissionStates, submissionStateTexts } from '../../core/submission/lifecycle.ts'
import { reviewStates } from '../../core/submission/revision.ts'
import {
  QuestionnaireReference,
  SubmissionTitle,
  WeightingChoice,
} from '../../core/submission/submission.ts'
import { inWords } from '../../core/text.ts'
import { Etag } from '../../http/operation.ts'

const count = z.int().min(0).max(10_000)
const shareBp = z.int().min(0).max(10_000).nullable()
const codes = z.array(NodeCode).max(1000)

const progress = {
  scored: count.meta({ description: 'Nodes with a value.' }),
  notApplicable: count,
  unanswered: count,
  answeredItemsBp: shareBp.meta({
    description:
      'Answered share of the nodes in basis points, rounded down: 10000 only when all are.',
  }),
  answeredPointsBp: shareBp.meta({
    description: 'The same share by reference points; null where there are none.',
  }),
  missing: codes.meta({ description: 'Codes that wait for an answer, in document order.' }),
}

const CategoryProgress = z
  .strictObject({ code: NodeCode, ...progress })
  .meta({ id: 'CategoryProgress', description: 'How far the answers of one category are.' })

export const SubmissionProgress = z
  .strictObject({
    ...progress,
    complete: z.boolean().meta({ description: 'Nothing that must be answered is missing.' }),
    categories: z.array(CategoryProgress).max(200),
    pilot: z
      .strictObject({ total: count, answered: count })
      .meta({ description: 'Nodes that are asked but do not count yet.' }),
    profile: z
      .strictObject({ total: count, answered: count, missing: codes })
      .meta({ description: 'Questions about the organization itself; nobody has to answer them.' }),
  })
  .meta({
    id: 'SubmissionProgress',
    description:
      'How far a submission is. A node counts as answered when it has a value or is not applicable; text ' +
      'alone is work begun.',
  })

export const SubmissionStateShape = z.enum(submissionStates).meta({
  id: 'SubmissionState',
  description: inWords(submissionStateTexts, 'Where a submission is in its life.'),
})

const status = {
  id: SubmissionId,
  organizationId: OrganizationId,
  questionnaire: QuestionnaireReference,
  state: SubmissionStateShape,
  etag: Etag.meta({ description: 'Changes with the submission and with every answer.' }),
  createdAt: Instant,
  updatedAt: Instant.meta({ description: 'Of the submission itself; answers have their own.' }),
  submittedAt: Instant.nullable(),
  acceptedAt: Instant.nullable(),
  finalAt: Instant.nullable(),
  withdrawnAt: Instant.nullable(),
}
const inside = 'Absent to who sees the status only.'
const content = {
  title: SubmissionTitle.optional().meta({ description: inside }),
  weighting: WeightingChoice.nullable()
    .optional()
    .meta({ description: `Scored beside the reference; null: none. ${inside}` }),
  migratedFrom: SubmissionId.nullable()
    .optional()
    .meta({
      description: `The submission whose answers it began with; null: none. ${inside}`,
    }),
  createdBy: PersonId.optional().meta({
    description: 'Shown to members of the organization only.',
  }),
}

export const SubmissionSummary = z
  .strictObject({ ...status, ...content })
  .meta({ id: 'SubmissionSummary', description: 'One entry of a list of submissions.' })

export const Submission = z
  .strictObject({
    ...status,
    ...content,
    completeness: SubmissionProgress.optional().meta({ description: inside }),
  })
  .meta({
    id: 'Submission',
    description:
      "One organization's answers to one questionnaire version. Members of its association see the status " +
      'and the dates; the content is shown with a grant of the organization.',
  })

export const NewSubmission = z
  .strictObject({
    questionnaire: QuestionnaireReference,
    title: SubmissionTitle,
    weighting: WeightingChoice.optional().meta({
      description:
        'A published weighting of the organization or of an association above it, scored beside the reference.',
    }),
  })
  .meta({ id: 'NewSubmission', description: 'A submission to be made, as a draft.' })

export const SubmissionPatch = z
  .strictObject({
    title: SubmissionTitle.optional(),
    weighting: WeightingChoice.nullish().meta({
      description: 'Replaced as a whole; null: the reference alone.',
    }),
  })
  .meta({ id: 'SubmissionPatch', description: 'What shall change in a draft.' })

const change = {
  changedAt: Instant,
  changedBy: PersonId.optional().meta({
    description: 'Shown to members of the organization only.',
  }),
}

export const StoredAnswer = z
  .strictObject({
    code: NodeCode,
    ...Answer.shape,
    reviewState: z
      .enum(reviewStates)
      .optional()
      .meta({
        description:
          'Set while a migration brought the answer and nobody has looked: `carried` as it was, ' +
          '`carried_needs_review` about another subject, or converted. Putting the answer, also unchanged, ends it.',
      }),
    etag: Etag.meta({ description: 'Of this answer alone.' }),
    ...change,
  })
  .meta({
    id: 'StoredAnswer',
    description: 'An answer with its place, its tag and its last change.',
  })

export const AnswerRevision = z
  .strictObject({
    revision: z.int().min(1).max(2_147_483_647),
    answer: Answer.nullable().meta({ description: 'Null: the answer was deleted.' }),
    ...change,
  })
  .meta({ id: 'AnswerRevision', description: 'One value that an answer has had.' })

export const AnswerChanges = z
  .strictObject({
    etag: Etag.meta({ description: 'Of the collection of answers, after the change.' }),
    submissionEtag: Etag.meta({ description: 'Of the submission, after the change.' }),
    items: z
      .array(
        z
          .strictObject({
            code: NodeCode,
            outcome: z.enum(['created', 'updated', 'deleted', 'unchanged']),
            etag: Etag.nullable().meta({ description: 'Null: there is no answer any more.' }),
          })
          .meta({ id: 'AnswerChange', description: 'What became of one answer.' }),
      )
      .max(2000),
  })
  .meta({ id: 'AnswerChanges', description: 'What a change of many answers did.' })
