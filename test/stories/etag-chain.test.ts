// Entity tags and idempotency keys under many clients and cut connections (API-08, API-09, API-11, REL-01):
// no update is lost, one creation wins, and a retry never does a thing twice.
import { Agent, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { createSubmission, submitSubmission } from '../../src/api/submissions/contract.ts'
import {
  getAnswer,
  listAnswerRevisions,
  putAnswer,
} from '../../src/api/submissions/contract-answers.ts'
import { answerFirst, complete, draft, questionnaire } from '../support/drafts.ts'
import { newId } from '../support/house.ts'
import { type Answered, type Call, type House, stage } from '../support/stage.ts'

const { app, house, sql } = await stage(t, { connections: 8 })

/** Sends until there is room: an organization may use its share of the service and no more. */
const insist = async (
  home: House,
  operation: Parameters<House['call']>[0],
  call: Call,
): Promise<Answered> => {
  for (;;) {
    const answer = await home.call(operation, call)
    if (answer.status !== 503) return answer
  }
}

t.test('fifty clients count on one answer, and every count is there', async (t) => {
  const home = await house()
  const { submissionId } = await draft(home)
  const params = { submissionId, code: '4.1.2' }
  const put = await home.call(putAnswer, { params, body: { comment: '' }, ifNoneMatch: '*' })
  t.equal(put.status, 201)
  const bases: string[] = []
  let refused = 0
  const clients = Array.from({ length: 50 }, async (_, client) => {
    for (;;) {
      const { etag, comment } = (await insist(home, getAnswer, { params })).body
      const body = { comment: `${comment}${client},` }
      const { status } = await insist(home, putAnswer, { params, body, ifMatch: etag })
      if (status === 412) {
        refused += 1
        continue
      }
      t.equal(status, 200)
      bases.push(etag)
      return
    }
  })
  await Promise.all(clients)
  const { comment, etag } = (await home.call(getAnswer, { params })).body
  const counted = comment.split(',').filter((each: string) => each !== '')
  t.equal(new Set(counted).size, 50, 'nobody was overwritten')
  t.equal(counted.length, 50)
  t.equal(new Set(bases).size, 50, 'no two changes share the tag they are based on')
  t.equal(etag, '"a51-4.1.2"')
  t.ok(refused > 0, 'they did meet')
  const { items } = (await home.call(listAnswerRevisions, { params, query: { limit: 200 } })).body
  t.same(
    items.map(({ revision }: { revision: number }) => revision),
    Array.from({ length: 51 }, (_, n) => 51 - n),
    'history is a chain without a fork',
  )
})

t.test('twenty creating requests: one creates, the others learn what there is', async (t) => {
  const home = await house()
  for (const sameBody of [true, false]) {
    const { submissionId } = await draft(home)
    const params = { submissionId, code: '4.1.2' }
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        insist(home, putAnswer, {
          params,
          body: { percent: sameBody ? 45 : n * 5 },
          ifNoneMatch: '*',
        }),
      ),
    )
    const created = answers.filter(({ status }) => status === 201)
    t.equal(created.length, 1)
    const others = answers.filter(({ status }) => status === (sameBody ? 200 : 412))
    t.equal(others.length, 19)
    for (const { body } of others) t.same(sameBody ? body : body.current, created[0]?.body)
    const rows = await sql`select 1 from answer_revisions where submission_id = ${submissionId}`
    t.equal(rows.length, 1)
  }
})

await app.listen({ port: 0, host: '127.0.0.1' })
const { port } = app.server.address() as AddressInfo
const agent = new Agent({ keepAlive: false })

type Sent = {
  readonly path: string
  readonly key: string
  readonly idempotencyKey: string
  readonly body?: string
  readonly ifMatch?: string
  /** The connection is cut after so many turns of the event loop; absent: never. */
  readonly cutAfter?: number
}
type Got = { readonly status: number; readonly text: string; readonly replayed: boolean }

/** One attempt over a real connection; null where it was cut before the whole answer was there. */
const send = ({ path, key, idempotencyKey, body, ifMatch, cutAfter }: Sent): Promise<Got | null> =>
  new Promise((resolve) => {
    const sent = request(
      {
        port,
        host: '127.0.0.1',
        path,
        method: 'POST',
        agent,
        headers: {
          authorization: `Bearer ${key}`,
          'idempotency-key': idempotencyKey,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
        },
      },
      (response) => {
        let text = ''
        response.on('data', (chunk) => {
          text += chunk
        })
        response.on('error', () => resolve(null))
        response.on('close', () => resolve(null))
        response.on('end', () => {
          const replayed = response.headers['idempotency-replayed'] === 'true'
          resolve({ status: response.statusCode ?? 0, text, replayed })
        })
      },
    )
    sent.on('error', () => resolve(null))
    sent.end(body)
    const cutIn = (turns: number): void => {
      if (turns === 0) sent.destroy()
      else setImmediate(() => cutIn(turns - 1))
    }
    if (cutAfter !== undefined) cutIn(cutAfter)
  })

/** Does some harm beside an attempt; resolves to how many connections to the database it ended. */
type Harm = () => Promise<number>

const none: Harm = async () => 0

/** Ends a connection of the service to the database in the middle of its work, if it finds one at work. */
const killOne: Harm = async () => {
  for (let look = 0; look < 20; look += 1) {
    const rows = await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'excellence-api'
        and (state = 'active' or state like 'idle in transaction%') limit 1`
    if (rows.length > 0) return rows.length
  }
  return 0
}

/** Cuts some attempts at ever other moments, then lets one through, then asks once more. */
const retried = async (wanted: Sent, seed: number, harm: Harm) => {
  let cut = 0
  let killed = 0
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const cutAfter = (seed * 7 + attempt * 13) % 60
    const [got, ended] = await Promise.all([send({ ...wanted, cutAfter }), harm()])
    if (got === null) cut += 1
    killed += ended
  }
  const last = async (): Promise<Got> => {
    for (;;) {
      const got = await send(wanted)
      // A cut attempt may still run, or have lost its connection to the database.
      if (got !== null && got.status !== 503 && !/request-in-progress/.test(got.text)) return got
    }
  }
  return { cut, killed, first: await last(), second: await last() }
}

const keys = 12

for (const [name, harm] of [
  ['cut connections', none],
  ['cut connections, to the database too', killOne],
] as const)
  t.test(`${name}: one submission a key, submitted once, and the same answer again`, async (t) => {
    const home = await house()
    const { key } = home.cast.organizationAdmin
    const path = createSubmission.url.replace('{organizationId}', home.organizationId)
    const seen = { cut: 0, killed: 0, doneBefore: 0 }
    const note = ({ cut, killed, first }: Awaited<ReturnType<typeof retried>>) => {
      seen.cut += cut
      seen.killed += killed
      if (first.replayed) seen.doneBefore += 1
    }
    for (let n = 0; n < keys; n += 1) {
      const body = JSON.stringify({ questionnaire, title: `Number ${n}` })
      const outcome = await retried({ path, key, idempotencyKey: newId(), body }, n, harm)
      t.equal(outcome.first.status, 201, outcome.first.text)
      t.equal(outcome.second.text, outcome.first.text)
      t.equal(outcome.second.replayed, true)
      note(outcome)
    }
    const made = await sql`
      select 1 from submissions where organization_id = ${home.organizationId}`
    t.equal(made.length, keys)
    for (let n = 0; n < 6; n += 1) {
      const { submissionId, etag } = await draft(home, complete())
      const submit = submitSubmission.url
        .replace('{organizationId}', home.organizationId)
        .replace('{submissionId}', submissionId)
      const wanted = { path: submit, key, idempotencyKey: newId(), ifMatch: etag }
      const outcome = await retried(wanted, n + 3, harm)
      t.equal(outcome.first.status, 200, outcome.first.text)
      t.equal(outcome.second.text, outcome.first.text)
      const [row] = await sql`
        select (select count(*)::int from score_sheets where submission_id = ${submissionId}) as sheets,
          (select count(*)::int from organization_events
            where subject = ${submissionId} and type = 'submission.submitted') as events`
      t.same(row, { sheets: 1, events: 1 })
      note(outcome)
    }
    t.ok(seen.cut > 0, 'some were cut')
    t.equal(seen.killed > 0, harm === killOne, 'and some lost their database')
    t.comment(`${seen.cut} cut, ${seen.killed} killed, ${seen.doneBefore} had been done before`)
  })

t.test('control: with a key of its own each attempt counts', async (t) => {
  const home = await house()
  const { key } = home.cast.organizationAdmin
  const path = createSubmission.url.replace('{organizationId}', home.organizationId)
  const body = JSON.stringify({ questionnaire, title: 'Again' })
  for (let n = 0; n < 3; n += 1) await send({ path, key, idempotencyKey: newId(), body })
  const rows = await sql`select 1 from submissions where organization_id = ${home.organizationId}`
  t.equal(rows.length, 3)
})

t.test('people on different items neither meet nor wait for each other', async (t) => {
  const home = await house()
  const { submissionId } = await draft(home)
  await answerFirst(home, submissionId, '4.1.2', 45)
  // Somebody holds one answer; the neighbour is answered all the same.
  await sql.begin(async (tx) => {
    await tx`select from submissions where id = ${submissionId} for share`
    await tx`select from answers where submission_id = ${submissionId} and code = '4.1.2' for update`
    const { status } = await home.call(putAnswer, {
      params: { submissionId, code: '4.1.3' },
      body: { percent: 30 },
      ifNoneMatch: '*',
    })
    t.equal(status, 201)
  })
})
