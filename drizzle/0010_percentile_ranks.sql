-- compatible
ALTER TABLE "bench"."cells" ADD COLUMN "ranked" integer[];
--> statement-breakpoint
-- As before, and where a cell is shown also how many members lie below its numbers, and at them: percentile ranks.
drop function preview_benchmark_cells;
--> statement-breakpoint
create function preview_benchmark_cells(association uuid, look uuid, edition uuid, cohort text, purpose text,
  looked_by uuid, looked_at timestamptz)
returns table (cohort_key text, node text, n integer, reason text, exact integer[], ranked integer[])
language plpgsql security definer set search_path = pg_catalog, public as $$
#variable_conflict use_column
begin
  insert into public.benchmark_previews (association_id, id, benchmark_edition_id, cohort_key, purpose, looked_by,
    looked_at)
  values (association, look, edition, cohort, purpose, preview_benchmark_cells.looked_by,
    preview_benchmark_cells.looked_at);
  return query select c.cohort_key, c.node, c.n, c.reason,
      case when c.n >= e.k_min and coalesce(c.reason, 'complementary') = 'complementary' then c.exact_quantiles end,
      case when c.n >= e.k_min and c.reason is null then c.ranked end
    from public.benchmark_editions e join bench.cells c on c.benchmark_edition_id = e.id
    where e.association_id = association and e.id = edition and e.state in ('built', 'reviewed')
      and c.cohort_key = cohort;
end $$;
revoke execute on function preview_benchmark_cells from public;
grant execute on function preview_benchmark_cells to excellence_app;
