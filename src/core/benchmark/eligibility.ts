// Who may enter a benchmark edition, and everything that speaks against a submission by itself.
// Which of several eligible ones enters is in selection.ts.
import type { Policy } from './disclosure.ts'

/** `self`: the frozen self-score. `assessed`: the score after consensus. Never in one benchmark. */
export const bases = ['self', 'assessed'] as const
export type Basis = (typeof bases)[number]

/** What makes submissions comparable, and when: frozen with the benchmark edition. */
export type Comparability = {
  readonly questionnaireKey: string
  /** Versions without a change of meaning between them; they pool only with the one scoring digest. */
  readonly questionnaireVersions: readonly string[]
  readonly scoringDigest: string
  readonly basis: Basis
  /** All members synthetic, or none. */
  readonly synthetic: boolean
  readonly cutOffAt: Date
  readonly policy: Pick<Policy, 'minAgeDays'>
  /** The programme's limit for answers carried over and not yet looked at, in bp of the points. */
  readonly maxCarriedShareBp: number
}

/**
 * What is judged of one submission with its score sheet: whoever it is of. Shares are in bp of the reference
 * points.
 */
export type Facts = {
  readonly state: string
  readonly finalAt: Date | null
  readonly consent: 'none' | 'given' | 'withdrawn'
  readonly organizationVerified: boolean
  readonly ownerGroupVerified: boolean
  readonly test: boolean
  readonly synthetic: boolean
  readonly questionnaireKey: string
  readonly questionnaireVersion: string
  readonly scoringDigest: string
  readonly basis: Basis
  readonly weighting: string
  readonly variant: string
  readonly unanswered: number
  /** Answers "not applicable" at nodes that do not allow it. */
  readonly naForbidden: number
  readonly naShareBp: number
  readonly carriedShareBp: number
  /** In a benchmark edition before, whichever: a submission is used once ever. */
  readonly usedBefore: boolean
}

/** The most of the reference points that may be not applicable. */
export const maxNaShareBp = 1000

type Rule = (facts: Facts, edition: Comparability) => boolean

const dayMs = 86_400_000

/** True where the submission was final at the cut-off. */
export const isFinal: Rule = ({ state, finalAt }, { cutOffAt }) =>
  state === 'final' && finalAt !== null && finalAt.getTime() <= cutOffAt.getTime()

const isTooYoung: Rule = ({ finalAt }, { cutOffAt, policy }) =>
  finalAt !== null && finalAt.getTime() + policy.minAgeDays * dayMs > cutOffAt.getTime()

/** Reason → true where it speaks against the submission. The order is that of the funnel. */
const rules = {
  not_final: (facts, edition) => !isFinal(facts, edition),
  test: ({ test }) => test,
  synthetic_mismatch: ({ synthetic }, edition) => synthetic !== edition.synthetic,
  other_questionnaire: ({ questionnaireKey }, edition) =>
    questionnaireKey !== edition.questionnaireKey,
  other_version: ({ questionnaireVersion }, edition) =>
    !edition.questionnaireVersions.includes(questionnaireVersion),
  other_scoring: ({ scoringDigest }, edition) => scoringDigest !== edition.scoringDigest,
  other_basis: ({ basis }, edition) => basis !== edition.basis,
  not_reference: ({ weighting }) => weighting !== 'reference',
  not_official: ({ variant }) => variant !== 'official',
  too_young: isTooYoung,
  consent_missing: ({ consent }) => consent === 'none',
  consent_withdrawn: ({ consent }) => consent === 'withdrawn',
  organization_unverified: ({ organizationVerified }) => !organizationVerified,
  owner_group_unverified: ({ ownerGroupVerified }) => !ownerGroupVerified,
  unanswered: ({ unanswered }) => unanswered > 0,
  na_forbidden: ({ naForbidden }) => naForbidden > 0,
  na_share: ({ naShareBp }) => naShareBp > maxNaShareBp,
  carried_share: ({ carriedShareBp }, edition) => carriedShareBp > edition.maxCarriedShareBp,
  used_before: ({ usedBefore }) => usedBefore,
} as const satisfies Record<string, Rule>

/** What can speak against a submission by itself: a closed list, in the order of the funnel. */
export type OwnReason = keyof typeof rules
export const ownReasons = Object.keys(rules) as readonly OwnReason[]

/** All reasons against a submission at once, in the order of the list; empty: it is eligible by itself. */
export const reasonsAgainst = (facts: Facts, edition: Comparability): readonly OwnReason[] =>
  ownReasons.filter((reason) => rules[reason](facts, edition))
