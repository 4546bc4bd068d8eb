// Publishing a draft: nothing is wrong with it, every warning is accepted, and two persons want the same.
// What is wrong with a draft is found in examine.ts; taking a version from new use is withdraw.ts.
import { demand } from '../access.ts'
import type { Standing } from '../context.ts'
import type { Happening } from '../document/event-v1.ts'
import { unaccepted, type WarningCode } from '../document/gate.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import type { PersonId } from '../ids.ts'
import { Problem } from '../problem.ts'
import type { Draft, Plan } from './draft.ts'
import type { Examined } from './examine.ts'
import { refuseUnlessTaken } from './lifecycle.ts'
import type { Act, PublishedVersion } from './version.ts'

/** How many findings a refusal names; validating says how many there are. */
export const mostFindings = 100

export type Publish = {
  readonly draft: Draft
  readonly examined: Examined
  readonly plan: Plan
  readonly acceptWarnings: readonly WarningCode[]
  readonly standing: Standing
  readonly now: Date
}

/** `claimsKey`: it is the first version under its key. The scoring digest is made of the questionnaire. */
export type Published = {
  readonly draft: Draft
  readonly version: Omit<PublishedVersion, 'scoringDigest'> & {
    readonly proposedBy: PersonId
    readonly publishedBy: PersonId
    readonly claimsKey: boolean
  }
  readonly questionnaire: Questionnaire
  readonly events: readonly Happening[]
}

/**
 * Refuses with `forbidden`, `not-found`, `illegal-transition`, `already-exists` (the key is somebody else's),
 * `document-invalid`, `warnings-not-accepted`. Then with `second-person-required` whoever asks first, for the same
 * again or for something else than before, and with `plan-outdated` where another person asked for something else.
 */
export const publishDraft = (given: Publish): Published => {
  const { draft, examined, plan, standing, now } = given
  demand(standing, 'questionnaire-drafts:write')
  refuseUnlessTaken(draft.state, 'publish')
  const questionnaire = demandFaultless(given)
  const first = demandSecond(draft, plan, { standing, now })
  const { key, version } = questionnaire
  return {
    draft: {
      ...draft,
      state: 'published',
      revision: draft.revision + 1,
      published: { key, version, at: now },
    },
    version: {
      key,
      version,
      digest: draft.digest,
      state: 'published',
      visibility: plan.visibility,
      owner: draft.associationId,
      publishedAt: now,
      withdrawal: null,
      withdrawnAt: null,
      proposedBy: first.by,
      publishedBy: standing.personId,
      claimsKey: examined.last === null,
    },
    questionnaire,
    events: [
      {
        type: 'questionnaire.published',
        subject: key,
        ids: { draft: draft.id },
        versions: { questionnaire: version },
      },
    ],
  }
}

const demandFaultless = ({ examined, acceptWarnings }: Publish): Questionnaire => {
  const { questionnaire, errors, taken } = examined
  if (taken) throw new Problem('already-exists', { parameter: 'questionnaireDraftId' })
  if (questionnaire === null || errors.length > 0)
    throw new Problem('document-invalid', { errors: errors.slice(0, mostFindings) })
  const warnings = unaccepted(examined.warnings, acceptWarnings)
  if (warnings.length > 0)
    throw new Problem('warnings-not-accepted', { warnings: warnings.slice(0, mostFindings) })
  return questionnaire
}

const changesOf = (before: Plan, after: Plan): readonly string[] =>
  (['document', 'mapping', 'visibility', 'last'] as const).filter(
    (name) => before[name] !== after[name],
  )

/** The step that is confirmed now. */
const demandSecond = (
  { proposal }: Draft,
  plan: Plan,
  { standing, now }: { readonly standing: Standing; readonly now: Date },
): Act => {
  const changed = proposal === null ? [] : changesOf(proposal.plan, plan)
  const isAnew = proposal === null || (proposal.by === standing.personId && changed.length > 0)
  if (isAnew) throw new Problem('second-person-required', { requestedAt: now.toISOString() })
  if (changed.length > 0) throw new Problem('plan-outdated', { changed })
  const firstStep = { personId: proposal.by, at: proposal.at }
  demand(standing, 'questionnaires:publish', { firstStep })
  return proposal
}

/** Notes what the first person wants; whoever wanted the very same before stays the first. */
export const proposed = (draft: Draft, { by, at }: Act, plan: Plan): Draft => {
  const { proposal } = draft
  const isSame = proposal !== null && changesOf(proposal.plan, plan).length === 0
  if (draft.state !== 'draft' || isSame) return draft
  return { ...draft, revision: draft.revision + 1, proposal: { by, at, plan } }
}
