-- compatible
ALTER TABLE "questionnaire_mappings" ADD COLUMN "purpose" text NOT NULL DEFAULT 'migration';--> statement-breakpoint
ALTER TABLE "questionnaire_mappings" ALTER COLUMN "purpose" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "answers" ADD COLUMN "review_state" text;--> statement-breakpoint
ALTER TABLE "submissions" ADD COLUMN "carried_share_bp" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "questionnaire_mappings" ADD CONSTRAINT "questionnaire_mappings_purpose_check" CHECK ("questionnaire_mappings"."purpose" in ('migration', 'estimate'));--> statement-breakpoint
ALTER TABLE "answers" ADD CONSTRAINT "answers_review_state_check" CHECK ("answers"."review_state" in ('carried', 'carried_needs_review'));--> statement-breakpoint
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_carried_share_check" CHECK ("submissions"."carried_share_bp" between 0 and 10000);--> statement-breakpoint
grant select (carried_share_bp) on submissions to excellence_benchmark;
