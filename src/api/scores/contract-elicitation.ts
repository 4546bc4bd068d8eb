// What is promised about judgements before they become a weighting: a preview that stores nothing.
// Making a weighting of them is createWeighting, in the weightings slice.
import { z } from 'zod'
import { WeightingItems, WeightingMode } from '../../core/document/weighting-v1.ts'
import { NodeCode } from '../../core/ids.ts'
import { QuestionnaireReference } from '../../core/submission/submission.ts'
import { Judgements } from '../../core/weighting/draft.ts'
import { type Elicited, inconsistencies } from '../../core/weighting/elicit.ts'
import { shown } from '../../core/weighting/pairwise.ts'
import { operation } from '../../http/operation.ts'
import { House } from './contract.ts'

export const ElicitationPreview = z
  .strictObject({
    within: House.optional(),
    questionnaire: QuestionnaireReference,
    elicitation: Judgements,
  })
  .meta({ id: 'ElicitationPreview', description: 'Judgements, and what they are about.' })

const figure = z.number().meta({ description: 'With four decimals.' })

const Priority = z
  .strictObject({
    category: NodeCode.nullable().meta({
      description: 'Whose items were judged; null: categories, or all nodes.',
    }),
    shares: z
      .array(
        z
          .strictObject({
            code: NodeCode,
            shareBp: z.int().min(0).max(10_000).meta({ description: 'Basis points, half up.' }),
          })
          .meta({ id: 'PriorityShare', description: 'What a judgement gives to a code.' }),
      )
      .max(1000),
    consistency: z
      .strictObject({
        randomIndex: z.enum(['saaty-1980']).meta({ description: 'The table of random indices.' }),
        lambda: figure,
        index: figure,
        ratio: figure.meta({ description: 'From 0.10 on the weighting stays a draft.' }),
        isConsistent: z.boolean(),
        worst: z
          .strictObject({
            codes: z.array(NodeCode).length(3),
            product: figure.meta({ description: 'Going round the three; agreement is 1.' }),
          })
          .nullable()
          .meta({
            id: 'WorstTriple',
            description: 'The three that contradict each other most; null below three.',
          }),
      })
      .nullable()
      .meta({
        id: 'Consistency',
        description: 'Of comparisons in pairs; null for other judgements.',
      }),
  })
  .meta({ id: 'Priority', description: 'What one judgement says.' })

export const ElicitedWeights = z
  .strictObject({
    mode: WeightingMode,
    items: WeightingItems.meta({ description: 'Whole numbers, by largest remainder.' }),
    priorities: z.array(Priority).max(51),
    isPublishable: z.boolean().meta({
      description: 'Whether the judgements agree well enough; limits are not asked here.',
    }),
  })
  .meta({ id: 'ElicitedWeights', description: 'What judgements come to.' })

export const previewElicitation = operation({
  id: 'previewElicitation',
  method: 'POST',
  url: '/v1/elicitation-previews',
  summary: 'See what judgements come to without storing anything',
  description:
    'Swings, a ranking or comparisons in pairs become whole weights: categories first, then the items inside each. ' +
    'Comparisons come with their consistency and the three that contradict each other most: a circle of judgements ' +
    'gives harmless-looking equal weights, and only the ratio tells. `createWeighting` takes the same judgements.',
  tag: 'weightings',
  scope: 'scores:read',
  tenant: null,
  body: ElicitationPreview,
  reply: { 200: ElicitedWeights },
  problems: ['not-found', 'document-invalid'],
  idempotency: 'none',
  present: (elicited: Elicited) => ({
    mode: elicited.mode,
    items: elicited.items,
    priorities: elicited.priorities.map(({ category, shares, consistency }) => ({
      category,
      shares: [...shares],
      consistency: consistency && {
        ...consistency,
        lambda: shown(consistency.lambda),
        index: shown(consistency.index),
        ratio: shown(consistency.ratio),
        worst: consistency.worst && {
          codes: [...consistency.worst.codes],
          product: shown(consistency.worst.product),
        },
      },
    })),
    isPublishable: inconsistencies(elicited).length === 0,
  }),
  sample: {
    body: {
      questionnaire: { key: 'gbt-19580-2012', version: '1.0.0' },
      elicitation: {
        kind: 'ahp',
        inputs: [
          {
            codes: ['4.1.2', '4.1.3', '4.1.4'],
            rows: [
              [1, 2, 4],
              [0.5, 1, 2],
              [0.25, 0.5, 1],
            ],
          },
        ],
      },
    },
  },
})
