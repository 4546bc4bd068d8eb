-- compatible
CREATE TABLE "benchmark_previews" (
	"association_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"benchmark_edition_id" uuid NOT NULL,
	"cohort_key" text collate "C" NOT NULL,
	"purpose" text NOT NULL,
	"looked_by" uuid NOT NULL,
	"looked_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "benchmark_previews_pkey" PRIMARY KEY("association_id","id"),
	CONSTRAINT "benchmark_previews_purpose_check" CHECK (length("benchmark_previews"."purpose") between 1 and 500)
);
--> statement-breakpoint
ALTER TABLE "benchmark_previews" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "benchmark_previews" ADD CONSTRAINT "benchmark_previews_edition_fkey" FOREIGN KEY ("association_id","benchmark_edition_id") REFERENCES "public"."benchmark_editions"("association_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "benchmark_previews_looked_idx" ON "benchmark_previews" USING btree ("association_id","benchmark_edition_id","looked_at","id");--> statement-breakpoint
CREATE POLICY "association" ON "benchmark_previews" AS PERMISSIVE FOR ALL TO public USING (association_id = nullif(current_setting('app.association_id', true), '')::uuid) WITH CHECK (association_id = nullif(current_setting('app.association_id', true), '')::uuid);--> statement-breakpoint
-- Who looked at what stays written down, and is written by the function below alone: the service only reads it.
alter table benchmark_previews force row level security;
grant select on benchmark_previews to excellence_app;
create trigger append_only before update or delete on benchmark_previews
  for each row execute function refuse_change();
create trigger never_truncate before truncate on benchmark_previews
  for each statement execute function refuse_change();
--> statement-breakpoint
-- The one way of the service into schema bench: one cohort of an edition under review, of the association that the
-- unit carries, against a note of who looks and why. Below k the count is all that leaves, whoever asks.
create function preview_benchmark_cells(association uuid, look uuid, edition uuid, cohort text, purpose text,
  looked_by uuid, looked_at timestamptz)
returns table (cohort_key text, node text, n integer, reason text, exact integer[])
language plpgsql security definer set search_path = pg_catalog, public as $$
#variable_conflict use_column
begin
  insert into public.benchmark_previews (association_id, id, benchmark_edition_id, cohort_key, purpose, looked_by,
    looked_at)
  values (association, look, edition, cohort, purpose, preview_benchmark_cells.looked_by,
    preview_benchmark_cells.looked_at);
  return query select c.cohort_key, c.node, c.n, c.reason,
      case when c.n >= e.k_min and coalesce(c.reason, 'complementary') = 'complementary' then c.exact_quantiles end
    from public.benchmark_editions e join bench.cells c on c.benchmark_edition_id = e.id
    where e.association_id = association and e.id = edition and e.state in ('built', 'reviewed')
      and c.cohort_key = cohort;
end $$;
revoke execute on function preview_benchmark_cells from public;
grant execute on function preview_benchmark_cells to excellence_app;
