// A weighting profile as somebody owns it, and the two decisions about it: make a draft, publish it.
// Whether the numbers fit the questionnaire is scoring/weighting-findings.ts; what they are worth, weighting.ts.
import { z } from 'zod'
import { type Action, demand } from '../access.ts'
import type { Owner, Standing } from '../context.ts'
import type { Happening } from '../document/event-v1.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import { WeightingItems, WeightingMode, type WeightingV1 } from '../document/weighting-v1.ts'
import { ContentVersion, type PersonId, QuestionnaireKey, type WeightingId } from '../ids.ts'
import { Problem, type ProblemError } from '../problem.ts'
import type { Weighting } from '../scoring/weighting.ts'
import { type WeightingLimits, weightingFindings } from '../scoring/weighting-findings.ts'
import type { QuestionnaireReference } from '../submission/submission.ts'
import { boundedText } from '../text.ts'

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
  readonly state: 'draft' | 'published'
  /** SHA-256 of the canonical document; null while a draft. */
  readonly digest: string | null
  readonly revision: number
  readonly createdBy: PersonId
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly publishedBy: PersonId | null
  readonly publishedAt: Date | null
}

/** What a person states. */
export const NewWeighting = z
  .strictObject({
    questionnaire: z.strictObject({ key: QuestionnaireKey, version: ContentVersion }),
    key: QuestionnaireKey.optional().meta({
      description: 'Name that the versions of one weighting share; made from the id if absent.',
      examples: ['service-emphasis'],
    }),
    version: ContentVersion.default('1.0.0'),
    title: boundedText(1, 200),
    mode: WeightingMode.default('points'),
    items: WeightingItems,
    rationale: boundedText(0, 4000).default(''),
  })
  .meta({ id: 'NewWeighting', description: 'A weighting to be made, as a draft.' })
export type NewWeighting = z.output<typeof NewWeighting>

type Decided = { readonly weighting: WeightingProfile; readonly events: readonly Happening[] }

/** Organizations and associations have rows of their own in the access table. */
const actionOf = (owner: Owner, verb: 'read' | 'write' | 'publish'): Action =>
  owner.kind === 'organization' ? `weightings:${verb}` : `association-weightings:${verb}`

/** Refuses whoever may not see the weightings of this owner. */
export const demandReading = (standing: Standing, owner: Owner): void =>
  demand(standing, actionOf(owner, 'read'))

const happened = (type: string, { id, key, version }: WeightingProfile): Happening => ({
  type,
  subject: id,
  ids: { key },
  versions: { version },
})

export type CreateWeighting = {
  readonly owner: Owner
  readonly id: WeightingId
  readonly input: NewWeighting
  /** What the reference leads to; null: no such questionnaire version. */
  readonly questionnaire: Questionnaire | null
  readonly limits?: WeightingLimits
  readonly standing: Standing
  readonly now: Date
}

/**
 * Makes a draft. Refuses with `forbidden` or `not-found`, and with `document-invalid` (every finding, with its
 * pointer) where the numbers do not make a weighting of that questionnaire.
 */
export const createWeighting = (given: CreateWeighting): Decided => {
  const { owner, id, input, questionnaire, limits = {}, standing, now } = given
  demand(standing, actionOf(owner, 'write'))
  if (questionnaire === null) throw new Problem('document-invalid', { errors: [unknown(input)] })
  const errors = weightingFindings(input, questionnaire, limits)
  if (errors.length > 0) throw new Problem('document-invalid', { errors })
  const { edition, scoring } = questionnaire
  const weighting: WeightingProfile = {
    owner,
    id,
    key: input.key ?? `weighting-${id.slice(-12)}`,
    version: input.version,
    title: input.title,
    questionnaire: input.questionnaire,
    edition: edition.key,
    total: scoring.total ?? 0,
    mode: input.mode,
    items: input.items,
    rationale: input.rationale,
    state: 'draft',
    digest: null,
    revision: 1,
    createdBy: standing.personId,
    createdAt: now,
    updatedAt: now,
    publishedBy: null,
    publishedAt: null,
  }
  return { weighting, events: [happened('weighting.created', weighting)] }
}

const unknown = ({ questionnaire: { key, version } }: NewWeighting): ProblemError => ({
  pointer: '/questionnaire',
  code: 'questionnaire-unknown',
  detail: `There is no questionnaire ${key} ${version}.`,
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
  elicitation: { kind: 'manual' },
  rationale: weighting.rationale,
})

/**
 * Publishes a draft: from now on it can be named by submissions and never changes. Refuses with `forbidden`
 * or `not-found`, and with `immutable` where it is published already.
 */
export const publishWeighting = (given: {
  readonly weighting: WeightingProfile
  /** Of `weightingDocument`. */
  readonly digest: string
  readonly standing: Standing
  readonly now: Date
}): Decided => {
  const { weighting, digest, standing, now } = given
  demand(standing, actionOf(weighting.owner, 'publish'))
  if (weighting.publishedAt !== null)
    throw new Problem('immutable', { since: weighting.publishedAt.toISOString() })
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

/** The profile as scoring takes it. */
export const asWeighting = (
  { id, version, mode, items }: WeightingProfile,
  kind: 'own' | 'programme',
): Weighting => ({ kind, id, version, mode, items })

/** Changes with every change of the weighting; no other resource has this form. */
export const etagOfWeighting = ({ id, revision }: WeightingProfile): string =>
  `"w${revision}-${id}"`
