// (e) A score of a review saved, and (f) the page of a consensus of eight assessors, over HTTP, against bare fastify
// routes that write and read the same rows with the raw driver, without row level security, panel or contracts.
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import postgres from 'postgres'
import * as things from '../test/support/panel-things.ts'
import { playing } from '../test/support/panels.ts'
import type { Stage } from '../test/support/stage.ts'
import { overHttp, type Pair } from './compare.ts'
import { portOf } from './questionnaires.ts'
import { demandSameAnswer } from './same.ts'

type Teardown = (work: () => Promise<unknown>) => void
type Ground = { readonly stage: Stage; readonly port: number; readonly teardown: Teardown }

const connections = 8
const assessors = 8

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

/** One score a connection: an assessor with several tabs. */
const bodies = Array.from({ length: 21 }, (_, step) => JSON.stringify({ percent: step * 5 }))

/** Beside a raw transaction that holds what keeps a score from a review that ends meanwhile, and beside one that does not. */
export const reviewPairs = async (ground: Ground): Promise<readonly Pair[]> => {
  const { stage, port, teardown } = ground
  const house = await stage.house()
  const { play, samples } = playing(stage.operations, house, stage.sql)
  const { params } = await things.begun(samples)(play)
  const codes = (await things.itemsOf(play)).slice(0, connections)
  await things.score(play, params, { as: 'assessor', items: codes })
  const path = `/v1/organizations/${house.organizationId}/submissions/${params.submissionId}/reviews/${params.reviewId}/scores`
  const headers = {
    authorization: `Bearer ${house.cast.assessor.key}`,
    'content-type': 'application/json',
  }
  const current = () =>
    Promise.all(
      codes.map(async (code) => {
        const call = { params: { ...params, code }, as: 'assessor' } as const
        return (await play.call('getReviewScore', call)).body.etag as string
      }),
    )
  const load = { method: 'PUT', bodies, connections, followsEtag: true } as const
  const { organizationId } = house
  const { personId } = house.cast.assessor
  const plain = plainScores(raw(ground), { ...params, organizationId, personId })
  const plainPort = await served(plain, teardown)
  const beside = (name: string, kind: 'guarded' | 'bare'): Pair => ({
    name: `score of a review saved : ${name}`,
    goal: 0.5,
    ours: async () =>
      overHttp({
        ...load,
        port,
        headers,
        paths: codes.map((code) => `${path}/${code}`),
        etags: await current(),
      })(),
    plain: overHttp({
      ...load,
      port: plainPort,
      headers: { 'content-type': 'application/json' },
      paths: codes.map((code) => `/${kind}/${code}`),
    }),
  })
  return [
    beside('raw transaction, same rows read and held', 'guarded'),
    beside('raw upsert of the row alone', 'bare'),
  ]
}

type Ids = Readonly<Record<'organizationId' | 'submissionId', string>>

/** The row of the product in a table of its own, where no lock of the other side is waited for. */
const plainScores = (
  sql: postgres.Sql,
  ids: Ids & { readonly reviewId: string; readonly personId: string },
): FastifyInstance => {
  const { organizationId, reviewId } = ids
  const plain = Fastify({ logger: false })
  plain.addHook('onReady', async () => {
    await sql.unsafe(`create schema if not exists plain;
      create table plain.review_scores (like review_scores including all)`)
  })
  const save = async (tx: postgres.TransactionSql, { params, body }: FastifyRequest) => {
    const { code } = params as { readonly code: string }
    const { percent } = body as { readonly percent: number }
    const [saved] = await tx`
      insert into plain.review_scores
        (organization_id, review_id, code, value, percent_bp, cannot_judge, revision, updated_at)
      values (${organizationId}, ${reviewId}, ${code}, ${JSON.stringify({ percent })}, ${percent * 100}, null, 1, now())
      on conflict (organization_id, review_id, code) do update
        set value = excluded.value, percent_bp = excluded.percent_bp, updated_at = now(),
          revision = plain.review_scores.revision + 1
      returning revision`
    return { code, percent, revision: saved?.revision }
  }
  plain.put('/bare/:code', (request) => sql.begin((tx) => save(tx, request)))
  plain.put('/guarded/:code', (request) =>
    sql.begin(async (tx) => {
      await demandOwnDraft(tx, ids, (request.params as { readonly code: string }).code)
      return save(tx, request)
    }),
  )
  return plain
}

/** Reads and holds, in one flight, what a score must not be written without. */
const demandOwnDraft = async (
  tx: postgres.TransactionSql,
  {
    organizationId,
    submissionId,
    reviewId,
    personId,
  }: Ids & { readonly reviewId: string; readonly personId: string },
  code: string,
): Promise<void> => {
  const [[seat], [review]] = await Promise.all([
    tx`select state from assignments
      where organization_id = ${organizationId} and submission_id = ${submissionId}
        and person_id = ${personId} order by proposed_at desc, id desc limit 1 for share`,
    tx`select state, items, step_bp from reviews
      where organization_id = ${organizationId} and id = ${reviewId} for share`,
    tx`select revision from plain.review_scores where organization_id = ${organizationId}
      and review_id = ${reviewId} and code = ${code} for update`,
    tx`select questionnaire_digest from submissions
      where organization_id = ${organizationId} and id = ${submissionId}`,
    tx`select value from answers where organization_id = ${organizationId}
      and submission_id = ${submissionId} and code = ${code}`,
  ])
  if (seat?.state !== 'active' || review?.state !== 'draft')
    throw new Error('No draft to score in.')
}

export const consensusPair = async (ground: Ground): Promise<Pair> => {
  const { stage, port, teardown } = ground
  const house = await stage.house()
  const { play, samples } = playing(stage.operations, house, stage.sql)
  const known = await things.seated(samples, { panelSize: assessors })(play)
  const keys = [house.cast.leadAssessor.key, house.cast.assessor.key]
  while (keys.length < assessors) {
    const assessor = await house.newcomer(`Assessor ${keys.length}`)
    await things.seat(play, known, { assessor, role: 'member' })
    keys.push(assessor.key)
  }
  const { submissionId } = known
  for (const [place, as] of keys.entries())
    await things.review(play, submissionId, { as, percents: () => 40 + 5 * (place % 3) })
  const opened = await play.call('openConsensus', { params: { submissionId }, as: 'leadAssessor' })
  if (opened.status !== 201) throw new Error(opened.text)
  const url = `/v1/organizations/${house.organizationId}/submissions/${submissionId}/consensus`
  const headers = { authorization: `Bearer ${house.cast.leadAssessor.key}` }
  const { body } = await stage.app.inject({ url, headers })
  const { organizationId } = house
  const plain = plainPage(raw(ground), { organizationId, submissionId }, JSON.parse(body))
  await demandSameAnswer({ app: stage.app, url, headers }, { app: plain, url: '/plain' })
  const load = { method: 'GET', connections } as const
  return {
    name: `page of a consensus, ${assessors} assessors × 23 items : the same rows, answer ready, raw driver`,
    goal: 0.5,
    ours: overHttp({ ...load, port, paths: [url], headers }),
    plain: overHttp({
      ...load,
      port: await served(plain, teardown),
      paths: ['/plain'],
      headers: {},
    }),
  }
}

/** Reads every time what the page is made of, in one flight, and answers what was made of it once. */
const plainPage = (
  sql: postgres.Sql,
  { organizationId, submissionId }: Ids,
  ready: object,
): FastifyInstance => {
  const plain = Fastify({ logger: false })
  plain.get('/plain', async () => {
    await sql.begin('isolation level repeatable read read only', (tx) =>
      Promise.all([
        tx`select * from reviews where organization_id = ${organizationId} and submission_id = ${submissionId}`,
        tx`select * from consensuses where organization_id = ${organizationId} and submission_id = ${submissionId}`,
        tx`select s.* from consensus_scores s join consensuses c
          on c.organization_id = s.organization_id and c.id = s.consensus_id
          where c.organization_id = ${organizationId} and c.submission_id = ${submissionId}`,
        tx`select s.* from review_scores s join reviews r
          on r.organization_id = s.organization_id and r.id = s.review_id
          where r.organization_id = ${organizationId} and r.submission_id = ${submissionId}`,
        tx`select * from submissions where organization_id = ${organizationId} and id = ${submissionId}`,
        tx`select * from answers where organization_id = ${organizationId} and submission_id = ${submissionId}`,
      ]),
    )
    return ready
  })
  return plain
}
