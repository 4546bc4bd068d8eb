// Withdrawing a published version from new use, by two persons. What stands on it is untouched, for ever.
// That no new submission takes it is decided where submissions are made.
import { demand, forbidden } from '../access.ts'
import type { Standing } from '../context.ts'
import type { Happening } from '../document/event-v1.ts'
import type { AssociationId } from '../ids.ts'
import { refuseUnlessTaken } from './lifecycle.ts'
import type { Act, PublishedVersion } from './version.ts'

export type Withdraw = {
  readonly version: PublishedVersion
  readonly associationId: AssociationId
  readonly standing: Standing
  readonly now: Date
}

/**
 * Refuses with `not-found`, with `forbidden` also for a version of somebody else, with `illegal-transition`, and
 * with `second-person-required` whoever asks first, and the same person again.
 */
export const withdrawVersion = ({
  version,
  associationId,
  standing,
  now,
}: Withdraw): { readonly version: PublishedVersion; readonly events: readonly Happening[] } => {
  demand(standing, 'questionnaire-drafts:write')
  if (version.owner !== associationId) throw forbidden('questionnaires:publish')
  refuseUnlessTaken(version.state, 'withdraw')
  const first = version.withdrawal ?? { by: standing.personId, at: now }
  const firstStep = { personId: first.by, at: first.at }
  demand(standing, 'questionnaires:publish', { firstStep })
  return {
    version: { ...version, state: 'withdrawn', withdrawnAt: now },
    events: [
      {
        type: 'questionnaire.withdrawn',
        subject: version.key,
        ids: {},
        versions: { questionnaire: version.version },
      },
    ],
  }
}

/** Notes who asked first, and why; whoever did before stays the first, and what is withdrawn stays as it is. */
export const withdrawalAsked = (
  version: PublishedVersion,
  asked: Act & { readonly reason: string },
): PublishedVersion =>
  version.withdrawal !== null || version.state !== 'published'
    ? version
    : { ...version, withdrawal: asked }
