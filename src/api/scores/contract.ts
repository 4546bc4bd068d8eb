// What is promised about scores without a submission: previews that store nothing.
// The score of a submission is read beside it, in the submissions slice.
import { z } from 'zod'
import { WeightingItems } from '../../core/document/weighting-v1.ts'
import {
  AssociationId,
  ContentVersion,
  NodeCode,
  OrganizationId,
  QuestionnaireKey,
} from '../../core/ids.ts'
import { Variation } from '../../core/scoring/presets.ts'
import { ScoreSheet } from '../../core/scoring/sheet.ts'
import { Answer } from '../../core/submission/answer.ts'
import { WeightingChoice } from '../../core/submission/submission.ts'
import { operation } from '../../http/operation.ts'

export const House = z
  .union([
    z.strictObject({ organizationId: OrganizationId }),
    z.strictObject({ associationId: AssociationId }),
  ])
  .meta({
    id: 'House',
    description:
      'The house whose questionnaires may be used. Absent: those of the public catalogue alone.',
  })

export const ScorePreview = z
  .strictObject({
    within: House.optional(),
    questionnaire: z.strictObject({ key: QuestionnaireKey, version: ContentVersion }),
    weighting: z
      .union([...WeightingChoice.options, z.strictObject({ items: WeightingItems })])
      .optional()
      .meta({
        description:
          'A published weighting, or points per scored node whose sum is the total. Absent: the reference.',
      }),
    answers: z.record(NodeCode, Answer).meta({ description: 'Answers by node code.' }),
    parameters: Variation.optional().meta({
      description:
        'Parameters in the place of those of the questionnaire, where its method lets a caller vary them.',
    }),
    allowIncomplete: z.boolean().default(false).meta({
      description: 'Score what is there; unanswered nodes count as the questionnaire says.',
    }),
  })
  .meta({ id: 'ScorePreview', description: 'Answers to be scored without storing anything.' })
export type ScorePreview = z.output<typeof ScorePreview>

const percents = {
  '4.1.2': 55,
  '4.1.3': 45,
  '4.1.4': 50,
  '4.2.2': 50,
  '4.2.3': 40,
  '4.3.2': 45,
  '4.3.3': 60,
  '4.4.2': 55,
  '4.4.3': 35,
  '4.4.4': 45,
  '4.4.5': 45,
  '4.4.6': 65,
  '4.4.7': 30,
  '4.5.2': 60,
  '4.5.3': 45,
  '4.6.2': 50,
  '4.6.3': 55,
  '4.7.2': 45,
  '4.7.3': 55,
  '4.7.4': 40,
  '4.7.5': 50,
  '4.7.6': 35,
  '4.7.7': 40,
} as const

export const previewScore = operation({
  id: 'previewScore',
  method: 'POST',
  url: '/v1/score-previews',
  summary: 'Score answers without storing anything',
  description:
    'Returns the score sheet that these answers would get: every figure exact and explained. Nothing is ' +
    'stored, so the same request may be sent again at will and takes no Idempotency-Key. A stored weighting ' +
    'is found by who may read it; to others its owner is not there. A questionnaire that is not public needs ' +
    '`within`, and a standing in that house.',
  tag: 'scores',
  scope: 'scores:read',
  tenant: null,
  body: ScorePreview,
  reply: { 200: ScoreSheet },
  problems: ['not-found', 'document-invalid', 'incomplete'],
  idempotency: 'none',
  limits: { bytes: 2 * 1024 * 1024 },
  sample: {
    body: {
      questionnaire: { key: 'gbt-19580-2012', version: '1.0.0' },
      answers: Object.fromEntries(
        Object.entries(percents).map(([code, percent]) => [code, { percent }]),
      ),
    },
  },
})
