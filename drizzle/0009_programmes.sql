-- compatible
CREATE TABLE "cycles" (
	"association_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"programme_id" uuid NOT NULL,
	"name" text NOT NULL,
	"state" text NOT NULL,
	"settings" text NOT NULL,
	"opens_at" timestamp (3) with time zone NOT NULL,
	"closes_at" timestamp (3) with time zone NOT NULL,
	"opened_at" timestamp (3) with time zone,
	"started_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"cancelled_at" timestamp (3) with time zone,
	"revision" integer NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "cycles_pkey" PRIMARY KEY("association_id","id"),
	CONSTRAINT "cycles_state_check" CHECK ("cycles"."state" in ('planned', 'open', 'assessing', 'closed', 'cancelled')),
	CONSTRAINT "cycles_window_check" CHECK ("cycles"."opens_at" < "cycles"."closes_at"),
	CONSTRAINT "cycles_started_check" CHECK (("cycles"."state" in ('assessing', 'closed')) = ("cycles"."started_at" is not null))
);
--> statement-breakpoint
ALTER TABLE "cycles" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "programmes" (
	"association_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"revision" integer NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "programmes_pkey" PRIMARY KEY("association_id","id")
);
--> statement-breakpoint
ALTER TABLE "programmes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "cycles" ADD CONSTRAINT "cycles_programme_fkey" FOREIGN KEY ("association_id","programme_id") REFERENCES "public"."programmes"("association_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "programmes" ADD CONSTRAINT "programmes_association_fkey" FOREIGN KEY ("association_id") REFERENCES "public"."associations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "cycles_created_idx" ON "cycles" USING btree ("association_id","programme_id","created_at","id");--> statement-breakpoint
CREATE INDEX "programmes_created_idx" ON "programmes" USING btree ("association_id","created_at","id");--> statement-breakpoint
CREATE POLICY "association" ON "cycles" AS PERMISSIVE FOR ALL TO public USING (association_id = nullif(current_setting('app.association_id', true), '')::uuid) WITH CHECK (association_id = nullif(current_setting('app.association_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "association" ON "programmes" AS PERMISSIVE FOR ALL TO public USING (association_id = nullif(current_setting('app.association_id', true), '')::uuid) WITH CHECK (association_id = nullif(current_setting('app.association_id', true), '')::uuid);--> statement-breakpoint
alter table programmes force row level security;
alter table cycles force row level security;
grant select, insert, update on programmes, cycles to excellence_app;
--> statement-breakpoint
-- What was assessed, or called off, stays on record.
create trigger immutable before update or delete on cycles for each row
  when (old.state in ('closed', 'cancelled')) execute function refuse_change();
