// (b) A tenant's read under row level security, and (c) an answer saved with history and event, over HTTP, against
// bare fastify routes that do the same SQL with the raw driver, without row level security, audit or contracts.
import { createHash, randomUUID } from 'node:crypto'
import Fastify, { type FastifyInstance } from 'fastify'
import postgres from 'postgres'
import type { House, Stage } from '../test/support/stage.ts'
import { overHttp, type Pair } from './compare.ts'
import { portOf } from './questionnaires.ts'
import { demandSameAnswer } from './same.ts'

type Teardown = (work: () => Promise<unknown>) => void
type Ground = { readonly stage: Stage; readonly port: number; readonly teardown: Teardown }

const connections = 8
const rows = 20
/** One organization may hold half of the slots at most, so several share the load, as in life. */
const houseCount = 4

const called = async (stage: Stage, house: House, id: string, call: object) => {
  const operation = stage.operations.find((each) => each.id === id)
  if (operation === undefined) throw new Error(`There is no operation ${id}.`)
  const answer = await house.call(operation, call)
  if (answer.status > 299) throw new Error(`${id} answered ${answer.status}: ${answer.text}`)
  return answer
}

const draft = (stage: Stage, house: House, title: string) =>
  called(stage, house, 'createSubmission', {
    body: { questionnaire: { key: 'gbt-19580-2012', version: '1.0.0' }, title },
  })

const raw = ({ stage, teardown }: Ground) => {
  const sql = postgres(stage.addresses.superuserUrl, { max: 10, onnotice: () => {} })
  teardown(() => sql.end({ timeout: 1 }))
  return sql
}

const served = async (app: FastifyInstance, teardown: Teardown): Promise<number> => {
  await app.listen({ host: '127.0.0.1', port: 0 })
  teardown(() => app.close())
  return portOf(app)
}

const authorized = (house: House) => ({
  authorization: `Bearer ${house.cast.organizationAdmin.key}`,
})

export const readPair = async (ground: Ground): Promise<Pair> => {
  const { stage, port, teardown } = ground
  const houses: House[] = []
  for (let place = 0; place < houseCount; place += 1) {
    const house = await stage.house()
    houses.push(house)
    for (let count = 0; count < rows; count += 1) await draft(stage, house, `Draft ${count}`)
  }
  const plain = plainList(raw(ground))
  const keys = houses.map((house) => authorized(house))
  const pathOf = ({ organizationId }: House) =>
    `/v1/organizations/${organizationId}/submissions?limit=${rows}`
  const plainPathOf = ({ organizationId }: House) => `/plain/${organizationId}`
  for (const [place, house] of houses.entries())
    await demandSameAnswer(
      { app: stage.app, url: pathOf(house), headers: keys[place] ?? {} },
      { app: plain, url: plainPathOf(house) },
    )
  return {
    name: `list of ${rows} submissions under RLS : the same SQL, rows and bytes, raw driver, no RLS`,
    goal: 0.5,
    ours: overHttp({
      method: 'GET',
      port,
      paths: houses.map(pathOf),
      headersInTurn: keys,
      headers: {},
      connections,
    }),
    plain: overHttp({
      method: 'GET',
      port: await served(plain, teardown),
      paths: houses.map(plainPathOf),
      headers: {},
      connections,
    }),
  }
}

/** The statement of the product with the same bounds, and the same members by hand. */
const plainList = (sql: postgres.Sql): FastifyInstance => {
  const plain = Fastify({ logger: false })
  plain.get('/plain/:organizationId', async (request) => {
    const { organizationId } = request.params as { readonly organizationId: string }
    const found = await sql`
      select s.*, (select coalesce(sum(a.revision), 0) from answers a
        where a.organization_id = s.organization_id and a.submission_id = s.id) as answers_revision
      from submissions s where s.organization_id = ${organizationId}
        and (s.created_at, s.id) < (${'infinity'}::text::timestamptz, ${lastId}::uuid)
        and s.created_at > ${'-infinity'}::text::timestamptz
        and s.created_at < ${'infinity'}::text::timestamptz
        and s.state = any(${states}::text[])
        and ${''}::text in ('', s.questionnaire_key)
      order by s.created_at desc, s.id desc limit ${rows + 1}`
    const items = found.slice(0, rows).map((row) => ({
      id: row.id,
      organizationId: row.organization_id,
      questionnaire: { key: row.questionnaire_key, version: row.questionnaire_version },
      state: row.state,
      etag: `"s${row.revision}-${row.answers_revision}"`,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
      submittedAt: row.submitted_at,
      acceptedAt: row.accepted_at,
      finalAt: row.final_at,
      withdrawnAt: row.withdrawn_at,
      title: row.title,
      weighting: null,
      migratedFrom: row.migrated_from,
      createdBy: row.created_by,
    }))
    return { items, nextCursor: null }
  })
  return plain
}

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
const states = '{draft,submitted,in_review,final,withdrawn}'

/** Percents in turn, so that every save changes something; the answer's revision is not known to the load. */
const bodies = Array.from({ length: 21 }, (_, step) => JSON.stringify({ percent: step * 5 }))

export const savePair = async (ground: Ground): Promise<Pair> => {
  const { stage, port, teardown } = ground
  const house = await stage.house()
  const { body: submission } = await draft(stage, house, 'Saves')
  const sql = raw(ground)
  const plain = plainSaves(sql, await plainTables(sql, house), submission.id, house)
  const headers = { ...authorized(house), 'content-type': 'application/json' }
  const load = { method: 'PUT', headers, bodies, connections, followsEtag: true } as const
  const plainPort = await served(plain, teardown)
  const answersPath = `/v1/organizations/${house.organizationId}/submissions/${submission.id}/answers`
  const current = async () => {
    const { body } = await called(stage, house, 'listAnswers', {
      params: { submissionId: submission.id },
    })
    const items = body.items as readonly { readonly code: string; readonly etag: string }[]
    return codes.map((code) => items.find((item) => item.code === code)?.etag ?? null)
  }
  return {
    name: 'answer saved with history, event and entity tags : raw transaction, same rows',
    goal: 0.5,
    ours: async () =>
      overHttp({
        ...load,
        port,
        paths: codes.map((code) => `${answersPath}/${code}`),
        etags: await current(),
      })(),
    plain: overHttp({ ...load, port: plainPort, paths: codes.map((code) => `/plain/${code}`) }),
  }
}

/** One answer a connection: people on different items. */
const codes = ['4.1.2', '4.1.3', '4.1.4', '4.2.2', '4.2.3', '4.3.2', '4.3.3', '4.4.2']

const plainTables = async (sql: postgres.Sql, { organizationId }: House): Promise<string> => {
  const zero = Buffer.alloc(32)
  await sql.unsafe(`
    create schema if not exists plain;
    create table plain.answers (like answers including indexes);
    create table plain.answer_revisions (like answer_revisions including indexes);
    create table plain.events (like organization_events including indexes);
    create table plain.heads (like organization_event_heads including indexes)`)
  await sql`insert into plain.heads (organization_id, seq, previous_hash, hash)
    values (${organizationId}, 0, ${zero}, ${zero})`
  return organizationId
}

const plainSaves = (
  sql: postgres.Sql,
  organizationId: string,
  submissionId: string,
  house: House,
): FastifyInstance => {
  const plain = Fastify({ logger: false })
  const person = house.cast.organizationAdmin.personId
  plain.put('/plain/:code', async (request) => {
    const { code } = request.params as { readonly code: string }
    const value = JSON.stringify(request.body)
    return sql.begin(async (tx) => {
      const [saved] = await tx`
        insert into plain.answers
          (organization_id, submission_id, code, revision, value, changed_by, changed_by_key, changed_at)
        values (${organizationId}, ${submissionId}, ${code}, 1, ${value}, ${person}, null, now())
        on conflict (organization_id, submission_id, code) do update
          set value = excluded.value, revision = plain.answers.revision + 1, changed_at = now()
        returning revision`
      await tx`
        insert into plain.answer_revisions
          (organization_id, submission_id, code, revision, value, changed_by, changed_by_key, changed_at)
        values (${organizationId}, ${submissionId}, ${code}, ${saved?.revision}, ${value}, ${person}, null, now())`
      const [head] = await tx`
        select seq, hash from plain.heads where organization_id = ${organizationId} for update`
      const seq = Number(head?.seq) + 1
      const hash = createHash('sha256').update(head?.hash).update(value).digest()
      await tx`
        insert into plain.events (organization_id, seq, id, type, subject, outcome, operation,
          actor_person_id, request_id, address, payload, occurred_at, previous_hash, hash)
        values (${organizationId}, ${seq}, ${randomUUID()}, 'answer.changed', ${submissionId}, 'success',
          'putAnswer', ${person}, ${randomUUID()}, '127.0.0.1', ${value}, now(), ${head?.hash}, ${hash})`
      await tx`update plain.heads set seq = ${seq}, previous_hash = hash, hash = ${hash}
        where organization_id = ${organizationId}`
      return { code, revision: saved?.revision }
    })
  })
  return plain
}
