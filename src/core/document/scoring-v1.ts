// How a questionnaire/v1 is scored: a method by its name and major version, with the parameters it takes.
// The shapes of the parameters are in parameters-v1.ts; the code of the methods is ../scoring/methods.
import { z } from 'zod'
import {
  CategoryPassParameters,
  MaturityLevelParameters,
  PdcaClassicalParameters,
  PdcaFineTunedParameters,
  PercentPointsParameters,
  RadarParameters,
  type RollUpParameters,
  StatementsParameters,
} from './parameters-v1.ts'

/**
 * How each method rolls nodes up. `points`: sums of points, and a total. `mean`: a category is the plain mean
 * of its nodes. `levels`: a category has no figure. `pass`: a category is the sum of its nodes and passes or
 * not. Only `points` has a total.
 */
export const rollUps = {
  'percent-points@1': 'points',
  'radar@1': 'points',
  'pdca-classical@1': 'mean',
  'pdca-fine-tuned@1': 'mean',
  'maturity-level@1': 'levels',
  'category-pass@1': 'pass',
  'statements@1': 'points',
} as const satisfies Record<string, 'points' | 'mean' | 'levels' | 'pass'>

export type MethodName = keyof typeof rollUps
export type RollUp = (typeof rollUps)[MethodName]

/** The methods this format knows. */
export const methodNames = Object.keys(rollUps) as readonly MethodName[] as readonly [
  MethodName,
  ...MethodName[],
]

const scoringBy = <Name extends MethodName, Parameters extends z.ZodType>(
  method: Name,
  parameters: Parameters,
) =>
  z.strictObject({
    method: z.literal(method),
    total: z.number().nullable().meta({ description: 'Maximum of all points; null: no total.' }),
    displayUnit: z.literal([0.1, 1]).meta({ description: 'The unit of shown points.' }),
    parameters,
  })

export const Scoring = z
  .discriminatedUnion('method', [
    scoringBy('percent-points@1', PercentPointsParameters),
    scoringBy('radar@1', RadarParameters),
    scoringBy('pdca-classical@1', PdcaClassicalParameters),
    scoringBy('pdca-fine-tuned@1', PdcaFineTunedParameters),
    scoringBy('maturity-level@1', MaturityLevelParameters),
    scoringBy('category-pass@1', CategoryPassParameters),
    scoringBy('statements@1', StatementsParameters),
  ])
  .meta({ id: 'Scoring', description: 'The method and its parameters.' })
export type Scoring = z.infer<typeof Scoring>

type ParametersByMethod = { [Each in Scoring as Each['method']]: Each['parameters'] }
export type ParametersOf<Name extends MethodName> = ParametersByMethod[Name]

type Scored = { readonly scoring: Scoring }

/** The parameters of a questionnaire scored by this method, null where it is scored by another. */
export const parametersIf = <Name extends MethodName>(
  { scoring }: Scored,
  method: Name,
): ParametersOf<Name> | null =>
  // The union says so; the compiler does not follow a generic name into it.
  scoring.method === method ? (scoring.parameters as ParametersOf<Name>) : null

/** The same where only this method can be meant: RangeError for a questionnaire scored by another. */
export const parametersOf = <Name extends MethodName>(
  questionnaire: Scored,
  method: Name,
): ParametersOf<Name> => {
  const parameters = parametersIf(questionnaire, method)
  if (parameters === null) throw new RangeError(`not scored by ${method}`)
  return parameters
}

/** What the document says about rolling up; nothing where its method leaves no choice. */
export const rollUpParametersOf = ({ scoring }: Scored): RollUpParameters =>
  scoring.method === 'percent-points@1' ||
  scoring.method === 'radar@1' ||
  scoring.method === 'statements@1'
    ? scoring.parameters
    : {}

/** Whether categories with items have figures of their own. */
export const hasCategoryFigures = ({ scoring }: Scored): boolean =>
  rollUps[scoring.method] !== 'levels'
