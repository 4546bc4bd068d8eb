-- compatible
CREATE TABLE "shown_panels" (
	"organization_id" uuid NOT NULL,
	"submission_id" uuid NOT NULL,
	"association_id" uuid NOT NULL,
	"cycle_id" uuid NOT NULL,
	"state" text NOT NULL,
	"seats" text NOT NULL,
	"shown_by" uuid NOT NULL,
	"shown_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"challenge" text,
	"revision" integer NOT NULL,
	CONSTRAINT "shown_panels_pkey" PRIMARY KEY("organization_id","submission_id"),
	CONSTRAINT "shown_panels_state_check" CHECK ("shown_panels"."state" in ('shown', 'raised', 'decided', 'closed')),
	CONSTRAINT "shown_panels_challenge_check" CHECK (case "shown_panels"."state" when 'shown' then "shown_panels"."challenge" is null
        when 'closed' then true else "shown_panels"."challenge" is not null end)
);
--> statement-breakpoint
ALTER TABLE "shown_panels" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "shown_panels" ADD CONSTRAINT "shown_panels_submission_fkey" FOREIGN KEY ("organization_id","submission_id") REFERENCES "public"."submissions"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE POLICY "tenant" ON "shown_panels" AS PERMISSIVE FOR ALL TO public USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);
--> statement-breakpoint
alter table shown_panels force row level security;
grant select, insert, update on shown_panels to excellence_app;
--> statement-breakpoint
-- The applicant's side writes its one challenge into what it was shown, and nothing else; the panel's side shows, decides
-- and closes, and never changes what the applicant said.
create function keep_shown_panel() returns trigger language plpgsql set search_path = pg_catalog as $$
declare
  of_panel boolean := coalesce(current_setting('app.side', true), '') = 'review';
  allowed boolean;
begin
  if tg_op = 'INSERT' then
    allowed := of_panel and new.challenge is null;
  elsif of_panel then
    allowed := case when old.challenge is null then new.challenge is null
      else new.challenge::jsonb ->> 'reason' = old.challenge::jsonb ->> 'reason' end;
  else
    allowed := old.state = 'shown' and new.state = 'raised' and old.challenge is null
      and (new.organization_id, new.submission_id, new.association_id, new.cycle_id, new.seats, new.shown_by,
        new.shown_at, new.due_at) = (old.organization_id, old.submission_id, old.association_id, old.cycle_id,
        old.seats, old.shown_by, old.shown_at, old.due_at);
  end if;
  if not coalesce(allowed, false) then
    raise exception '% of % is refused', tg_op, tg_table_name
      using errcode = '23000', table = tg_table_name, schema = tg_table_schema,
        constraint = tg_table_name || '_immutable';
  end if;
  return null;
end $$;
revoke execute on function keep_shown_panel() from public;
create trigger sides after insert or update on shown_panels
  for each row execute function keep_shown_panel();
