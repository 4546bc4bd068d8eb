-- compatible
ALTER TABLE "assignments" ADD COLUMN "benchmarks" text DEFAULT 'never' NOT NULL;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_benchmarks_check" CHECK ("assignments"."benchmarks" in ('never', 'with_consensus'));