-- compatible
CREATE TABLE "released_sheets" (
	"organization_id" uuid NOT NULL,
	"submission_id" uuid NOT NULL,
	"sheet" text NOT NULL,
	"sheet_digest" text NOT NULL,
	"released_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "released_sheets_pkey" PRIMARY KEY("organization_id","submission_id"),
	CONSTRAINT "released_sheets_sheet_digest_check" CHECK ("released_sheets"."sheet_digest" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
ALTER TABLE "released_sheets" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "released_sheets" ADD CONSTRAINT "released_sheets_submission_fkey" FOREIGN KEY ("organization_id","submission_id") REFERENCES "public"."submissions"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE POLICY "tenant" ON "released_sheets" AS PERMISSIVE FOR ALL TO public USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);
--> statement-breakpoint
alter table released_sheets force row level security;
grant select, insert on released_sheets to excellence_app;
--> statement-breakpoint
create trigger append_only before update or delete on released_sheets
  for each row execute function refuse_change();
create trigger never_truncate before truncate on released_sheets
  for each statement execute function refuse_change();
--> statement-breakpoint
-- A sheet is handed over word for word, and with a released report that names it. The function looks with the rights of
-- the unit, so that the applicant's own side, which sees neither, cannot make one.
create function refuse_unless_reported() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  perform from public.official_sheets s
    join public.consensuses c on c.organization_id = s.organization_id and c.id = s.consensus_id
    join public.feedback_reports r on r.organization_id = c.organization_id and r.submission_id = c.submission_id
    where c.organization_id = new.organization_id and c.submission_id = new.submission_id and s.kind = 'reference'
      and s.sheet_digest = new.sheet_digest and s.sheet = new.sheet
      and r.state = 'released' and r.paper::jsonb ->> 'scoreSheetDigest' = new.sheet_digest;
  if not found then
    raise exception '% of % is refused', tg_op, tg_table_name
      using errcode = '23000', table = tg_table_name, schema = tg_table_schema,
        constraint = tg_table_name || '_immutable';
  end if;
  return null;
end $$;
revoke execute on function refuse_unless_reported() from public;
create trigger of_a_report after insert on released_sheets
  for each row execute function refuse_unless_reported();
