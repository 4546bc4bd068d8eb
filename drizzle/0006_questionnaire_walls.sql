-- compatible
-- Drafts and mappings behind the walls, and what of a published version may still change: its withdrawal alone.
alter table questionnaire_drafts force row level security;
alter table questionnaire_mappings force row level security;
grant select, insert, update, delete on questionnaire_drafts to excellence_app;
grant select, insert on questionnaire_mappings to excellence_app;
--> statement-breakpoint
drop trigger immutable on questionnaire_versions;
create trigger immutable before update on questionnaire_versions for each row
  when (row(new.key, new.version, new.document, new.digest, new.scoring_digest, new.published_at,
      new.owner_association_id, new.visibility, new.claims_key, new.proposed_by, new.published_by)
    is distinct from row(old.key, old.version, old.document, old.digest, old.scoring_digest, old.published_at,
      old.owner_association_id, old.visibility, old.claims_key, old.proposed_by, old.published_by)
    or old.state <> 'published')
  execute function refuse_change();
--> statement-breakpoint
create trigger immutable before update or delete on questionnaire_mappings
  for each row execute function refuse_change();
create trigger never_truncate before truncate on questionnaire_mappings
  for each statement execute function refuse_change();
--> statement-breakpoint
-- What was published stays on record; a draft may go.
create trigger immutable before update or delete on questionnaire_drafts for each row
  when (old.state = 'published') execute function refuse_change();
