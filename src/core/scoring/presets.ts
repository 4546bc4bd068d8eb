// Parameters that a caller may put in the place of the document's, and the known sets of them by name.
// What a parameter does is said by the method and by roll-up.ts; a sheet says which ones were in force.
import { z } from 'zod'
import { type RadarParameters, rollUpMembers } from '../document/parameters-v1.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import { parametersIf, rollUpParametersOf } from '../document/scoring-v1.ts'

/** `assessbase-…` and `tool` imitate tools; what they give is custom and enters no benchmark. */
export const presetNames = [
  'exact-attributes',
  'exact-elements',
  'assessbase-report',
  'assessbase-form',
  'tool',
] as const
export type PresetName = (typeof presetNames)[number]

const step = z.number().nullable()
const combine = z.enum(['attributes', 'elements'])
const categoryMean = rollUpMembers.categoryMean.unwrap()
const unanswered = rollUpMembers.unanswered.unwrap()

/** Every parameter in force; null: no rounding, or, for `combine`, nothing to combine. */
export const SheetParameters = z
  .strictObject({
    preset: z
      .enum(presetNames)
      .nullable()
      .meta({ description: 'The set of that name; null: none.' }),
    combine: combine.nullable(),
    inputRound: step,
    elementRound: step,
    partRound: step,
    unanswered,
    categoryMean,
    categoryStep: step,
    pointsStep: step,
  })
  .meta({ id: 'SheetParameters', description: 'Parameters in force; null steps: no rounding.' })
export type SheetParameters = Readonly<z.infer<typeof SheetParameters>>

/** What a caller asks for: a preset, and single parameters that stand above it. */
export const Variation = z
  .strictObject({
    preset: z.enum(presetNames).optional(),
    combine: combine.optional(),
    inputRound: step.optional(),
    elementRound: step.optional(),
    partRound: step.optional(),
    unanswered: unanswered.optional(),
    categoryMean: categoryMean.optional(),
    categoryStep: step.optional(),
    pointsStep: step.optional(),
  })
  .meta({
    id: 'ScoringVariation',
    description: 'Parameters in the place of those of the questionnaire; null steps: no rounding.',
  })
export type Variation = Readonly<z.infer<typeof Variation>>

/** A parameter by itself. */
export type Parameter = Exclude<keyof SheetParameters, 'preset'>
export type Preset = { readonly [Name in Parameter]?: SheetParameters[Name] | undefined }

const unrounded = {
  inputRound: null,
  elementRound: null,
  partRound: null,
  unanswered: 'zero',
  categoryMean: 'weighted',
  categoryStep: null,
  pointsStep: null,
} as const

/** The presets of radar@1 (section 3). The form computes parts only: what it leaves open stays as it is. */
export const radarPresets: Readonly<Partial<Record<PresetName, Preset>>> = {
  'exact-attributes': { ...unrounded, combine: 'attributes' },
  'exact-elements': { ...unrounded, combine: 'elements' },
  'assessbase-report': {
    inputRound: 5,
    combine: 'attributes',
    elementRound: null,
    partRound: 5,
    unanswered: 'renormalise',
    categoryMean: 'plain',
    categoryStep: null,
    pointsStep: 1,
  },
  'assessbase-form': { inputRound: null, combine: 'elements', elementRound: 10, partRound: 10 },
}

export const statementsPresets: Readonly<Partial<Record<PresetName, Preset>>> = {
  tool: { categoryStep: 5, pointsStep: 1 },
}

const ofRadar = (radar: RadarParameters | null) => ({
  combine: radar?.combine ?? null,
  inputRound: radar?.inputRound ?? null,
  elementRound: radar?.elementRound ?? null,
  partRound: radar?.partRound ?? null,
})

/** The presets that a questionnaire's method knows. */
export const presetsOf = ({ scoring }: Questionnaire) => {
  if (scoring.method === 'radar@1') return radarPresets
  return scoring.method === 'statements@1' ? statementsPresets : {}
}

/** All parameters in force for a questionnaire, with the name of the preset that they are. */
export const parametersInForce = (questionnaire: Questionnaire): SheetParameters => {
  const rollUp = rollUpParametersOf(questionnaire)
  const inForce = {
    ...ofRadar(parametersIf(questionnaire, 'radar@1')),
    unanswered: rollUp.unanswered ?? 'zero',
    categoryMean: rollUp.categoryMean ?? 'weighted',
    categoryStep: rollUp.categoryStep ?? null,
    pointsStep: rollUp.pointsStep ?? null,
  } as const
  const isLike = (preset: Preset): boolean =>
    Object.entries(preset).every(([name, value]) => inForce[name as Parameter] === value)
  const named = Object.entries(presetsOf(questionnaire)).find(([, preset]) => isLike(preset))
  return { preset: (named?.[0] as PresetName | undefined) ?? null, ...inForce }
}

/** Whether the parameters in force are those of a tool, which no model publishes. */
export const imitatesTool = (questionnaire: Questionnaire): boolean => {
  const { preset } = parametersInForce(questionnaire)
  return preset !== null && !preset.startsWith('exact-')
}
