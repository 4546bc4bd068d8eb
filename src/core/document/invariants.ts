// What a questionnaire must satisfy beyond its shape (scoring.md section 12): all findings at once.
// Each invariant is in invariants/; what changed between two versions is compared elsewhere.
import type { ProblemError } from '../problem.ts'
import {
  bandFindings,
  kindFindings,
  probeFindings,
  stepFindings,
  weightFindings,
} from './invariants/percent-points-1.ts'
import { displayFindings, grainFindings, sumFindings } from './invariants/points.ts'
import {
  factorFindings,
  nameFindings,
  nodeFindings,
  permissionFindings,
  recognitionFindings,
} from './invariants/references.ts'
import {
  areaFindings,
  categoryFindings,
  codeFindings,
  textFindings,
} from './invariants/structure.ts'
import type { MethodName, Questionnaire } from './questionnaire-v1.ts'

type Invariant = (questionnaire: Questionnaire) => readonly ProblemError[]

const everywhere: readonly Invariant[] = [
  codeFindings,
  categoryFindings,
  areaFindings,
  textFindings,
  grainFindings,
  sumFindings,
  displayFindings,
  nameFindings,
  nodeFindings,
  permissionFindings,
  factorFindings,
  recognitionFindings,
]

const ofMethod: Readonly<Record<MethodName, readonly Invariant[]>> = {
  'percent-points@1': [stepFindings, kindFindings, weightFindings, bandFindings, probeFindings],
}

/** Every broken invariant of the questionnaire, each with a JSON pointer; empty: it may be published. */
export const questionnaireFindings = (questionnaire: Questionnaire): readonly ProblemError[] =>
  [...everywhere, ...ofMethod[questionnaire.scoring.method]].flatMap((invariant) =>
    invariant(questionnaire),
  )
