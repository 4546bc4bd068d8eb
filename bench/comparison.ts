// (d) A submission compared with a published benchmark edition, against a bare fastify route that reads the cells
// of the same cohort by primary key with the raw driver; and whether it stays as fast when more took part.
import Fastify from 'fastify'
import postgres from 'postgres'
import { background, populate, publishedEdition } from '../test/support/benchmarks.ts'
import { scenesOf } from '../test/support/scenes.ts'
import type { Call, House, Stage } from '../test/support/stage.ts'
import { overHttp, type Pair, type Side } from './compare.ts'
import { portOf } from './questionnaires.ts'

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
  const ours: Side = overHttp({
    method: 'GET',
    port,
    paths: [
      `${path}/benchmark?benchmarkEditionId=${benchmarkEditionId}&cohort=${encodeURIComponent(cohort)}`,
    ],
    headers: { authorization: `Bearer ${house.cast.organizationAdmin.key}` },
    connections,
  })
  return { benchmarkEditionId, ours }
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
  const plain = Fastify({ logger: false })
  plain.get('/plain', async () => ({
    items: await sql`select * from bench_pub.cells
      where benchmark_edition_id = ${small.benchmarkEditionId} and cohort_key = ${cohort}`,
  }))
  await plain.listen({ host: '127.0.0.1', port: 0 })
  teardown(() => plain.close())
  const load = { method: 'GET', paths: ['/plain'], headers: {}, connections } as const
  return [
    {
      name: 'a submission compared : the same cells by primary key, raw driver',
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
