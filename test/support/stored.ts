// Everything that is stored, as one digest: whether a refusal changed anything, in one look.
import type { Stage } from './stage.ts'

/**
 * One digest over all rows but the record of refusals itself, the answers kept for retries, and the time a key was
 * last used. Texts of published questionnaires are known by their digest: a trigger keeps them, and there is much.
 */
export const digestOf = async ({ sql }: Pick<Stage, 'sql'>): Promise<string> => {
  const tables = await sql`
    select c.oid::regclass::text as name, string_agg(quote_ident(a.attname), ',' order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind = 'r' and c.relnamespace::regnamespace::text in ('public', 'bench', 'bench_pub')
      and c.relname !~ '(_events|_event_heads|_idempotency|_keys)$'
      and not (c.relname = 'questionnaire_versions' and a.attname = 'document')
    group by c.oid order by 1`
  const each = tables.map(
    ({ name, columns }) =>
      `select '${name}' || count(*) || ':' || coalesce(sum(hash_record_extended(kept, 0)), 0) as d
        from (select ${columns} from ${name}) kept`,
  )
  const [whole] = await sql.unsafe(
    `select md5(string_agg(d, ',' order by d)) as d from (${each.join(' union all ')}) tables`,
  )
  return String(whole?.d)
}
