// Drafts of questionnaires over HTTP, by operation and status: made, read, replaced, thrown away, validated.
// Publishing and withdrawing are in questionnaire-publishing.test.ts, who sees what in questionnaire-sharing.test.ts.
import t from 'tap'
import {
  createQuestionnaireDraft,
  deleteQuestionnaireDraft,
  getQuestionnaireDraft,
  listQuestionnaireDrafts,
  putQuestionnaireDraft,
  validateQuestionnaireDraft,
} from '../../src/api/questionnaires/contract-drafts.ts'
import { canonicalJson } from '../../src/core/document/canonical.ts'
import { sha256 } from '../../src/db/digest.ts'
import { draftOf, freshKey, own, publishedBy, reweighed } from '../support/authoring.ts'
import { secondAdmin } from '../support/benchmarks.ts'
import { newId } from '../support/house.ts'
import { type CastName, stage } from '../support/stage.ts'
import { digestOf } from '../support/stored.ts'
import { gbt } from '../support/submissions.ts'

const theStage = await stage(t)
const house = await theStage.house()
const { call } = house
const as = 'associationAdmin'

/** Whoever is not an administrator of the association. */
const lesser = {
  programmeManager: 403,
  chapterAdmin: 404,
  strangerAdmin: 404,
  organizationAdmin: 404,
} as const
const lesserCast = Object.entries(lesser) as [CastName, 403 | 404][]

t.test('createQuestionnaireDraft', async (t) => {
  const create = (body: unknown, more: object = {}) =>
    call(createQuestionnaireDraft, { as, body, ...more })

  t.test('201 copies a published version', async (t) => {
    const { status, body, headers } = await create({ from: { key: gbt.key, version: gbt.version } })
    t.equal(status, 201)
    t.match(body, {
      associationId: house.associationId,
      key: gbt.key,
      version: gbt.version,
      base: { key: gbt.key, version: gbt.version },
      state: 'draft',
      created: { by: house.cast[as].personId },
      proposal: null,
      published: null,
    })
    t.equal(headers.etag, body.etag)
    t.equal(
      headers.location,
      `/v1/associations/${house.associationId}/questionnaire-drafts/${body.id}`,
    )
    const params = { questionnaireDraftId: body.id }
    const read = await call(getQuestionnaireDraft, { as, params })
    t.equal(
      sha256(canonicalJson(read.body.document)),
      body.digest,
      'the export is what is digested',
    )
    t.equal(canonicalJson(read.body.document), canonicalJson(gbt))
  })
  t.test('201 takes any object, also one that is no questionnaire yet', async (t) => {
    const { status, body } = await create({ document: { key: 'No Key', text: ['½', 1, null] } })
    t.equal(status, 201)
    t.match(body, { key: null, version: null, base: null })
  })
  t.test('201 once for a key', async (t) => {
    const idempotencyKey = newId()
    const body = { document: {} }
    const answers = [await create(body, { idempotencyKey }), await create(body, { idempotencyKey })]
    t.equal(answers[0]?.text, answers[1]?.text)
  })
  t.test('400 for what is no object or both, 422 for a version that is not there', async (t) => {
    const before = await digestOf(theStage)
    for (const body of [
      {},
      { document: [] },
      { document: 'x' },
      { document: {}, from: { key: gbt.key, version: gbt.version } },
      { from: { key: gbt.key } },
    ])
      t.match(await create(body), { status: 400, body: { code: 'validation-failed' } })
    t.match(await create({ from: { key: gbt.key, version: '9.9.9' } }), {
      status: 422,
      body: {
        code: 'document-invalid',
        errors: [{ pointer: '/from', code: 'questionnaire-unknown' }],
      },
    })
    t.equal(await digestOf(theStage), before)
  })
  t.test('400 and 413 for a document beyond the limits, and nothing is kept', async (t) => {
    const before = await digestOf(theStage)
    const nested = JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`)
    const wide = Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [`k${at}`, 0]))
    t.match(await create({ document: { nested } }), {
      status: 400,
      body: { code: 'body-too-complex', limit: 'depth' },
    })
    t.match(await create({ document: wide }), {
      status: 400,
      body: { code: 'body-too-complex', limit: 'members' },
    })
    t.match(await create({ document: { list: Array(501).fill(0) } }), {
      status: 400,
      body: { code: 'body-too-complex', limit: 'items' },
    })
    t.match(await create({ document: { long: 'x'.repeat(4 * 1024 * 1024) } }), {
      status: 413,
      body: { code: 'too-large' },
    })
    t.equal(await digestOf(theStage), before)
  })
  t.test('403 and 404 to everybody else', async (t) => {
    const before = await digestOf(theStage)
    for (const [by, status] of lesserCast)
      t.equal((await create({ document: {} }, { as: by })).status, status, by)
    t.equal(await digestOf(theStage), before)
  })
})

t.test('listQuestionnaireDrafts', async (t) => {
  const { call } = await theStage.house()
  t.test('200 newest first and page by page, without documents', async (t) => {
    const ids: string[] = []
    for (const title of ['a', 'b', 'c'])
      ids.unshift((await draftOf({ call }, { title })).params.questionnaireDraftId)
    const first = await call(listQuestionnaireDrafts, { as, query: { limit: 2 } })
    const cursor = first.body.nextCursor
    const second = await call(listQuestionnaireDrafts, { as, query: { limit: 2, cursor } })
    const items = [...first.body.items, ...second.body.items]
    t.same(
      items.map(({ id }: { id: string }) => id),
      ids,
    )
    t.notOk('document' in items[0])
    t.equal(second.body.nextCursor, null)
  })
  t.test('403 and 404 to everybody else', async (t) => {
    for (const [by, status] of lesserCast)
      t.equal((await call(listQuestionnaireDrafts, { as: by })).status, status, by)
  })
})

t.test('getQuestionnaireDraft', async (t) => {
  const { params } = await draftOf(house, { a: { b: [1, 'ü'] } })
  t.test('200 with the document, as it was put in', async (t) => {
    const { body, headers } = await call(getQuestionnaireDraft, { as, params })
    t.same(body.document, { a: { b: [1, 'ü'] } })
    t.equal(headers.etag, body.etag)
    t.equal(headers['cache-control'], 'private, no-store')
  })
  t.test('403 and 404', async (t) => {
    for (const [by, status] of lesserCast)
      t.equal((await call(getQuestionnaireDraft, { as: by, params })).status, status, by)
    const chapter = { ...params, associationId: house.chapterId }
    t.equal((await call(getQuestionnaireDraft, { as, params: chapter })).status, 404)
  })
})

t.test('putQuestionnaireDraft', async (t) => {
  const put = (params: object, ifMatch: string, document: unknown, by: string = as) =>
    call(putQuestionnaireDraft, { as: by, params: { ...params }, ifMatch, body: { document } })

  t.test('200 replaces it whole; the same again changes nothing, whatever the tag', async (t) => {
    const { params, ifMatch } = await draftOf(house, { a: 1, b: 2 })
    const first = await put(params, ifMatch, { b: 3 })
    t.equal(first.status, 200)
    t.not(first.body.etag, ifMatch)
    t.same((await call(getQuestionnaireDraft, { as, params })).body.document, { b: 3 })
    const again = await put(params, ifMatch, { b: 3 })
    t.equal(again.status, 200)
    t.equal(again.body.etag, first.body.etag)
  })
  t.test('412 with an old tag, 428 without, and the document stays', async (t) => {
    const { params, ifMatch } = await draftOf(house, { a: 1 })
    const { body } = await put(params, ifMatch, { a: 2 })
    const before = await digestOf(theStage)
    t.match(await put(params, ifMatch, { a: 3 }), {
      status: 412,
      body: { code: 'precondition-failed', currentEtag: body.etag },
    })
    t.equal((await call(putQuestionnaireDraft, { as, params, body: { document: {} } })).status, 428)
    t.equal(await digestOf(theStage), before)
  })
  t.test('of twenty at once with one tag one succeeds', async (t) => {
    const { params, ifMatch } = await draftOf(house, { a: 0 })
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) => put(params, ifMatch, { a: at + 1 })),
    )
    t.equal(answers.filter(({ status }) => status === 200).length, 1)
    t.equal(answers.filter(({ status }) => status === 412).length, 19)
  })
  t.test('403 and 404 to everybody else; 404 for what is not there', async (t) => {
    const { params, ifMatch } = await draftOf(house, { a: 1 })
    const before = await digestOf(theStage)
    for (const [by, status] of lesserCast)
      t.equal((await put(params, ifMatch, {}, by)).status, status, by)
    t.equal((await put({ questionnaireDraftId: newId() }, ifMatch, {})).status, 404)
    t.equal(await digestOf(theStage), before)
  })
  t.test('409 for what was published', async (t) => {
    const second = await secondAdmin(theStage, house)
    await publishedBy(house, second, own())
    const { body } = await call(listQuestionnaireDrafts, { as, query: { limit: 1 } })
    const [{ id, etag, state }] = body.items
    t.equal(state, 'published')
    const params = { questionnaireDraftId: id }
    t.match(await put(params, etag, {}), { status: 409, body: { code: 'immutable' } })
    t.match(await call(deleteQuestionnaireDraft, { as, params, ifMatch: etag }), {
      status: 409,
      body: { code: 'immutable' },
    })
  })
})

t.test('deleteQuestionnaireDraft', async (t) => {
  const remove = (params: object, ifMatch: string, by: string = as) =>
    call(deleteQuestionnaireDraft, { as: by, params: { ...params }, ifMatch })
  t.test('204, and it is gone; 204 also for what is not there', async (t) => {
    const { params, ifMatch } = await draftOf(house, {})
    t.equal((await remove(params, ifMatch)).status, 204)
    t.equal((await call(getQuestionnaireDraft, { as, params })).status, 404)
    t.equal((await remove(params, ifMatch)).status, 204)
  })
  t.test('412 with an old tag; 403 and 404 to everybody else', async (t) => {
    const { params, ifMatch } = await draftOf(house, {})
    t.equal((await remove(params, '"old"')).status, 412)
    for (const [by, status] of lesserCast)
      t.equal((await remove(params, ifMatch, by)).status, status, by)
    t.equal((await call(getQuestionnaireDraft, { as, params })).status, 200)
  })
})

t.test('validateQuestionnaireDraft', async (t) => {
  const validate = async (document: unknown, body: object = {}, more: object = {}) => {
    const { params } = await draftOf(house, document)
    return call(validateQuestionnaireDraft, { as, params, body, ...more })
  }
  t.test('200 with nothing to complain but the points of a first version', async (t) => {
    t.match(await validate(own()), {
      status: 200,
      body: {
        errors: [],
        errorCount: 0,
        warnings: [{ pointer: '/categories', code: 'unconfirmed-points' }],
        warningCount: 1,
        neededStep: null,
        lastVersion: null,
        comparison: null,
      },
    })
  })
  t.test('200 with every error of the shape, and of the content', async (t) => {
    const shape = await validate({ ...own(), extra: 1, version: 'v1' })
    const pointers = (answer: { body: { errors: { pointer: string }[] } }) =>
      answer.body.errors.map(({ pointer }) => pointer)
    t.same(pointers(shape).sort(), ['/extra', '/version'])
    const [first, ...others] = own().categories
    const content = await validate({
      ...own(),
      reserved: ['1.1'],
      categories: [{ ...first, points: 49 }, ...others],
    })
    t.ok(pointers(content).length >= 3, content.text)
    t.ok(pointers(content).includes('/categories/0/points'))
  })
  t.test('200 with the key of somebody else, and licensed text for everybody', async (t) => {
    const document = { ...own(gbt.key), rights: { ...own().rights, text: 'licensed' } }
    const { body } = await validate(document, { visibility: 'public' })
    t.same(
      body.errors.map(({ pointer, code }: Record<string, string>) => `${pointer} ${code}`),
      ['/key key-taken', '/visibility licensed-not-public'],
    )
    t.same((await validate({ ...document, key: freshKey() })).body.errors, [])
  })
  t.test('200 compares with the last version, in the asked language', async (t) => {
    const second = await secondAdmin(theStage, house)
    const document = own()
    await publishedBy(house, second, document)
    const next = reweighed(document, '1.1.0')
    const { body } = await validate(next)
    t.match(body, {
      errors: [{ pointer: '/version', code: 'version-step' }],
      neededStep: 'major',
      lastVersion: '1.0.0',
      comparison: { class: 'breaking' },
    })
    const codes = body.warnings.map(({ code }: Record<string, string>) => code)
    t.same([...new Set(codes)].sort(), ['no-mapping', 'unconfirmed-points', 'weights-changed'])
    const [change] = body.comparison.changes
    t.match(change.sentence, /^\[breaking\] scored node 1\.1, points: 30 → 25/)
    const headers = { 'accept-language': 'zh' }
    const chinese = await validate(next, {}, { headers })
    t.match(chinese.body.comparison.changes[0].sentence, /^\[不兼容\] 评分节点 1\.1/)
    t.match((await validate(document)).body, {
      errors: [{ code: 'nothing-to-publish' }],
      comparison: { class: null, changeCount: 0, changes: [] },
    })
  })
  t.test('200 with what a mapping lacks', async (t) => {
    const second = await secondAdmin(theStage, house)
    const document = own()
    await publishedBy(house, second, document)
    const next = reweighed(document, '2.0.0')
    const mapping = (from: string, items: unknown[]) => ({
      format: 'mapping/v1',
      purpose: 'migration',
      from: { key: document.key, version: from },
      to: { key: document.key, version: '2.0.0' },
      provenance: { status: 'confirmed' },
      items,
      areas: [],
    })
    const row = (from: string[], to: string[], relation = 'equal') => ({
      from,
      to,
      relation,
      scale: 'keep',
    })
    const wrong = mapping('1.0.0', [
      row(['1.1'], ['1.1']),
      row(['1.2'], ['1.1']),
      row(['2.1'], ['nowhere']),
      row(['1.1', '1.2'], ['2.1'], 'split'),
    ])
    const { body } = await validate(next, { mapping: wrong })
    t.same(
      body.errors.map(({ pointer }: Record<string, string>) => pointer),
      ['/mapping/items/2/to/0', '/mapping/items/1/to/0', '/mapping/items/3/relation'],
    )
    t.match((await validate(next, { mapping: mapping('0.9.0', []) })).body.errors, [
      { pointer: '/mapping/from', code: 'questionnaire-unknown' },
    ])
    const right = mapping('1.0.0', [row(['1.1'], ['1.1']), row(['1.2'], ['1.2'])])
    const whole = await validate(next, { mapping: right })
    t.same(whole.body.errors, [])
    t.notMatch(whole.text, 'no-mapping')
  })
  t.test('200 names the first hundred of very many findings, and counts them all', async (t) => {
    const [first] = own().categories
    const items = (first?.items ?? []).flatMap((item) =>
      Array.from({ length: 50 }, (_, at) => ({
        ...item,
        code: `x${at}`,
        areas: [],
        points: 0.001,
      })),
    )
    const { status, body } = await validate({ ...own(), categories: [{ ...first, items }] })
    t.equal(status, 200)
    t.equal(body.errors.length, 100)
    t.ok(body.errorCount > 100)
  })
  t.test('it changes nothing, and needs no key', async (t) => {
    const { params } = await draftOf(house, own())
    const before = await digestOf(theStage)
    const body = { visibility: 'private' }
    const given = { as, params, body, idempotencyKey: null }
    t.equal((await call(validateQuestionnaireDraft, given)).status, 200)
    t.equal(await digestOf(theStage), before)
  })
  t.test('403 and 404 to everybody else', async (t) => {
    for (const [by, status] of lesserCast)
      t.equal((await validate({}, {}, { as: by })).status, status, by)
  })
})
