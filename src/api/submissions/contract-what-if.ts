// What is promised about other weights on the answers of a submission: what they would change, and how far its total hangs
// on its weights at all. Nothing here is stored.
import { z } from 'zod'
import { WeightingItems, WeightingMode } from '../../core/document/weighting-v1.ts'
import { SubmissionId } from '../../core/ids.ts'
import { ScoreComparison } from '../../core/scoring/difference.ts'
import { ReversalWeights, Sensitivity } from '../../core/scoring/sensitivity-report.ts'
import { WeightingChoice } from '../../core/submission/submission.ts'
import { mostDraws } from '../../core/weighting/draws.ts'
import { integerParameter, operation } from '../../http/operation.ts'
import { SubmissionPath, submissionPath } from './contract.ts'

const shared = { tag: 'submissions', tenant: 'organization', params: SubmissionPath } as const

const WhatIf = z
  .strictObject({
    weighting: z
      .union([
        ...WeightingChoice.options,
        z.strictObject({ mode: WeightingMode.default('points'), items: WeightingItems }),
      ])
      .meta({ description: 'A published weighting, or numbers that are nowhere yet.' }),
  })
  .meta({ id: 'WhatIf', description: 'Other weights for the same answers.' })

const under = z
  .enum(['reference', 'own'])
  .default('reference')
  .meta({ description: 'Under which weighting; `reference` is that of the model.' })

export const previewWhatIf = operation({
  ...shared,
  id: 'previewWhatIf',
  method: 'POST',
  url: `${submissionPath}/what-ifs`,
  summary: 'See what other weights would make of the same answers',
  description:
    'The sheet under the reference weighting beside the one under the weights given, and what they change at every ' +
    'node. Nothing is stored and nothing decided: benchmarks and recognition stay with the reference. Limits are not ' +
    'asked. For the organization, and by its grant.',
  scope: 'scores:read',
  body: WhatIf,
  reply: { 200: ScoreComparison },
  problems: ['document-invalid'],
  idempotency: 'none',
  sample: {
    body: { weighting: { mode: 'within_category', items: { '4.1.2': 2, '4.1.3': 1, '4.1.4': 1 } } },
  },
})

export const getSensitivity = operation({
  ...shared,
  id: 'getSensitivity',
  method: 'GET',
  url: `${submissionPath}/sensitivity`,
  summary: 'Read how far the score of a submission hangs on its weights',
  description:
    'For every node the total with its weight so much larger and smaller, the others pro rata: T + d (s - T) / (1 - w), ' +
    'exactly, the widest first. The lever is the node that sets the total apart most. The spread comes from weights drawn ' +
    'at random around those in force, is approximate, and the same for the same seed. What is unanswered or does not ' +
    'apply earns zero. Refused where a model has no total, or rounds on the way to it.',
  scope: 'scores:read',
  query: z.strictObject({
    weighting: under,
    shiftBp: integerParameter(1, 10_000)
      .default(400)
      .meta({ description: 'How much of the whole a weight gains or loses, in basis points.' }),
    draws: integerParameter(1, mostDraws).default(1000),
    seed: integerParameter(0, 4_294_967_295).default(1),
  }),
  reply: { 200: Sensitivity },
  problems: ['document-invalid'],
  sample: { query: { weighting: 'reference', shiftBp: '400', seed: '1' } },
})

export const getReversalWeights = operation({
  ...shared,
  id: 'getReversalWeights',
  method: 'GET',
  url: `${submissionPath}/reversal-weights`,
  summary: 'Read at which weights two submissions of an organization change places',
  description:
    'For every node the weight, the others pro rata, at which this submission and the other have the same total; the ' +
    'smallest change first. Both must be of this organization and of one questionnaire version. Nothing is said about ' +
    'submissions of others. A node whose weight cannot turn the order is left out.',
  scope: 'scores:read',
  query: z.strictObject({
    against: SubmissionId.meta({ description: 'The other submission.' }),
    weighting: under,
  }),
  reply: { 200: ReversalWeights },
  problems: ['document-invalid'],
  sample: { query: { against: '01920f3e-7a10-7c3e-8b1a-4b1f5d2a9c55' } },
})
