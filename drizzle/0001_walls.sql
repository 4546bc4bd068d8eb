-- compatible
-- What drizzle-kit cannot say: FORCE, who may do what with which table, and what may never change.

-- The owner is held by the policies too (RLS-01).
alter table people force row level security;
alter table token_subjects force row level security;
alter table associations force row level security;
alter table association_members force row level security;
alter table association_organizations force row level security;
alter table owner_groups force row level security;
alter table person_associations force row level security;
alter table organizations force row level security;
alter table organization_members force row level security;
alter table organization_homes force row level security;
alter table grants force row level security;
alter table organization_keys force row level security;
alter table association_keys force row level security;
alter table key_owners force row level security;
alter table questionnaire_versions force row level security;
alter table organization_weightings force row level security;
alter table association_weightings force row level security;
alter table submissions force row level security;
alter table answers force row level security;
alter table answer_revisions force row level security;
alter table score_sheets force row level security;
alter table organization_operations force row level security;
alter table association_operations force row level security;
alter table organization_events force row level security;
alter table organization_event_heads force row level security;
alter table association_events force row level security;
alter table association_event_heads force row level security;
alter table organization_idempotency force row level security;
alter table association_idempotency force row level security;
alter table benchmark_editions force row level security;
alter table bench.members force row level security;
alter table bench.cells force row level security;
alter table bench_pub.editions force row level security;
alter table bench_pub.cells force row level security;
--> statement-breakpoint
-- Nobody may do anything that is not granted below; TRUNCATE is granted to nobody (RLS-02).
revoke all on schema public from public;
revoke all on all tables in schema public, bench, bench_pub from public;
grant usage on schema public to excellence_app, excellence_benchmark, excellence_audit_reader;
grant usage on schema bench_pub to excellence_app, excellence_benchmark;
grant usage on schema bench to excellence_benchmark;
--> statement-breakpoint
-- The service. Append-only: events, earlier answers, score sheets. No delete where history counts.
grant select, insert, update, delete on
  association_members, association_organizations, organization_members,
  organization_weightings, association_weightings,
  organization_operations, association_operations,
  organization_idempotency, association_idempotency
  to excellence_app;
grant select, insert, delete on token_subjects to excellence_app;
grant select, insert, update on
  people, associations, owner_groups, organizations, grants, organization_keys, association_keys,
  questionnaire_versions, submissions, answers, benchmark_editions,
  organization_event_heads, association_event_heads
  to excellence_app;
grant select, insert on answer_revisions, score_sheets, organization_events, association_events to excellence_app;
grant select on person_associations, organization_homes, key_owners to excellence_app;
grant select on bench_pub.editions, bench_pub.cells to excellence_app;
grant update (state, published_at, retired_at) on bench_pub.editions to excellence_app;
--> statement-breakpoint
-- The benchmark builder: consented vectors without names, sheets or answers; its own schemas; the record,
-- operation and events of the association it builds for.
grant select (organization_id, association_id, country, sector_scheme, sector_division, sector_section, region,
  size_class, owner_group_association_id, owner_group_id, verified_at, test, synthetic,
  benchmark_consent_given_at, benchmark_consent_withdrawn_at) on organizations to excellence_benchmark;
grant select (organization_id, id, questionnaire_key, questionnaire_version, questionnaire_digest, state,
  migrated_from, submitted_at, accepted_at, final_at, carried_share_bp) on submissions to excellence_benchmark;
grant select (organization_id, submission_id, kind, variant, method, engine, sheet_digest, scoring_digest,
  node_scores, complete, not_applicable_share_bp, benchmark_use) on score_sheets to excellence_benchmark;
grant select on associations, organization_homes, owner_groups, questionnaire_versions to excellence_benchmark;
grant select, update on benchmark_editions, association_operations to excellence_benchmark;
grant select, insert on association_events to excellence_benchmark;
grant select, insert, update on association_event_heads, association_idempotency to excellence_benchmark;
grant delete on association_idempotency to excellence_benchmark;
grant select, insert, delete on bench.members, bench.cells, bench_pub.editions, bench_pub.cells to excellence_benchmark;
--> statement-breakpoint
grant select on organization_events, organization_event_heads, association_events, association_event_heads
  to excellence_audit_reader;
--> statement-breakpoint
-- Refuses a change by the name <table>_immutable, which db/violations turns into a problem.
create function refuse_change() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  raise exception '% of % is refused', tg_op, tg_table_name
    using errcode = '23000', table = tg_table_name, schema = tg_table_schema,
      constraint = regexp_replace(tg_table_schema || '_', '^public_', '') || tg_table_name || '_immutable';
end $$;
--> statement-breakpoint
create trigger append_only before update or delete on organization_events
  for each row execute function refuse_change();
create trigger never_truncate before truncate on organization_events
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger append_only before update or delete on association_events
  for each row execute function refuse_change();
create trigger never_truncate before truncate on association_events
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger append_only before update or delete on answer_revisions
  for each row execute function refuse_change();
create trigger never_truncate before truncate on answer_revisions
  for each statement execute function refuse_change();
--> statement-breakpoint
-- A published version changes only by being withdrawn.
create trigger immutable before update on questionnaire_versions for each row
  when (row(new.key, new.version, new.document, new.digest, new.scoring_digest, new.published_at,
      new.owner_association_id, new.visibility, new.claims_key, new.proposed_by, new.published_by)
    is distinct from row(old.key, old.version, old.document, old.digest, old.scoring_digest, old.published_at,
      old.owner_association_id, old.visibility, old.claims_key, old.proposed_by, old.published_by)
    or old.state <> 'published')
  execute function refuse_change();
create trigger undeletable before delete on questionnaire_versions
  for each row execute function refuse_change();
create trigger never_truncate before truncate on questionnaire_versions
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger immutable before update or delete on organization_weightings for each row
  when (old.state = 'published') execute function refuse_change();
--> statement-breakpoint
create trigger immutable before update or delete on association_weightings for each row
  when (old.state = 'published') execute function refuse_change();
--> statement-breakpoint
-- A sheet stays as it was made; only whether benchmarks may read it follows consent.
create trigger immutable before update on score_sheets for each row
  when (row(new.organization_id, new.submission_id, new.kind, new.variant, new.method, new.engine, new.sheet,
      new.sheet_digest, new.questionnaire_digest, new.weighting_digest, new.answers_digest, new.scoring_digest,
      new.node_scores, new.complete, new.not_applicable_share_bp, new.created_at)
    is distinct from row(old.organization_id, old.submission_id, old.kind, old.variant, old.method, old.engine,
      old.sheet, old.sheet_digest, old.questionnaire_digest, old.weighting_digest, old.answers_digest,
      old.scoring_digest, old.node_scores, old.complete, old.not_applicable_share_bp, old.created_at))
  execute function refuse_change();
create trigger undeletable before delete on score_sheets for each row execute function refuse_change();
create trigger never_truncate before truncate on score_sheets
  for each statement execute function refuse_change();
--> statement-breakpoint
-- benchmark_use = reference sheet of a final submission of an organization whose consent stands. The builder's
-- policy may hold no sub-select, so the answer is kept on the row; nobody else writes it.
create function score_sheet_benchmark_use() returns trigger language plpgsql
set search_path = pg_catalog, public as $$
begin
  new.benchmark_use := new.kind = 'reference' and new.variant = 'official' and exists (
    select from submissions s join organizations o using (organization_id)
    where s.organization_id = new.organization_id and s.id = new.submission_id and s.state = 'final'
      and o.benchmark_consent_given_at is not null and o.benchmark_consent_withdrawn_at is null);
  return new;
end $$;
create trigger benchmark_use before insert on score_sheets
  for each row execute function score_sheet_benchmark_use();
--> statement-breakpoint
create function submission_benchmark_use() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $$
begin
  update score_sheets h set benchmark_use = new.state = 'final' and exists (
    select from organizations o where o.organization_id = new.organization_id
      and o.benchmark_consent_given_at is not null and o.benchmark_consent_withdrawn_at is null)
  where h.organization_id = new.organization_id and h.submission_id = new.id
    and h.kind = 'reference' and h.variant = 'official';
  return null;
end $$;
revoke execute on function submission_benchmark_use() from public;
create trigger benchmark_use after update of state on submissions for each row
  when (new.state is distinct from old.state and 'final' in (new.state, old.state))
  execute function submission_benchmark_use();
--> statement-breakpoint
create function organization_benchmark_use() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $$
begin
  update score_sheets h set benchmark_use =
    new.benchmark_consent_given_at is not null and new.benchmark_consent_withdrawn_at is null
  from submissions s
  where h.organization_id = new.organization_id and h.kind = 'reference' and h.variant = 'official'
    and s.organization_id = h.organization_id and s.id = h.submission_id and s.state = 'final';
  return null;
end $$;
revoke execute on function organization_benchmark_use() from public;
create trigger benchmark_use after update of benchmark_consent_given_at, benchmark_consent_withdrawn_at
  on organizations for each row
  when (row(new.benchmark_consent_given_at, new.benchmark_consent_withdrawn_at)
    is distinct from row(old.benchmark_consent_given_at, old.benchmark_consent_withdrawn_at))
  execute function organization_benchmark_use();
--> statement-breakpoint
-- Lookups mirror the rows they point to. The functions run as the owner, so that nobody else writes them;
-- the owner is held by the policies too, hence they work inside units only.
create function mirror_person_association() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $$
begin
  if tg_op <> 'INSERT' then
    delete from person_associations where person_id = old.person_id and association_id = old.association_id;
  end if;
  if tg_op <> 'DELETE' then
    insert into person_associations (person_id, association_id, role)
    values (new.person_id, new.association_id, new.role);
  end if;
  return null;
end $$;
revoke execute on function mirror_person_association() from public;
create trigger mirror after insert or update or delete on association_members
  for each row execute function mirror_person_association();
--> statement-breakpoint
create function mirror_organization_home() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $$
begin
  insert into organization_homes (organization_id, association_id)
  values (new.organization_id, new.association_id)
  on conflict (organization_id) do update set association_id = excluded.association_id;
  return null;
end $$;
revoke execute on function mirror_organization_home() from public;
create trigger mirror after insert or update of association_id on organizations
  for each row execute function mirror_organization_home();
--> statement-breakpoint
create function mirror_organization_key() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $$
begin
  insert into key_owners (key_id, owner_kind, owner_id) values (new.id, 'organization', new.organization_id);
  return null;
end $$;
revoke execute on function mirror_organization_key() from public;
create trigger mirror after insert on organization_keys
  for each row execute function mirror_organization_key();
--> statement-breakpoint
create function mirror_association_key() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $$
begin
  insert into key_owners (key_id, owner_kind, owner_id) values (new.id, 'association', new.association_id);
  return null;
end $$;
revoke execute on function mirror_association_key() from public;
create trigger mirror after insert on association_keys
  for each row execute function mirror_association_key();
--> statement-breakpoint
-- A benchmark edition goes built → published → retired and never back; nothing else of it changes (P2).
create trigger immutable before update on bench_pub.editions for each row
  when (row(new.id, new.association_id, new.questionnaire_key, new.descriptor, new.cells_digest, new.k_min, new.d_min,
      new.synthetic, new.cut_off_at)
    is distinct from row(old.id, old.association_id, old.questionnaire_key, old.descriptor, old.cells_digest,
      old.k_min, old.d_min, old.synthetic, old.cut_off_at)
    or (old.state, new.state) not in (('built', 'published'), ('published', 'retired'))
    or (old.state = 'published' and new.published_at is distinct from old.published_at))
  execute function refuse_change();
create trigger undeletable before delete on bench_pub.editions for each row
  when (old.state <> 'built') execute function refuse_change();
create trigger never_truncate before truncate on bench_pub.editions
  for each statement execute function refuse_change();
--> statement-breakpoint
-- Cells come and go only while their edition is built and not published.
create function refuse_published_cells() returns trigger language plpgsql
set search_path = pg_catalog as $$
begin
  if exists (select from touched t join bench_pub.editions e on e.id = t.benchmark_edition_id where e.state <> 'built') then
    raise exception '% of published cells is refused', tg_op
      using errcode = '23000', constraint = 'bench_pub_cells_immutable', table = tg_table_name, schema = tg_table_schema;
  end if;
  return null;
end $$;
create trigger immutable_insert after insert on bench_pub.cells referencing new table as touched
  for each statement execute function refuse_published_cells();
create trigger immutable_delete after delete on bench_pub.cells referencing old table as touched
  for each statement execute function refuse_published_cells();
create trigger immutable before update on bench_pub.cells
  for each row execute function refuse_change();
create trigger never_truncate before truncate on bench_pub.cells
  for each statement execute function refuse_change();
--> statement-breakpoint
-- Reopened, an edition gives back its members and what was computed of them. The service may not touch schema
-- bench, so the owner does it; of a published edition the triggers of bench_pub refuse it, and with it the change.
create function release_benchmark_members() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $$
begin
  delete from bench_pub.cells where benchmark_edition_id = new.id;
  delete from bench_pub.editions where id = new.id;
  delete from bench.members where benchmark_edition_id = new.id;
  delete from bench.cells where benchmark_edition_id = new.id;
  return null;
end $$;
revoke execute on function release_benchmark_members() from public;
create trigger release_members after update of state on benchmark_editions for each row
  when (new.state = 'draft' and old.state <> 'draft')
  execute function release_benchmark_members();
--> statement-breakpoint
-- Drafts and mappings of questionnaires: what was published stays on record, a draft may go.
alter table questionnaire_drafts force row level security;
alter table questionnaire_mappings force row level security;
grant select, insert, update, delete on questionnaire_drafts to excellence_app;
grant select, insert on questionnaire_mappings to excellence_app;
--> statement-breakpoint
create trigger immutable before update or delete on questionnaire_mappings
  for each row execute function refuse_change();
create trigger never_truncate before truncate on questionnaire_mappings
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger immutable before update or delete on questionnaire_drafts for each row
  when (old.state = 'published') execute function refuse_change();
--> statement-breakpoint
-- Weightings: limits, and what an association asked about the effect of one.
alter table weighting_limits force row level security;
grant select, insert, update, delete on weighting_limits to excellence_app;
alter table weighting_effects force row level security;
grant select, insert, update on weighting_effects to excellence_app;
--> statement-breakpoint
alter table programmes force row level security;
alter table cycles force row level security;
grant select, insert, update on programmes, cycles to excellence_app;
--> statement-breakpoint
-- What was assessed, or called off, stays on record.
create trigger immutable before update or delete on cycles for each row
  when (old.state in ('closed', 'cancelled')) execute function refuse_change();
--> statement-breakpoint
-- Behind the walls, and never deleted: who left a panel, and what was said, stays on record.
alter table assignments force row level security;
alter table reviews force row level security;
alter table review_scores force row level security;
alter table review_findings force row level security;
alter table consensuses force row level security;
alter table consensus_scores force row level security;
grant select, insert, update on assignments, reviews, consensuses, consensus_scores to excellence_app;
-- What a draft says may be taken back; a locked review is whole.
grant select, insert, update, delete on review_scores, review_findings to excellence_app;
--> statement-breakpoint
-- A score or finding is written only while its review is a draft: also a late write after the lock is refused. After
-- the row, so that the policies speak first. The review is held, so that a lock and a write cannot pass each other.
create function refuse_unless_draft() returns trigger language plpgsql set search_path = pg_catalog as $$
declare
  organization uuid := new.organization_id;
  review uuid := new.review_id;
begin
  if tg_op = 'DELETE' then
    organization := old.organization_id;
    review := old.review_id;
  end if;
  perform from public.reviews r
    where r.organization_id = organization and r.id = review and r.state = 'draft' for share;
  if not found then
    raise exception '% of % is refused', tg_op, tg_table_name
      using errcode = '23000', table = tg_table_name, schema = tg_table_schema,
        constraint = tg_table_name || '_immutable';
  end if;
  return null;
end $$;
revoke execute on function refuse_unless_draft() from public;
create trigger immutable after insert or update or delete on review_scores
  for each row execute function refuse_unless_draft();
create trigger immutable after insert or update or delete on review_findings
  for each row execute function refuse_unless_draft();
--> statement-breakpoint
-- What is final stays.
create trigger immutable before update or delete on consensuses for each row
  when (old.state = 'final') execute function refuse_change();
--> statement-breakpoint
alter table assessors force row level security;
grant select, insert, update, delete on assessors to excellence_app;
