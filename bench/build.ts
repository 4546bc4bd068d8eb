// (e) All cells of a benchmark edition: read by binary COPY and computed by the builder, against the best plain SQL,
// one statement with GROUPING SETS and a percentile_cont a node. Both over the same table, and the same numbers.
import postgres from 'postgres'
import { buildCells, builtPercents } from '../src/core/benchmark/builder.ts'
import { cohortsOf, type Lattice, latticeOf } from '../src/core/benchmark/cohort.ts'
import { codeNumber, emptyColumns, notApplicable } from '../src/core/benchmark/columns.ts'
import { nodesOf } from '../src/core/benchmark/value.ts'
import type { AssociationId } from '../src/core/ids.ts'
import { smallintsIn, textIn } from '../src/db/copy-binary.ts'
import { copyOut } from '../src/db/copy-out.ts'
import type { Stage } from '../test/support/stage.ts'
import { gbt } from '../test/support/submissions.ts'

type Ground = {
  readonly stage: Stage
  readonly teardown: (work: () => Promise<unknown>) => void
}

const rounds = 3
const nodes = nodesOf(gbt).map((node) => ({ ...node, category: node.code })) // nothing is not applicable here

/** So many members with scores in steps of 5 %, codes the more frequent the earlier they stand. */
const fill = async (sql: postgres.Sql, rows: number, lists: readonly (readonly string[])[]) => {
  const code = (list: readonly string[]) =>
    `('{${list.join()}}'::text[])[1 + floor(${list.length} * random() * random())::int]`
  const [sectors = [], regions = [], sizes = []] = lists
  await sql.unsafe(`
    drop table if exists bench_pool;
    create unlogged table bench_pool as
    select ${code(sectors)} as sector, ${code(regions)} as region, ${code(sizes)} as size, node_scores
    from (select row, array_agg((500 * least(20, greatest(0, round(
          9 + 3 * (row % 1009) / 1009.0 + 2 * (random() + random() + random() + random() - 2))))::int)::smallint
        order by node) as node_scores
      from generate_series(1, ${rows}) row, generate_series(1, ${nodes.length}) node group by row) pool;
    analyze bench_pool`)
}

type Found = ReadonlyMap<string, { readonly n: number; readonly exact: readonly number[] }>

/** Making texts of the result to compare it is not measured. */
const timed = async (work: () => Promise<() => Found>) => {
  const startedAt = performance.now()
  const found = await work()
  return { ms: performance.now() - startedAt, found: found() }
}

const ours = async (url: string, lattice: Lattice, rows: number): Promise<() => Found> => {
  const columns = emptyColumns(rows, nodes.length)
  let row = 0
  await copyOut({
    url,
    tenant: { kind: 'association', id: '01920f3e-7a14-7000-8000-000000000001' as AssociationId },
    query: 'select sector, region, size, node_scores from bench_pool',
    columns: 4,
    onRow: ([sector, region, size, scores]) => {
      columns.sector[row] = codeNumber(lattice, 'sector', textIn(sector))
      columns.region[row] = codeNumber(lattice, 'region', textIn(region))
      columns.size[row] = codeNumber(lattice, 'size', textIn(size))
      const values = smallintsIn(scores)
      for (let node = 0; node < nodes.length; node += 1)
        columns.values[node * rows + row] = values[node] ?? notApplicable
      row += 1
    },
  })
  const { n, v100 } = buildCells(columns, { lattice, nodes })
  const cohorts = cohortsOf(lattice)
  return () =>
    new Map(
      nodes.flatMap((_, node) =>
        cohorts.flatMap(({ key }, place) => {
          const cell = node * cohorts.length + place
          const exact = [...v100.subarray(cell * 19, cell * 19 + 19)]
          return n[cell] ? [[`${key} ${node}`, { n: n[cell], exact }] as const] : []
        }),
      ),
    )
}

const plain = async (sql: postgres.Sql): Promise<() => Found> => {
  const fractions = `array[${builtPercents.map((percent) => percent / 100).join()}]::float8[]`
  const quantiles = nodes.map(
    (_, node) =>
      `percentile_cont(${fractions}) within group (order by node_scores[${node + 1}]) as q${node}`,
  )
  const rows = await sql.unsafe(`
    select concat_ws('&', 'sector=' || sector, 'region=' || region, 'size=' || size) as key, count(*)::int as n,
      ${quantiles.join()}
    from bench_pool group by grouping sets ((), (sector), (region), (size), (sector, size), (sector, region))`)
  return () =>
    new Map(
      rows.flatMap((row) =>
        nodes.map((_, node) => {
          const exact = row[`q${node}`].map((value: number) => Math.round(value * 100))
          return [`${row.key === '' ? 'all' : row.key} ${node}`, { n: row.n, exact }] as const
        }),
      ),
    )
}

const demandSame = (one: Found, other: Found): void => {
  const text = (found: Found, name: string) => JSON.stringify(found.get(name))
  for (const name of new Set([...one.keys(), ...other.keys()]))
    if (text(one, name) !== text(other, name))
      throw new Error(`${name}: ${text(one, name)} and ${text(other, name)}`)
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/** One line for the table: seconds of both sides, their ratio by rounds, and the memory of this process. */
export const buildLine = async ({ stage, teardown }: Ground, rows: number): Promise<string> => {
  const url = stage.addresses.superuserUrl
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  teardown(() => sql.end({ timeout: 1 }))
  const lattice = latticeOf(stage.deps.codes, 'gbt-4754-2017')
  await fill(sql, rows, [lattice.codes.sector, lattice.codes.region, lattice.codes.size])
  const all: { readonly own: number; readonly other: number }[] = []
  for (let round = 0; round <= rounds; round += 1) {
    const one = await timed(() => ours(url, lattice, rows))
    const other = await timed(() => plain(sql))
    demandSame(one.found, other.found)
    if (round > 0) all.push({ own: one.ms, other: other.ms }) // the first one warms up
  }
  await sql`drop table bench_pool`
  const own = median(all.map((each) => each.own)) / 1000
  const other = median(all.map((each) => each.other)) / 1000
  const ratio = median(all.map((each) => each.other / each.own))
  const memoryMb = Math.round(process.resourceUsage().maxRSS / 1024)
  return (
    `| all cells of ${rows.toLocaleString('en')} members x ${nodes.length} nodes x 819 cohorts : GROUPING SETS | ` +
    `${own.toFixed(1)} s, at most ${memoryMb} MB | ${other.toFixed(1)} s | **${ratio.toFixed(2)}** | | 4 |`
  )
}
