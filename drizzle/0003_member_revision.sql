-- compatible
ALTER TABLE "association_members" ADD COLUMN "revision" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "organization_members" ADD COLUMN "revision" integer DEFAULT 1 NOT NULL;