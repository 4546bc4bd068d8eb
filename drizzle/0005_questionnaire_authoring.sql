-- compatible
CREATE TABLE "questionnaire_drafts" (
	"association_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"base_key" text collate "C",
	"base_version" text collate "C",
	"document_key" text collate "C",
	"document_version" text collate "C",
	"document" text NOT NULL,
	"digest" text NOT NULL,
	"state" text NOT NULL,
	"revision" integer NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"proposed_by" uuid,
	"proposed_at" timestamp (3) with time zone,
	"proposed_plan" text,
	"published_key" text collate "C",
	"published_version" text collate "C",
	"published_at" timestamp (3) with time zone,
	CONSTRAINT "questionnaire_drafts_pkey" PRIMARY KEY("association_id","id"),
	CONSTRAINT "questionnaire_drafts_state_check" CHECK ("questionnaire_drafts"."state" in ('draft', 'published')),
	CONSTRAINT "questionnaire_drafts_base_check" CHECK (num_nulls("questionnaire_drafts"."base_key", "questionnaire_drafts"."base_version") in (0, 2)),
	CONSTRAINT "questionnaire_drafts_proposed_check" CHECK (num_nulls("questionnaire_drafts"."proposed_by", "questionnaire_drafts"."proposed_at", "questionnaire_drafts"."proposed_plan") in (0, 3)),
	CONSTRAINT "questionnaire_drafts_published_check" CHECK (num_nulls("questionnaire_drafts"."published_key", "questionnaire_drafts"."published_version", "questionnaire_drafts"."published_at")
        = case "questionnaire_drafts"."state" when 'published' then 0 else 3 end),
	CONSTRAINT "questionnaire_drafts_digest_check" CHECK ("questionnaire_drafts"."digest" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
ALTER TABLE "questionnaire_drafts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "questionnaire_mappings" (
	"from_key" text collate "C" NOT NULL,
	"from_version" text collate "C" NOT NULL,
	"to_key" text collate "C" NOT NULL,
	"to_version" text collate "C" NOT NULL,
	"document" text NOT NULL,
	"digest" text NOT NULL,
	"published_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "questionnaire_mappings_pkey" PRIMARY KEY("from_key","from_version","to_key","to_version"),
	CONSTRAINT "questionnaire_mappings_digest_check" CHECK ("questionnaire_mappings"."digest" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
ALTER TABLE "questionnaire_mappings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "questionnaire_versions" ADD COLUMN "owner_association_id" uuid;--> statement-breakpoint
ALTER TABLE "questionnaire_versions" ADD COLUMN "visibility" text DEFAULT 'public' NOT NULL;--> statement-breakpoint
ALTER TABLE "questionnaire_versions" ADD COLUMN "claims_key" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "questionnaire_versions" ADD COLUMN "proposed_by" uuid;--> statement-breakpoint
ALTER TABLE "questionnaire_versions" ADD COLUMN "published_by" uuid;--> statement-breakpoint
ALTER TABLE "questionnaire_versions" ADD COLUMN "withdrawal_asked_by" uuid;--> statement-breakpoint
ALTER TABLE "questionnaire_versions" ADD COLUMN "withdrawal_asked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "questionnaire_versions" ADD COLUMN "withdrawn_by" uuid;--> statement-breakpoint
ALTER TABLE "questionnaire_drafts" ADD CONSTRAINT "questionnaire_drafts_association_fkey" FOREIGN KEY ("association_id") REFERENCES "public"."associations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "questionnaire_mappings" ADD CONSTRAINT "questionnaire_mappings_from_fkey" FOREIGN KEY ("from_key","from_version") REFERENCES "public"."questionnaire_versions"("key","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "questionnaire_mappings" ADD CONSTRAINT "questionnaire_mappings_to_fkey" FOREIGN KEY ("to_key","to_version") REFERENCES "public"."questionnaire_versions"("key","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "questionnaire_drafts_created_idx" ON "questionnaire_drafts" USING btree ("association_id","created_at","id");--> statement-breakpoint
ALTER TABLE "questionnaire_versions" ADD CONSTRAINT "questionnaire_versions_owner_fkey" FOREIGN KEY ("owner_association_id") REFERENCES "public"."associations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "questionnaire_versions_claim_key" ON "questionnaire_versions" USING btree ("key") WHERE "questionnaire_versions"."claims_key";--> statement-breakpoint
ALTER TABLE "questionnaire_versions" ADD CONSTRAINT "questionnaire_versions_visibility_check" CHECK ("questionnaire_versions"."visibility" in ('public', 'association', 'private'));--> statement-breakpoint
ALTER TABLE "questionnaire_versions" ADD CONSTRAINT "questionnaire_versions_owner_check" CHECK (("questionnaire_versions"."owner_association_id" is not null or "questionnaire_versions"."visibility" = 'public')
        and ("questionnaire_versions"."owner_association_id" is null
          or (num_nulls("questionnaire_versions"."proposed_by", "questionnaire_versions"."published_by") = 0 and "questionnaire_versions"."proposed_by" <> "questionnaire_versions"."published_by")));--> statement-breakpoint
ALTER TABLE "questionnaire_versions" ADD CONSTRAINT "questionnaire_versions_asked_check" CHECK (num_nulls("questionnaire_versions"."withdrawal_asked_by", "questionnaire_versions"."withdrawal_asked_at") in (0, 2));--> statement-breakpoint
ALTER TABLE "questionnaire_versions" ADD CONSTRAINT "questionnaire_versions_second_person_check" CHECK ("questionnaire_versions"."state" = 'published' or "questionnaire_versions"."owner_association_id" is null
        or (num_nulls("questionnaire_versions"."withdrawal_asked_by", "questionnaire_versions"."withdrawn_by") = 0
          and "questionnaire_versions"."withdrawal_asked_by" <> "questionnaire_versions"."withdrawn_by"));--> statement-breakpoint
CREATE POLICY "association" ON "questionnaire_drafts" AS PERMISSIVE FOR ALL TO public USING (association_id = nullif(current_setting('app.association_id', true), '')::uuid) WITH CHECK (association_id = nullif(current_setting('app.association_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "fence" ON "questionnaire_mappings" AS PERMISSIVE FOR ALL TO public USING (current_setting('app.tx', true) = 'on') WITH CHECK (current_setting('app.tx', true) = 'on');