// Tells an organization why a submission of its own would not enter a benchmark edition, by what it may know itself.
// The rules are those of eligibility.ts; who stands for an owner group, and past uses, are the builder's alone.
import { policyOf } from './disclosure.ts'
import {
  type Comparability,
  type Facts,
  isFinal,
  type OwnReason,
  ownReasons,
  reasonsAgainst,
} from './eligibility.ts'

/** What can be told: all but `used_before`, which only the builder sees, and that a later final replaces it. */
export const toldReasons = [
  ...ownReasons.filter((reason) => reason !== 'used_before'),
  'not_latest',
] as const
export type ToldReason = OwnReason | 'not_latest'

export type OwnEligibility = {
  readonly cutOffAt: Date
  readonly minAgeDays: number
  readonly reasons: readonly ToldReason[]
}

/** What is known of the submission; `laterFinalAt`: of the next final of the same questionnaire, null: none. */
export type OwnFacts = Omit<Facts, 'usedBefore'> & { readonly laterFinalAt: Date | null }

/** `edition` null: an edition of the usual protection with its cut-off now. */
export const ownEligibility = (
  { laterFinalAt, ...known }: OwnFacts,
  edition: Comparability | null,
  now: Date,
): OwnEligibility => {
  const facts: Facts = { ...known, usedBefore: false }
  const rules = edition ?? usualRules(facts, now)
  const { cutOffAt, policy } = rules
  const isReplaced =
    isFinal(facts, rules) && laterFinalAt !== null && laterFinalAt.getTime() <= cutOffAt.getTime()
  return {
    cutOffAt,
    minAgeDays: policy.minAgeDays,
    reasons: [...reasonsAgainst(facts, rules), ...(isReplaced ? (['not_latest'] as const) : [])],
  }
}

const usualRules = (facts: Facts, now: Date): Comparability => ({
  questionnaireKey: facts.questionnaireKey,
  questionnaireVersions: [facts.questionnaireVersion],
  scoringDigest: facts.scoringDigest,
  basis: facts.basis,
  synthetic: facts.synthetic,
  cutOffAt: now,
  policy: policyOf({}),
  maxCarriedShareBp: 0,
})
