-- compatible
ALTER TABLE "benchmark_editions" ADD COLUMN "retirement_asked_by" uuid;--> statement-breakpoint
ALTER TABLE "benchmark_editions" ADD COLUMN "retirement_asked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "benchmark_editions" ADD CONSTRAINT "benchmark_editions_retirement_check" CHECK (num_nulls("benchmark_editions"."retirement_asked_by", "benchmark_editions"."retirement_asked_at", "benchmark_editions"."retired_reason") in (0, 3)
        and ("benchmark_editions"."state" = 'retired') = (num_nulls("benchmark_editions"."retired_by", "benchmark_editions"."retired_at") = 0)
        and ("benchmark_editions"."state" <> 'retired' or ("benchmark_editions"."retirement_asked_by" is not null
          and "benchmark_editions"."retired_by" <> "benchmark_editions"."retirement_asked_by")));--> statement-breakpoint
-- Reopened, an edition gives back its members and what was computed of them. The service may not touch schema
-- bench, so the owner does it; of a published edition the triggers of bench_pub refuse it, and with it the change.
create function release_benchmark_members() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $$
begin
  delete from bench_pub.cells where benchmark_edition_id = new.id;
  delete from bench_pub.editions where id = new.id;
  delete from bench.members where benchmark_edition_id = new.id;
  delete from bench.cells where benchmark_edition_id = new.id;
  return null;
end $$;
revoke execute on function release_benchmark_members() from public;
create trigger release_members after update of state on benchmark_editions for each row
  when (new.state = 'draft' and old.state <> 'draft')
  execute function release_benchmark_members();
