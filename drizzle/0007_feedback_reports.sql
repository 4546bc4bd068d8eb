-- compatible
CREATE TABLE "feedback_reports" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"submission_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"state" text NOT NULL,
	"correction" text,
	"paper" text NOT NULL,
	"digest" text,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"approved_by" uuid,
	"approved_at" timestamp (3) with time zone,
	"released_by" uuid,
	"released_at" timestamp (3) with time zone,
	"revision" integer NOT NULL,
	CONSTRAINT "feedback_reports_pkey" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "feedback_reports_version_key" UNIQUE("organization_id","submission_id","version"),
	CONSTRAINT "feedback_reports_state_check" CHECK ("feedback_reports"."state" in ('draft', 'approved', 'released')),
	CONSTRAINT "feedback_reports_digest_check" CHECK ("feedback_reports"."digest" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "feedback_reports_version_check" CHECK ("feedback_reports"."version" > 0),
	CONSTRAINT "feedback_reports_approved_check" CHECK (num_nulls("feedback_reports"."approved_by", "feedback_reports"."approved_at", "feedback_reports"."digest") in (0, 3)),
	CONSTRAINT "feedback_reports_released_check" CHECK (num_nulls("feedback_reports"."released_by", "feedback_reports"."released_at") in (0, 2)),
	CONSTRAINT "feedback_reports_steps_check" CHECK (("feedback_reports"."state" = 'draft') = ("feedback_reports"."approved_by" is null)
        and ("feedback_reports"."state" = 'released') = ("feedback_reports"."released_by" is not null)),
	CONSTRAINT "feedback_reports_second_person_check" CHECK ("feedback_reports"."released_by" is null or "feedback_reports"."released_by" <> "feedback_reports"."approved_by")
);
--> statement-breakpoint
ALTER TABLE "feedback_reports" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "released_reports" (
	"organization_id" uuid NOT NULL,
	"submission_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"correction" text,
	"paper" text NOT NULL,
	"digest" text NOT NULL,
	"released_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "released_reports_pkey" PRIMARY KEY("organization_id","submission_id","version"),
	CONSTRAINT "released_reports_digest_check" CHECK ("released_reports"."digest" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
ALTER TABLE "released_reports" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "feedback_reports" ADD CONSTRAINT "feedback_reports_submission_fkey" FOREIGN KEY ("organization_id","submission_id") REFERENCES "public"."submissions"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "released_reports" ADD CONSTRAINT "released_reports_version_fkey" FOREIGN KEY ("organization_id","submission_id","version") REFERENCES "public"."feedback_reports"("organization_id","submission_id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "feedback_reports_open_key" ON "feedback_reports" USING btree ("organization_id","submission_id") WHERE "feedback_reports"."state" <> 'released';--> statement-breakpoint
CREATE POLICY "review" ON "feedback_reports" AS PERMISSIVE FOR ALL TO public USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid and current_setting('app.side', true) = 'review') WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid and current_setting('app.side', true) = 'review');--> statement-breakpoint
CREATE POLICY "tenant" ON "released_reports" AS PERMISSIVE FOR ALL TO public USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);
--> statement-breakpoint
alter table feedback_reports force row level security;
alter table released_reports force row level security;
grant select, insert, update on feedback_reports to excellence_app;
grant select, insert on released_reports to excellence_app;
--> statement-breakpoint
-- What is approved is what is released, and what is released stays.
create trigger immutable before update on feedback_reports for each row
  when (old.state = 'released'
    or new.version <> old.version
    or (old.state = 'approved' and new.state <> 'draft'
      and row(new.paper, new.digest, new.correction, new.approved_by, new.approved_at)
        is distinct from row(old.paper, old.digest, old.correction, old.approved_by, old.approved_at)))
  execute function refuse_change();
create trigger undeletable before delete on feedback_reports
  for each row execute function refuse_change();
create trigger never_truncate before truncate on feedback_reports
  for each statement execute function refuse_change();
create trigger append_only before update or delete on released_reports
  for each row execute function refuse_change();
create trigger never_truncate before truncate on released_reports
  for each statement execute function refuse_change();
--> statement-breakpoint
-- A copy is of what was released, word for word. The function looks with the rights of the unit, so that the applicant's
-- own side, which sees no version of the panel, cannot make one either.
create function refuse_unless_released() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  perform from public.feedback_reports r
    where r.organization_id = new.organization_id and r.submission_id = new.submission_id
      and r.version = new.version and r.state = 'released' and r.digest = new.digest and r.paper = new.paper;
  if not found then
    raise exception '% of % is refused', tg_op, tg_table_name
      using errcode = '23000', table = tg_table_name, schema = tg_table_schema,
        constraint = tg_table_name || '_immutable';
  end if;
  return null;
end $$;
revoke execute on function refuse_unless_released() from public;
create trigger of_a_release after insert on released_reports
  for each row execute function refuse_unless_released();
