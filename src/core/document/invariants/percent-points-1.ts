// Invariants of a document scored by percent-points@1: its steps, weights of factors, bands that cover every step.
// How the parameters are applied is in scoring/methods/percent-points-1.ts.
import { hundredthsOf } from '../../exact.ts'
import type { ProblemError } from '../../problem.ts'
import { bandSetOf } from '../nodes.ts'
import type { Kind } from '../parameters-v1.ts'
import type { Questionnaire } from '../questionnaire-v1.ts'
import { parametersOf } from '../scoring-v1.ts'
import { coverFindings, onStep } from './bands.ts'
import { kindsUsed } from './kinds.ts'
import { stepFindings } from './steps.ts'

const name = 'percent-points@1'
const parameters = '/scoring/parameters'

const weightsOfKind = (
  questionnaire: Questionnaire,
  kind: Kind,
  weights: Readonly<Record<string, number>>,
): readonly ProblemError[] => {
  const factors = bandSetOf(questionnaire, kind)?.factors ?? []
  const pointer = `${parameters}/factorWeights/${kind}`
  const missing = factors.filter((factor) => weights[factor] === undefined)
  const unknown = Object.keys(weights).filter((factor) => !factors.includes(factor))
  const findings: ProblemError[] = [
    ...missing.map((factor) => ({
      pointer,
      code: 'factor-weight-missing',
      detail: `The factor "${factor}" has no weight; a missing weight is not zero.`,
    })),
    ...unknown.map((factor) => ({
      pointer: `${pointer}/${factor}`,
      code: 'factor-missing',
      detail: `"${factor}" is no factor of kind ${kind}.`,
    })),
  ]
  const nothing = Object.values(weights).every((weight) => weight === 0)
  return findings.length === 0 && nothing
    ? [
        {
          pointer,
          code: 'factor-weights-zero',
          detail: `All factors of kind ${kind} weigh nothing.`,
        },
      ]
    : findings
}

/** Factor weights stand exactly where factors are weighted, one for every factor, not all zero. */
const weightFindings = (questionnaire: Questionnaire): readonly ProblemError[] => {
  const { factors, factorWeights } = parametersOf(questionnaire, name)
  if (factors === 'weighted') {
    return kindsUsed(questionnaire).flatMap((kind) =>
      weightsOfKind(questionnaire, kind, factorWeights?.[kind] ?? {}),
    )
  }
  return factorWeights === undefined
    ? []
    : [
        {
          pointer: `${parameters}/factorWeights`,
          code: 'factor-weights-unused',
          detail: `Factor weights have no use where factors are "${factors}".`,
        },
      ]
}

/** Bands cover every allowed step from 0 to 100 once; the first step that fails is named. */
const bandFindings = (questionnaire: Questionnaire): readonly ProblemError[] => {
  const step = hundredthsOf(parametersOf(questionnaire, name).step)
  if (step === null || step <= 0n) return []
  return questionnaire.bandSets.flatMap((set, index) =>
    coverFindings(set, `/bandSets/${index}`, onStep(step)),
  )
}

/** Everything wrong with the parameters and bands of a questionnaire scored by percent-points@1. */
export const percentPointsFindings = (questionnaire: Questionnaire): readonly ProblemError[] => {
  const { step, categoryStep, pointsStep } = parametersOf(questionnaire, name)
  return [
    ...stepFindings({ ofPercents: { step, categoryStep }, ofPoints: { pointsStep } }),
    ...weightFindings(questionnaire),
    ...bandFindings(questionnaire),
  ]
}
