// Questionnaires over HTTP: public, immutable, in the asked language.
import t from 'tap'
import {
  getQuestionnaireVersion,
  listQuestionnaires,
} from '../../src/api/questionnaires/contract.ts'
import { compareQuestionnaireVersions } from '../../src/api/questionnaires/contract-comparison.ts'
import {
  getAssociationQuestionnaireVersion,
  getOrganizationQuestionnaireVersion,
  listAssociationQuestionnaires,
  listOrganizationQuestionnaires,
} from '../../src/api/questionnaires/contract-houses.ts'
import { canonicalJson } from '../../src/core/document/canonical.ts'
import { found } from '../../src/core/problem.ts'
import { sha256 } from '../../src/db/digest.ts'
import { loadDocuments } from '../../src/documents.ts'
import { stage } from '../support/stage.ts'
import { gbt, itemsOf } from '../support/submissions.ts'

const { house, sql, deps, shiftClock } = await stage(t)
const { call } = await house()
const params = { questionnaireKey: gbt.key, version: gbt.version }
const get = (more: object = {}) => call(getQuestionnaireVersion, { params, as: null, ...more })
const inLanguage = (language: string, more: object = {}) =>
  get({ headers: { 'accept-language': language }, ...more })

t.test('listQuestionnaires', async (t) => {
  const list = (query: Record<string, string | number> = {}) =>
    call(listQuestionnaires, { as: null, query })
  t.test('200 to everybody, by key, with the versions of each', async (t) => {
    const { status, body, headers } = await list()
    t.equal(status, 200)
    const keys = body.items.map(({ key }: { key: string }) => key)
    t.same(keys, [...keys].sort())
    const [found] = body.items.filter(({ key }: { key: string }) => key === gbt.key)
    t.match(found, {
      model: 'gbt-19580',
      depth: 'full',
      total: 1000,
      scoredNodeCount: 23,
      latestVersion: gbt.version,
      versions: [{ version: gbt.version, state: 'published' }],
    })
    const known = (await deps.documents.catalogue()).find(gbt.key, gbt.version)
    t.equal(found.versions[0].digest, known?.digest)
    t.equal(headers['cache-control'], 'public, no-cache')
    t.equal(body.nextCursor, null)
  })
  t.test('200 by model and page by page', async (t) => {
    const ofModel = (await list({ model: 'gbt-19580' })).body.items
    t.ok(ofModel.some(({ key }: { key: string }) => key === gbt.key))
    t.ok(ofModel.every(({ model }: { model: string }) => model === 'gbt-19580'))
    t.same((await list({ model: 'no-such-model' })).body.items, [])
    const first = await list({ limit: 1 })
    const second = await list({ limit: 1, cursor: first.body.nextCursor })
    t.ok(first.body.items[0].key < second.body.items[0].key)
  })
  t.test('304 for who has it, another tag in another language', async (t) => {
    const { headers } = await list()
    const known = { 'if-none-match': String(headers.etag) }
    t.equal((await call(listQuestionnaires, { as: null, headers: known })).status, 304)
    const chinese = await call(listQuestionnaires, {
      as: null,
      headers: { ...known, 'accept-language': 'zh' },
    })
    t.equal(chinese.status, 200)
  })
  t.test('400 for an unknown parameter or cursor', async (t) => {
    t.equal((await list({ depth: 'full' })).status, 400)
    t.match(await list({ cursor: 'a.b' }), { status: 400, body: { code: 'cursor-invalid' } })
  })
})

t.test('getQuestionnaireVersion', async (t) => {
  t.test('200 whole: every item, every area with its questions', async (t) => {
    const { status, body } = await get()
    t.equal(status, 200)
    const items = body.categories.flatMap(({ items }: { items: unknown[] }) => items)
    t.equal(items.length, itemsOf(gbt).length)
    for (const { areas } of items)
      for (const { questions } of areas) t.ok(questions.length >= 1 && questions.length <= 3)
    t.match(body.rights, { text: 'own_wording' })
  })
  t.test('a version may be kept for a year, and its tag is that of its bytes', async (t) => {
    const first = await get()
    const again = await get()
    t.equal(first.headers['cache-control'], 'public, max-age=31536000, immutable')
    t.equal(first.headers.vary, 'Accept-Language, Accept-Encoding')
    t.match(first.headers.etag, /^"[^"]+"$/)
    t.equal(again.text, first.text)
    t.equal(again.headers.etag, first.headers.etag)
  })
  t.test('latest is the same document, and must be asked for again each time', async (t) => {
    const latest = await get({ params: { ...params, version: 'latest' } })
    const pinned = await get()
    t.equal(latest.text, pinned.text)
    t.equal(latest.headers.etag, pinned.headers.etag)
    t.equal(latest.headers['cache-control'], 'public, no-cache')
  })
  t.test('304 without a body for who has it, also among others and weak', async (t) => {
    const { headers } = await get()
    for (const known of [String(headers.etag), `"x", ${headers.etag}`, `W/${headers.etag}`, '*']) {
      const answer = await get({ headers: { 'if-none-match': known } })
      t.equal(answer.status, 304, known)
      t.equal(answer.text, '')
      t.equal(answer.headers.etag, headers.etag)
    }
    t.equal((await get({ headers: { 'if-none-match': '"x"' } })).status, 200)
  })
  t.test('200 in the asked language, falling back as RFC 4647 says', async (t) => {
    const [english, chinese] = [String(gbt.title.en), String(gbt.title['zh-CN'])]
    const cases: readonly [string, string, string][] = [
      ['en', english, 'en'],
      ['en-GB', english, 'en'],
      ['zh-CN', chinese, 'zh-CN'],
      ['zh', chinese, 'zh-CN'],
      ['zh-Hans', chinese, 'zh-CN'],
      ['zh-Hans-SG', chinese, 'zh-CN'],
      ['fr, zh;q=0.5, en;q=0.4', chinese, 'zh-CN'],
      ['en;q=0, zh;q=0.1', chinese, 'zh-CN'],
      ['fr', english, 'en'],
      ['*', english, 'en'],
      [';;q=', english, 'en'],
    ]
    for (const [asked, title, language] of cases) {
      const { status, body, headers } = await inLanguage(asked)
      t.equal(status, 200, asked)
      t.match(JSON.stringify(body.title), title, asked)
      t.equal(headers['content-language'], language, asked)
    }
    const byParameter = await inLanguage('en', { query: { lang: 'zh-CN' } })
    t.match(JSON.stringify(byParameter.body.title), chinese, 'the parameter wins')
  })
  t.test('each language has its own bytes and tag; codes and points are the same', async (t) => {
    const [english, chinese] = [await inLanguage('en'), await inLanguage('zh')]
    t.not(english.headers.etag, chinese.headers.etag)
    const codes = (body: { categories: { code: string; points: number }[] }) =>
      body.categories.map(({ code, points }) => [code, points])
    t.same(codes(english.body), codes(chinese.body))
  })
  t.test('the compact view leaves out questions and descriptors only', async (t) => {
    const [full, compact] = [await get(), await get({ query: { view: 'compact' } })]
    t.equal(compact.status, 200)
    t.ok(compact.text.length < full.text.length / 2)
    t.notMatch(compact.text, /"questions"|"descriptors"/)
    t.equal(compact.body.categories.length, full.body.categories.length)
    t.not(compact.headers.etag, full.headers.etag)
  })
  t.test('404 for what there is not, 400 for what is no key, version or view', async (t) => {
    const at = (questionnaireKey: string, version: string) =>
      get({ params: { questionnaireKey, version } })
    for (const [key, version] of [
      ['no-such-model', '1.0.0'],
      ['no-such-model', 'latest'],
      [gbt.key, '9.0.0'],
    ] as const)
      t.match(await at(key, version), { status: 404, body: { code: 'not-found' } })
    t.equal((await at('No Such', '1.0.0')).status, 400)
    t.equal((await at(gbt.key, 'v1')).status, 400)
    t.equal((await get({ query: { view: 'tiny' } })).status, 400)
    t.equal((await get({ query: { lang: '!!' } })).status, 400)
  })
  t.test('a published document cannot be changed in the database either', async (t) => {
    await t.rejects(sql`update questionnaire_versions set document = '{}' where key = ${gbt.key}`)
    await t.rejects(sql`delete from questionnaire_versions where key = ${gbt.key}`)
  })
  t.test('a second start publishes nothing anew and serves the same bytes', async (t) => {
    const before = await sql`select key, version, digest, published_at from questionnaire_versions`
    const documents = await loadDocuments(deps)
    const text = async (of: typeof documents) => {
      const known = found((await of.catalogue()).find(gbt.key, gbt.version))
      return (await of.alone(known)).text
    }
    t.equal(await text(documents), await text(deps.documents))
    t.same(await sql`select key, version, digest, published_at from questionnaire_versions`, before)
  })
})

// What associations share beyond it is in questionnaire-sharing.test.ts.
t.test('a house may use all that is public', async (t) => {
  const houses = [
    ['associationAdmin', listAssociationQuestionnaires, getAssociationQuestionnaireVersion],
    ['organizationViewer', listOrganizationQuestionnaires, getOrganizationQuestionnaireVersion],
  ] as const
  for (const [as, list, read] of houses) {
    const everybody = await call(listQuestionnaires, { as: null })
    t.same((await call(list, { as })).body, everybody.body, `${as} lists the catalogue`)
    const first = await call(list, { as, query: { limit: 1 } })
    const second = await call(list, { as, query: { limit: 1, cursor: first.body.nextCursor } })
    t.same([...first.body.items, ...second.body.items], everybody.body.items.slice(0, 2))
    const public1 = await get()
    for (const version of [gbt.version, 'latest']) {
      const { status, text, headers } = await call(read, { as, params: { ...params, version } })
      t.equal(status, 200)
      t.equal(text, public1.text, 'the same bytes')
      t.equal(headers['cache-control'], 'private, no-store')
      const known = { 'if-none-match': String(headers.etag) }
      const again = await call(read, { as, params: { ...params, version }, headers: known })
      t.equal(again.status, 304)
    }
    const absent = { ...params, version: '9.0.0' }
    t.match(await call(read, { as, params: absent }), { status: 404, body: { code: 'not-found' } })
    t.equal((await call(read, { as: 'strangerAdmin', params })).status, 404)
  }
})

t.test('the catalogue is at most a second old', async (t) => {
  const before = await call(listQuestionnaires, { as: null })
  await sql`insert into questionnaire_versions (key, version, document, digest, scoring_digest, state, published_at)
    select key, '9.9.9', document, digest, scoring_digest, 'published', now()
    from questionnaire_versions where key = ${gbt.key}`
  const latest = { ...params, version: '9.9.9' }
  t.equal((await get({ params: latest })).status, 404, 'control: it is kept')
  shiftClock(1001)
  t.equal((await get({ params: latest })).status, 200)
  t.not((await call(listQuestionnaires, { as: null })).text, before.text)
})

t.test('compareQuestionnaireVersions', async (t) => {
  const compare = (more: object = {}) =>
    call(compareQuestionnaireVersions, {
      as: null,
      params,
      query: { with: gbt.version },
      ...more,
    })
  // Another version of a shipped questionnaire, as a later release would bring it.
  const [first, ...others] = gbt.categories
  const later = {
    ...gbt,
    version: '1.0.9',
    categories: [{ ...first, name: { ...first?.name, en: 'Other words' } }, ...others],
    reserved: ['8.8'],
  }
  const text = canonicalJson(later)
  await sql`insert into questionnaire_versions (key, version, document, digest, scoring_digest, state, published_at)
    select key, '1.0.9', ${text}, ${sha256(text)}, scoring_digest, 'published', now()
    from questionnaire_versions where key = ${gbt.key} and version = '1.0.0'`
  shiftClock(1001)
  const newer = { ...params, version: '1.0.9' }

  t.test('200 with each change, its class and a sentence, to be kept for a year', async (t) => {
    const { status, body, headers } = await compare({ params: newer })
    t.equal(status, 200)
    t.match(body, { class: 'editorial', changeCount: 2 })
    const [renamed] = body.changes.filter(({ type }: { type: string }) => type === 'category')
    t.match(renamed, {
      change: 'changed',
      code: first?.code,
      member: 'name',
      class: 'editorial',
      meaningChanged: null,
      sentence: /Other words/,
    })
    t.equal(headers['cache-control'], 'public, max-age=31536000, immutable')
    const known = { 'if-none-match': String(headers.etag) }
    t.equal((await compare({ params: newer, headers: known })).status, 304)
    const again = await compare({ params: newer })
    t.same([again.text, again.headers.etag], [JSON.stringify(body), headers.etag])
  })
  t.test('200 in the other direction, in the other language, and with itself', async (t) => {
    const back = await compare({ query: { with: '1.0.9' } })
    t.equal(back.body.changeCount, 2)
    const chinese = await compare({ params: newer, headers: { 'accept-language': 'zh' } })
    t.match(chinese.body.changes[0].sentence, /^\[文字性\]/)
    t.same((await compare()).body, { class: null, changeCount: 0, changes: [] })
  })
  t.test('404 for what there is not, 400 without the other version', async (t) => {
    t.equal((await compare({ query: { with: '7.0.0' } })).status, 404)
    t.equal((await compare({ params: { ...params, version: '7.0.0' } })).status, 404)
    t.equal((await compare({ query: {} })).status, 400)
    t.equal((await compare({ query: { with: 'latest' } })).status, 400)
  })
})
