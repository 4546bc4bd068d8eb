// Which stored weighting a submission may name beside the reference: its organization's own, or one of an
// association above the organization. What forbids a choice is in create.ts; whether numbers fit, in ../scoring.
import type { Owner } from '../context.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import type { AssociationId } from '../ids.ts'
import { Problem, type ProblemError } from '../problem.ts'
import { referenceWeighting, type Weighting } from '../scoring/weighting.ts'
import { type WeightingLimits, weightingFindings } from '../scoring/weighting-findings.ts'
import { breaches } from '../weighting/limits.ts'
import { asWeighting, type WeightingProfile } from '../weighting/profile.ts'
import { choiceFindings, type OfferedWeighting } from './create.ts'
import type { Submission, WeightingChoice } from './submission.ts'

/**
 * What a choice led to when it was looked up. `line`: the association in which the organization is at home
 * and all those above it; `limits`: those that they set to weightings of this questionnaire.
 */
export type LookedUp = {
  readonly profile: WeightingProfile | null
  readonly line: readonly AssociationId[]
  readonly limits: readonly WeightingLimits[]
}

export const ownerOfChoice = (choice: WeightingChoice): Owner =>
  'organizationId' in choice
    ? { kind: 'organization', id: choice.organizationId }
    : { kind: 'association', id: choice.associationId }

/** The association's weighting that a choice led to; null: it is the house's own, or none. */
export const sharedWeighting = (lookedUp: LookedUp | null): WeightingProfile | null =>
  lookedUp?.profile?.owner.kind === 'association' ? lookedUp.profile : null

/** The weighting as it is offered to a submission; null: nothing that the organization may name. */
export const offeredOf = (
  lookedUp: LookedUp | null,
  questionnaire: Questionnaire,
): OfferedWeighting | null => {
  const profile = lookedUp?.profile ?? null
  if (lookedUp === null || profile === null) return null
  const { owner, state, version, edition } = profile
  if (owner.kind === 'association' && !lookedUp.line.includes(owner.id)) return null
  const unfit = weightingFindings(profile, questionnaire)
  const misfits = unfit.length > 0 ? unfit : breaches(profile, questionnaire, lookedUp.limits)
  return { state, version, edition, misfits }
}

/** What is scored: a submission, its questionnaire, and what its choice leads to (null: it has none). */
export type Weighed = {
  readonly submission: Submission
  readonly questionnaire: Questionnaire
  readonly lookedUp: LookedUp | null
}

const findingsOf = ({ submission, questionnaire, lookedUp }: Weighed): readonly ProblemError[] => {
  const { weighting, organizationId } = submission
  if (weighting === null) return []
  const offered = offeredOf(lookedUp, questionnaire)
  const edition = questionnaire.edition.key
  return choiceFindings(weighting, { organizationId, weighting: offered, edition })
}

const chosen = ({ submission, lookedUp }: Weighed): Weighting | null =>
  submission.weighting === null || lookedUp?.profile == null
    ? null
    : asWeighting(lookedUp.profile, 'own')

/**
 * The weighting beside the reference under which a submission is submitted; null: it names none. Refuses
 * with `document-invalid` where the choice does not stand any more, for example after a move.
 */
export const weightingBeside = (given: Weighed): Weighting | null => {
  const errors = findingsOf(given)
  if (errors.length > 0) throw new Problem('document-invalid', { errors })
  return chosen(given)
}

export const scoreKinds = ['reference', 'programme', 'own'] as const
export type ScoreKind = (typeof scoreKinds)[number]

/**
 * The weighting under which a submission without a stored sheet is scored on the spot; null: there is no
 * such score. What was submitted has the sheets it was given then, and no others.
 */
export const weightingOnTheSpot = (kind: ScoreKind, given: Weighed): Weighting | null => {
  if (given.submission.submittedAt !== null) return null
  if (kind === 'reference') return referenceWeighting(given.questionnaire)
  return kind === 'own' && findingsOf(given).length === 0 ? chosen(given) : null
}

/**
 * The same for looking at weights, also after submitting: what was named then still fits, since neither it nor
 * the questionnaire ever changes. Null: there is none.
 */
export const weightingLookedAt = (kind: 'reference' | 'own', given: Weighed): Weighting | null => {
  if (given.submission.submittedAt === null) return weightingOnTheSpot(kind, given)
  return kind === 'reference' ? referenceWeighting(given.questionnaire) : chosen(given)
}
