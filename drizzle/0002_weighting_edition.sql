-- compatible
ALTER TABLE "association_weightings" ADD COLUMN "edition" text collate "C" NOT NULL;--> statement-breakpoint
ALTER TABLE "association_weightings" ADD COLUMN "total" integer NOT NULL;--> statement-breakpoint
ALTER TABLE "organization_weightings" ADD COLUMN "edition" text collate "C" NOT NULL;--> statement-breakpoint
ALTER TABLE "organization_weightings" ADD COLUMN "total" integer NOT NULL;