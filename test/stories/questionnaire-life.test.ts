// A questionnaire from its first draft to a second major version, over real HTTP and on two instances: what was
// answered with the first is scored with the first, byte for byte, whatever is published or withdrawn afterwards.
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { buildApp } from '../../src/app.ts'
import { loadDocuments } from '../../src/documents.ts'
import { own, ownAnswers, reweighed } from '../support/authoring.ts'
import { secondAdmin } from '../support/benchmarks.ts'
import { newId } from '../support/house.ts'
import { stage } from '../support/stage.ts'

const theStage = await stage(t)
const { app, deps } = theStage
const house = await theStage.house()
const { associationId, organizationId, cast } = house

const listen = async (each: typeof app): Promise<string> => {
  await each.listen({ host: '127.0.0.1', port: 0 })
  return `http://127.0.0.1:${(each.server.address() as AddressInfo).port}`
}
const other = await buildApp(
  { ...deps, documents: await loadDocuments(deps) },
  { logLevel: null, isReady: async () => true, strict: true },
)
t.teardown(() => other.app.close())
const here = await listen(app)
const there = await listen(other.app)

const first = cast.associationAdmin.key
const second = await secondAdmin(theStage, house)
const member = cast.organizationAdmin.key

type Sent = { readonly body?: unknown; readonly ifMatch?: string; readonly at?: string }

/** As any client would: an address, a key, JSON. */
const send = async (key: string, line: string, { body, ifMatch, at = here }: Sent = {}) => {
  const [method = 'GET', path = ''] = line.split(' ')
  const answer = await fetch(`${at}/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { 'content-type': bodyType(method) }),
      ...(method === 'POST' ? { 'idempotency-key': newId() } : {}),
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, etag: answer.headers.get('etag') ?? '', text }
}
const bodyType = (method: string) =>
  method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
const said = ({ text }: { readonly text: string }) => JSON.parse(text)

const association = `/associations/${associationId}`
const drafts = `${association}/questionnaire-drafts`
const document = own()
const { key } = document

const publishes = async (id: string, body: object) => {
  const ask = async (by: string, at: string) => {
    const { etag } = await send(first, `GET ${drafts}/${id}`, { at })
    return send(by, `POST ${drafts}/${id}/publish`, { body, ifMatch: etag, at })
  }
  const asked = await ask(first, here)
  return asked.status === 409 && said(asked).code === 'second-person-required'
    ? ask(second, there)
    : asked
}
const begun = async (text: unknown): Promise<string> =>
  said(await send(first, `POST ${drafts}`, { body: { document: text } })).id

t.test('a questionnaire lives, and what stands on its first version stands', async (t) => {
  const accepted = ['unconfirmed-points']
  const one = await begun(document)
  const done = await publishes(one, { visibility: 'association', acceptWarnings: accepted })
  t.equal(done.status, 200, done.text)

  const submissions = `/organizations/${organizationId}/submissions`
  const begin = (version: string, at: string) =>
    send(member, `POST ${submissions}`, {
      body: { questionnaire: { key, version }, title: 'Ours' },
      at,
    })
  const submission = said(await begin('1.0.0', there))
  const mine = `${submissions}/${submission.id}`
  const { etag } = await send(member, `GET ${mine}/answers`)
  const patched = await send(member, `PATCH ${mine}/answers`, {
    body: { answers: ownAnswers },
    ifMatch: etag,
  })
  t.equal(patched.status, 200, patched.text)
  const whole = await send(member, `GET ${mine}`, { at: there })
  const submitted = await send(member, `POST ${mine}/submit`, { ifMatch: whole.etag, at: there })
  t.equal(submitted.status, 200, submitted.text)
  const sheet = await send(member, `GET ${mine}/score`)
  t.match(said(sheet), { questionnaire: { key, version: '1.0.0' } })
  const draftOnFirst = said(await begin('1.0.0', here))
  const drafted = `${submissions}/${draftOnFirst.id}`
  const draftScore = await send(member, `GET ${drafted}/score`)

  // Other points: below a major version they are refused, with or without a mapping.
  const mapping = (version: string) => ({
    format: 'mapping/v1',
    purpose: 'migration',
    from: { key, version: '1.0.0' },
    to: { key, version },
    provenance: { status: 'confirmed' },
    items: ['1.1', '1.2', '2.1', '3'].map((code) => ({
      from: [code],
      to: [code],
      relation: 'equal',
      scale: 'keep',
    })),
    areas: [],
  })
  const two = await begun(reweighed(document, '1.1.0'))
  const offered = {
    visibility: 'association',
    acceptWarnings: [...accepted, 'weights-changed'],
  }
  const refused = await publishes(two, { ...offered, mapping: mapping('1.1.0') })
  t.match(said(refused), {
    code: 'document-invalid',
    errors: [{ pointer: '/version', code: 'version-step' }],
  })
  const current = await send(first, `GET ${drafts}/${two}`)
  const replaced = await send(first, `PUT ${drafts}/${two}`, {
    body: { document: reweighed(document, '2.0.0') },
    ifMatch: current.etag,
  })
  t.equal(replaced.status, 200)
  const unmapped = await publishes(two, offered)
  t.match(said(unmapped), { code: 'warnings-not-accepted', warnings: [{ code: 'no-mapping' }] })
  const published = await publishes(two, { ...offered, mapping: mapping('2.0.0') })
  t.equal(published.status, 200, published.text)

  // The first is withdrawn; what was begun with it goes on.
  const withdrawal = `POST ${association}/questionnaires/${key}/versions/1.0.0/withdraw`
  const reason = 'Replaced by 2.0.0'
  t.equal((await send(first, withdrawal, { body: { reason } })).status, 409)
  // The second person finds on the other instance what the first asked for, and why.
  const waiting = `GET ${association}/questionnaire-versions?withdrawal=asked`
  const [asked, ...others] = said(await send(second, waiting, { at: there })).items
  t.match(asked, { key, version: '1.0.0', state: 'published', withdrawal: { reason } })
  t.same(others, [])
  const found = `POST ${association}/questionnaires/${asked.key}/versions/${asked.version}/withdraw`
  t.equal((await send(second, found, { body: { reason: 'Agreed' }, at: there })).status, 200)
  t.same(said(await send(second, waiting)).items, [], 'nothing waits any more')
  for (const at of [here, there]) {
    t.equal((await begin('1.0.0', at)).status, 422, 'no new submission on the first')
    t.equal((await begin('2.0.0', at)).status, 201, 'but on the second')
    const again = await send(member, `GET ${mine}/score`, { at })
    t.equal(again.text, sheet.text, 'the old sheet, byte for byte')
    const still = await send(member, `GET ${drafted}/score`, { at })
    t.equal(still.text, draftScore.text, 'and a draft on the first is scored with the first')
  }
  const put = await fetch(`${there}/v1${drafted}/answers/1.1`, {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${member}`,
      'content-type': 'application/json',
      'if-none-match': '*',
    },
    body: JSON.stringify({ percent: 45 }),
  })
  t.equal(put.status, 201, 'it takes answers')
  const rescored = said(await send(member, `GET ${drafted}/score`, { at: there }))
  const item = rescored.nodes.find((node: { code: string }) => node.code === '1.1')
  t.match(item, { code: '1.1', percent: 45, maxPoints: 30 }, 'with the points of the first')
})
