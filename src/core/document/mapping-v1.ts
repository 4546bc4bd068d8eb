// The format mapping/v1: what becomes of answers when a submission moves to another questionnaire version.
// Whether a mapping fits its two versions is decided in migration/findings.ts; applying it is in migration.
import { z } from 'zod'
import { ContentVersion, NodeCode, QuestionnaireKey } from '../ids.ts'
import { Provenance } from './questionnaire-v1.ts'

const Version = z
  .strictObject({ key: QuestionnaireKey, version: ContentVersion })
  .meta({ id: 'MappedVersion', description: 'One version of one questionnaire.' })

/**
 * `equal`: the same subject. `subset`: the source is part of the target; `superset`: the target is part of
 * the source. `split`: one source to many targets. `merge`: many sources to one target. From strong to weak.
 */
export const relations = ['equal', 'subset', 'superset', 'split', 'merge'] as const
export const Relation = z
  .enum(relations)
  .meta({ id: 'MappingRelation', description: 'How the subjects of both sides relate.' })
export type Relation = z.infer<typeof Relation>

/**
 * `keep`: both sides have one scale. `linear`: from range to range, half-up to the step. `clamp`: kept, limited
 * to the range. `reset`: the value is dropped, text and evidence stay. From strong to weak.
 */
export const scales = ['keep', 'linear', 'clamp', 'reset'] as const
export const MappingScale = z
  .enum(scales)
  .meta({ id: 'MappingScale', description: 'What happens to the value.' })
export type MappingScale = z.infer<typeof MappingScale>

const codes = z.array(NodeCode).min(1).max(50)
const note = z.string().min(1).max(1000).optional()

/** Scored nodes or profile items. `weights` of a merge are in the order of `from`; by default the maxima. */
const ItemRow = z
  .strictObject({
    from: codes,
    to: codes,
    relation: Relation,
    scale: MappingScale,
    weights: z.array(z.int().min(0).max(1_000_000)).min(1).max(50).optional(),
    meaningChanged: z.boolean().optional().meta({
      description:
        'The subject is the same and means something else: carried answers are reviewed.',
    }),
    note,
  })
  .meta({ id: 'MappingItemRow', description: 'What becomes of the answers to some nodes.' })
export type ItemRow = z.infer<typeof ItemRow>

/** Narrative follows areas; what goes to several areas is copied to each. */
const AreaRow = z
  .strictObject({ from: codes, to: codes, note })
  .meta({ id: 'MappingAreaRow', description: 'Where the narrative of some areas goes.' })
export type AreaRow = z.infer<typeof AreaRow>

const EstimateRow = z
  .strictObject({
    from: codes.max(1),
    to: codes.max(1),
    strength: z.enum(['full', 'partial', 'weak']),
    note,
  })
  .meta({ id: 'MappingEstimateRow', description: 'How strongly one node speaks for another.' })
export type EstimateRow = z.infer<typeof EstimateRow>

const head = {
  format: z.literal('mapping/v1'),
  from: Version,
  to: Version,
  provenance: Provenance,
}

export const MigrationMapping = z
  .strictObject({
    ...head,
    purpose: z.literal('migration'),
    items: z.array(ItemRow).max(1000),
    areas: z.array(AreaRow).max(2000),
  })
  .meta({ id: 'MigrationMapping', description: 'Carries answers from one version to another.' })
export type MigrationMapping = z.infer<typeof MigrationMapping>

export const EstimateMapping = z
  .strictObject({
    ...head,
    purpose: z.literal('estimate'),
    items: z.array(EstimateRow).min(1).max(1000),
  })
  .meta({
    id: 'EstimateMapping',
    description: 'Estimates percents under another model; never a score of that model.',
  })
export type EstimateMapping = z.infer<typeof EstimateMapping>

export const MappingV1 = z
  .discriminatedUnion('purpose', [MigrationMapping, EstimateMapping])
  .meta({ id: 'MappingV1', description: 'A mapping between two questionnaire versions.' })
export type MappingV1 = z.infer<typeof MappingV1>
