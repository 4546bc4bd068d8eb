// Questionnaires of associations on a stage: a small document of one's own, drafts, and publishing by two people.
// All over HTTP.
import {
  createQuestionnaireDraft,
  getQuestionnaireDraft,
  publishQuestionnaireDraft,
  withdrawQuestionnaireVersion,
} from '../../src/api/questionnaires/contract-drafts.ts'
import type { Questionnaire } from '../../src/core/document/questionnaire-v1.ts'
import type { Visibility } from '../../src/core/questionnaire/version.ts'
import { small } from '../fixtures/questionnaires.ts'
import { demand } from './benchmarks.ts'
import { newId } from './house.ts'
import type { Answered, House } from './stage.ts'

const as = 'associationAdmin'

/** A key that nobody has yet. */
export const freshKey = (): string => `own-${newId().slice(-12)}`

/** A valid questionnaire of its own; all points are unconfirmed, which is its only warning. */
export const own = (key = freshKey(), more: Partial<Questionnaire> = {}): Questionnaire => {
  const document = small()
  return { ...document, key, edition: { ...document.edition, key }, ...more }
}

/** The same with other numbers: the second item of the first category is worth five points more, the first less. */
export const reweighed = (document: Questionnaire, version: string): Questionnaire => ({
  ...document,
  version,
  categories: document.categories.map((category, place) =>
    place === 0
      ? {
          ...category,
          items: (category.items ?? []).map((item, at) => ({
            ...item,
            points: item.points + (at === 0 ? -5 : 5),
          })),
        }
      : category,
  ),
})

/** Answers to all that `own` scores. */
export const ownAnswers = {
  '1.1': { percent: 45 },
  '1.2': { percent: 60 },
  '2.1': { percent: 35 },
  '3': { percent: 50 },
} as const

export type AtDraft = { readonly params: { readonly questionnaireDraftId: string } }

export const draftOf = async (
  { call }: Pick<House, 'call'>,
  document: unknown,
  params: Readonly<Record<string, string>> = {},
) => {
  const made = demand(201, await call(createQuestionnaireDraft, { as, params, body: { document } }))
  return {
    params: { ...params, questionnaireDraftId: String(made.body.id) },
    ifMatch: String(made.body.etag),
  }
}

type Publication = {
  readonly visibility?: Visibility
  readonly acceptWarnings?: readonly string[]
  readonly mapping?: unknown
}

/** Asks to publish what the draft is now. */
export const publish = async (
  { call }: Pick<House, 'call'>,
  { params }: AtDraft,
  by: string,
  { visibility = 'public', acceptWarnings = ['unconfirmed-points'], ...more }: Publication = {},
): Promise<Answered> => {
  const { body } = demand(200, await call(getQuestionnaireDraft, { as, params }))
  return call(publishQuestionnaireDraft, {
    as: by,
    params,
    ifMatch: body.etag,
    body: { visibility, acceptWarnings, ...more },
  })
}

/** A document published by the association's administrator and `second`, the key of another one. */
export const publishedBy = async (
  house: House,
  second: string,
  document: unknown,
  given: Publication & { readonly params?: Readonly<Record<string, string>> } = {},
): Promise<Answered> => {
  const { params, ...publication } = given
  const draft = await draftOf(house, document, params)
  demand(409, await publish(house, draft, as, publication))
  return demand(200, await publish(house, draft, second, publication))
}

/** Taken from new use by the same two. */
export const withdrawnBy = async (
  { call }: House,
  second: string,
  { key, version }: { readonly key: string; readonly version: string },
): Promise<Answered> => {
  const given = { params: { questionnaireKey: key, version }, body: { reason: 'Replaced' } }
  demand(409, await call(withdrawQuestionnaireVersion, { as, ...given }))
  return demand(200, await call(withdrawQuestionnaireVersion, { as: second, ...given }))
}
