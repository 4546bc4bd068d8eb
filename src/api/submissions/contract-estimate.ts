// What is promised about estimates: percents of a submission under another model, which are no score of it.
// How they come about is core/migration/estimate.
import { z } from 'zod'
import { Provenance } from '../../core/document/questionnaire-v1.ts'
import { NodeCode } from '../../core/ids.ts'
import type { Estimate } from '../../core/migration/estimate.ts'
import { shownEstimate } from '../../core/migration/shown.ts'
import { ExactNumber } from '../../core/scoring/outcome.ts'
import { QuestionnaireReference } from '../../core/submission/submission.ts'
import { operation } from '../../http/operation.ts'
import { SubmissionPath, submissionPath } from './contract.ts'

const EstimateRequest = z
  .strictObject({
    to: QuestionnaireReference.meta({ description: 'The questionnaire of the other model.' }),
    allowIncomplete: z.boolean().default(false).meta({
      description: 'Estimate from what is there; sources without a percent are named.',
    }),
  })
  .meta({ id: 'EstimateRequest', description: 'Under which model a submission is estimated.' })

const EstimatedNode = z
  .strictObject({
    code: NodeCode.meta({ description: 'Of the other model.' }),
    percent: z.number().nullable().meta({
      description: 'Null: only weak sources speak for it, or none that has a percent.',
    }),
    exactPercent: ExactNumber.nullable(),
    span: z
      .strictObject({
        lowest: z.number(),
        exactLowest: ExactNumber,
        highest: z.number(),
        exactHighest: ExactNumber,
      })
      .nullable()
      .meta({ id: 'EstimateSpan', description: 'The lowest and the highest source.' }),
    sources: z
      .array(
        z
          .strictObject({ code: NodeCode, strength: z.enum(['full', 'partial', 'weak']) })
          .meta({ id: 'EstimateSource', description: 'A node that was answered.' }),
      )
      .max(1000),
    missing: z.array(NodeCode).max(1000).meta({ description: 'Sources without a percent.' }),
  })
  .meta({ id: 'EstimatedNode', description: 'One scored node of the other model.' })

const digest = z.string().length(64)

const ScoreEstimate = z
  .strictObject({
    variant: z.literal('estimate'),
    from: QuestionnaireReference,
    to: QuestionnaireReference,
    provenance: Provenance.meta({ description: 'Of the crosswalk.' }),
    digests: z
      .strictObject({ questionnaire: digest, answers: digest, target: digest, crosswalk: digest })
      .meta({ id: 'EstimateDigests', description: 'SHA-256 of what the estimate stands on.' }),
    nodes: z.array(EstimatedNode).max(1000),
  })
  .meta({
    id: 'ScoreEstimate',
    description: 'Percents under another model: no points, no total, no recognition.',
  })

type Shown = Omit<z.input<typeof ScoreEstimate>, 'variant' | 'nodes'> & {
  readonly nodes: readonly Estimate[]
}

export const estimateSubmission = operation({
  id: 'estimateSubmission',
  method: 'POST',
  url: `${submissionPath}/estimates`,
  summary: 'Estimate a submission under another model',
  description:
    'For every scored node of the other model the mean of the nodes that speak for it, by how strongly they do ' +
    '(full 4, partial 2, weak 1), and the span from the lowest to the highest; none where only weak ones do. ' +
    'The way leads over a published crosswalk, from either side. An estimate is no score of that model: it has ' +
    'no points, total or recognition, is not stored, enters no benchmark and moves no answer. For whoever may ' +
    'read the score of the submission.',
  tag: 'submissions',
  tenant: 'organization',
  scope: 'scores:read',
  params: SubmissionPath,
  body: EstimateRequest,
  reply: { 200: ScoreEstimate },
  present: ({ nodes, ...rest }: Shown) => ({
    variant: 'estimate' as const,
    ...rest,
    nodes: nodes.map(shownEstimate),
  }),
  problems: ['document-invalid', 'incomplete'],
  idempotency: 'none',
  sample: { body: { to: { key: 'baldrige-2023-2024', version: '1.0.0' } } },
})
