-- compatible
ALTER TABLE "assignments" ADD COLUMN "self_scores" text DEFAULT 'with_consensus' NOT NULL;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_self_scores_check" CHECK ("assignments"."self_scores" in ('with_consensus', 'with_own_lock', 'with_declaration'));