// Puts a caller's parameters in the place of the document's, for previews; what comes of it is custom.
// Which parameters there are, and the presets, is presets.ts; a stored sheet is never varied.
import { canonicalJson } from '../document/canonical.ts'
import { stepFindings } from '../document/invariants/steps.ts'
import { rollUpMembers } from '../document/parameters-v1.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import { type MethodName, rollUps, type Scoring } from '../document/scoring-v1.ts'
import { Problem, type ProblemError } from '../problem.ts'
import {
  type Parameter,
  type Preset,
  parametersInForce,
  presetsOf,
  type Variation,
} from './presets.ts'

const ofRollUp = Object.keys(rollUpMembers) as Parameter[]

/** The parameters that a caller may vary; none where the model leaves no choice. */
const openIn = (method: MethodName): readonly Parameter[] => {
  if (rollUps[method] !== 'points') return []
  return method === 'radar@1'
    ? ['combine', 'inputRound', 'elementRound', 'partRound', ...ofRollUp]
    : ofRollUp
}

const listed = (names: readonly string[]): string =>
  names.length === 0 ? 'nothing' : names.join(', ')

const presetFindings = (
  { preset }: Variation,
  questionnaire: Questionnaire,
): readonly ProblemError[] => {
  const known = presetsOf(questionnaire)
  if (preset === undefined || known[preset] !== undefined) return []
  const { method } = questionnaire.scoring
  const detail = `${method} has no preset "${preset}"; known: ${listed(Object.keys(known))}.`
  return [{ pointer: '/parameters/preset', code: 'preset-unknown', detail }]
}

const closedFindings = (
  named: readonly Parameter[],
  method: MethodName,
): readonly ProblemError[] => {
  const open = openIn(method)
  return named
    .filter((name) => !open.includes(name))
    .map((name) => ({
      pointer: `/parameters/${name}`,
      code: 'parameter-fixed',
      detail: `${method} lets nobody vary ${name}; open: ${listed(open)}.`,
    }))
}

/** Steps as documents may state them; the pointers are those of the request. */
const wrongSteps = (given: Variation): readonly ProblemError[] => {
  const stated = (step: number | null | undefined) => step ?? undefined
  return stepFindings({
    ofPercents: {
      inputRound: stated(given.inputRound),
      elementRound: stated(given.elementRound),
      partRound: stated(given.partRound),
      categoryStep: stated(given.categoryStep),
    },
    ofPoints: { pointsStep: stated(given.pointsStep) },
  }).map(({ pointer, ...finding }) => ({
    pointer: pointer.replace('/scoring/parameters', '/parameters'),
    ...finding,
  }))
}

/** The document's parameters with these in their place; null takes a step away. */
const withParameters = (questionnaire: Questionnaire, values: Preset): Questionnaire => {
  const { scoring } = questionnaire
  const parameters = Object.fromEntries(
    Object.entries({ ...scoring.parameters, ...values }).filter(([, value]) => value !== null),
  )
  // Only parameters that the method's own shape has come this far, checked like a document's.
  return { ...questionnaire, scoring: { ...scoring, parameters } as Scoring }
}

/**
 * The questionnaire under a caller's parameters, and whether anything differs from the document's own: a
 * value equal to it is no variation. Problem `document-invalid` where the method lets nobody vary one, or
 * a step could stand in no document; pointers below `/parameters`.
 */
export const vary = (
  questionnaire: Questionnaire,
  given: Variation,
): { readonly questionnaire: Questionnaire; readonly varied: boolean } => {
  const { preset, ...own } = given
  const named = Object.keys(own) as Parameter[]
  const errors = [
    ...presetFindings(given, questionnaire),
    ...closedFindings(named, questionnaire.scoring.method),
    ...wrongSteps(given),
  ]
  if (errors.length > 0) throw new Problem('document-invalid', { errors })
  const base = preset === undefined ? {} : presetsOf(questionnaire)[preset]
  const changed = withParameters(questionnaire, { ...base, ...own })
  const isSame =
    canonicalJson(parametersInForce(changed)) === canonicalJson(parametersInForce(questionnaire))
  return isSame ? { questionnaire, varied: false } : { questionnaire: changed, varied: true }
}
