// What is promised about moving a submission to another questionnaire version: a plan that changes nothing, and the
// new draft that somebody agrees to. What a plan says is core/migration.
import { z } from 'zod'
import { ContentVersion, NodeCode, QuestionnaireKey } from '../../core/ids.ts'
import type { MigrationPlan as Planned } from '../../core/migration/plan.ts'
import { outcomes, reasons } from '../../core/migration/plan.ts'
import { shownPlan } from '../../core/migration/shown.ts'
import { ExactNumber } from '../../core/scoring/outcome.ts'
import { Answer } from '../../core/submission/answer.ts'
import { SubmissionTitle } from '../../core/submission/submission.ts'
import { operation } from '../../http/operation.ts'
import { locationOf, present, SubmissionPath, submissionPath } from './contract.ts'
import { Submission } from './contract-shapes.ts'

const Target = z
  .strictObject({ key: QuestionnaireKey, version: ContentVersion })
  .meta({ id: 'MigrationTarget', description: 'The questionnaire version to move to.' })

const PlanDigest = z
  .string()
  .length(64)
  .regex(/^[0-9a-f]{64}$/)
  .meta({
    id: 'PlanDigest',
    description: 'Names the plan and everything it stands on: answers, versions, mappings.',
    examples: ['05c1bd4a7fd47e1b4ab7162df8bdbc8954932213db994c60d8df37d71ca88ea7'],
  })

const MigrationRequest = z
  .strictObject({ to: Target })
  .meta({ id: 'MigrationRequest', description: 'Where a submission might move.' })

const Move = z
  .strictObject({
    code: NodeCode.nullable().meta({ description: 'Of the target; null: the answer has none.' }),
    sources: z.array(NodeCode).max(200),
    outcome: z.enum(outcomes),
    reasons: z.array(z.enum(reasons)).max(10),
    before: z.array(z.strictObject({ code: NodeCode, value: Answer.nullable() })).max(200),
    after: Answer.nullable().meta({ description: 'The value there will be; null: none.' }),
  })
  .meta({
    id: 'MigrationMove',
    description:
      'What becomes of one node. `carried`: as it was; `carried_needs_review`: as it was, about another ' +
      'subject or meaning; `converted`: made of the old; `dropped`: did not arrive; `new`: there was none.',
  })

const Figures = z
  .strictObject({
    points: z.number(),
    exactPoints: ExactNumber,
    maxPoints: z.number(),
    percent: z.number().nullable(),
    exactPercent: ExactNumber.nullable(),
  })
  .meta({ id: 'MigrationFigures', description: 'Points under the reference weighting.' })

const Effect = z
  .strictObject({
    before: Figures.nullable().meta({ description: 'Null: the model has no total.' }),
    after: Figures.nullable().meta({ description: 'What is new counts zero, as in any draft.' }),
    mappedBefore: Figures.nullable().meta({ description: 'Only nodes that the mapping joins.' }),
    mappedAfter: Figures.nullable(),
    categories: z
      .array(
        z.strictObject({
          code: NodeCode,
          before: ExactNumber.nullable(),
          after: ExactNumber.nullable(),
          delta: ExactNumber,
        }),
      )
      .max(100),
    reviewPoints: z.number().nullable().meta({
      description: 'Maximum points of what must be looked at; null: the model has no total.',
    }),
    exactReviewPoints: ExactNumber.nullable(),
  })
  .meta({ id: 'MigrationEffect', description: 'What the move does to the score.' })

const count = z.int().min(0).max(10_000)

const MigrationPlan = z
  .strictObject({
    planDigest: PlanDigest,
    from: Target,
    to: Target,
    moves: z.array(Move).max(2000),
    counts: z
      .strictObject({
        carried: count,
        carried_needs_review: count,
        converted: count,
        dropped: count,
        new: count,
      })
      .meta({ id: 'MigrationCounts', description: 'How many nodes have each outcome.' }),
    review: z.array(NodeCode).max(1000).meta({ description: 'Codes that somebody must look at.' }),
    narrativeLeft: z
      .array(NodeCode)
      .max(2000)
      .meta({ description: 'Areas of the source whose text stays behind; the source keeps it.' }),
    effect: Effect,
  })
  .meta({
    id: 'MigrationPlan',
    description: 'What would become of a submission; nothing is changed.',
  })

const shared = { tag: 'submissions', tenant: 'organization', params: SubmissionPath } as const

/** A made plan with its name. */
export type NamedPlan = { readonly plan: Planned; readonly planDigest: string }

export const planSubmissionMigration = operation({
  ...shared,
  id: 'planSubmissionMigration',
  method: 'POST',
  url: `${submissionPath}/migration-plans`,
  summary: 'Plan the move of a submission to another questionnaire version',
  description:
    'Says for every node whether its answer is carried, carried for review, converted, dropped or new, with ' +
    'the reason, and what the move does to the score. The way leads over the mappings that are published, or ' +
    'between versions of one questionnaire by equal codes. Nothing is changed or stored, in any state of the ' +
    'submission. For admins and contributors of the organization, and by its grant.',
  scope: 'submissions:write',
  body: MigrationRequest,
  reply: { 200: MigrationPlan },
  present: ({ plan, planDigest }: NamedPlan) => ({ planDigest, ...shownPlan(plan) }),
  problems: ['forbidden', 'document-invalid'],
  idempotency: 'none',
  sample: { body: { to: { key: 'gbt-19580-2012', version: '1.0.0' } } },
})

export const migrateSubmission = operation({
  ...shared,
  id: 'migrateSubmission',
  method: 'POST',
  url: `${submissionPath}/migrations`,
  summary: 'Move a submission to another questionnaire version',
  description:
    'Makes a new draft with the answers of the plan, linked by `migratedFrom`; the source stays as it is, so that ' +
    'undoing is keeping it. Takes the digest of the plan that was looked at: where an answer, a version or a ' +
    'mapping has changed since, the answer is plan-outdated. Carried answers have a `reviewState` until somebody ' +
    'puts them again. For admins of the organization, and by its grant to write and to submit.',
  scope: 'submissions:submit',
  body: z
    .strictObject({
      to: Target,
      planDigest: PlanDigest,
      title: SubmissionTitle.optional().meta({ description: 'By default that of the source.' }),
    })
    .meta({ id: 'SubmissionMigration', description: 'A plan that somebody agrees to.' }),
  reply: { 201: Submission },
  present,
  location: locationOf,
  problems: ['forbidden', 'document-invalid', 'plan-outdated'],
  sample: {
    body: {
      to: { key: 'gbt-19580-2012', version: '1.0.0' },
      planDigest: '05c1bd4a7fd47e1b4ab7162df8bdbc8954932213db994c60d8df37d71ca88ea7',
    },
  },
})
