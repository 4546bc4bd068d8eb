// (f) The effect of a weighting over a whole population of final submissions, as the background counts it, against
// reading the vectors of the same rows and doing nothing with them.
import postgres from 'postgres'
import * as store from '../src/api/weightings/store-effects.ts'
import type { AssociationId, WeightingEffectId, WeightingId } from '../src/core/ids.ts'
import { referenceWeighting } from '../src/core/scoring/weighting.ts'
import { cutOffFor, type WeightingEffect } from '../src/core/weighting/effect.ts'
import { countIn, emptyTally, weigherOf } from '../src/core/weighting/effect-tally.ts'
import { copyOut } from '../src/db/copy-out.ts'
import { populate } from '../test/support/benchmarks.ts'
import type { Stage } from '../test/support/stage.ts'
import { gbt } from '../test/support/submissions.ts'

type Ground = {
  readonly stage: Stage
  readonly teardown: (work: () => Promise<unknown>) => void
}

const rounds = 3
const idOf = "('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid"
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

/** So many organizations that own themselves, each with one final submission; only what the count reads is there. */
const fill = async (sql: postgres.Sql, associationId: string, rows: number): Promise<void> => {
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

const timed = async (work: () => Promise<number>) => {
  const startedAt = performance.now()
  const rows = await work()
  return { ms: performance.now() - startedAt, rows }
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/** One line for the table: seconds of both sides and their ratio by rounds. */
export const effectLine = async ({ stage, teardown }: Ground, rows: number): Promise<string> => {
  const sql = postgres(stage.addresses.superuserUrl, { max: 1, onnotice: () => {} })
  teardown(() => sql.end({ timeout: 1 }))
  const { associationId } = await stage.house({ synthetic: true })
  await populate(stage, associationId as AssociationId, { organizations: 3 })
  await fill(sql, associationId, rows)
  const known = (await stage.deps.documents.catalogue()).find(gbt.key, 'latest')
  if (known === null) throw new Error('the questionnaire ships')
  const { scoringDigest } = await stage.deps.documents.alone(known)
  const now = new Date()
  const { mode, items } = referenceWeighting(gbt)
  const asked: WeightingEffect = {
    associationId: associationId as AssociationId,
    id: associationId as string as WeightingEffectId,
    weightingId: associationId as string as WeightingId,
    questionnaire: { key: gbt.key, version: gbt.version } as WeightingEffect['questionnaire'],
    mode,
    items,
    cutOffAt: cutOffFor(now),
    operationId: associationId as never,
    effect: null,
    askedBy: associationId as never,
    askedAt: now,
    doneAt: null,
  }
  const weigh = weigherOf(gbt, asked)
  const signal = new AbortController().signal
  const url = stage.addresses.benchmarkUrl
  const ours = async () => {
    const tally = emptyTally()
    const onVector = (scores: ArrayLike<number>) => {
      countIn(tally, scores[scores.length - 1] ?? -1, weigh(scores) ?? -1)
    }
    return store.readVectors({ url, asked, scoringDigest, synthetic: true, signal, onVector })
  }
  const plain = () =>
    copyOut({
      url,
      tenant: { kind: 'association', id: associationId as AssociationId },
      query: `select node_scores from score_sheets where kind = 'reference' and organization_id < '00000001-0000-0000-0000-000000000000'`,
      columns: 1,
      onRow: () => {},
    })
  const all: { readonly own: number; readonly other: number }[] = []
  for (let round = 0; round <= rounds; round += 1) {
    const one = await timed(ours)
    const other = await timed(plain)
    if (one.rows < rows || other.rows !== rows)
      throw new Error(`${one.rows} and ${other.rows} of ${rows} rows`)
    if (round > 0) all.push({ own: one.ms, other: other.ms }) // the first one warms up
  }
  const seconds = (values: readonly number[]) => (median(values) / 1000).toFixed(2)
  const ratio = median(all.map((each) => each.own / each.other))
  return (
    `| the effect of a weighting over ${rows.toLocaleString('en')} submissions : reading their vectors | ` +
    `${seconds(all.map(({ own }) => own))} s | ${seconds(all.map(({ other }) => other))} s | **${ratio.toFixed(2)}** times | | below 5 |`
  )
}
