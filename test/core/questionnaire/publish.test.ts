import t from 'tap'
import { QuestionnaireDraftId } from '../../../src/core/ids.ts'
import { createDraft, type Draft, type Plan } from '../../../src/core/questionnaire/draft.ts'
import { type Examined, examine } from '../../../src/core/questionnaire/examine.ts'
import {
  mostFindings,
  type Publish,
  proposed,
  publishDraft,
} from '../../../src/core/questionnaire/publish.ts'
import { small } from '../../fixtures/questionnaires.ts'
import {
  associationId,
  later,
  me,
  now,
  numbered,
  refusal,
  somebody,
  standings,
} from '../../support/standings.ts'

const document = small()
const { key, version } = document
const draft = createDraft({
  associationId,
  id: QuestionnaireDraftId.parse(numbered(20)),
  base: null,
  document,
  text: 'text',
  digest: 'D',
  standing: standings.associationAdmin,
  now,
  quota: { used: 0, max: 1 },
})
const plan: Plan = { document: 'D', mapping: null, visibility: 'association', last: null }
const examined = examine({
  document,
  associationId,
  known: [],
  last: null,
  source: null,
  offer: { visibility: 'association', mapping: null },
  now,
})
const byOther = (of: Draft = draft): Draft => proposed(of, { by: somebody, at: now }, plan)
const byMe = (of: Draft = draft): Draft => proposed(of, { by: me, at: now }, plan)

const publish = (more: Partial<Publish> = {}) =>
  publishDraft({
    draft: byOther(),
    examined,
    plan,
    acceptWarnings: ['unconfirmed-points'],
    standing: standings.associationAdmin,
    now: later,
    ...more,
  })
const refused = (more: Partial<Publish>) => {
  const { code, parameters } = refusal(() => publish(more))
  return [code, parameters]
}

t.test('what another person wants too is published', async (t) => {
  const decided = publish()
  t.match(decided.draft, {
    state: 'published',
    revision: byOther().revision + 1,
    published: { key, version, at: later },
  })
  t.same(decided.version, {
    key,
    version,
    digest: 'D',
    state: 'published',
    visibility: 'association',
    owner: associationId,
    publishedAt: later,
    withdrawal: null,
    withdrawnAt: null,
    proposedBy: somebody,
    publishedBy: me,
    claimsKey: true,
  })
  t.equal(decided.questionnaire, examined.questionnaire)
  t.same(decided.events, [
    {
      type: 'questionnaire.published',
      subject: key,
      ids: { draft: draft.id },
      versions: { questionnaire: version },
    },
  ])
})

t.test('a later version claims nothing', async (t) => {
  const next = { ...plan, last: '0.9.0' }
  const decided = publish({
    draft: proposed(draft, { by: somebody, at: now }, next),
    plan: next,
    examined: { ...examined, last: '0.9.0' },
  })
  t.equal(decided.version.claimsKey, false)
})

t.test('whoever asks first, or for the same again, needs a second person', async (t) => {
  t.same(refused({ draft }), ['second-person-required', { requestedAt: later.toISOString() }])
  t.same(refused({ draft: byMe() }), ['second-person-required', { requestedAt: now.toISOString() }])
  const other = { ...plan, visibility: 'private' } as const
  t.same(
    refused({ draft: byMe(), plan: other }),
    ['second-person-required', { requestedAt: later.toISOString() }],
    'the same person may change their mind, and begins again',
  )
})

t.test('another person is told what changed', async (t) => {
  for (const [name, value] of [
    ['document', 'E'],
    ['mapping', 'M'],
    ['visibility', 'private'],
    ['last', '1.0.0'],
  ] as const)
    t.same(refused({ plan: { ...plan, [name]: value } }), ['plan-outdated', { changed: [name] }])
})

t.test('rights, state, key, content and warnings are asked in this order', async (t) => {
  const published = publish().draft
  const taken: Examined = { ...examined, taken: true, errors: [{ code: 'x', detail: 'x' }] }
  const many = Array.from({ length: 150 }, (_, at) => ({ code: 'x', detail: String(at) }))
  const wrong: Examined = { ...examined, errors: many, warnings: [] }
  const shapeless: Examined = { ...wrong, questionnaire: null }
  t.equal(refused({ standing: standings.manager, draft: published })[0], 'forbidden')
  t.equal(refused({ standing: standings.nobody })[0], 'not-found')
  t.equal(refused({ draft: published, examined: taken })[0], 'illegal-transition')
  t.same(refused({ examined: taken, draft }), [
    'already-exists',
    { parameter: 'questionnaireDraftId' },
  ])
  const errors = many.slice(0, mostFindings)
  t.same(refused({ examined: wrong, acceptWarnings: [] }), ['document-invalid', { errors }])
  t.equal(refused({ examined: shapeless })[0], 'document-invalid')
  t.same(refused({ draft, acceptWarnings: ['no-mapping'] }), [
    'warnings-not-accepted',
    { warnings: examined.warnings },
  ])
})

t.test('the first who wants the very same stays the first', async (t) => {
  const first = byOther()
  t.match(first, { revision: 2, proposal: { by: somebody, at: now, plan } })
  t.equal(byMe(first), first)
  const other = { ...plan, document: 'E' }
  const next = proposed(first, { by: me, at: later }, other)
  t.match(next, { revision: 3, proposal: { by: me, at: later, plan: other } })
  const published = publish().draft
  t.equal(proposed(published, { by: me, at: later }, other), published)
})
