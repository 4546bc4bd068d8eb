// Decides a draft of a weighting: made of numbers, of judgements or of a document, and replaced while it is one.
// Copies are copy.ts; limits count when it is published (publish.ts), so that a draft may be unfinished.
import { z } from 'zod'
import { demand } from '../access.ts'
import type { Owner, Standing } from '../context.ts'
import { canonicalJson } from '../document/canonical.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import {
  Elicitation,
  WeightingItems,
  WeightingMode,
  type WeightingV1,
} from '../document/weighting-v1.ts'
import { ContentVersion, QuestionnaireKey, type WeightingId } from '../ids.ts'
import { Problem, type ProblemError } from '../problem.ts'
import { weightingFindings } from '../scoring/weighting-findings.ts'
import type { QuestionnaireReference, WeightingChoice } from '../submission/submission.ts'
import { boundedText } from '../text.ts'
import { elicit, elicitationFindings } from './elicit.ts'
import {
  actionOf,
  demandDraft,
  happened,
  type WeightingDecided,
  type WeightingProfile,
} from './profile.ts'

/** Judgements to make numbers of; numbers set by hand need none. */
export const Judgements = z
  .discriminatedUnion('kind', [
    Elicitation.options[1],
    Elicitation.options[2],
    Elicitation.options[3],
  ])
  .meta({
    id: 'Judgements',
    description:
      '`swing`: 100 for the largest among what is compared, and its share for the others. `roc`: codes in ' +
      'order, the most important first. `ahp`: pairs on 1/9 to 9, a matrix for the categories and one for the ' +
      'items inside each, or only some of the latter.',
  })
export type Judgements = z.output<typeof Judgements>

const said = {
  title: boundedText(1, 200),
  mode: WeightingMode.optional().meta({
    description: 'What `items` mean; absent: points. Judgements say it themselves.',
  }),
  items: WeightingItems.optional().meta({ description: 'Instead of `elicitation`.' }),
  elicitation: Judgements.optional().meta({
    description: 'Instead of `items`: they come out of it as whole numbers.',
  }),
  rationale: boundedText(0, 4000).default(''),
}
const key = QuestionnaireKey.optional().meta({
  description: 'Name that the versions of one weighting share; made from the id if absent.',
  examples: ['service-emphasis'],
})
export const Named = { key, version: ContentVersion.default('1.0.0') } as const

/** What a person states. */
export const NewWeighting = z
  .strictObject({
    questionnaire: z.strictObject({ key: QuestionnaireKey, version: ContentVersion }),
    ...Named,
    ...said,
  })
  .meta({ id: 'NewWeighting', description: 'A weighting to be made, as a draft.' })
export type NewWeighting = z.output<typeof NewWeighting>

/** What may change of a draft: everything but its name and its questionnaire. */
export const WeightingDraft = z
  .strictObject(said)
  .meta({ id: 'WeightingDraft', description: 'What a draft shall say from now on, whole.' })
export type WeightingDraft = z.output<typeof WeightingDraft>

type Content = Pick<WeightingProfile, 'mode' | 'items' | 'elicitation'>

const refuse = (errors: readonly ProblemError[]): void => {
  if (errors.length > 0) throw new Problem('document-invalid', { errors })
}

/** The numbers of a draft, as stated or as its judgements say. Refuses with `document-invalid`. */
export const contentOf = (
  { mode, items, elicitation }: Pick<WeightingDraft, 'mode' | 'items' | 'elicitation'>,
  questionnaire: Questionnaire,
): Content => {
  if (elicitation !== undefined) {
    refuse(notBoth({ mode, items }))
    const elicited = elicit(elicitation, questionnaire)
    return { mode: elicited.mode, items: elicited.items, elicitation: named(elicitation) }
  }
  if (items === undefined)
    throw new Problem('document-invalid', {
      errors: [
        { pointer: '/items', code: 'required', detail: 'State items, or an elicitation instead.' },
      ],
    })
  const stated = { mode: mode ?? ('points' as const), items }
  refuse(weightingFindings(stated, questionnaire))
  return { ...stated, elicitation: { kind: 'manual' } }
}

/** The table of random indices is kept by its name, so that the ratio can be computed again. */
const named = (elicitation: Judgements): Judgements =>
  elicitation.kind === 'ahp' ? { ...elicitation, randomIndex: 'saaty-1980' } : elicitation

const notBoth = (given: Pick<WeightingDraft, 'mode' | 'items'>): readonly ProblemError[] =>
  (['mode', 'items'] as const)
    .filter((name) => given[name] !== undefined)
    .map((name) => ({
      pointer: `/${name}`,
      code: 'derived',
      detail: 'It comes out of the elicitation; leave it out.',
    }))

/** What the reference leads to, or the refusal that there is none. */
export const known = (
  questionnaire: Questionnaire | null,
  { key, version }: QuestionnaireReference,
): Questionnaire => {
  if (questionnaire !== null) return questionnaire
  const detail = `There is no questionnaire ${key} ${version}.`
  throw new Problem('document-invalid', {
    errors: [{ pointer: '/questionnaire', code: 'questionnaire-unknown', detail }],
  })
}

type Now = { readonly standing: Standing; readonly now: Date }

export type CreateWeighting = Now & {
  readonly owner: Owner
  readonly id: WeightingId
  readonly input: NewWeighting
  /** What the reference leads to; null: no such questionnaire version. */
  readonly questionnaire: Questionnaire | null
}

/**
 * Makes a draft. Refuses with `forbidden` or `not-found`, and with `document-invalid` (every finding, with its
 * pointer) where the numbers or the judgements do not make a weighting of that questionnaire.
 */
export const createWeighting = (given: CreateWeighting): WeightingDecided => {
  const { owner, input, standing } = given
  demand(standing, actionOf(owner, 'write'))
  const questionnaire = known(given.questionnaire, input.questionnaire)
  return begun({ ...given, questionnaire, content: contentOf(input, questionnaire) })
}

/** A new draft of this content; whether it may be made is decided before. */
export const begun = (
  given: Now & {
    readonly owner: Owner
    readonly id: WeightingId
    readonly input: Pick<NewWeighting, 'questionnaire' | 'key' | 'version' | 'title' | 'rationale'>
    readonly questionnaire: Questionnaire
    readonly content: Content
    readonly copiedFrom?: WeightingChoice | null
  },
): WeightingDecided => {
  const { owner, id, input, questionnaire, content, copiedFrom = null, standing, now } = given
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
    ...content,
    rationale: input.rationale,
    copiedFrom,
    state: 'draft',
    digest: null,
    revision: 1,
    createdBy: standing.personId,
    createdAt: now,
    updatedAt: now,
    publication: null,
    publishedBy: null,
    publishedAt: null,
  }
  return { weighting, events: [happened('weighting.created', weighting)] }
}

export type ReplaceWeighting = Now & {
  readonly weighting: WeightingProfile
  readonly input: WeightingDraft
  readonly questionnaire: Questionnaire
}

const contentText = ({ title, mode, items, elicitation, rationale }: WeightingProfile): string =>
  canonicalJson({ title, mode, items, elicitation, rationale })

/**
 * Another content for a draft; saying the same changes nothing and gives the same object back. Refuses with
 * `forbidden`, `not-found`, `immutable` and `document-invalid`.
 */
export const replaceWeighting = (given: ReplaceWeighting): WeightingDecided => {
  const { weighting, input, questionnaire, standing, now } = given
  demand(standing, actionOf(weighting.owner, 'write'))
  demandDraft(weighting)
  const { title, rationale } = input
  const next: WeightingProfile = {
    ...weighting,
    ...contentOf(input, questionnaire),
    title,
    rationale,
    publication: null, // what was asked for is no longer there
    revision: weighting.revision + 1,
    updatedAt: now,
  }
  return contentText(next) === contentText(weighting)
    ? { weighting, events: [] }
    : { weighting: next, events: [happened('weighting.updated', next)] }
}

/** A document of the format, to be brought in as a draft for a questionnaire version. */
export type ImportWeighting = Now & {
  readonly owner: Owner
  readonly id: WeightingId
  readonly document: WeightingV1
  readonly reference: QuestionnaireReference
  readonly questionnaire: Questionnaire | null
}

/**
 * Makes a draft of a document, under its own key and version. It may come from somebody else: the owner of the
 * draft is the house that imports. Numbers that were elicited must be those that the judgements come to. Refuses
 * like `createWeighting`; pointers are below `/document`.
 */
export const importWeighting = (given: ImportWeighting): WeightingDecided => {
  const { owner, document, reference, standing } = given
  demand(standing, actionOf(owner, 'write'))
  const questionnaire = known(given.questionnaire, reference)
  const { edition, total, mode, items, elicitation } = document
  const within = (errors: readonly ProblemError[]) =>
    refuse(errors.map((error) => ({ ...error, pointer: `/document${error.pointer}` })))
  within([
    ...weightingFindings({ edition, total, mode, items }, questionnaire),
    ...(elicitation.kind === 'manual' ? [] : elicitationFindings(elicitation, questionnaire)),
  ])
  within(elicitedOtherwise(document, questionnaire))
  const { key: name, version, title, rationale } = document
  return begun({
    ...given,
    questionnaire,
    input: { questionnaire: reference, key: name, version, title, rationale },
    content: { mode, items, elicitation },
  })
}

const elicitedOtherwise = (
  { mode, items, elicitation }: WeightingV1,
  questionnaire: Questionnaire,
): readonly ProblemError[] => {
  if (elicitation.kind === 'manual') return []
  const elicited = elicit(elicitation, questionnaire)
  const same = canonicalJson([elicited.mode, elicited.items]) === canonicalJson([mode, items])
  const detail = 'The judgements come to other numbers. Import them as set by hand, or judge anew.'
  return same ? [] : [{ pointer: '/items', code: 'elicited-otherwise', detail }]
}
