-- compatible
CREATE TABLE "assessors" (
	"association_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"available" boolean NOT NULL,
	"interests" text NOT NULL,
	"revision" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid NOT NULL,
	CONSTRAINT "assessors_pkey" PRIMARY KEY("association_id","person_id")
);
--> statement-breakpoint
ALTER TABLE "assessors" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "assessors" ADD CONSTRAINT "assessors_association_fkey" FOREIGN KEY ("association_id") REFERENCES "public"."associations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assessors" ADD CONSTRAINT "assessors_person_fkey" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE POLICY "association" ON "assessors" AS PERMISSIVE FOR ALL TO public USING (association_id = nullif(current_setting('app.association_id', true), '')::uuid) WITH CHECK (association_id = nullif(current_setting('app.association_id', true), '')::uuid);--> statement-breakpoint
alter table assessors force row level security;
grant select, insert, update, delete on assessors to excellence_app;
