// Everything that is stored, as one digest: whether a refusal changed anything, in one look.
import type { Stage } from './stage.ts'

/**
 * One digest over all rows but the record of refusals itself, the answers kept for retries, and the time a
 * key was last used.
 */
export const digestOf = async ({ sql }: Pick<Stage, 'sql'>): Promise<string> => {
  const tables = await sql`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname in ('public', 'bench', 'bench_pub')
      and tablename !~ '(_events|_event_heads|_idempotency|_keys)$' order by 1`
  const digests = await Promise.all(
    tables.map(({ name }) =>
      sql.unsafe(
        `select '${name}' || md5(coalesce(string_agg(r::text, ',' order by r::text), '')) as d from ${name} r`,
      ),
    ),
  )
  return digests.map(([row]) => row?.d).join()
}
