// Who sees and uses which questionnaire of an association: everybody, its tree, or those who act in it. What a
// house may not see is not there, wherever it is named.
import t from 'tap'
import { createBenchmarkEdition } from '../../src/api/benchmarks/contract-association.ts'
import {
  getQuestionnaireVersion,
  listQuestionnaires,
} from '../../src/api/questionnaires/contract.ts'
import { compareQuestionnaireVersions } from '../../src/api/questionnaires/contract-comparison.ts'
import { createQuestionnaireDraft } from '../../src/api/questionnaires/contract-drafts.ts'
import {
  getQuestionnaireDocument,
  getQuestionnaireFhir,
  getQuestionnaireWorkbook,
  getQuestionnaireXlsForm,
} from '../../src/api/questionnaires/contract-exchange.ts'
import {
  getAssociationQuestionnaireVersion,
  getOrganizationQuestionnaireVersion,
  listAssociationQuestionnaires,
  listOrganizationQuestionnaires,
} from '../../src/api/questionnaires/contract-houses.ts'
import { previewScore } from '../../src/api/scores/contract.ts'
import {
  createSubmission,
  getScore,
  getSubmission,
  submitSubmission,
} from '../../src/api/submissions/contract.ts'
import { listAnswers, patchAnswers } from '../../src/api/submissions/contract-answers.ts'
import { createAssociationWeighting, createWeighting } from '../../src/api/weightings/contract.ts'
import { buildApp } from '../../src/app.ts'
import type { Questionnaire } from '../../src/core/document/questionnaire-v1.ts'
import { loadDocuments } from '../../src/documents.ts'
import { own, ownAnswers, publishedBy, withdrawnBy } from '../support/authoring.ts'
import { demand, secondAdmin } from '../support/benchmarks.ts'
import { type CastName, type House, stage } from '../support/stage.ts'

/** The predicate that keeps what is not public from others; the control takes it away. */
const wall = { stands: true }
const withoutWall = (text: string) =>
  text.replaceAll(/"questionnaire_versions"\."visibility" = (\$\d+)/g, '$1::text is not null')

const theStage = await stage(t, { rewrite: (text) => (wall.stands ? text : withoutWall(text)) })
const { shiftClock } = theStage
const house = await theStage.house()
const { call } = house
const second = await secondAdmin(theStage, house)

const versions = {
  public: own(),
  association: own(),
  private: { ...own(), rights: { ...own().rights, text: 'licensed' as const } },
  ofChapter: own(),
}
type Name = keyof typeof versions
const names = Object.keys(versions) as readonly Name[]

await publishedBy(house, second, versions.public)
await publishedBy(house, second, versions.association, { visibility: 'association' })
await publishedBy(house, second, versions.private, { visibility: 'private' })
await publishedBy(house, house.cast.chapterAdmin.key, versions.ofChapter, {
  visibility: 'association',
  params: { associationId: house.chapterId },
})
shiftClock(1001)

type Asked = {
  readonly as: CastName | null
  readonly house: 'none' | 'association' | 'organization'
  readonly params?: Readonly<Record<string, string>>
}
const { chapterId, otherOrganizationId, strangerAssociationId } = house

/** Who asks where, and what is there. */
const seen: readonly (readonly [string, Asked, readonly Name[]])[] = [
  ['everybody', { as: null, house: 'none' }, ['public']],
  [
    'the association',
    { as: 'programmeManager', house: 'association' },
    ['public', 'association', 'private'],
  ],
  [
    'the chapter, by its own',
    { as: 'chapterAdmin', house: 'association', params: { associationId: chapterId } },
    ['public', 'association', 'ofChapter'],
  ],
  [
    'the chapter, by those above',
    { as: 'programmeManager', house: 'association', params: { associationId: chapterId } },
    ['public', 'association', 'ofChapter'],
  ],
  [
    'an organization of the chapter',
    { as: 'organizationViewer', house: 'organization' },
    ['public', 'association', 'ofChapter'],
  ],
  [
    'its neighbour',
    {
      as: 'otherOrganizationAdmin',
      house: 'organization',
      params: { organizationId: otherOrganizationId },
    },
    ['public', 'association', 'ofChapter'],
  ],
  [
    'a stranger',
    { as: 'strangerAdmin', house: 'association', params: { associationId: strangerAssociationId } },
    ['public'],
  ],
]
const operations = {
  none: [listQuestionnaires, getQuestionnaireVersion],
  association: [listAssociationQuestionnaires, getAssociationQuestionnaireVersion],
  organization: [listOrganizationQuestionnaires, getOrganizationQuestionnaireVersion],
} as const

t.test('each house lists and reads what it may, and nothing else is there', async (t) => {
  for (const [who, { as, house: kind, params = {} }, expected] of seen) {
    const [list, read] = operations[kind]
    const { body } = demand(200, await call(list, { as, params, query: { limit: 200 } }))
    const keys: string[] = body.items.map(({ key }: { key: string }) => key)
    for (const name of names) {
      const { key, version } = versions[name]
      const isSeen = expected.includes(name)
      t.equal(keys.includes(key), isSeen, `${who} lists ${name}`)
      for (const number of [version, 'latest']) {
        const asked = { ...params, questionnaireKey: key, version: number }
        const { status, body } = await call(read, { as, params: asked })
        t.equal(status, isSeen ? 200 : 404, `${who} reads ${name} ${number}`)
        if (!isSeen) t.equal(body.code, 'not-found')
      }
    }
  }
})

t.test('control: without its predicate everybody would see all of it', async (t) => {
  const { key, version } = versions.private
  const params = { questionnaireKey: key, version }
  const read = () => call(getOrganizationQuestionnaireVersion, { as: 'organizationViewer', params })
  wall.stands = false
  t.teardown(() => {
    wall.stands = true
  })
  t.equal((await read()).status, 200)
  wall.stands = true
  t.equal((await read()).status, 404)
})

t.test('what is not public is not compared for everybody', async (t) => {
  for (const name of names) {
    const { key, version } = versions[name]
    const params = { questionnaireKey: key, version }
    const { status } = await call(compareQuestionnaireVersions, {
      as: null,
      params,
      query: { with: version },
    })
    t.equal(status, name === 'public' ? 200 : 404, name)
  }
})

const reference = ({ key, version }: Questionnaire) => ({ key, version })
const unknown = { status: 422, body: { errors: [{ code: 'questionnaire-unknown' }] } }

t.test('createSubmission takes what the organization may use', async (t) => {
  for (const name of names) {
    const body = { questionnaire: reference(versions[name]), title: 'Ours' }
    const answer = await call(createSubmission, { body })
    t.match(answer, name === 'private' ? unknown : { status: 201 }, name)
  }
})

t.test('previewScore takes what is public, and within a house what it may use', async (t) => {
  const preview = (name: Name, as: CastName, within?: object) =>
    call(previewScore, {
      as,
      body: {
        questionnaire: reference(versions[name]),
        answers: ownAnswers,
        ...(within === undefined ? {} : { within }),
      },
    })
  const organization = { organizationId: house.organizationId }
  const association = { associationId: house.associationId }
  for (const name of names)
    t.match(
      await preview(name, 'organizationViewer'),
      name === 'public' ? { status: 200 } : unknown,
      `${name} without a house`,
    )
  for (const name of names)
    t.match(
      await preview(name, 'organizationViewer', organization),
      name === 'private' ? unknown : { status: 200 },
      `${name} in the organization`,
    )
  t.equal((await preview('private', 'programmeManager', association)).status, 200)
  for (const within of [association, { organizationId: otherOrganizationId }])
    t.match(await preview('public', 'organizationViewer', within), {
      status: 404,
      body: { code: 'not-found' },
    })
})

t.test('weightings are of what their owner may use', async (t) => {
  const items = { '1.1': 20, '1.2': 20, '2.1': 40, '3': 20 }
  for (const name of names) {
    const body = { questionnaire: reference(versions[name]), title: 'Other weights', items }
    t.match(
      await call(createWeighting, { body }),
      name === 'private' ? unknown : { status: 201 },
      name,
    )
    t.match(
      await call(createAssociationWeighting, { as: 'associationAdmin', body }),
      name === 'ofChapter' ? unknown : { status: 201 },
      name,
    )
  }
})

t.test('benchmark editions and copies are of what the association may use', async (t) => {
  for (const name of names) {
    const { key } = versions[name]
    const expected = name === 'ofChapter' ? 422 : 201
    const edition = await call(createBenchmarkEdition, {
      as: 'associationAdmin',
      body: { title: 'Ours', questionnaireKey: key },
    })
    t.equal(edition.status, expected, name)
    const copy = await call(createQuestionnaireDraft, {
      as: 'associationAdmin',
      body: { from: reference(versions[name]) },
    })
    t.equal(copy.status, expected, name)
  }
})

t.test('what is not public leaves in no other form either', async (t) => {
  for (const operation of [
    getQuestionnaireDocument,
    getQuestionnaireWorkbook,
    getQuestionnaireXlsForm,
    getQuestionnaireFhir,
  ])
    for (const name of names) {
      const { key, version } = versions[name]
      const params = { questionnaireKey: key, version }
      for (const as of [null, 'associationAdmin'] as const) {
        const { status } = await call(operation as typeof getQuestionnaireDocument, { as, params })
        t.equal(status, name === 'public' ? 200 : 404, `${operation.id} ${name}`)
      }
    }
})

/** Another instance on the same database, started before what it is asked about. */
const anotherInstance = async (): Promise<House['call']> => {
  const { deps } = theStage
  const documents = await loadDocuments(deps)
  const options = { logLevel: null, isReady: async () => true, strict: true }
  const { app } = await buildApp({ ...deps, documents }, options)
  t.teardown(() => app.close())
  return async (operation, { params = {}, body, as = 'organizationAdmin', ifMatch } = {}) => {
    const named: Readonly<Record<string, string>> = {
      organizationId: house.organizationId,
      associationId: house.associationId,
      ...params,
    }
    const url = operation.url.replaceAll(/\{(\w+)\}/g, (_, name) => named[name] ?? '')
    const {
      statusCode,
      body: text,
      rawPayload: bytes,
    } = await app.inject({
      method: operation.method,
      url,
      headers: {
        ...(as === null ? {} : { authorization: `Bearer ${house.cast[as as CastName].key}` }),
        ...(operation.body === null ? {} : { 'content-type': operation.mediaType }),
        'idempotency-key': `key-${Math.random().toString(36).slice(2)}-0123456789`,
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
      },
      ...(operation.body === null ? {} : { payload: JSON.stringify(body) }),
    })
    const parsed = text === '' ? null : JSON.parse(text)
    return { status: statusCode, headers: {}, body: parsed, text, bytes }
  }
}

t.test('what was published and withdrawn elsewhere counts at once', async (t) => {
  const elsewhere = await anotherInstance()
  const document = own()
  const begin = () =>
    elsewhere(createSubmission, { body: { questionnaire: reference(document), title: 'Ours' } })
  t.match(await begin(), unknown, 'control: not there yet')
  await publishedBy(house, second, document, { visibility: 'association' })
  const begun = demand(201, await begin())
  const params = { submissionId: String(begun.body.id) }
  await withdrawnBy(house, second, document)
  t.match(await begin(), { status: 422, body: { errors: [{ code: 'questionnaire-withdrawn' }] } })
  // What was begun goes on, on an instance that never read this text before.
  const third = await anotherInstance()
  const listed = demand(200, await call(listAnswers, { params }))
  const ifMatch = String(listed.headers.etag)
  demand(200, await third(patchAnswers, { params, ifMatch, body: { answers: ownAnswers } }))
  const read = demand(200, await third(getSubmission, { params }))
  demand(200, await third(submitSubmission, { params, ifMatch: read.body.etag, body: null }))
  t.match(await third(getScore, { params }), { status: 200, body: { total: {} } })
})
