// (d) A submission compared with a published benchmark edition, against a bare fastify route that reads the cells
// of the same cohort by primary key with the raw driver and answers the same bytes; and whether it stays as fast
// when a thousand times as many took part.
import Fastify from 'fastify'
import postgres from 'postgres'
import { background, populate, publishedEdition } from '../test/support/benchmarks.ts'
import { scenesOf } from '../test/support/scenes.ts'
import type { Call, House, Stage } from '../test/support/stage.ts'
import { overHttp, type Pair, type Side } from './compare.ts'
import { fill } from './fill.ts'
import { portOf } from './questionnaires.ts'
import { demandSameAnswer } from './same.ts'

type Teardown = (work: () => Promise<unknown>) => void
type Ground = { readonly stage: Stage; readonly port: number; readonly teardown: Teardown }

const connections = 4

type Populate = (house: House) => Promise<unknown>

/** A house whose association has published an edition over an invented population. */
const compared = async ({ stage, port }: Ground, cohort: string, populated: Populate) => {
  const house = await stage.house({ synthetic: true })
  await populated(house)
  const { benchmarkEditionId } = await publishedEdition(stage, house)
  const path = await submission(stage, house)
  const url = `${path}/benchmark?benchmarkEditionId=${benchmarkEditionId}&cohort=${encodeURIComponent(cohort)}`
  const headers = { authorization: `Bearer ${house.cast.organizationAdmin.key}` }
  const ours: Side = overHttp({ method: 'GET', port, paths: [url], headers, connections })
  return { benchmarkEditionId, cohort, url, headers, ours }
}

type Comparison = { readonly nodes: readonly { readonly code: string }[] }

/** Reads the cells every time and puts them into an answer whose other half, the own values, is ready. */
const plainComparison = (
  sql: postgres.Sql,
  { benchmarkEditionId, cohort }: { readonly benchmarkEditionId: string; readonly cohort: string },
  ready: Comparison,
) => {
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
  const ours = await compared(ground, 'sector=C', ({ associationId }) =>
    populate(stage, associationId, { organizations: 400 }),
  )
  const sql = postgres(stage.addresses.superuserUrl, { max: 10, onnotice: () => {} })
  teardown(() => sql.end({ timeout: 1 }))
  const { body } = await stage.app.inject({ url: ours.url, headers: ours.headers })
  const plain = plainComparison(sql, ours, JSON.parse(body))
  await demandSameAnswer({ app: stage.app, ...ours }, { app: plain, url: '/plain' })
  await plain.listen({ host: '127.0.0.1', port: 0 })
  teardown(() => plain.close())
  const load = { method: 'GET', paths: ['/plain'], headers: {}, connections } as const
  return [
    {
      name: 'a submission compared : the same cells by primary key, same bytes, raw driver',
      goal: 0.5,
      ours: ours.ours,
      plain: overHttp({ ...load, port: portOf(plain) }),
    },
  ]
}

/** The same comparison where a thousand took part, and so many. */
export const flatPair = async (ground: Ground, members: number): Promise<Pair> => {
  await background(ground, ground.stage)
  const populated =
    (rows: number, population: number): Populate =>
    ({ associationId }) =>
      fill(ground, { associationId, rows, population })
  const few = await compared(ground, 'all', populated(1000, 2))
  const many = await compared(ground, 'all', populated(members, 3))
  return {
    name: `a submission compared, ${members.toLocaleString('en')} organizations : 1,000 organizations`,
    goal: 0.83,
    ours: many.ours,
    plain: few.ours,
  }
}
