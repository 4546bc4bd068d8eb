// Decides whether a draft of a weighting is published: the limits of the associations above its owner hold, and its
// comparisons agree with each other.
import { demand } from '../access.ts'
import type { Standing } from '../context.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import type { PersonId } from '../ids.ts'
import { Problem, type ProblemError } from '../problem.ts'
import type { WeightingLimits } from '../scoring/weighting-findings.ts'
import { elicit, inconsistencies } from './elicit.ts'
import { breaches } from './limits.ts'
import {
  actionOf,
  demandDraft,
  happened,
  type WeightingDecided,
  type WeightingProfile,
} from './profile.ts'

export type PublishWeighting = {
  readonly weighting: WeightingProfile
  readonly questionnaire: Questionnaire
  /** Of every association in the line of the owner that has set some. */
  readonly limits: readonly WeightingLimits[]
  /** Whether submissions were submitted under a version of this weighting. */
  readonly used: boolean
  /** Of `weightingDocument`. */
  readonly digest: string
  readonly standing: Standing
  readonly now: Date
}

const contradictions = (
  { elicitation }: WeightingProfile,
  questionnaire: Questionnaire,
): readonly ProblemError[] =>
  elicitation.kind === 'manual' ? [] : inconsistencies(elicit(elicitation, questionnaire))

/** A version of what houses count on already is two people's word: who asks first is told so, and noted. */
const demandSecond = ({ weighting, used, standing, now }: PublishWeighting): void => {
  if (weighting.owner.kind === 'organization' || !used) return
  const { by: personId, at } = weighting.publication ?? { by: standing.personId, at: now }
  demand(standing, 'association-weightings:succeed', { firstStep: { personId, at } })
}

/**
 * Publishes a draft: from now on it can be named by submissions and never changes. Refuses with `forbidden`
 * or `not-found`, with `immutable` where it is published already, with `document-invalid` where it breaks
 * limits or its judgements are too inconsistent, and an association's first who asks, where submissions use a
 * version of it, with `second-person-required`.
 */
export const publishWeighting = (given: PublishWeighting): WeightingDecided => {
  const { weighting, questionnaire, limits, digest, standing, now } = given
  demand(standing, actionOf(weighting.owner, 'publish'))
  demandDraft(weighting)
  const errors = [
    ...breaches(weighting, questionnaire, limits),
    ...contradictions(weighting, questionnaire),
  ]
  if (errors.length > 0) throw new Problem('document-invalid', { errors })
  demandSecond(given)
  const published: WeightingProfile = {
    ...weighting,
    state: 'published',
    digest,
    revision: weighting.revision + 1,
    updatedAt: now,
    publishedBy: standing.personId,
    publishedAt: now,
  }
  return { weighting: published, events: [happened('weighting.published', published)] }
}

/** Notes who asked first; whoever did stays the first, and what is published stays as it is. */
export const publicationAsked = (
  weighting: WeightingProfile,
  asked: { readonly by: PersonId; readonly at: Date },
): WeightingProfile =>
  weighting.state === 'published' || weighting.publication !== null
    ? weighting
    : { ...weighting, publication: asked, revision: weighting.revision + 1 }
