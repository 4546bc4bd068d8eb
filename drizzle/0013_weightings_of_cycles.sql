-- compatible
ALTER TABLE "official_sheets" DROP CONSTRAINT "official_sheets_kind_check";--> statement-breakpoint
ALTER TABLE "released_sheets" ADD COLUMN "kind" text DEFAULT 'reference' NOT NULL;--> statement-breakpoint
ALTER TABLE "released_sheets" DROP CONSTRAINT "released_sheets_pkey";
--> statement-breakpoint
ALTER TABLE "released_sheets" ADD CONSTRAINT "released_sheets_pkey" PRIMARY KEY("organization_id","submission_id","kind");--> statement-breakpoint
ALTER TABLE "official_sheets" ADD CONSTRAINT "official_sheets_kind_check" CHECK ("official_sheets"."kind" in ('reference', 'programme'));--> statement-breakpoint
ALTER TABLE "released_sheets" ADD CONSTRAINT "released_sheets_kind_check" CHECK ("released_sheets"."kind" in ('reference', 'programme'));
--> statement-breakpoint
-- A sheet is handed over word for word, and with a released report that names it: the one that counts, and where that is
-- the programme's, the one under the reference beside it.
create or replace function refuse_unless_reported() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  perform from public.official_sheets s
    join public.consensuses c on c.organization_id = s.organization_id and c.id = s.consensus_id
    join public.feedback_reports r on r.organization_id = c.organization_id and r.submission_id = c.submission_id
    where c.organization_id = new.organization_id and c.submission_id = new.submission_id and s.kind = new.kind
      and s.sheet_digest = new.sheet_digest and s.sheet = new.sheet
      and r.state = 'released' and new.sheet_digest in
        (r.paper::jsonb ->> 'scoreSheetDigest', r.paper::jsonb #>> '{weighting,referenceSheetDigest}');
  if not found then
    raise exception '% of % is refused', tg_op, tg_table_name
      using errcode = '23000', table = tg_table_name, schema = tg_table_schema,
        constraint = tg_table_name || '_immutable';
  end if;
  return null;
end $$;
