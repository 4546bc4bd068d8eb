// The parameters of every scoring method in questionnaire/v1: one strict shape for each, by name and major version.
// Which of them a document states is the union in scoring-v1.ts; what no shape can say is in invariants/.
import { z } from 'zod'

/** A lower-case name inside a document: a factor, a band set, a group, a band. */
export const Slug = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'A name is small letters and digits with single hyphens')
  .meta({ id: 'Slug', description: 'A lower-case name.', examples: ['process-six'] })

export const kinds = ['process', 'result', 'direction', 'execution', 'maturity'] as const
export const Kind = z.enum(kinds).meta({
  id: 'NodeKind',
  description: 'What a scored node is judged by: how, with what result, or how ripe.',
})
export type Kind = z.infer<typeof Kind>

type ByKind<Value> = Readonly<Partial<Record<Kind, Value | undefined>>>

/** What is stated by kind, in the order of the kinds. */
export const statedByKind = <Value>(given: ByKind<Value>): readonly (readonly [Kind, Value])[] =>
  kinds.flatMap((kind) => {
    const value = given[kind]
    return value === undefined ? [] : [[kind, value] as const]
  })

/** One optional member for every kind of node. */
const byKind = <Shape extends z.ZodType>(shape: Shape) =>
  z.strictObject({
    process: shape.optional(),
    result: shape.optional(),
    direction: shape.optional(),
    execution: shape.optional(),
    maturity: shape.optional(),
  })

const bandSets = byKind(Slug).meta({
  id: 'BandSetsByKind',
  description: 'The code of the band set of each kind of node.',
})
const pdcaBandSets = z.strictObject({ process: Slug, result: Slug })

/** How percents become points. Steps are JSON numbers with at most two decimals. */
export const rollUpMembers = {
  categoryMean: z.enum(['weighted', 'plain']).optional(),
  categoryStep: z.number().optional(),
  pointsStep: z.number().optional(),
  unanswered: z.enum(['zero', 'renormalise']).optional(),
}

/** The roll-up parameters that a document states; what is absent has the default of the method. */
export type RollUpParameters = z.infer<z.ZodObject<typeof rollUpMembers>>

export const PercentPointsParameters = z
  .strictObject({
    step: z.number().meta({ description: 'Percents are multiples of it.' }),
    factors: z.enum(['none', 'guidance', 'weighted']),
    factorWeights: byKind(z.record(Slug, z.int().min(0).max(1_000_000))).optional(),
    bandSets,
    ...rollUpMembers,
  })
  .meta({ id: 'PercentPointsParameters', description: 'Parameters of percent-points@1.' })
export type PercentPointsParameters = z.infer<typeof PercentPointsParameters>

const RadarElement = z
  .strictObject({ code: Slug, attributes: z.array(Slug).min(1).max(10) })
  .meta({ id: 'RadarElement', description: 'Attributes that are looked at together.' })
export type RadarElement = z.infer<typeof RadarElement>

export const RadarParameters = z
  .strictObject({
    inputStep: z.number().meta({ description: 'Percents of attributes are multiples of it.' }),
    elements: byKind(z.array(RadarElement).min(1).max(10)),
    cap: byKind(Slug)
      .nullable()
      .meta({ description: 'The attribute that no score may exceed; null: the edition has none.' }),
    combine: z
      .enum(['attributes', 'elements'])
      .meta({ description: 'The mean of all attributes, or of the means of the elements.' }),
    inputRound: z.number().optional(),
    elementRound: z.number().optional(),
    partRound: z.number().optional(),
    bandSets,
    ...rollUpMembers,
  })
  .meta({ id: 'RadarParameters', description: 'Parameters of radar@1.' })
export type RadarParameters = z.infer<typeof RadarParameters>

export const phases = ['plan', 'do', 'check', 'act', 'pdca'] as const
export type Phase = (typeof phases)[number]

export const PdcaClassicalParameters = z
  .strictObject({
    bandSets: pdcaBandSets,
    phases: z
      .array(z.enum(phases))
      .length(phases.length)
      .refine((given) => given.every((phase, index) => phase === phases[index]), {
        error: `State the phases in their order: ${phases.join(', ')}.`,
      })
      .meta({ const: [...phases], description: 'The phases of the second band to the sixth.' }),
  })
  .meta({ id: 'PdcaClassicalParameters', description: 'Parameters of pdca-classical@1.' })
export type PdcaClassicalParameters = z.infer<typeof PdcaClassicalParameters>

export const PdcaFineTunedParameters = z
  .strictObject({ bandSets: pdcaBandSets })
  .meta({ id: 'PdcaFineTunedParameters', description: 'Parameters of pdca-fine-tuned@1.' })
export type PdcaFineTunedParameters = z.infer<typeof PdcaFineTunedParameters>

export const MaturityLevelParameters = z
  .strictObject({
    entry: z
      .enum(['statements', 'level'])
      .meta({ description: 'What is answered: statements of every level, or the level itself.' }),
    bandSets: z.strictObject({ maturity: Slug }),
  })
  .meta({ id: 'MaturityLevelParameters', description: 'Parameters of maturity-level@1.' })
export type MaturityLevelParameters = z.infer<typeof MaturityLevelParameters>

export const CategoryPassParameters = z
  .strictObject({
    pointStep: z.number().meta({ description: 'Points are multiples of it.' }),
    bandSets: z.strictObject({}),
  })
  .meta({ id: 'CategoryPassParameters', description: 'Parameters of category-pass@1.' })
export type CategoryPassParameters = z.infer<typeof CategoryPassParameters>

export const StatementsParameters = z
  .strictObject({
    scale: Slug.meta({ description: 'The code of the scale on which statements are rated.' }),
    bandSets,
    ...rollUpMembers,
  })
  .meta({ id: 'StatementsParameters', description: 'Parameters of statements@1.' })
export type StatementsParameters = z.infer<typeof StatementsParameters>
