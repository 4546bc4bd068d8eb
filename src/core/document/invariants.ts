// What a questionnaire must satisfy beyond its shape (scoring.md section 12): all findings at once.
// Each invariant is in invariants/; what changed between two versions is compared elsewhere.
import type { ProblemError } from '../problem.ts'
import { categoryPassFindings } from './invariants/category-pass-1.ts'
import { kindFindings, probeFindings } from './invariants/kinds.ts'
import { maturityLevelFindings } from './invariants/maturity-level-1.ts'
import { memberFindings } from './invariants/members.ts'
import { pdcaClassicalFindings, pdcaFineTunedFindings } from './invariants/pdca-1.ts'
import { percentPointsFindings } from './invariants/percent-points-1.ts'
import { displayFindings, grainFindings, sumFindings, totalFindings } from './invariants/points.ts'
import { radarFindings } from './invariants/radar-1.ts'
import { recognitionFindings } from './invariants/recognition.ts'
import {
  factorFindings,
  nameFindings,
  nodeFindings,
  permissionFindings,
} from './invariants/references.ts'
import { statementsFindings } from './invariants/statements-1.ts'
import {
  areaFindings,
  categoryFindings,
  codeFindings,
  textFindings,
} from './invariants/structure.ts'
import type { Questionnaire } from './questionnaire-v1.ts'
import type { MethodName } from './scoring-v1.ts'

type Invariant = (questionnaire: Questionnaire) => readonly ProblemError[]

const everywhere: readonly Invariant[] = [
  codeFindings,
  categoryFindings,
  areaFindings,
  textFindings,
  grainFindings,
  totalFindings,
  sumFindings,
  displayFindings,
  nameFindings,
  nodeFindings,
  permissionFindings,
  factorFindings,
  recognitionFindings,
  memberFindings,
  kindFindings,
  probeFindings,
]

const ofMethod: Readonly<Record<MethodName, Invariant>> = {
  'percent-points@1': percentPointsFindings,
  'radar@1': radarFindings,
  'pdca-classical@1': pdcaClassicalFindings,
  'pdca-fine-tuned@1': pdcaFineTunedFindings,
  'maturity-level@1': maturityLevelFindings,
  'category-pass@1': categoryPassFindings,
  'statements@1': statementsFindings,
}

/** Every broken invariant of the questionnaire, each with a JSON pointer; empty: it may be published. */
export const questionnaireFindings = (questionnaire: Questionnaire): readonly ProblemError[] =>
  [...everywhere, ofMethod[questionnaire.scoring.method]].flatMap((invariant) =>
    invariant(questionnaire),
  )
