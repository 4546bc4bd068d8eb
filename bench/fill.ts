// A population of final submissions for measuring at scale, written as rows: so many organizations that own
// themselves, each with one submission and its score vector. What no measured read looks at is left out.
import postgres from 'postgres'
import type { AssociationId } from '../src/core/ids.ts'
import { populate } from '../test/support/benchmarks.ts'
import type { Stage } from '../test/support/stage.ts'

/** Populations of one database are told apart by the first digits of their ids. */
const prefixOf = (population: number) => population.toString(16).padStart(8, '0')

const old = "'2025-01-01T00:00:00Z'::timestamptz"

/** One row of a table so many times, but for what is named. */
const multiply = async (
  sql: postgres.TransactionSql,
  table: string,
  { where, rows, instead }: Multiply,
): Promise<void> => {
  const columns = await sql`select column_name as name from information_schema.columns
    where table_schema = 'public' and table_name = ${table} and is_generated = 'NEVER'`
  const names = columns.map(({ name }) => name as string)
  await sql.unsafe(`insert into ${table} (${names.join()})
    select ${names.map((name) => instead[name] ?? `t.${name}`).join()}
    from (select * from ${table} where ${where} limit 1) t, generate_series(1, ${rows}) i`)
}

type Multiply = {
  readonly where: string
  readonly rows: number
  readonly instead: Readonly<Record<string, string>>
}

const fillFrom = async (
  sql: postgres.Sql,
  { associationId, rows, population }: Population,
): Promise<void> => {
  const idOf = `('${prefixOf(population)}-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid`
  const organization = `association_id = '${associationId}'`
  const within = `organization_id in (select organization_id from organizations where ${organization})`
  const consent = { benchmark_consent_given_at: old, benchmark_consent_withdrawn_at: 'null' }
  const scores = `(select array_agg((500 * floor(20 * random()))::smallint) from generate_series(1, 31 + 0 * i))`
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    await multiply(tx, 'owner_groups', {
      where: organization,
      rows,
      instead: { id: idOf, verified_at: old, representative_id: 'null' },
    })
    await multiply(tx, 'organizations', {
      where: organization,
      rows,
      instead: { organization_id: idOf, owner_group_id: idOf, verified_at: old, ...consent },
    })
    const final = { state: "'final'", submitted_at: old, accepted_at: old, final_at: old }
    await multiply(tx, 'submissions', {
      where: `${within} and state = 'final'`,
      rows,
      instead: { organization_id: idOf, id: idOf, carried_share_bp: '0', ...final },
    })
    await multiply(tx, 'score_sheets', {
      where: `${within} and kind = 'reference'`,
      rows,
      instead: {
        organization_id: idOf,
        submission_id: idOf,
        sheet: "'{}'",
        node_scores: scores,
        complete: 'true',
        not_applicable_share_bp: '0',
        benchmark_use: 'true',
      },
    })
  })
  await sql`analyze organizations, owner_groups, submissions, score_sheets`
}

type Population = {
  readonly associationId: AssociationId
  readonly rows: number
  /** A number of its own for each population in a database. */
  readonly population: number
}

type Ground = {
  readonly stage: Stage
  readonly teardown: (work: () => Promise<unknown>) => void
}

/** Fills a synthetic association; answers which submissions are new, as a condition on their `organization_id`. */
export const fill = async ({ stage, teardown }: Ground, filled: Population): Promise<string> => {
  const sql = postgres(stage.addresses.superuserUrl, { max: 1, onnotice: () => {} })
  teardown(() => sql.end({ timeout: 1 }))
  await populate(stage, filled.associationId, { organizations: 3 })
  await fillFrom(sql, filled)
  const [first, last] = [filled.population, filled.population + 1].map(
    (population) => `${prefixOf(population)}-0000-0000-0000-000000000000`,
  )
  return `organization_id >= '${first}' and organization_id < '${last}'`
}
