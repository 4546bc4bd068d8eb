// Random but valid questionnaires, weightings and answers, for properties of scoring: the cases of the second
// scoring (oracle/cases) as the product takes them.
import type { Questionnaire } from '../../src/core/document/questionnaire-v1.ts'
import type { NotApplicableRule } from '../../src/core/scoring/not-applicable.ts'
import type { Variation } from '../../src/core/scoring/presets.ts'
import type { ScoreInput } from '../../src/core/scoring/score.ts'
import { vary } from '../../src/core/scoring/vary.ts'
import type { Weighting } from '../../src/core/scoring/weighting.ts'
import { percentPoints } from './oracle/cases/percent-points-1.ts'
import type * as oracle from './oracle/document.ts'

export type Case = {
  readonly questionnaire: Questionnaire
  readonly weighting: Weighting
  readonly answers: ScoreInput['answers']
  readonly notApplicable: NotApplicableRule | undefined
}

/** The generators make valid documents; oracle.test.ts reads a sample of them to prove it. */
export const caseOf = ({ document, weights, answers, policy, preset }: oracle.Case): Case => {
  const own = document as unknown as Questionnaire
  return {
    questionnaire: preset === undefined ? own : vary(own, { preset } as Variation).questionnaire,
    weighting: { kind: 'own', id: 'w', version: '1.0.0', ...weights } as Weighting,
    answers: answers as ScoreInput['answers'],
    notApplicable: policy === null ? undefined : { policy, maxShareBp: 10_000 },
  }
}

/** Cases of percent-points@1 with everything at once; N/A is switched on in most. */
export const cases = percentPoints.map(caseOf)

/** Digests of nothing, for sheets whose inputs are not stored. */
export const noDigests = {
  questionnaire: '0'.repeat(64),
  weighting: '1'.repeat(64),
  answers: '2'.repeat(64),
}
