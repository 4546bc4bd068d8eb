// Exactly one effect for any pattern of retries with a key (REL-01): through a proxy that cuts before, in and
// after the answer and delays, with attempts side by side, against two instances on one database.
import { request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { createSubmission, submitSubmission } from '../../src/api/submissions/contract.ts'
import { createWeighting } from '../../src/api/weightings/contract.ts'
import { buildApp } from '../../src/app.ts'
import { openUnits } from '../support/house.ts'
import { type Harm, startProxy } from '../support/proxy.ts'
import { scenesOf } from '../support/scenes.ts'
import { type Call, type House, peppers, stage } from '../support/stage.ts'
import { answered } from '../support/things.ts'

const keysEach = Number(process.env.IDEMPOTENCY_KEYS ?? 12)
const theStage = await stage(t, { connections: 6 })
const { app, deps, addresses, operations, sql } = theStage

/** The second instance: its own pool and its own memory, the same database and secrets. */
const other = await buildApp(
  { ...deps, db: openUnits(t, addresses, { max: 6, peppers }) },
  { logLevel: null, isReady: async () => true },
)
t.teardown(() => other.app.close())
const ports = await Promise.all(
  [app, other.app].map(async (each) => {
    await each.listen({ host: '127.0.0.1', port: 0 })
    return (each.server.address() as AddressInfo).port
  }),
)

const harms: readonly Harm[] = ['before', 'in', 'after', 'after', 'late', 'none']
let turn = 0
const proxy = await startProxy(
  t,
  () => ports[turn++ % ports.length] ?? 0,
  () => harms[Math.floor(Math.random() * harms.length)] ?? 'none',
)

type Attempt = { readonly status: number; readonly body: string; readonly replayed: boolean }
type Wanted = {
  readonly path: string
  readonly key: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: object | null
}

/** One attempt over a connection of its own; null when it was cut off. */
const attempt = ({ path, key, headers, body }: Wanted): Promise<Attempt | null> =>
  new Promise((resolve) => {
    const payload = body === null ? '' : JSON.stringify(body)
    const sent = httpRequest(`${proxy.url}${path}`, {
      method: 'POST',
      agent: false,
      headers: {
        ...headers,
        'idempotency-key': key,
        ...(body === null ? {} : { 'content-type': 'application/json' }),
        'content-length': Buffer.byteLength(payload),
      },
    })
    sent.on('error', () => resolve(null))
    sent.on('response', (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (chunk) => {
        text += chunk
      })
      answer.on('error', () => resolve(null))
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          body: text,
          replayed: answer.headers['idempotency-replayed'] === 'true',
        }),
      )
    })
    sent.end(payload)
  })

/** Retries until two answers came through, and as often as asked; up to three attempts at once. */
const insist = async (wanted: Wanted, atLeast: number, keyOf: (n: number) => string) => {
  const answers: Attempt[] = []
  let attempts = 0
  while (attempts < atLeast || answers.length < 2) {
    const some = Array.from({ length: 1 + (attempts % 3) }, () =>
      attempt({ ...wanted, key: keyOf(attempts++) }),
    )
    for (const answer of await Promise.all(some)) {
      // In flight elsewhere, or nothing happened: both mean "again".
      if (answer === null || answer.status >= 500) continue
      if (answer.status === 409 && answer.body.includes('request-in-progress')) continue
      answers.push(answer)
    }
    if (answers.length === 0) await pause(5)
  }
  return { attempts, answers }
}

const keyFor = (what: string, n: number) => `${what}-${process.pid}-of-this-story-${n}`
const sameKey = (key: string) => () => key

const callOf = (house: House) => (id: string, call?: Call) => {
  const operation = operations.find((each) => each.id === id)
  if (operation === undefined) throw new Error(`There is no operation ${id}.`)
  return house.call(operation, call)
}
const samples = (id: string): Call => ({
  body: operations.find((each) => each.id === id)?.sample?.body,
})

type Outcome = Awaited<ReturnType<typeof insist>>

const judge = (t: Test, outcomes: readonly Outcome[], status: number) => {
  const attempts = outcomes.reduce((sum, each) => sum + each.attempts, 0)
  const heard = outcomes.flatMap(({ answers }) => answers)
  t.comment(`${outcomes.length} keys, ${attempts} attempts, ${heard.length} answers heard`)
  t.ok(
    heard.every((each) => each.status === status),
    `every answer is ${status}: ${heard.find((each) => each.status !== status)?.body}`,
  )
  for (const { answers } of outcomes)
    t.equal(new Set(answers.map(({ body }) => body)).size, 1, 'equal bodies')
  return heard
}
const each = <Value>(make: (n: number) => Promise<Value>) =>
  Promise.all(Array.from({ length: keysEach }, (_, n) => make(n)))
const eventsOf = async ({ organizationId }: House, type: string) => {
  const rows = await sql<{ subject: string; n: number }[]>`
    select subject, count(*)::int as n from organization_events
    where organization_id = ${organizationId} and type = ${type} and outcome = 'success' group by 1`
  return rows
}
const bearer = (house: House) => ({ authorization: `Bearer ${house.cast.organizationAdmin.key}` })

t.test('createSubmission: one submission and one event a key', async (t) => {
  const house = await theStage.house()
  const path = `/v1/organizations/${house.organizationId}/submissions`
  const outcomes = await each((n) => {
    const key = keyFor('create', n)
    const body = { ...(createSubmission.sample?.body as object), title: key }
    return insist({ path, key, headers: bearer(house), body }, 1 + (n % 8), sameKey(key))
  })
  const heard = judge(t, outcomes, 201)
  t.ok(
    heard.some(({ replayed }) => replayed),
    'replays were among them',
  )
  const rows = await sql<{ title: string }[]>`
    select title from submissions where organization_id = ${house.organizationId}`
  t.equal(rows.length, keysEach, 'one row a key')
  t.equal(new Set(rows.map(({ title }) => title)).size, keysEach)
  const events = await eventsOf(house, 'submission.created')
  t.same([events.length, Math.max(...events.map(({ n }) => n))], [keysEach, 1], 'one event a key')
})

t.test('409 while the same request runs elsewhere, and then the answer of that one', async (t) => {
  const house = await theStage.house()
  const idempotencyKey = keyFor('running', 0)
  const create = () => house.call(createSubmission, { ...createSubmission.sample, idempotencyKey })
  const first = await create()
  t.equal(first.status, 201)
  await sql.begin(async (tx) => {
    // Whoever claims the key must wait for this transaction, as for a request that has not committed.
    await tx`delete from organization_idempotency where key = ${idempotencyKey}`
    t.match(await create(), {
      status: 409,
      headers: { 'retry-after': '1' },
      body: { code: 'request-in-progress' },
    })
    await tx`rollback and chain` // nothing was deleted
  })
  t.equal((await create()).text, first.text)
})

t.test('createWeighting: one weighting a key', async (t) => {
  const house = await theStage.house()
  const path = `/v1/organizations/${house.organizationId}/weightings`
  const outcomes = await each((n) => {
    const key = keyFor('weighting', n)
    const body = { ...(createWeighting.sample?.body as object), key: `story-${n}` }
    return insist({ path, key, headers: bearer(house), body }, 1 + (n % 8), sameKey(key))
  })
  judge(t, outcomes, 201)
  const [row] = await sql`
    select count(*)::int as n from organization_weightings
    where organization_id = ${house.organizationId}`
  t.equal(row?.n, keysEach)
})

t.test(
  'submitSubmission: one transition, one sheet, though every retry has a stale tag',
  async (t) => {
    const house = await theStage.house()
    const play = { house, sql, call: callOf(house) }
    t.ok(Object.hasOwn(scenesOf(operations), submitSubmission.id))
    const ready = []
    for (let n = 0; n < Math.min(keysEach, 6); n++) ready.push(await answered(samples)(play))
    const outcomes = await Promise.all(
      ready.map(({ params, ifMatch }, n) => {
        const path = `/v1/organizations/${house.organizationId}/submissions/${params.submissionId}/submit`
        const key = keyFor('submit', n)
        const headers = { ...bearer(house), 'if-match': ifMatch }
        return insist({ path, key, headers, body: null }, 2 + n, sameKey(key))
      }),
    )
    judge(t, outcomes, 200)
    const events = await eventsOf(house, 'submission.submitted')
    t.same([events.length, Math.max(...events.map(({ n }) => n))], [ready.length, 1])
    const sheets = await sql`
    select submission_id from score_sheets where organization_id = ${house.organizationId}`
    t.equal(sheets.length, ready.length, 'one sheet a submission')
  },
)

t.test(
  'control: with a new key for each attempt the same retries have several effects',
  async (t) => {
    const house = await theStage.house()
    const path = `/v1/organizations/${house.organizationId}/submissions`
    const outcomes = await each((n) => {
      const title = keyFor('control', n)
      const body = { ...(createSubmission.sample?.body as object), title }
      const wanted = { path, key: '', headers: bearer(house), body }
      return insist(wanted, 2 + (n % 7), (attempts) => `${title}-${attempts}`)
    })
    t.equal(outcomes.length, keysEach)
    const [row] = await sql`
    select count(*)::int as n from submissions where organization_id = ${house.organizationId}`
    t.ok(Number(row?.n) > keysEach, `${row?.n} submissions of ${keysEach} intents`)
  },
)

t.test('the harm was done', async (t) => {
  t.comment(JSON.stringify(proxy.done))
  for (const harm of ['before', 'in', 'after', 'late'] as const)
    t.ok(proxy.done[harm] > 0, `${harm}: ${proxy.done[harm]} times`)
})
