import t from 'tap'
import { QuestionnaireDraftId } from '../../../src/core/ids.ts'
import {
  createDraft,
  type Draft,
  demandOpen,
  etagOfDraft,
  namesIn,
  replaceDraft,
  unknownBase,
} from '../../../src/core/questionnaire/draft.ts'
import {
  associationId,
  later,
  me,
  now,
  numbered,
  refusal,
  standings,
} from '../../support/standings.ts'

const id = QuestionnaireDraftId.parse(numbered(20))
const standing = standings.associationAdmin
const document = { key: 'own-2026', version: '1.0.0' }
const made = (): Draft =>
  createDraft({
    associationId,
    id,
    base: null,
    document,
    text: 'a',
    digest: 'A',
    standing,
    now,
    quota: { used: 2, max: 3 },
  })

t.test('a new draft is what was put in, by whom and when', async (t) => {
  t.same(made(), {
    associationId,
    id,
    named: document,
    base: null,
    text: 'a',
    digest: 'A',
    state: 'draft',
    revision: 1,
    created: { by: me, at: now },
    updated: { by: me, at: now },
    proposal: null,
    published: null,
  })
})

t.test('a document names itself as far as it does so in form', async (t) => {
  t.same(namesIn(document), document)
  t.same(namesIn({ key: 'No Key', version: 1 }), { key: null, version: null })
  t.same(namesIn({}), { key: null, version: null })
})

t.test('only an administrator of the association writes', async (t) => {
  const given = { document, text: 'b', digest: 'B', now: later }
  for (const [standing, code] of [
    [standings.manager, 'forbidden'],
    [standings.admin, 'not-found'],
    [standings.nobody, 'not-found'],
  ] as const) {
    const quota = { used: 3, max: 3 }
    const create = { ...given, associationId, id, base: null, standing, quota }
    t.equal(refusal(() => createDraft(create)).code, code)
    t.equal(refusal(() => replaceDraft(made(), { ...given, standing })).code, code)
  }
})

t.test('as many are open as there may be, and no more', async (t) => {
  const given = { document, text: 'a', digest: 'A', associationId, id, base: null, standing, now }
  const full = refusal(() => createDraft({ ...given, quota: { used: 3, max: 3 } }))
  t.match(full, { code: 'quota-reached', parameters: { used: 3, max: 3 } })
  t.match(full.detail, /has 3 open drafts; there may be 3/)
  const lowered = refusal(() => createDraft({ ...given, quota: { used: 9, max: 3 } }))
  t.equal(lowered.code, 'quota-reached', 'more than there may be by now')
})

t.test('another text is another revision; the same text is the same draft', async (t) => {
  const draft = made()
  const given = { document: { key: 'other' }, text: 'b', digest: 'B', standing, now: later }
  const replaced = replaceDraft(draft, given)
  t.match(replaced, {
    named: { key: 'other', version: null },
    text: 'b',
    digest: 'B',
    revision: 2,
    created: { at: now },
    updated: { at: later },
  })
  t.not(etagOfDraft(replaced), etagOfDraft(draft))
  t.equal(replaceDraft(draft, { ...given, digest: 'A' }), draft)
})

t.test('what was published is neither replaced nor thrown away', async (t) => {
  const published: Draft = { ...made(), state: 'published', published: { ...document, at: now } }
  t.equal(demandOpen(made(), standing), undefined)
  const { code, parameters } = refusal(() => demandOpen(published, standing))
  t.same([code, parameters], ['immutable', { since: now.toISOString() }])
})

t.test('a version that is not there cannot be copied', async (t) => {
  t.match(unknownBase({ key: 'own', version: '1.0.0' }), {
    code: 'document-invalid',
    parameters: { errors: [{ pointer: '/from', code: 'questionnaire-unknown' }] },
  })
})
