// Answer sheets over HTTP: out as CSV and XLSX, back into a draft, row by row, all or nothing.
import t from 'tap'
import { createGrant } from '../../src/api/grants/contract.ts'
import {
  getAnswerSheet,
  importAnswerSheet,
} from '../../src/api/submissions/contract-answer-sheet.ts'
import { getAnswer, listAnswers } from '../../src/api/submissions/contract-answers.ts'
import { fileLimits } from '../../src/exchange/limits.ts'
import { sheetTypes } from '../../src/exchange/sheet-types.ts'
import { readWorkbook } from '../../src/exchange/xlsx/read.ts'
import { own, ownAnswers, publishedBy } from '../support/authoring.ts'
import { secondAdmin } from '../support/benchmarks.ts'
import { answersEtag, draft, submitted } from '../support/drafts.ts'
import { newId } from '../support/house.ts'
import { type CastName, type House, stage } from '../support/stage.ts'
import { notApplicable } from '../support/submissions.ts'
import { workbookOf, zipOf } from '../support/zip.ts'

const theStage = await stage(t)
const { house, sql } = theStage

const stored = {
  '4.1.2': { percent: 45, comment: '=1+1', narrative: { '4.1.2.a': 'How.' } },
  '4.1.3': { notApplicable },
}
const refusal = (status: number, code: string, more: object = {}) => ({
  status,
  body: { status, code, ...more },
})
const xlsxType = { 'content-type': sheetTypes.xlsx }

type Bring = {
  readonly query?: Record<string, string>
  readonly as?: CastName | string | null
  readonly ifMatch?: string
  readonly headers?: Record<string, string>
  readonly idempotencyKey?: string | null
}

const bring = async (
  home: House,
  submissionId: string,
  body: string | Buffer,
  more: Bring = {},
) => {
  const ifMatch = more.ifMatch ?? (await answersEtag(home, submissionId))
  return home.call(importAnswerSheet, { params: { submissionId }, body, ifMatch, ...more })
}
const answersIn = async (home: House, submissionId: string) => {
  const { body } = await home.call(listAnswers, { params: { submissionId } })
  return Object.fromEntries(
    body.items.map(({ code, etag, changedAt, changedBy, ...answer }: Record<string, unknown>) => [
      code,
      answer,
    ]),
  )
}

t.test('getAnswerSheet', async (t) => {
  const home = await house()
  const { call } = home
  const { submissionId } = await draft(home, stored)
  const params = { submissionId }
  const get = (more: object = {}) => call(getAnswerSheet, { params, ...more })

  t.test('200 as XLSX, the usual form, and as CSV', async (t) => {
    const workbook = await get()
    t.match(workbook, { status: 200, headers: { 'content-type': sheetTypes.xlsx } })
    t.match(
      workbook.headers['content-disposition'],
      /^attachment; filename="gbt-.*-answers\.xlsx"$/,
    )
    t.same(
      readWorkbook(workbook.bytes).map(({ name }) => name),
      ['Answers'],
    )
    const csv = await get({ query: { format: 'csv' } })
    t.equal(csv.headers['content-type'], 'text/csv; charset=utf-8')
    t.equal(csv.headers['cache-control'], 'private, no-store')
    const text = Buffer.from(csv.bytes).toString()
    t.match(text, /^\uFEFFcode,kind,name,# asks,percent,/)
    t.match(text, /\r\n4\.1\.2,item,[^\r]*,45,[^\r]*'=1\+1/)
  })
  t.test('200 with names and questions in the asked language', async (t) => {
    const named = async (lang: string) =>
      Buffer.from((await get({ query: { format: 'csv', lang } })).bytes).toString()
    t.match(await named('en'), 'Role of senior leaders')
    t.match(await named('zh-CN'), '高层领导的作用')
  })
  t.test('every export is put on record, by grant too', async (t) => {
    const grantee = { kind: 'association', id: home.strangerAssociationId }
    const body = { grantee, scopes: ['submissions:read'], purpose: 'A joint project' }
    t.equal((await get({ as: 'strangerAdmin' })).status, 404)
    t.equal((await call(createGrant, { body })).status, 201)
    await get({ as: 'organizationViewer' })
    t.equal((await get({ as: 'strangerAdmin' })).status, 200)
    const events = await sql`
      select actor_person_id as by from organization_events
      where organization_id = ${home.organizationId} and type = 'content.read' and subject = ${submissionId}
      order by seq desc limit 2`
    t.same(
      events.map(({ by }) => by),
      [home.cast.strangerAdmin.personId, home.cast.organizationViewer.personId],
    )
  })
  t.test('a grant of answers lends no text of a questionnaire that is not public', async (t) => {
    const document = own()
    await publishedBy(home, await secondAdmin(theStage, home), document, {
      visibility: 'association',
    })
    const ours = await draft(home, ownAnswers, {
      questionnaire: { key: document.key, version: document.version },
    })
    const sheet = async (of: { readonly submissionId: string }, as: CastName) => {
      const given = { params: { submissionId: of.submissionId }, as, query: { format: 'csv' } }
      const { status, bytes } = await call(getAnswerSheet, given)
      t.equal(status, 200, as)
      return Buffer.from(bytes).toString()
    }
    const text = /Item 1\.1,Intent of 1\.1/
    const lend = (scope: string) => {
      const grantee = { kind: 'association', id: home.strangerAssociationId }
      return call(createGrant, { body: { grantee, scopes: [scope], purpose: 'A joint project' } })
    }
    t.equal((await lend('submissions:read')).status, 201)
    t.match(await sheet(ours, 'organizationViewer'), text)
    const bare = await sheet(ours, 'strangerAdmin')
    t.match(bare, /\r\n1\.1,item,,,45,/, 'codes and answers')
    t.notMatch(bare, /Item|Intent|How/, 'no name and no question')
    t.match(await sheet({ submissionId }, 'strangerAdmin'), 'Role of senior leaders', 'public')
    const brought = await bring(home, ours.submissionId, bare)
    t.match(brought, { status: 200, body: { changed: 0, created: 0, refused: 0 } })
    t.equal((await lend('questionnaires:read')).status, 201)
    t.match(await sheet(ours, 'strangerAdmin'), text)
  })
  t.test('400 for another format, 406 where neither form is wanted', async (t) => {
    t.equal((await get({ query: { format: 'ods' } })).status, 400)
    t.match(await get({ headers: { accept: 'application/pdf' } }), { status: 406 })
  })
  t.test('404 for whom it is invisible and for what is not there', async (t) => {
    for (const as of ['associationAdmin', 'otherOrganizationAdmin'] as const)
      t.match(await get({ as }), refusal(404, 'not-found'))
    t.match(await get({ params: { submissionId: newId() } }), refusal(404, 'not-found'))
  })
})

t.test('importAnswerSheet', async (t) => {
  const home = await house()
  const { call } = home

  t.test('200 with a report row by row; what was exported changes nothing', async (t) => {
    const { submissionId } = await draft(home, stored)
    for (const [format, headers] of [
      ['csv', {}],
      ['xlsx', xlsxType],
    ] as const) {
      const { bytes } = await call(getAnswerSheet, { params: { submissionId }, query: { format } })
      const answer = await bring(home, submissionId, Buffer.from(bytes), { headers })
      t.match(answer, { status: 200, body: { created: 0, changed: 0, refused: 0, dryRun: false } })
    }
    const csv =
      '\uFEFFcode;percent;comment;narrative\r\n4.1.2;50;;\r\n4.2.2;"35,0";新;\r\n4.1.2.a;;;"A\nB"\r\n'
    const answer = await bring(home, submissionId, csv)
    t.match(answer.body, {
      created: 1,
      changed: 2,
      rows: [
        { row: 2, code: '4.1.2', outcome: 'changed', errors: [] },
        { row: 3, code: '4.2.2', outcome: 'created' },
        { row: 4, code: '4.1.2.a', outcome: 'changed' },
      ],
    })
    t.equal(answer.headers.etag, await answersEtag(home, submissionId))
    t.match(await answersIn(home, submissionId), {
      '4.1.2': { percent: 50, comment: '=1+1', narrative: { '4.1.2.a': 'A\nB' } },
      '4.1.3': { notApplicable },
      '4.2.2': { percent: 35, comment: '新' },
    })
    const change = await sql`
      select count(*)::int as n from organization_events
      where organization_id = ${home.organizationId} and type = 'answer.changed' and subject = ${submissionId}`
    t.match(change, [{ n: 2 }], 'one event for the draft, one for the sheet')
  })
  t.test('200 clears what is empty only where that is asked for', async (t) => {
    const { submissionId } = await draft(home, stored)
    const csv = 'code,percent,comment\n4.1.2,45,\n'
    t.match((await bring(home, submissionId, csv)).body, { unchanged: 1 })
    const query = { emptyCells: 'clear' }
    t.match((await bring(home, submissionId, csv, { query })).body, { changed: 1 })
    const { body } = await call(getAnswer, { params: { submissionId, code: '4.1.2' } })
    t.notOk('comment' in body)
  })
  t.test('200 dry: everything is reported, nothing is written, no key is needed', async (t) => {
    const { submissionId } = await draft(home, stored)
    const ifMatch = await answersEtag(home, submissionId)
    const csv = 'code,percent\n4.1.2,50\n4.1.3,44\n4.9.9,1\n'
    const dry = { query: { dryRun: 'true' }, idempotencyKey: null }
    const answer = await bring(home, submissionId, csv, dry)
    t.match(answer, {
      status: 200,
      body: {
        dryRun: true,
        etag: ifMatch,
        refused: 2,
        rows: [
          { row: 2, code: '4.1.2', outcome: 'changed', errors: [] },
          { row: 3, code: '4.1.3', outcome: 'refused', errors: [{ code: 'percent-off-step' }] },
          { row: 4, code: '4.9.9', outcome: 'refused', errors: [{ code: 'node-unknown' }] },
        ],
      },
    })
    const right = await bring(home, submissionId, 'code,percent\n4.1.2,50\n', dry)
    t.match(right.body, { changed: 1, etag: ifMatch })
    t.equal(await answersEtag(home, submissionId), ifMatch)
    t.equal((await answersIn(home, submissionId))['4.1.2'].percent, 45)
  })
  t.test('422 document-invalid names every row and column, and nothing is written', async (t) => {
    const { submissionId } = await draft(home, stored)
    const ifMatch = await answersEtag(home, submissionId)
    const csv = 'code,percent,notApplicable.reasonCode\n4.1.2,50,\n4.2.2,44,\n4.7.2,,none\n'
    t.match(
      await bring(home, submissionId, csv),
      refusal(422, 'document-invalid', {
        errors: [
          { pointer: '/rows/3/percent', detail: /^Row 3 \(4\.2\.2\), column percent: / },
          { pointer: '/rows/4/notApplicable.justification' },
        ],
      }),
    )
    t.match(await bring(home, submissionId, 'code,percnt\n4.1.2,50\n'), {
      body: { errors: [{ pointer: '/rows/1/percnt', code: 'column-unknown' }] },
    })
    t.equal(await answersEtag(home, submissionId), ifMatch)
    t.match(await answersIn(home, submissionId), stored)
  })
  t.test('422 file-refused with a reason for hostile and broken files', async (t) => {
    const { submissionId } = await draft(home, stored)
    const ifMatch = await answersEtag(home, submissionId)
    const send = (body: Buffer, headers = {}) =>
      bring(home, submissionId, body, { headers, ifMatch })
    const zeros = Buffer.alloc(7 * 1024 * 1024)
    const cases: readonly (readonly [Uint8Array, string, RegExp?])[] = [
      [zipOf([{ name: 'xl/workbook.xml', content: zeros }]), 'too-large'],
      [workbookOf('<row r="2"><c r="B2"><f>1</f></c></row>'), 'formula', /^Sheet!B2: A cell holds/],
      [workbookOf('<row r="1"/>', { parts: [{ name: 'a.zip', content: 'x' }] }), 'nested'],
      [Buffer.from('code,percent\n'), 'not-a-workbook'],
      [Buffer.from('PK\u0003\u0004'), 'damaged'],
    ]
    for (const [bytes, reason, detail = /./] of cases)
      t.match(
        await send(Buffer.from(bytes), xlsxType),
        refusal(422, 'file-refused', { reason, detail }),
      )
    t.match(
      await send(Buffer.from('code\n\xc4\xe3', 'latin1')),
      refusal(422, 'file-refused', { reason: 'not-text' }),
    )
    const rows = `code\n${'4.1.2\n'.repeat(fileLimits.sheetRows)}`
    t.match(await send(Buffer.from(rows)), refusal(422, 'file-refused', { reason: 'too-large' }))
    t.equal(await answersEtag(home, submissionId), ifMatch)
  })
  t.test('412 when the collection has changed, unless the sheet says what is there', async (t) => {
    const { submissionId } = await draft(home, stored)
    const stale = '"c0"'
    const same = await bring(home, submissionId, 'code,percent\n4.1.2,45\n', { ifMatch: stale })
    t.match(same, { status: 200, body: { unchanged: 1 } })
    t.match(
      await bring(home, submissionId, 'code,percent\n4.1.2,50\n', { ifMatch: stale }),
      refusal(412, 'precondition-failed', { currentEtag: String }),
    )
    t.equal((await answersIn(home, submissionId))['4.1.2'].percent, 45)
  })
  t.test('a retry with its key gets the first answer; other bytes under it are 422', async (t) => {
    const { submissionId } = await draft(home)
    const ifMatch = await answersEtag(home, submissionId)
    const more = { ifMatch, idempotencyKey: newId() }
    const csv = 'code,percent\n4.1.2,50\n'
    const first = await bring(home, submissionId, csv, more)
    const again = await bring(home, submissionId, csv, more)
    t.equal(again.text, first.text)
    t.equal(again.headers['idempotency-replayed'], 'true')
    t.match(
      await bring(home, submissionId, `${csv}\n`, more),
      refusal(422, 'idempotency-key-reused'),
    )
  })
  t.test('409 once it is submitted, dry or not', async (t) => {
    const { submissionId } = await submitted(home)
    for (const query of [{}, { dryRun: 'true' }])
      t.match(
        await bring(home, submissionId, 'code,percent\n4.1.2,50\n', { query }),
        refusal(409, 'immutable'),
      )
  })
  t.test('400 without a key, 428 without a tag, 415 for another kind of file', async (t) => {
    const { submissionId } = await draft(home)
    const csv = 'code,percent\n4.1.2,50\n'
    t.match(
      await bring(home, submissionId, csv, { idempotencyKey: null }),
      refusal(400, 'idempotency-key-required'),
    )
    const params = { submissionId }
    t.match(
      await call(importAnswerSheet, { params, body: csv }),
      refusal(428, 'precondition-required'),
    )
    for (const type of ['application/json', 'application/vnd.ms-excel', 'text/plain'])
      t.match(await bring(home, submissionId, csv, { headers: { 'content-type': type } }), {
        status: 415,
        body: { accepted: [sheetTypes.csv, sheetTypes.xlsx] },
      })
  })
  t.test('403 and 404 come before the file is looked at', async (t) => {
    const { submissionId } = await draft(home)
    const ifMatch = await answersEtag(home, submissionId)
    const broken = Buffer.from([0xff])
    for (const [as, status] of [
      ['organizationViewer', 403],
      ['associationAdmin', 403],
      ['otherOrganizationAdmin', 404],
    ] as const)
      t.equal((await bring(home, submissionId, broken, { as, ifMatch })).status, status, as)
    t.equal((await bring(home, newId(), broken, { ifMatch })).status, 404)
  })
})
