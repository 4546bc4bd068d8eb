// (d) A submission compared with a published benchmark edition, against a bare fastify route that reads the cells
// of the same cohort by primary key with the raw driver and answers the same bytes; and whether it stays as fast
// when more took part.
import Fastify from 'fastify'
import postgres from 'postgres'
import { background, populate, publishedEdition } from '../test/support/benchmarks.ts'
import { scenesOf } from '../test/support/scenes.ts'
import type { Call, House, Stage } from '../test/support/stage.ts'
import { overHttp, type Pair, type Side } from './compare.ts'
import { portOf } from './questionnaires.ts'
import { demandSameAnswer } from './same.ts'

type Teardown = (work: () => Promise<unknown>) => void
type Ground = { readonly stage: Stage; readonly port: number; readonly teardown: Teardown }

const connections = 4
const cohort = 'sector=C'

/** A house whose association has published an edition over so many invented organizations. */
const compared = async ({ stage, port }: Ground, organizations: number) => {
  const house = await stage.house({ synthetic: true })
  await populate(stage, house.associationId, { organizations })
  const { benchmarkEditionId } = await publishedEdition(stage, house)
  const path = await submission(stage, house)
  const url = `${path}/benchmark?benchmarkEditionId=${benchmarkEditionId}&cohort=${encodeURIComponent(cohort)}`
  const headers = { authorization: `Bearer ${house.cast.organizationAdmin.key}` }
  const ours: Side = overHttp({ method: 'GET', port, paths: [url], headers, connections })
  return { benchmarkEditionId, url, headers, ours }
}

type Comparison = { readonly nodes: readonly { readonly code: string }[] }

/** Reads the cells every time and puts them into an answer whose other half, the own values, is ready. */
const plainComparison = (sql: postgres.Sql, benchmarkEditionId: string, ready: Comparison) => {
  const plain = Fastify({ logger: false })
  plain.get('/plain', async () => {
    const cells = await sql`select * from bench_pub.cells
      where benchmark_edition_id = ${benchmarkEditionId} and cohort_key = ${cohort}`
    const byNode = new Map(cells.map((cell) => [cell.node, cell]))
    const nodes = ready.nodes.map((node) => {
      const cell = byNode.get(node.code)
      if (cell === undefined) throw new Error(`There is no cell of ${node.code}.`)
      const { status, n_band: nBand, p10, p25, p50, p75, p90, grid19 } = cell
      return { ...node, status, nBand, p10, p25, p50, p75, p90, grid19 }
    })
    return { ...ready, nodes }
  })
  return plain
}

const submission = async (stage: Stage, house: House): Promise<string> => {
  const named = new Map(stage.operations.map((operation) => [operation.id, operation]))
  const call = async (id: string, more?: Call) => {
    const operation = named.get(id)
    if (operation === undefined) throw new Error(`There is no operation ${id}.`)
    return house.call(operation, more)
  }
  const scene = scenesOf(stage.operations).withdrawSubmission
  if (scene === undefined) throw new Error('no scene submits')
  const { params } = await scene.set({ house, sql: stage.sql, call })
  return `/v1/organizations/${house.organizationId}/submissions/${params?.submissionId}`
}

export const comparisonPairs = async (ground: Ground): Promise<readonly Pair[]> => {
  const { stage, teardown } = ground
  await background({ teardown }, stage)
  const small = await compared(ground, 400)
  const large = await compared(ground, 4000)
  const sql = postgres(stage.addresses.superuserUrl, { max: 10, onnotice: () => {} })
  teardown(() => sql.end({ timeout: 1 }))
  const { body } = await stage.app.inject({ url: small.url, headers: small.headers })
  const plain = plainComparison(sql, small.benchmarkEditionId, JSON.parse(body))
  await demandSameAnswer({ app: stage.app, ...small }, { app: plain, url: '/plain' })
  await plain.listen({ host: '127.0.0.1', port: 0 })
  teardown(() => plain.close())
  const load = { method: 'GET', paths: ['/plain'], headers: {}, connections } as const
  return [
    {
      name: 'a submission compared : the same cells by primary key, same bytes, raw driver',
      goal: 0.5,
      ours: small.ours,
      plain: overHttp({ ...load, port: portOf(plain) }),
    },
    {
      name: 'a submission compared, 4,000 organizations : 400 organizations',
      goal: 0.83,
      ours: large.ours,
      plain: small.ours,
    },
  ]
}
