// Drafts of weightings over HTTP: replaced, copied and adjusted, out and back in as documents and sheets.
import t from 'tap'
import { createGrant } from '../../src/api/grants/contract.ts'
import {
  createAssociationWeighting,
  createWeighting,
  getWeighting,
  listWeightings,
  publishAssociationWeighting,
  publishWeighting,
  putAssociationWeighting,
  putWeighting,
} from '../../src/api/weightings/contract.ts'
import {
  copyAssociationWeighting,
  copyWeighting,
  listSharedWeightings,
} from '../../src/api/weightings/contract-copies.ts'
import {
  getWeightingDocument,
  getWeightingSheet,
  importAssociationWeighting,
  importAssociationWeightingSheet,
  importWeighting,
  importWeightingSheet,
} from '../../src/api/weightings/contract-exchange.ts'
import { countedNodes } from '../../src/core/scoring/weighting.ts'
import { own, publishedBy } from '../support/authoring.ts'
import { secondAdmin } from '../support/benchmarks.ts'
import {
  associationWeighting,
  organizationWeighting,
  pointsMoved,
  questionnaire,
} from '../support/drafts.ts'
import { newId } from '../support/house.ts'
import { type CastName, type House, stage } from '../support/stage.ts'

const theStage = await stage(t)
const { house } = theStage

const refusal = (status: number, code: string, more: object = {}) => ({
  status,
  body: { status, code, ...more },
})
const versionThere = refusal(409, 'already-exists', { pointer: '/version' })
const draftIn = async ({ call }: House, body: object = {}) => {
  const made = await call(createWeighting, {
    body: { questionnaire, title: 'Own view', items: pointsMoved(), ...body },
  })
  if (made.status !== 201) throw new Error(made.text)
  return { ...made.body, params: { weightingId: made.body.id } }
}
const pairs = (first: number) => ({
  kind: 'ahp',
  inputs: [
    {
      codes: ['4.1.2', '4.1.3', '4.1.4'],
      rows: [
        [1, first, 2],
        [1 / first, 1, 2],
        [1 / 2, 1 / 2, 1],
      ],
    },
  ],
})

t.test('putWeighting', async (t) => {
  const home = await house()
  const { call } = home
  const content = { title: 'Other view', items: pointsMoved(20) }

  t.test('200 replaces the content and keeps the name; the same again needs no tag', async (t) => {
    const { params, etag, key } = await draftIn(home)
    const put = await call(putWeighting, { params, body: content, ifMatch: etag })
    t.match(put, { status: 200, body: { key, title: 'Other view', items: content.items } })
    t.not(put.body.etag, etag)
    const again = await call(putWeighting, { params, body: content, ifMatch: etag })
    t.match(again, { status: 200, body: { etag: put.body.etag } })
    t.same((await call(getWeighting, { params })).body, put.body)
  })
  t.test('200 makes the numbers of judgements, and keeps them', async (t) => {
    const { params, etag } = await draftIn(home)
    const elicitation = pairs(2)
    const { status, body } = await call(putWeighting, {
      params,
      body: { title: 'Judged', elicitation },
      ifMatch: etag,
    })
    t.equal(status, 200)
    t.match(body, {
      mode: 'within_category',
      items: { '4.1.2': 493, '4.1.3': 311, '4.1.4': 196 },
      elicitation: { ...elicitation, randomIndex: 'saaty-1980' },
    })
    t.equal((await call(publishWeighting, { params, ifMatch: body.etag })).status, 200)
  })
  t.test('412 with another tag, 428 without, and the draft stays', async (t) => {
    const { params, etag } = await draftIn(home)
    const body = content
    t.match(
      await call(putWeighting, { params, body, ifMatch: '"w9"' }),
      refusal(412, 'precondition-failed'),
    )
    t.match(await call(putWeighting, { params, body }), refusal(428, 'precondition-required'))
    t.equal((await call(getWeighting, { params })).body.etag, etag)
  })
  t.test('409 for what is published, 422 for what is none', async (t) => {
    const { params, etag } = await draftIn(home)
    const items = { ...pointsMoved(), '4.1.3': 29.99 }
    t.match(
      await call(putWeighting, { params, body: { title: 'x', items }, ifMatch: etag }),
      refusal(422, 'document-invalid', { errors: [{ pointer: '/items', code: 'sum-wrong' }] }),
    )
    const { body } = await call(publishWeighting, { params, ifMatch: etag })
    t.match(
      await call(putWeighting, { params, body: content, ifMatch: body.etag }),
      refusal(409, 'immutable'),
    )
  })
  t.test('an association replaces its own', async (t) => {
    const as = 'associationAdmin'
    const made = await call(createAssociationWeighting, {
      as,
      body: { questionnaire, title: 'Programme view', items: pointsMoved() },
    })
    const params = { weightingId: made.body.id }
    const put = { as, params, ifMatch: made.body.etag } as const
    const replaced = await call(putAssociationWeighting, { ...put, body: content })
    t.equal(replaced.status, 200)
    t.match(
      await call(putAssociationWeighting, { ...put, body: { title: 'x' } }),
      refusal(422, 'document-invalid'),
    )
    const ifMatch = replaced.body.etag
    const published = await call(publishAssociationWeighting, { as, params, ifMatch })
    t.match(
      await call(putAssociationWeighting, { ...put, body: content, ifMatch: published.body.etag }),
      refusal(409, 'immutable'),
    )
  })
})

t.test('judgements that contradict each other are a draft and no more', async (t) => {
  const home = await house()
  const { params, etag } = await draftIn(home, { items: undefined, elicitation: pairs(9) })
  t.match(
    await home.call(publishWeighting, { params, ifMatch: etag }),
    refusal(422, 'document-invalid', {
      errors: [{ pointer: '/elicitation/inputs/0', code: 'inconsistent', detail: /4\.1\.2/ }],
    }),
  )
  t.equal((await home.call(getWeighting, { params })).body.state, 'draft')
  const wrong = pairs(2)
  const spoiled = { ...wrong, inputs: [{ ...wrong.inputs[0], rows: [[1]] }] }
  t.match(
    await home.call(createWeighting, {
      body: { questionnaire, title: 'x', elicitation: spoiled },
    }),
    refusal(422, 'document-invalid', { errors: [{ pointer: '/elicitation/inputs/0/rows' }] }),
  )
})

t.test('copies', async (t) => {
  const home = await house()
  const { call } = home
  const copies = async () => (await call(listWeightings)).body.items.length

  t.test('201: an own one, one that is shared, the reference; adjusted', async (t) => {
    const own = await organizationWeighting(home)
    const shared = await associationWeighting(home)
    for (const from of [own, shared]) {
      const { version, ...source } = from
      const items = { '4.1.3': 31, '4.1.4': 29 }
      const { status, body, headers } = await call(copyWeighting, {
        body: { from: source, title: 'Copied', items },
      })
      t.equal(status, 201)
      t.match(body, { state: 'draft', copiedFrom: { ...source, version }, items })
      t.match(headers.location, new RegExp(`/weightings/${body.id}$`))
    }
    const made = await call(copyWeighting, { body: { from: { questionnaire }, title: 'Copied' } })
    t.match(made, { status: 201, body: { copiedFrom: null, items: pointsMoved(0) } })
    const from = { associationId: shared.associationId, id: shared.id }
    const inAssociation = { as: 'associationAdmin', body: { from, title: 'Copied', key: 'copied' } }
    t.match(await call(copyAssociationWeighting, inAssociation), {
      status: 201,
      body: { owner: { associationId: shared.associationId } },
    })
    t.match(await call(copyAssociationWeighting, inAssociation), versionThere)
  })
  t.test('the next version of a weighting is a copy under its key', async (t) => {
    const { params, id, etag, owner } = await draftIn(home, { key: 'grows' })
    await call(publishWeighting, { params, ifMatch: etag })
    const from = { ...owner, id }
    const body = { from, title: 'Copied', key: 'grows' }
    t.match(await call(copyWeighting, { body }), versionThere)
    t.equal((await call(copyWeighting, { body: { ...body, version: '1.1.0' } })).status, 201)
  })
  t.test('422 for what cannot be seen, and nothing is made', async (t) => {
    const before = await copies()
    const unpublished = await call(createAssociationWeighting, {
      as: 'associationAdmin',
      body: { questionnaire, title: 'Programme view', items: pointsMoved() },
    })
    const elsewhere = await associationWeighting(home, {
      as: 'strangerAdmin',
      params: { associationId: home.strangerAssociationId },
    })
    const { organizationId } = home
    for (const from of [
      { organizationId, id: newId() },
      { organizationId: home.otherOrganizationId, id: newId() },
      { associationId: home.associationId, id: unpublished.body.id },
      { associationId: elsewhere.associationId, id: elsewhere.id },
    ])
      t.match(
        await call(copyWeighting, { body: { from, title: 'Copied' } }),
        refusal(422, 'document-invalid', { errors: [{ pointer: '/from' }] }),
      )
    t.equal(await copies(), before)
    t.match(
      await call(copyAssociationWeighting, {
        as: 'associationAdmin',
        body: { from: { organizationId, id: newId() }, title: 'Copied' },
      }),
      refusal(422, 'document-invalid'),
    )
    t.match(
      await call(copyAssociationWeighting, {
        as: 'associationAdmin',
        body: { from: { questionnaire }, title: 'Copied', items: { '4.1.3': 31 } },
      }),
      refusal(422, 'document-invalid', { errors: [{ code: 'sum-wrong' }] }),
    )
  })
})

t.test('listSharedWeightings: what associations above have published', async (t) => {
  const home = await house()
  const above = await associationWeighting(home)
  const near = await associationWeighting(home, {
    as: 'chapterAdmin',
    params: { associationId: home.chapterId },
  })
  await home.call(createAssociationWeighting, {
    as: 'associationAdmin',
    body: { questionnaire, title: 'Unfinished', items: pointsMoved() },
  })
  const shared = async (query: Record<string, string> = {}) => {
    const { status, body } = await home.call(listSharedWeightings, { query })
    t.equal(status, 200)
    return body.items.map(({ id }: { readonly id: string }) => id)
  }
  t.same(await shared(), [near.id], 'of the nearest')
  t.same(await shared({ associationId: home.associationId }), [above.id])
  t.same(await shared({ questionnaireKey: 'efqm-2025' }), [])
  t.equal(
    (
      await home.call(listSharedWeightings, {
        query: { associationId: home.strangerAssociationId },
      })
    ).status,
    404,
  )
})

t.test('documents leave and come back', async (t) => {
  const home = await house()
  const { call } = home
  const { params } = await draftIn(home, {
    key: 'exported',
    items: undefined,
    elicitation: pairs(2),
  })
  const { status, body: document } = await call(getWeightingDocument, { params })
  t.equal(status, 200)
  t.match(document, { format: 'weighting/v1', key: 'exported', elicitation: { kind: 'ahp' } })
  const brought = { questionnaire, document: { ...document, version: '2.0.0' } }
  const made = await call(importWeighting, { body: brought })
  t.match(made, { status: 201, body: { key: 'exported', version: '2.0.0', state: 'draft' } })
  const back = await call(getWeightingDocument, { params: { weightingId: made.body.id } })
  t.same(back.body, { ...document, version: '2.0.0' }, 'nothing is lost on the way')
  const there = refusal(409, 'already-exists', { pointer: '/document/version' })
  t.match(await call(importWeighting, { body: brought }), there)
  const inAssociation = { as: 'associationAdmin', body: brought } as const
  t.equal((await call(importAssociationWeighting, inAssociation)).status, 201)
  t.match(await call(importAssociationWeighting, inAssociation), there)
  for (const [change, pointer] of [
    [{ edition: 'efqm-2025' }, '/document/edition'],
    [{ total: 999 }, '/document/total'],
    [{ items: { ...document.items, '4.1.2': 1 } }, '/document/items'],
  ] as const) {
    const body = { questionnaire, document: { ...document, version: '3.0.0', ...change } }
    const wrong = refusal(422, 'document-invalid', { errors: [{ pointer }] })
    t.match(await call(importWeighting, { body }), wrong)
    t.match(await call(importAssociationWeighting, { as: 'associationAdmin', body }), wrong)
  }
})

t.test('sheets leave and come back', async (t) => {
  const home = await house()
  const { call } = home
  const { params, etag } = await draftIn(home)

  t.test('200: CSV and XLSX, named after the weighting, and read back unchanged', async (t) => {
    for (const format of ['csv', 'xlsx']) {
      const sheet = await call(getWeightingSheet, { params, query: { format } })
      t.equal(sheet.status, 200)
      t.match(sheet.headers['content-disposition'], /-1\.0\.0-weighting\./)
      const answer = await call(importWeightingSheet, {
        params,
        body: format === 'csv' ? sheet.text : Buffer.from(sheet.bytes),
        headers: { 'content-type': String(sheet.headers['content-type']).split(';')[0] ?? '' },
        ifMatch: etag,
      })
      t.match(answer, { status: 200, body: { etag, changed: 0, unchanged: 23, refused: 0 } })
    }
    const chinese = await call(getWeightingSheet, {
      params,
      query: { format: 'csv' },
      headers: { 'accept-language': 'zh' },
    })
    t.match(chinese.text, /顾客/)
  })
  t.test('a grant of weightings lends no text of a questionnaire that is not public', async (t) => {
    const document = own()
    const { key, version } = document
    const second = await secondAdmin(theStage, home)
    await publishedBy(home, second, document, { visibility: 'association' })
    const points = countedNodes(document).map((node) => [node.code, node.points])
    const items = Object.fromEntries(points)
    const ours = await draftIn(home, { questionnaire: { key, version }, items })
    const lend = (scope: string) => {
      const grantee = { kind: 'association', id: home.strangerAssociationId }
      return call(createGrant, { body: { grantee, scopes: [scope], purpose: 'A joint project' } })
    }
    const sheet = async (as: CastName) => {
      const given = { params: ours.params, as, query: { format: 'csv' } }
      const { status, text } = await call(getWeightingSheet, given)
      t.equal(status, 200, as)
      return text
    }
    t.equal((await lend('weightings:read')).status, 201)
    t.match(await sheet('organizationViewer'), /Item 1\.1/)
    t.notMatch(await sheet('strangerAdmin'), /Item/)
    t.equal((await lend('questionnaires:read')).status, 201)
    t.match(await sheet('strangerAdmin'), /Item 1\.1/, 'lent too, they are told')
  })
  t.test('200 changes the draft, and a dry run does not', async (t) => {
    const body = 'code,points\r\n4.1.2,30\r\n4.3.2,60\r\n'
    const dry = await call(importWeightingSheet, {
      params,
      body,
      query: { dryRun: 'true' },
      ifMatch: etag,
      idempotencyKey: null,
    })
    t.match(dry, { status: 200, body: { dryRun: true, etag, changed: 2 } })
    const done = await call(importWeightingSheet, { params, body, ifMatch: etag })
    t.match(done, {
      status: 200,
      body: { dryRun: false, changed: 2, rows: [{ row: 2 }, { row: 3 }] },
    })
    const read = await call(getWeighting, { params })
    t.match(read.body, { etag: done.body.etag, items: { '4.1.2': 30, '4.3.2': 60 } })
  })
  t.test('422 names the row, and nothing changes', async (t) => {
    const { body: before } = await call(getWeighting, { params })
    const wrong = await call(importWeightingSheet, {
      params,
      body: 'code,points\r\n4.1.2,30.01\r\n9.9,1\r\n',
      ifMatch: before.etag,
    })
    t.match(wrong, refusal(422, 'document-invalid', { errors: [{ pointer: '/rows/3/code' }] }))
    t.same((await call(getWeighting, { params })).body, before)
  })
  t.test('409 and 422 in an association too', async (t) => {
    const as = 'associationAdmin'
    const shared = await associationWeighting(home)
    const named = { as, params: { weightingId: shared.id } } as const
    const body = 'code,points\r\n4.1.2,30\r\n'
    const { body: draft } = await call(createAssociationWeighting, {
      as,
      body: { questionnaire, title: 'Programme view', items: pointsMoved() },
    })
    t.match(
      await call(importAssociationWeightingSheet, {
        as,
        params: { weightingId: draft.id },
        body,
        ifMatch: draft.etag,
      }),
      refusal(422, 'document-invalid', { errors: [{ pointer: '/rows/1/points' }] }),
    )
    t.match(
      await call(importAssociationWeightingSheet, { ...named, body, ifMatch: `"w2-${shared.id}"` }),
      refusal(409, 'immutable'),
    )
  })
  t.test('409 for what is published', async (t) => {
    const { body: now } = await call(getWeighting, { params })
    const { body: published } = await call(publishWeighting, { params, ifMatch: now.etag })
    t.match(
      await call(importWeightingSheet, {
        params,
        body: 'code,points\r\n4.1.2,30\r\n',
        ifMatch: published.etag,
      }),
      refusal(409, 'immutable'),
    )
  })
})
