// A draft of a questionnaire: any JSON object, until somebody wants to publish it. Made, replaced, thrown away.
// What it lacks is found in examine.ts; publishing it is publish.ts.
import { demand } from '../access.ts'
import type { Standing } from '../context.ts'
import {
  type AssociationId,
  ContentVersion,
  type QuestionnaireDraftId,
  QuestionnaireKey,
} from '../ids.ts'
import { Problem, type ProblemError } from '../problem.ts'
import type { Act, Visibility } from './version.ts'

export type VersionName = { readonly key: string; readonly version: string }

/** What is to be published, by digests: two persons must want the same. `last`: the version before it. */
export type Plan = {
  readonly document: string
  readonly mapping: string | null
  readonly visibility: Visibility
  readonly last: string | null
}

/** `named`: as far as the document says what it is called. `base`: what it was copied from. */
export type DraftHead = {
  readonly associationId: AssociationId
  readonly id: QuestionnaireDraftId
  readonly named: { readonly key: string | null; readonly version: string | null }
  readonly base: VersionName | null
  /** SHA-256 of the text, hexadecimal. */
  readonly digest: string
  readonly state: 'draft' | 'published'
  readonly revision: number
  readonly created: Act
  readonly updated: Act
  /** What the first of two persons wants to publish. */
  readonly proposal: (Act & { readonly plan: Plan }) | null
  readonly published: (VersionName & { readonly at: Date }) | null
}

/** `text`: canonical JSON of an object. */
export type Draft = DraftHead & { readonly text: string }

/** Changes with everything that a reader sees; no other resource has this form. */
export const etagOfDraft = ({ id, revision }: Pick<Draft, 'id' | 'revision'>): string =>
  `"q${revision}-${id}"`

type Written = {
  readonly document: Readonly<Record<string, unknown>>
  readonly text: string
  readonly digest: string
  readonly standing: Standing
  readonly now: Date
}

/** What a document calls itself, where that is a key and a version; anything else is no name yet. */
export const namesIn = (document: Readonly<Record<string, unknown>>): DraftHead['named'] => ({
  key: QuestionnaireKey.safeParse(document.key).data ?? null,
  version: ContentVersion.safeParse(document.version).data ?? null,
})

/** How many drafts of the association are open, and how many may be. */
export type Quota = { readonly used: number; readonly max: number }

const demandRoom = ({ used, max }: Quota): void => {
  if (used < max) return
  const detail = `The association has ${used} open drafts; there may be ${max}.`
  throw new Problem('quota-reached', { used, max }, { detail })
}

/** Refuses with `forbidden`, `not-found` or `quota-reached`. */
export const createDraft = (
  given: Written & Pick<Draft, 'associationId' | 'id' | 'base'> & { readonly quota: Quota },
): Draft => {
  const { associationId, id, base, document, text, digest, standing, now, quota } = given
  demand(standing, 'questionnaire-drafts:write')
  demandRoom(quota)
  const act = { by: standing.personId, at: now }
  return {
    associationId,
    id,
    named: namesIn(document),
    base,
    text,
    digest,
    state: 'draft',
    revision: 1,
    created: act,
    updated: act,
    proposal: null,
    published: null,
  }
}

/** What a copy was asked of and is not there, or not for this house. */
export const unknownBase = ({ key, version }: VersionName): Problem => {
  const detail = `There is no questionnaire ${key} ${version}.`
  const error: ProblemError = { pointer: '/from', code: 'questionnaire-unknown', detail }
  return new Problem('document-invalid', { errors: [error] })
}

/** Refuses with `forbidden` or `not-found`, and with `immutable` what was published. */
export const demandOpen = (draft: Draft, standing: Standing): void => {
  demand(standing, 'questionnaire-drafts:write')
  if (draft.published !== null)
    throw new Problem('immutable', { since: draft.published.at.toISOString() })
}

/**
 * Another text; what somebody proposed to publish stays noted, so that whoever confirms it is told. Saying the
 * same changes nothing. Refuses like `demandOpen`.
 */
export const replaceDraft = (draft: Draft, given: Written): Draft => {
  const { document, text, digest, standing, now } = given
  demandOpen(draft, standing)
  if (digest === draft.digest) return draft
  return {
    ...draft,
    named: namesIn(document),
    text,
    digest,
    revision: draft.revision + 1,
    updated: { by: standing.personId, at: now },
  }
}
