// Prepares scoring for the slices: plans are made once and kept, inputs get their digests.
// What a score is made of, and how, is core/scoring; when sheets are made and stored is up to the slices.
import { canonicalJson } from './core/document/canonical.ts'
import { type Plan, planOf } from './core/scoring/plan.ts'
import { vary } from './core/scoring/vary.ts'
import { type Weighting, weightingMaterial } from './core/scoring/weighting.ts'
import { sha256 } from './db/digest.ts'
import type { Scoring } from './deps.ts'

/** Plans kept at most; the one unused for longest is dropped first. */
const mostPlans = 500

export const scoringOf = (): Scoring => {
  const kept = new Map<string, Plan>()
  const planFor = (name: string, make: () => Plan): Plan => {
    const plan = kept.get(name) ?? make()
    kept.delete(name)
    kept.set(name, plan)
    const [oldest] = kept.keys()
    if (kept.size > mostPlans && oldest !== undefined) kept.delete(oldest)
    return plan
  }
  return {
    basisOf: (document, weighting, answers, variation = {}) => {
      const digest = weightingDigest(weighting)
      const { kind, id, version } = weighting
      const name = [document.digest, digest, kind, id, version].join(' ')
      const { questionnaire, varied } = vary(document.questionnaire, variation)
      // A caller's own parameters are used once; keeping their plans would drop others'.
      const plan = varied
        ? planOf(questionnaire, weighting, { varied })
        : planFor(name, () => planOf(questionnaire, weighting))
      return {
        plan,
        digests: {
          questionnaire: document.digest,
          weighting: digest,
          answers: sha256(canonicalJson(answers)),
        },
      }
    },
  }
}

const weightingDigest = (weighting: Weighting): string =>
  sha256(canonicalJson(weightingMaterial(weighting)))
