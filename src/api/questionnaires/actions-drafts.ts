// Writes on questionnaire drafts, and looking at one before it is published. Decided in core/questionnaire.
// Publishing and withdrawing are actions-publish.ts.
import { demand } from '../../core/access.ts'
import { canonicalJson } from '../../core/document/canonical.ts'
import type { AssociationId, QuestionnaireDraftId } from '../../core/ids.ts'
import { found } from '../../core/problem.ts'
import {
  createDraft,
  type Draft,
  demandOpen,
  etagOfDraft,
  replaceDraft,
  unknownBase,
  type VersionName,
} from '../../core/questionnaire/draft.ts'
import { type Examined, examine, type Offer } from '../../core/questionnaire/examine.ts'
import type { Answer, Context } from '../../core/request.ts'
import { sha256 } from '../../db/digest.ts'
import { inUnit, readUnit } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as associations from '../associations/store.ts'
import { papersFor } from './actions-papers.ts'
import * as versions from './store.ts'
import * as store from './store-drafts.ts'

type Needs = Pick<Deps, 'db' | 'newId' | 'documents' | 'config'>
type Document = Readonly<Record<string, unknown>>

export type NewDraft = { readonly from: VersionName } | { readonly document: Document }

const written = (document: Document) => {
  const text = canonicalJson(document)
  return { document, text, digest: sha256(text) }
}

export const create = (
  { db, newId, documents, config }: Needs,
  context: Context,
  associationId: AssociationId,
  input: NewDraft,
): Promise<Answer<Draft>> => {
  const id = newId() as QuestionnaireDraftId
  const base = 'from' in input ? input.from : null
  return inUnit(db, context, async ({ tx, standing, now }) => {
    demand(standing, 'questionnaire-drafts:write')
    await associations.queueUp(tx, associationId) // drafts are counted and made one by one
    const quota = { used: await store.countOpen(tx, associationId), max: config.draftQuota }
    const house = { kind: 'association', id: associationId } as const
    const copied = base && (await versions.find(tx, house, base))
    if (base !== null && copied === null) throw unknownBase(base)
    const document =
      'document' in input
        ? input.document
        : copied && (await documents.within(tx, copied)).questionnaire
    const given = { associationId, id, base, ...written(found(document)), standing, now, quota }
    return store.insert(tx, createDraft(given))
  })
}

export const put = (
  { db }: Pick<Needs, 'db'>,
  context: Context,
  ids: store.DraftIds,
  document: Document,
): Promise<Answer<Draft>> =>
  inUnit(db, { ...context, subject: ids.questionnaireDraftId }, async (unit) => {
    const { tx, standing, now, expect } = unit
    const locked = await store.lock(tx, ids)
    demand(standing, 'questionnaire-drafts:write')
    const draft = found(locked)
    const replaced = replaceDraft(draft, { ...written(document), standing, now })
    const same = replaced === draft
    expect(etagOfDraft(draft), { same })
    if (same) return draft
    return store.save(tx, replaced)
  })

/** What is not there needs no tag: there is nothing to lose. */
export const remove = (
  { db }: Pick<Needs, 'db'>,
  context: Context,
  ids: store.DraftIds,
): Promise<Answer<null>> =>
  inUnit(db, { ...context, subject: ids.questionnaireDraftId }, async (unit) => {
    const { tx, standing, expect } = unit
    const draft = await store.lock(tx, ids)
    demand(standing, 'questionnaire-drafts:write')
    if (draft === null) return null
    demandOpen(draft, standing)
    expect(etagOfDraft(draft))
    await store.remove(tx, ids)
    return null
  })

/** Everything is read in one unit; what takes time is done after it. */
export const validate = async (
  { db, documents }: Pick<Needs, 'db' | 'documents'>,
  context: Context,
  ids: store.DraftIds,
  offer: Offer,
): Promise<Examined> => {
  const { now, draft, papers } = await readUnit(
    db,
    { ...context, subject: ids.questionnaireDraftId },
    async ({ tx, standing, now }) => {
      demand(standing, 'questionnaire-drafts:read')
      const draft = found(await store.find(tx, ids))
      return { now, draft, papers: await papersFor({ documents }, tx, draft, offer) }
    },
  )
  return examine({ ...papers, document: JSON.parse(draft.text), offer, now })
}
