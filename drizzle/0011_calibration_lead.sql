-- compatible
ALTER TABLE "programmes" ADD COLUMN "calibration_lead_id" uuid;--> statement-breakpoint
ALTER TABLE "programmes" ADD CONSTRAINT "programmes_calibration_lead_fkey" FOREIGN KEY ("calibration_lead_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;