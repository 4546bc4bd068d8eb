-- compatible
ALTER TABLE "bench"."members" DROP CONSTRAINT "bench_members_owner_group_key";--> statement-breakpoint
ALTER TABLE "bench"."cells" DROP CONSTRAINT "bench_cells_floor_check";--> statement-breakpoint
ALTER TABLE "bench"."cells" ADD COLUMN "groups" integer;--> statement-breakpoint
ALTER TABLE "bench"."cells" ADD COLUMN "largest" integer;--> statement-breakpoint
ALTER TABLE "bench"."members" ADD COLUMN "owner_rule" text DEFAULT 'one-per-group' NOT NULL;--> statement-breakpoint
ALTER TABLE "benchmark_editions" ADD COLUMN "owner_rule" text DEFAULT 'one-per-group' NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "bench_members_owner_group_key" ON "bench"."members" USING btree ("benchmark_edition_id","owner_group_id") WHERE "bench"."members"."owner_rule" = 'one-per-group';--> statement-breakpoint
ALTER TABLE "bench"."cells" ADD CONSTRAINT "bench_cells_owners_check" CHECK (("bench"."cells"."n" = 0 and "bench"."cells"."groups" = 0 and "bench"."cells"."largest" = 0)
        or ("bench"."cells"."groups" between 1 and "bench"."cells"."n"
          and "bench"."cells"."largest" between 1 and "bench"."cells"."n" - "bench"."cells"."groups" + 1));--> statement-breakpoint
ALTER TABLE "bench"."cells" ADD CONSTRAINT "bench_cells_owner_cap_check" CHECK ("bench"."cells"."status" = 'withheld' or "bench"."cells"."largest" <= greatest(1, "bench"."cells"."n" / 4));--> statement-breakpoint
ALTER TABLE "bench"."cells" ADD CONSTRAINT "bench_cells_floor_check" CHECK ("bench"."cells"."n" >= 0 and ("bench"."cells"."status" = 'withheld' or coalesce("bench"."cells"."groups", "bench"."cells"."n") >= 5));--> statement-breakpoint
ALTER TABLE "bench"."members" ADD CONSTRAINT "bench_members_owner_rule_check" CHECK ("bench"."members"."owner_rule" in ('one-per-group', 'cap25'));--> statement-breakpoint
ALTER TABLE "benchmark_editions" ADD CONSTRAINT "benchmark_editions_owner_rule_check" CHECK ("benchmark_editions"."owner_rule" in ('one-per-group', 'cap25'));
--> statement-breakpoint
-- The way into schema bench counts owner groups: below k of them the counts are all that leaves.
drop function preview_benchmark_cells(uuid, uuid, uuid, text, text, uuid, timestamptz);
create function preview_benchmark_cells(association uuid, look uuid, edition uuid, cohort text, purpose text,
  looked_by uuid, looked_at timestamptz)
returns table (cohort_key text, node text, n integer, groups integer, largest integer, reason text, exact integer[],
  ranked integer[])
language plpgsql security definer set search_path = pg_catalog, public as $$
#variable_conflict use_column
begin
  insert into public.benchmark_previews (association_id, id, benchmark_edition_id, cohort_key, purpose, looked_by,
    looked_at)
  values (association, look, edition, cohort, purpose, preview_benchmark_cells.looked_by,
    preview_benchmark_cells.looked_at);
  return query select c.cohort_key, c.node, c.n, coalesce(c.groups, c.n), coalesce(c.largest, least(c.n, 1)), c.reason,
      case when coalesce(c.groups, c.n) >= e.k_min and coalesce(c.reason, 'complementary') = 'complementary'
        then c.exact_quantiles end,
      case when coalesce(c.groups, c.n) >= e.k_min and c.reason is null then c.ranked end
    from public.benchmark_editions e join bench.cells c on c.benchmark_edition_id = e.id
    where e.association_id = association and e.id = edition and e.state in ('built', 'reviewed')
      and c.cohort_key = cohort;
end $$;
revoke execute on function preview_benchmark_cells from public;
grant execute on function preview_benchmark_cells to excellence_app;
