// What an assessor says of own standing interests, for every assignment of an association.
// What the association itself knows is in assessor.ts; both count, and neither takes anything away from the other.
import { z } from 'zod'
import { demand } from '../access.ts'
import type { Standing } from '../context.ts'
import { canonicalJson } from '../document/canonical.ts'
import type { Happening } from '../document/event-v1.ts'
import type { AssociationId, PersonId } from '../ids.ts'
import { KnownInterest } from './assessor.ts'

/** All of them: what is left out is gone. */
export const OwnInterestsInput = z
  .strictObject({ interests: z.array(KnownInterest).max(100) })
  .meta({ id: 'OwnInterestsInput', description: 'Every tie that you have to an organization.' })
export type OwnInterestsInput = z.infer<typeof OwnInterestsInput>

export type OwnInterests = OwnInterestsInput & {
  readonly associationId: AssociationId
  readonly personId: PersonId
  readonly revision: number
  readonly updatedAt: Date
}

/** Null: nothing was said yet. */
export const etagOfOwnInterests = (own: OwnInterests | null): string | null =>
  own === null ? null : `"i${own.revision}-${own.personId}"`

export type OwnInterestsDecided = {
  readonly outcome: 'created' | 'updated' | 'unchanged'
  readonly own: OwnInterests
  readonly events: readonly Happening[]
}

/** Refuses with `not-found` to anybody but an assessor of the association. */
export const putOwnInterests = (given: {
  readonly associationId: AssociationId
  readonly own: OwnInterests | null
  readonly input: OwnInterestsInput
  readonly standing: Standing
  readonly now: Date
}): OwnInterestsDecided => {
  const { associationId, own, input, standing, now } = given
  const { personId } = standing
  demand(standing, 'interests:write', { personId })
  const { interests } = input
  if (own !== null && canonicalJson(own.interests) === canonicalJson(interests))
    return { outcome: 'unchanged', own, events: [] }
  const revision = (own?.revision ?? 0) + 1
  return {
    outcome: own === null ? 'created' : 'updated',
    own: { associationId, personId, interests, revision, updatedAt: now },
    events: [
      {
        type: 'assessor.interests-stated',
        subject: personId,
        ids: { associationId },
        versions: { interests: String(revision) },
      },
    ],
  }
}
