// A weighting profile as somebody owns it: what every decision about it shares.
// Drafts are draft.ts and copy.ts, publishing publish.ts; what the numbers are worth is scoring/weighting.ts.
import { type Action, demand } from '../access.ts'
import type { Owner, Standing } from '../context.ts'
import type { Happening } from '../document/event-v1.ts'
import type { Elicitation, WeightingMode, WeightingV1 } from '../document/weighting-v1.ts'
import type { PersonId, WeightingId } from '../ids.ts'
import { Problem } from '../problem.ts'
import type { Weighting } from '../scoring/weighting.ts'
import type { QuestionnaireReference, WeightingChoice } from '../submission/submission.ts'

export type WeightingProfile = {
  readonly owner: Owner
  readonly id: WeightingId
  readonly key: string
  readonly version: string
  readonly title: string
  readonly questionnaire: QuestionnaireReference
  /** Key of the edition that it is bound to. */
  readonly edition: string
  readonly total: number
  readonly mode: WeightingMode
  readonly items: Readonly<Record<string, number>>
  readonly rationale: string
  /** How the numbers were found, with the judgements they came from. */
  readonly elicitation: Elicitation
  /** The published version it was copied from, as it may have been adjusted since; null: from none. */
  readonly copiedFrom: WeightingChoice | null
  readonly state: 'draft' | 'published'
  /** SHA-256 of the canonical document; null while a draft. */
  readonly digest: string | null
  readonly revision: number
  readonly createdBy: PersonId
  readonly createdAt: Date
  readonly updatedAt: Date
  /** Who asked first for a publication that another person must confirm; null: nobody. */
  readonly publication: { readonly by: PersonId; readonly at: Date } | null
  readonly publishedBy: PersonId | null
  readonly publishedAt: Date | null
}

/** What is to be saved and told. */
export type WeightingDecided = {
  readonly weighting: WeightingProfile
  readonly events: readonly Happening[]
}

/** Organizations and associations have rows of their own in the access table. */
export const actionOf = (owner: Owner, verb: 'read' | 'write' | 'publish'): Action =>
  owner.kind === 'organization' ? `weightings:${verb}` : `association-weightings:${verb}`

/** Refuses whoever may not see the weightings of this owner. */
export const demandReading = (standing: Standing, owner: Owner): void =>
  demand(standing, actionOf(owner, 'read'))

export const happened = (
  type: Happening['type'],
  { id, key, version }: WeightingProfile,
): Happening => ({
  type,
  subject: id,
  ids: { key },
  versions: { version },
})

/** The weighting as a document of its own: what is digested when it is published. */
export const weightingDocument = (weighting: WeightingProfile): WeightingV1 => ({
  format: 'weighting/v1',
  key: weighting.key,
  version: weighting.version,
  title: weighting.title,
  owner: weighting.owner,
  edition: weighting.edition,
  mode: weighting.mode,
  total: weighting.total,
  items: { ...weighting.items },
  elicitation: weighting.elicitation,
  rationale: weighting.rationale,
})

/** Refuses with `immutable` what is published: a change of it is a new version. */
export const demandDraft = ({ publishedAt }: WeightingProfile): void => {
  if (publishedAt !== null) throw new Problem('immutable', { since: publishedAt.toISOString() })
}

/**
 * A new weighting as it was stored; null: its house has this version. `pointer`: where the caller named the version. Refuses
 * with `already-exists`.
 */
export const demandNew = (stored: WeightingProfile | null, pointer: string): WeightingProfile => {
  if (stored === null) throw new Problem('already-exists', { pointer })
  return stored
}

/** The profile as scoring takes it. */
export const asWeighting = (
  { id, version, mode, items }: WeightingProfile,
  kind: 'own' | 'programme',
): Weighting => ({ kind, id, version, mode, items })

/** Changes with every change of the weighting; no other resource has this form. */
export const etagOfWeighting = ({ id, revision }: WeightingProfile): string =>
  `"w${revision}-${id}"`

/** What each state is. */
export const weightingStateTexts: Readonly<Record<WeightingProfile['state'], string>> = {
  draft: 'it changes, and no score uses it.',
  published: 'it never changes; submissions may use it.',
}
