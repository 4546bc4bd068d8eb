-- compatible
CREATE TABLE "weighting_uses" (
	"association_id" uuid NOT NULL,
	"key" text collate "C" NOT NULL,
	"first_used_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "weighting_uses_pkey" PRIMARY KEY("association_id","key")
);
--> statement-breakpoint
ALTER TABLE "weighting_uses" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "association_weightings" ADD COLUMN "publication_asked_by" uuid;--> statement-breakpoint
ALTER TABLE "association_weightings" ADD COLUMN "publication_asked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "organization_weightings" ADD COLUMN "publication_asked_by" uuid;--> statement-breakpoint
ALTER TABLE "organization_weightings" ADD COLUMN "publication_asked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "weighting_uses" ADD CONSTRAINT "weighting_uses_association_fkey" FOREIGN KEY ("association_id") REFERENCES "public"."associations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "association_weightings" ADD CONSTRAINT "association_weightings_publication_check" CHECK (num_nulls("association_weightings"."publication_asked_by", "association_weightings"."publication_asked_at") in (0, 2));--> statement-breakpoint
ALTER TABLE "association_weightings" ADD CONSTRAINT "association_weightings_second_person_check" CHECK ("association_weightings"."published_by" is null or "association_weightings"."publication_asked_by" is null
          or "association_weightings"."published_by" <> "association_weightings"."publication_asked_by");--> statement-breakpoint
ALTER TABLE "organization_weightings" ADD CONSTRAINT "organization_weightings_publication_check" CHECK (num_nulls("organization_weightings"."publication_asked_by", "organization_weightings"."publication_asked_at") in (0, 2));--> statement-breakpoint
ALTER TABLE "organization_weightings" ADD CONSTRAINT "organization_weightings_second_person_check" CHECK ("organization_weightings"."published_by" is null or "organization_weightings"."publication_asked_by" is null
          or "organization_weightings"."published_by" <> "organization_weightings"."publication_asked_by");--> statement-breakpoint
CREATE POLICY "fence" ON "weighting_uses" AS PERMISSIVE FOR ALL TO public USING (current_setting('app.tx', true) = 'on') WITH CHECK (current_setting('app.tx', true) = 'on');--> statement-breakpoint
-- Once used, a weighting stays so: nobody takes a row away or changes it.
alter table weighting_uses force row level security;
grant select, insert on weighting_uses to excellence_app;
