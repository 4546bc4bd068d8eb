-- breaking: whatever writes scores of reviews or of a consensus as percents alone
ALTER TABLE "review_scores" DROP CONSTRAINT "review_scores_value_check";--> statement-breakpoint
ALTER TABLE "consensus_scores" ADD COLUMN "value" text;--> statement-breakpoint
ALTER TABLE "review_scores" ADD COLUMN "value" text;
--> statement-breakpoint
-- What was given until now are plain percents, in canonical JSON. The owner is fenced off like everybody, and locked
-- reviews are immutable: both rest while the column is filled, in this transaction alone.
alter table review_scores no force row level security;
alter table consensus_scores no force row level security;
alter table review_scores disable trigger immutable;
update review_scores set value = '{"percent":' || trim_scale(percent_bp / 100.0) || '}' where percent_bp is not null;
update consensus_scores set value = '{"percent":' || trim_scale(percent_bp / 100.0) || '}';
alter table review_scores enable trigger immutable;
alter table consensus_scores force row level security;
alter table review_scores force row level security;
--> statement-breakpoint
ALTER TABLE "consensus_scores" ALTER COLUMN "value" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "review_scores" ADD CONSTRAINT "review_scores_value_check" CHECK (num_nulls("review_scores"."value", "review_scores"."cannot_judge") = 1
        and num_nulls("review_scores"."percent_bp", "review_scores"."cannot_judge") = 1 and "review_scores"."percent_bp" between 0 and 10000);
