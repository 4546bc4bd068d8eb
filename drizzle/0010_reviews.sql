-- compatible
CREATE TABLE "assignments" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"submission_id" uuid NOT NULL,
	"association_id" uuid NOT NULL,
	"cycle_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"role" text NOT NULL,
	"state" text NOT NULL,
	"conflicts" text NOT NULL,
	"proposed_by" uuid NOT NULL,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"declared_at" timestamp (3) with time zone,
	"waived_by" uuid,
	"waived_at" timestamp (3) with time zone,
	"waived_reason" text,
	"ended_by" uuid,
	"ended_at" timestamp (3) with time zone,
	"ended_reason" text,
	"revision" integer NOT NULL,
	CONSTRAINT "assignments_pkey" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "assignments_role_check" CHECK ("assignments"."role" in ('lead', 'member')),
	CONSTRAINT "assignments_state_check" CHECK ("assignments"."state" in ('proposed', 'active', 'conflicted', 'declined', 'recused', 'removed', 'completed')),
	CONSTRAINT "assignments_waived_check" CHECK (num_nulls("assignments"."waived_by", "assignments"."waived_at", "assignments"."waived_reason") in (0, 3)),
	CONSTRAINT "assignments_ended_check" CHECK (num_nulls("assignments"."ended_by", "assignments"."ended_at", "assignments"."ended_reason") in (0, 3)),
	CONSTRAINT "assignments_second_person_check" CHECK ("assignments"."waived_by" is null or "assignments"."waived_by" not in ("assignments"."person_id", "assignments"."proposed_by"))
);
--> statement-breakpoint
ALTER TABLE "assignments" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "consensus_scores" (
	"organization_id" uuid NOT NULL,
	"consensus_id" uuid NOT NULL,
	"code" text collate "C" NOT NULL,
	"percent_bp" integer NOT NULL,
	"note" text,
	"entered_by" uuid NOT NULL,
	"revision" integer NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "consensus_scores_pkey" PRIMARY KEY("organization_id","consensus_id","code"),
	CONSTRAINT "consensus_scores_value_check" CHECK ("consensus_scores"."percent_bp" between 0 and 10000)
);
--> statement-breakpoint
ALTER TABLE "consensus_scores" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "consensuses" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"submission_id" uuid NOT NULL,
	"state" text NOT NULL,
	"record" text NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"final_at" timestamp (3) with time zone,
	"revision" integer NOT NULL,
	CONSTRAINT "consensuses_pkey" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "consensuses_submission_key" UNIQUE("organization_id","submission_id"),
	CONSTRAINT "consensuses_state_check" CHECK ("consensuses"."state" in ('open', 'scoring', 'proposed', 'agreed', 'visiting', 'final')),
	CONSTRAINT "consensuses_final_check" CHECK (("consensuses"."state" = 'final') = ("consensuses"."final_at" is not null))
);
--> statement-breakpoint
ALTER TABLE "consensuses" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "review_findings" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"review_id" uuid NOT NULL,
	"code" text collate "C" NOT NULL,
	"content" text NOT NULL,
	"revision" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "review_findings_pkey" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
ALTER TABLE "review_findings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "review_scores" (
	"organization_id" uuid NOT NULL,
	"review_id" uuid NOT NULL,
	"code" text collate "C" NOT NULL,
	"percent_bp" integer,
	"cannot_judge" text,
	"revision" integer NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "review_scores_pkey" PRIMARY KEY("organization_id","review_id","code"),
	CONSTRAINT "review_scores_value_check" CHECK (num_nulls("review_scores"."percent_bp", "review_scores"."cannot_judge") = 1 and "review_scores"."percent_bp" between 0 and 10000)
);
--> statement-breakpoint
ALTER TABLE "review_scores" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "reviews" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"submission_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"state" text NOT NULL,
	"version" integer NOT NULL,
	"digest" text,
	"locked_at" timestamp (3) with time zone,
	"reopened_for" text,
	"revision" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "reviews_pkey" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "reviews_person_key" UNIQUE("organization_id","submission_id","person_id"),
	CONSTRAINT "reviews_state_check" CHECK ("reviews"."state" in ('draft', 'locked', 'excluded')),
	CONSTRAINT "reviews_digest_check" CHECK ("reviews"."digest" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "reviews_locked_check" CHECK ("reviews"."state" <> 'locked' or num_nulls("reviews"."digest", "reviews"."locked_at") = 0)
);
--> statement-breakpoint
ALTER TABLE "reviews" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_submission_fkey" FOREIGN KEY ("organization_id","submission_id") REFERENCES "public"."submissions"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_person_fkey" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consensus_scores" ADD CONSTRAINT "consensus_scores_consensus_fkey" FOREIGN KEY ("organization_id","consensus_id") REFERENCES "public"."consensuses"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consensuses" ADD CONSTRAINT "consensuses_submission_fkey" FOREIGN KEY ("organization_id","submission_id") REFERENCES "public"."submissions"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_findings" ADD CONSTRAINT "review_findings_review_fkey" FOREIGN KEY ("organization_id","review_id") REFERENCES "public"."reviews"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_scores" ADD CONSTRAINT "review_scores_review_fkey" FOREIGN KEY ("organization_id","review_id") REFERENCES "public"."reviews"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_submission_fkey" FOREIGN KEY ("organization_id","submission_id") REFERENCES "public"."submissions"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "assignments_person_key" ON "assignments" USING btree ("organization_id","submission_id","person_id") WHERE "assignments"."state" in ('proposed', 'active', 'conflicted');--> statement-breakpoint
CREATE UNIQUE INDEX "assignments_lead_key" ON "assignments" USING btree ("organization_id","submission_id") WHERE "assignments"."role" = 'lead' and "assignments"."state" in ('proposed', 'active', 'conflicted');--> statement-breakpoint
CREATE INDEX "review_findings_review_idx" ON "review_findings" USING btree ("organization_id","review_id","created_at");--> statement-breakpoint
CREATE POLICY "review" ON "assignments" AS PERMISSIVE FOR ALL TO public USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid and current_setting('app.side', true) = 'review') WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid and current_setting('app.side', true) = 'review');--> statement-breakpoint
CREATE POLICY "review" ON "consensus_scores" AS PERMISSIVE FOR ALL TO public USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid and current_setting('app.side', true) = 'review') WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid and current_setting('app.side', true) = 'review');--> statement-breakpoint
CREATE POLICY "review" ON "consensuses" AS PERMISSIVE FOR ALL TO public USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid and current_setting('app.side', true) = 'review') WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid and current_setting('app.side', true) = 'review');--> statement-breakpoint
CREATE POLICY "review" ON "review_findings" AS PERMISSIVE FOR ALL TO public USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid and current_setting('app.side', true) = 'review') WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid and current_setting('app.side', true) = 'review');--> statement-breakpoint
CREATE POLICY "review" ON "review_scores" AS PERMISSIVE FOR ALL TO public USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid and current_setting('app.side', true) = 'review') WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid and current_setting('app.side', true) = 'review');--> statement-breakpoint
CREATE POLICY "review" ON "reviews" AS PERMISSIVE FOR ALL TO public USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid and current_setting('app.side', true) = 'review') WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid and current_setting('app.side', true) = 'review');--> statement-breakpoint
-- Behind the walls, and never deleted: who left a panel, and what was said, stays on record.
alter table assignments force row level security;
alter table reviews force row level security;
alter table review_scores force row level security;
alter table review_findings force row level security;
alter table consensuses force row level security;
alter table consensus_scores force row level security;
grant select, insert, update on assignments, reviews, consensuses, consensus_scores to excellence_app;
-- What a draft says may be taken back; a locked review is whole.
grant select, insert, update, delete on review_scores, review_findings to excellence_app;
--> statement-breakpoint
-- A score or finding is written only while its review is a draft: also a late write after the lock is refused. After
-- the row, so that the policies speak first. The review is held, so that a lock and a write cannot pass each other.
create function refuse_unless_draft() returns trigger language plpgsql set search_path = pg_catalog as $$
declare
  organization uuid := new.organization_id;
  review uuid := new.review_id;
begin
  if tg_op = 'DELETE' then
    organization := old.organization_id;
    review := old.review_id;
  end if;
  perform from public.reviews r
    where r.organization_id = organization and r.id = review and r.state = 'draft' for share;
  if not found then
    raise exception '% of % is refused', tg_op, tg_table_name
      using errcode = '23000', table = tg_table_name, schema = tg_table_schema,
        constraint = tg_table_name || '_immutable';
  end if;
  return null;
end $$;
revoke execute on function refuse_unless_draft() from public;
create trigger immutable after insert or update or delete on review_scores
  for each row execute function refuse_unless_draft();
create trigger immutable after insert or update or delete on review_findings
  for each row execute function refuse_unless_draft();
--> statement-breakpoint
-- What is final stays.
create trigger immutable before update or delete on consensuses for each row
  when (old.state = 'final') execute function refuse_change();
