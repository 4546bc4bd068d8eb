-- compatible
CREATE TABLE "official_sheets" (
	"organization_id" uuid NOT NULL,
	"consensus_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"engine" text NOT NULL,
	"answers" text NOT NULL,
	"sheet" text NOT NULL,
	"sheet_digest" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "official_sheets_pkey" PRIMARY KEY("organization_id","consensus_id","kind"),
	CONSTRAINT "official_sheets_kind_check" CHECK ("official_sheets"."kind" in ('reference')),
	CONSTRAINT "official_sheets_sheet_digest_check" CHECK ("official_sheets"."sheet_digest" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
ALTER TABLE "official_sheets" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "review_versions" (
	"organization_id" uuid NOT NULL,
	"review_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"content" text NOT NULL,
	"digest" text NOT NULL,
	"locked_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "review_versions_pkey" PRIMARY KEY("organization_id","review_id","version"),
	CONSTRAINT "review_versions_digest_check" CHECK ("review_versions"."digest" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
ALTER TABLE "review_versions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "reviews" DROP CONSTRAINT "reviews_person_key";--> statement-breakpoint
ALTER TABLE "reviews" ADD COLUMN "round" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "reviews" ADD COLUMN "items" text;--> statement-breakpoint
ALTER TABLE "reviews" ADD COLUMN "step_bp" integer NOT NULL;--> statement-breakpoint
ALTER TABLE "reviews" ADD COLUMN "key_factors" text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE "official_sheets" ADD CONSTRAINT "official_sheets_consensus_fkey" FOREIGN KEY ("organization_id","consensus_id") REFERENCES "public"."consensuses"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_versions" ADD CONSTRAINT "review_versions_review_fkey" FOREIGN KEY ("organization_id","review_id") REFERENCES "public"."reviews"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_person_key" UNIQUE("organization_id","submission_id","person_id","round");--> statement-breakpoint
CREATE POLICY "review" ON "official_sheets" AS PERMISSIVE FOR ALL TO public USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid and current_setting('app.side', true) = 'review') WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid and current_setting('app.side', true) = 'review');--> statement-breakpoint
CREATE POLICY "review" ON "review_versions" AS PERMISSIVE FOR ALL TO public USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid and current_setting('app.side', true) = 'review') WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid and current_setting('app.side', true) = 'review');
--> statement-breakpoint
alter table review_versions force row level security;
alter table official_sheets force row level security;
grant select, insert on review_versions, official_sheets to excellence_app;
--> statement-breakpoint
-- What was locked, and what was scored of a final consensus, stays as it was.
create trigger append_only before update or delete on review_versions
  for each row execute function refuse_change();
create trigger never_truncate before truncate on review_versions
  for each statement execute function refuse_change();
create trigger append_only before update or delete on official_sheets
  for each row execute function refuse_change();
create trigger never_truncate before truncate on official_sheets
  for each statement execute function refuse_change();
