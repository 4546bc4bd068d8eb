// Questionnaires as files over HTTP: the document, the workbook, the XLSForm and FHIR; public and kept for long.
import t from 'tap'
import {
  getQuestionnaireDocument,
  getQuestionnaireFhir,
  getQuestionnaireWorkbook,
  getQuestionnaireXlsForm,
} from '../../src/api/questionnaires/contract-exchange.ts'
import { sha256 } from '../../src/db/digest.ts'
import { workbookToQuestionnaire } from '../../src/exchange/questionnaire/read.ts'
import { readWorkbook } from '../../src/exchange/xlsx/read.ts'
import { stage } from '../support/stage.ts'
import { gbt } from '../support/submissions.ts'

const { house, deps, operations } = await stage(t)
const { call } = await house()
const params = { questionnaireKey: gbt.key, version: gbt.version }
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const all = [
  [getQuestionnaireDocument, 'application/json'],
  [getQuestionnaireWorkbook, xlsx],
  [getQuestionnaireXlsForm, xlsx],
  [getQuestionnaireFhir, 'application/fhir+json'],
] as const

for (const [operation, type] of all)
  t.test(operation.id, async (t) => {
    const get = (more: object = {}) => call(operation as never, { params, as: null, ...more })
    t.test('200 to everybody, the same bytes every time, to be kept', async (t) => {
      const [first, again] = [await get(), await get({ query: { lang: 'zh-CN' } })]
      t.equal(first.status, 200)
      t.equal(first.headers['content-type'], type)
      t.equal(Buffer.compare(first.bytes, again.bytes), 0, 'in every language')
      t.equal(first.headers.etag, again.headers.etag)
      t.equal(
        first.headers['cache-control'],
        operation === getQuestionnaireFhir
          ? 'public, no-cache'
          : 'public, max-age=31536000, immutable',
      )
      if (type === xlsx)
        t.match(
          first.headers['content-disposition'],
          /^attachment; filename="gbt-19580-2012-1\..*\.xlsx"$/,
        )
    })
    t.test('latest is the same, and must be asked for again each time', async (t) => {
      const latest = await get({ params: { ...params, version: 'latest' } })
      t.equal(Buffer.compare(latest.bytes, (await get()).bytes), 0)
      t.equal(latest.headers['cache-control'], 'public, no-cache')
    })
    t.test('304 without a body for who has it', async (t) => {
      const { headers } = await get()
      const answer = await get({ headers: { 'if-none-match': headers.etag } })
      t.equal(answer.status, 304)
      t.equal(answer.bytes.length, 0)
    })
    t.test('404 for what there is not, 400 for what is no key, version or parameter', async (t) => {
      for (const [questionnaireKey, version] of [
        ['no-such-model', '1.0.0'],
        [gbt.key, '9.0.0'],
      ])
        t.match(await get({ params: { questionnaireKey, version } }), { status: 404 })
      t.equal((await get({ params: { ...params, version: 'v1' } })).status, 400)
      t.equal((await get({ query: { view: 'full' } })).status, 400)
    })
    t.test('406 for who wants something else', async (t) => {
      const headers = { accept: 'text/html' }
      t.match(await get({ headers }), { status: 406, body: { available: [type] } })
    })
  })

t.test('the document is the one whose digest the catalogue tells', async (t) => {
  const { text, body } = await call(getQuestionnaireDocument, { params, as: null })
  t.equal(sha256(text), (await deps.documents.catalogue()).find(gbt.key, gbt.version)?.digest)
  t.match(body.title, gbt.title)
})

t.test('the workbook reads back as the document, for every questionnaire', async (t) => {
  for (const [name] of (await deps.documents.catalogue()).list) {
    const { questionnaire } = await deps.documents.alone(name)
    const at = { questionnaireKey: questionnaire.key, version: questionnaire.version }
    const { bytes } = await call(getQuestionnaireWorkbook, { params: at, as: null })
    t.strictSame(
      workbookToQuestionnaire(bytes),
      { questionnaire, findings: [] },
      at.questionnaireKey,
    )
  }
})

t.test('the form has its three sheets, FHIR the name of the version', async (t) => {
  const form = await call(getQuestionnaireXlsForm, { params, as: null })
  t.same(
    readWorkbook(form.bytes).map(({ name }) => name),
    ['survey', 'choices', 'settings'],
  )
  const fhir = await call(getQuestionnaireFhir, { params, as: null })
  t.match(fhir.body, {
    resourceType: 'Questionnaire',
    url: `urn:excellence-api:questionnaires:${gbt.key}:${gbt.version}`,
    status: 'active',
  })
})

t.test('every questionnaire can be had in every form', async (t) => {
  for (const [{ key, version }] of (await deps.documents.catalogue()).list)
    for (const [{ id }] of all) {
      const operation = operations.find((each) => each.id === id)
      const at = { questionnaireKey: key, version }
      const answer = operation && (await call(operation, { params: at, as: null }))
      t.equal(answer?.status, 200, `${id} ${key}`)
    }
})
