-- compatible
CREATE TABLE "weighting_effects" (
	"association_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"weighting_id" uuid NOT NULL,
	"questionnaire_key" text collate "C" NOT NULL,
	"questionnaire_version" text collate "C" NOT NULL,
	"mode" text NOT NULL,
	"items" text NOT NULL,
	"cut_off_at" timestamp (3) with time zone NOT NULL,
	"operation_id" uuid NOT NULL,
	"effect" text,
	"asked_by" uuid NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"done_at" timestamp (3) with time zone,
	CONSTRAINT "weighting_effects_pkey" PRIMARY KEY("association_id","id"),
	CONSTRAINT "weighting_effects_mode_check" CHECK ("weighting_effects"."mode" in ('points', 'weights', 'within_category')),
	CONSTRAINT "weighting_effects_done_check" CHECK (num_nulls("weighting_effects"."effect", "weighting_effects"."done_at") in (0, 2))
);
--> statement-breakpoint
ALTER TABLE "weighting_effects" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "weighting_effects" ADD CONSTRAINT "weighting_effects_association_fkey" FOREIGN KEY ("association_id") REFERENCES "public"."associations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "weighting_effects_asked_idx" ON "weighting_effects" USING btree ("association_id","questionnaire_key","asked_at");--> statement-breakpoint
CREATE POLICY "association" ON "weighting_effects" AS PERMISSIVE FOR ALL TO public USING (association_id = nullif(current_setting('app.association_id', true), '')::uuid) WITH CHECK (association_id = nullif(current_setting('app.association_id', true), '')::uuid);--> statement-breakpoint
alter table weighting_effects force row level security;--> statement-breakpoint
grant select, insert, update on weighting_effects to excellence_app;
