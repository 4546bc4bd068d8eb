-- compatible
ALTER TABLE "feedback_reports" ADD COLUMN "texts" text DEFAULT '{"keyFactors":[],"omitted":[],"summaries":{}}' NOT NULL;
--> statement-breakpoint
-- What was written of an approved version stays with it.
drop trigger immutable on feedback_reports;
create trigger immutable before update on feedback_reports for each row
  when (old.state = 'released'
    or new.version <> old.version
    or (old.state = 'approved' and new.state <> 'draft'
      and row(new.paper, new.texts, new.digest, new.correction, new.approved_by, new.approved_at)
        is distinct from row(old.paper, old.texts, old.digest, old.correction, old.approved_by, old.approved_at)))
  execute function refuse_change();
