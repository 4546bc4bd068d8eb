// What is promised about the effect of a weighting over an association's final submissions: asked for, counted in the
// background, answered as coarse aggregates.
import { z } from 'zod'
import { AssociationId, Instant, WeightingEffectId, WeightingId } from '../../core/ids.ts'
import { toInstant } from '../../core/instant.ts'
import { QuestionnaireReference } from '../../core/submission/submission.ts'
import type { WeightingEffect as Stored } from '../../core/weighting/effect.ts'
import { operation } from '../../http/operation.ts'
import { Operation, operationAddress, presentOperation } from '../operations/contract.ts'
import { AssociationPath, ofAssociation } from './contract-paths.ts'

const quantile = z.int().min(-10_000).max(10_000).nullable()
const Figures = z
  .strictObject({ p10: quantile, p25: quantile, p50: quantile, p75: quantile, p90: quantile })
  .meta({
    id: 'EffectFigures',
    description: 'Basis points of the total on a grid of 50; null where too few carry it.',
  })

const Effect = z
  .strictObject({
    status: z.enum(['published', 'withheld']),
    nBand: z.string().max(20).nullable().meta({ description: 'How many owner groups, as a band.' }),
    precision: z.enum(['indicative', 'firm']).nullable(),
    reference: Figures,
    weighted: Figures,
    difference: Figures.meta({
      description: 'Weighted minus reference, submission by submission.',
    }),
  })
  .meta({ id: 'EffectResult', description: 'What the weighting makes of the totals.' })

export const WeightingEffect = z
  .strictObject({
    id: WeightingEffectId,
    associationId: AssociationId,
    weightingId: WeightingId,
    questionnaire: QuestionnaireReference,
    cutOffAt: Instant.meta({ description: 'Submissions that were final by then count.' }),
    effect: Effect.nullable().meta({ description: 'Null until it is counted.' }),
    askedAt: Instant,
    doneAt: Instant.nullable(),
  })
  .meta({ id: 'WeightingEffect', description: 'The effect of a weighting over many submissions.' })

const path = '/v1/associations/{associationId}/weighting-effects'

export const assessWeightingEffect = operation({
  ...ofAssociation,
  id: 'assessWeightingEffect',
  method: 'POST',
  url: path,
  summary: "Ask what a weighting would make of an association's final submissions",
  description:
    'Goes on in the background: the answer names the operation that tells how far it is. The weighting may be a draft; ' +
    'its numbers count as they are now. Of each verified owner group with consent the latest final submission counts that ' +
    'may enter a benchmark, and only what their disclosure rules permit leaves: quantiles on a coarse grid, none below five groups. ' +
    'The population changes once a month, and at most 30 effects of a questionnaire are counted in 30 days. Nothing ' +
    'is changed: benchmarks stay with the reference.',
  scope: 'weightings:write',
  params: AssociationPath,
  body: z
    .strictObject({ weightingId: WeightingId })
    .meta({ id: 'NewWeightingEffect', description: 'Which weighting of the association.' }),
  reply: { 202: Operation },
  problems: ['document-invalid'],
  present: presentOperation,
  location: ({ id }, { associationId }) => operationAddress(associationId, id),
  sample: { body: { weightingId: '01920f3e-7a10-7c3e-8b1a-4b1f5d2a9c55' } },
})

export const getWeightingEffect = operation({
  ...ofAssociation,
  id: 'getWeightingEffect',
  method: 'GET',
  url: `${path}/{weightingEffectId}`,
  summary: 'Read the effect of a weighting',
  description:
    'Withheld, it has the same members, all null. An effect says as little about a single submission as a cell of a ' +
    'benchmark edition.',
  scope: 'weightings:read',
  params: AssociationPath.extend({ weightingEffectId: WeightingEffectId }),
  reply: { 200: WeightingEffect },
  present: (stored: Stored) => ({
    id: stored.id,
    associationId: stored.associationId,
    weightingId: stored.weightingId,
    questionnaire: stored.questionnaire as z.infer<typeof QuestionnaireReference>,
    cutOffAt: toInstant(stored.cutOffAt),
    effect: stored.effect,
    askedAt: toInstant(stored.askedAt),
    doneAt: toInstant(stored.doneAt),
  }),
})
