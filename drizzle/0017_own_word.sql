-- compatible
ALTER TABLE "assessor_interests" DROP CONSTRAINT "assessor_interests_assessor_fkey";
--> statement-breakpoint
ALTER TABLE "assessor_interests" ADD CONSTRAINT "assessor_interests_person_fkey" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;
