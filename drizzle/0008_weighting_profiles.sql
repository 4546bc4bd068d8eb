-- compatible
CREATE TABLE "weighting_limits" (
	"association_id" uuid NOT NULL,
	"questionnaire_key" text collate "C" NOT NULL,
	"limits" text NOT NULL,
	"revision" integer NOT NULL,
	"updated_by" uuid NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "weighting_limits_pkey" PRIMARY KEY("association_id","questionnaire_key"),
	CONSTRAINT "weighting_limits_revision_check" CHECK ("weighting_limits"."revision" > 0)
);
--> statement-breakpoint
ALTER TABLE "weighting_limits" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "association_weightings" ADD COLUMN "elicitation" text DEFAULT '{"kind":"manual"}' NOT NULL;--> statement-breakpoint
ALTER TABLE "association_weightings" ADD COLUMN "copied_from" text;--> statement-breakpoint
ALTER TABLE "organization_weightings" ADD COLUMN "elicitation" text DEFAULT '{"kind":"manual"}' NOT NULL;--> statement-breakpoint
ALTER TABLE "organization_weightings" ADD COLUMN "copied_from" text;--> statement-breakpoint
ALTER TABLE "weighting_limits" ADD CONSTRAINT "weighting_limits_association_fkey" FOREIGN KEY ("association_id") REFERENCES "public"."associations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE POLICY "fence" ON "weighting_limits" AS PERMISSIVE FOR ALL TO public USING (current_setting('app.tx', true) = 'on') WITH CHECK (current_setting('app.tx', true) = 'on');--> statement-breakpoint
alter table weighting_limits force row level security;--> statement-breakpoint
grant select, insert, update, delete on weighting_limits to excellence_app;
