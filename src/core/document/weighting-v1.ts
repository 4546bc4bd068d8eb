// The format weighting/v1: what each scored node is worth to somebody, and how those numbers came about.
// Whether it fits a questionnaire is decided in scoring/weighting.ts.
import { z } from 'zod'
import {
  AssociationId,
  ContentVersion,
  NodeCode,
  OrganizationId,
  QuestionnaireKey,
} from '../ids.ts'

/**
 * `points`: maxima whose sum is the total. `weights`: whole numbers, the maximum is total x weight / sum.
 * `within_category`: relative whole weights inside the categories named, whose points stay.
 */
export const WeightingMode = z
  .enum(['points', 'weights', 'within_category'])
  .meta({ id: 'WeightingMode', description: 'What the numbers of a weighting mean.' })
export type WeightingMode = z.infer<typeof WeightingMode>

/** Node code → points or weight. Zero is a weight; a missing one is an error, never zero. */
export const WeightingItems = z
  .record(NodeCode, z.number().min(-1_000_000).max(1_000_000))
  .meta({ id: 'WeightingItems', description: 'Points or weight by code of a scored node.' })

const codes = z.array(NodeCode).min(1).max(200)

/** How the numbers were found; the inputs are kept so that they can be explained. */
export const Elicitation = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('manual') }),
    z.strictObject({
      kind: z.literal('swing'),
      inputs: z.record(NodeCode, z.number().min(0).max(100)),
    }),
    z.strictObject({ kind: z.literal('roc'), inputs: codes }),
    z.strictObject({
      kind: z.literal('ahp'),
      randomIndex: z
        .literal('saaty-1980')
        .optional()
        .meta({ description: 'The table by which the consistency is judged.' }),
      inputs: z
        .array(
          z.strictObject({
            codes: codes.max(10),
            rows: z.array(z.array(z.number().positive().max(9)).max(10)).max(10),
          }),
        )
        .min(1)
        .max(50),
    }),
  ])
  .meta({ id: 'Elicitation', description: 'How the numbers were found.' })
export type Elicitation = z.infer<typeof Elicitation>

/** What the owner states; the rest of the document is given by the service. */
export const WeightingContent = z
  .strictObject({
    edition: QuestionnaireKey,
    mode: WeightingMode,
    total: z.number().meta({ description: 'The total of the model; it cannot be changed.' }),
    items: WeightingItems,
  })
  .meta({ id: 'WeightingContent', description: 'What a weighting says about its edition.' })
export type WeightingContent = z.infer<typeof WeightingContent>

export const WeightingV1 = z
  .strictObject({
    format: z.literal('weighting/v1'),
    key: QuestionnaireKey,
    version: ContentVersion,
    title: z.string().min(1).max(200),
    owner: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('organization'), id: OrganizationId }),
      z.strictObject({ kind: z.literal('association'), id: AssociationId }),
    ]),
    ...WeightingContent.shape,
    elicitation: Elicitation,
    rationale: z.string().max(4000),
  })
  .meta({ id: 'WeightingV1', description: 'A weighting profile; immutable once published.' })
export type WeightingV1 = z.infer<typeof WeightingV1>
