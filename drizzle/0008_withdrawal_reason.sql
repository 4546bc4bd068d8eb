-- compatible
ALTER TABLE "questionnaire_versions" ADD COLUMN "withdrawal_reason" text;--> statement-breakpoint
ALTER TABLE "questionnaire_versions" ADD CONSTRAINT "questionnaire_versions_reason_check" CHECK ("questionnaire_versions"."withdrawal_reason" is null or "questionnaire_versions"."withdrawal_asked_by" is not null);