-- compatible
CREATE TABLE "cycle_assignments" (
	"association_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"cycle_id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	"submission_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"role" text NOT NULL,
	"state" text NOT NULL,
	"proposed_by" uuid NOT NULL,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"declared_at" timestamp (3) with time zone,
	"waived_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"revision" integer NOT NULL,
	CONSTRAINT "cycle_assignments_pkey" PRIMARY KEY("association_id","id"),
	CONSTRAINT "cycle_assignments_role_check" CHECK ("cycle_assignments"."role" in ('lead', 'member')),
	CONSTRAINT "cycle_assignments_state_check" CHECK ("cycle_assignments"."state" in ('proposed', 'active', 'conflicted', 'declined', 'recused', 'removed', 'completed'))
);
--> statement-breakpoint
ALTER TABLE "cycle_assignments" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "cycle_entries" (
	"association_id" uuid NOT NULL,
	"cycle_id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	"submission_id" uuid NOT NULL,
	"programme_id" uuid NOT NULL,
	"name" text NOT NULL,
	"owner_group_association_id" uuid,
	"owner_group_id" uuid,
	"owner_group_name" text,
	"sector_scheme" text,
	"sector_division" text,
	"sector_section" text,
	"region" text,
	"questionnaire_key" text collate "C" NOT NULL,
	"questionnaire_version" text collate "C" NOT NULL,
	"state" text NOT NULL,
	"state_at" timestamp (3) with time zone NOT NULL,
	"entered_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "cycle_entries_pkey" PRIMARY KEY("association_id","cycle_id","organization_id"),
	CONSTRAINT "cycle_entries_submission_key" UNIQUE("association_id","submission_id"),
	CONSTRAINT "cycle_entries_state_check" CHECK ("cycle_entries"."state" in ('draft', 'submitted', 'in_review', 'final', 'withdrawn'))
);
--> statement-breakpoint
ALTER TABLE "cycle_entries" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "entries" (
	"organization_id" uuid NOT NULL,
	"submission_id" uuid NOT NULL,
	"association_id" uuid NOT NULL,
	"programme_id" uuid NOT NULL,
	"cycle_id" uuid NOT NULL,
	"entered_by" uuid NOT NULL,
	"entered_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "entries_pkey" PRIMARY KEY("organization_id","submission_id"),
	CONSTRAINT "entries_cycle_key" UNIQUE("organization_id","association_id","cycle_id")
);
--> statement-breakpoint
ALTER TABLE "entries" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "person_assignments" (
	"person_id" uuid NOT NULL,
	"assignment_id" uuid NOT NULL,
	"association_id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	"submission_id" uuid NOT NULL,
	CONSTRAINT "person_assignments_pkey" PRIMARY KEY("person_id","assignment_id")
);
--> statement-breakpoint
ALTER TABLE "person_assignments" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "assessor_interests" (
	"association_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"interests" text NOT NULL,
	"revision" integer NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "assessor_interests_pkey" PRIMARY KEY("association_id","person_id")
);
--> statement-breakpoint
ALTER TABLE "assessor_interests" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "declarations" (
	"organization_id" uuid NOT NULL,
	"assignment_id" uuid NOT NULL,
	"interests" text NOT NULL,
	"declared_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "declarations_pkey" PRIMARY KEY("organization_id","assignment_id")
);
--> statement-breakpoint
ALTER TABLE "declarations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "person_organizations" (
	"person_id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	"owner_group_association_id" uuid,
	"owner_group_id" uuid,
	CONSTRAINT "person_organizations_pkey" PRIMARY KEY("person_id","organization_id"),
	CONSTRAINT "person_organizations_owner_group_check" CHECK (num_nulls("person_organizations"."owner_group_association_id", "person_organizations"."owner_group_id") in (0, 2))
);
--> statement-breakpoint
ALTER TABLE "person_organizations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "cycle_assignments" ADD CONSTRAINT "cycle_assignments_association_fkey" FOREIGN KEY ("association_id") REFERENCES "public"."associations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cycle_entries" ADD CONSTRAINT "cycle_entries_association_fkey" FOREIGN KEY ("association_id") REFERENCES "public"."associations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entries" ADD CONSTRAINT "entries_submission_fkey" FOREIGN KEY ("organization_id","submission_id") REFERENCES "public"."submissions"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_assignments" ADD CONSTRAINT "person_assignments_person_fkey" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assessor_interests" ADD CONSTRAINT "assessor_interests_assessor_fkey" FOREIGN KEY ("association_id","person_id") REFERENCES "public"."assessors"("association_id","person_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "declarations" ADD CONSTRAINT "declarations_assignment_fkey" FOREIGN KEY ("organization_id","assignment_id") REFERENCES "public"."assignments"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_organizations" ADD CONSTRAINT "person_organizations_person_fkey" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "cycle_assignments_proposed_idx" ON "cycle_assignments" USING btree ("association_id","cycle_id","proposed_at","id");--> statement-breakpoint
CREATE INDEX "cycle_assignments_person_idx" ON "cycle_assignments" USING btree ("association_id","person_id");--> statement-breakpoint
CREATE INDEX "cycle_entries_entered_idx" ON "cycle_entries" USING btree ("association_id","cycle_id","entered_at","organization_id");--> statement-breakpoint
CREATE POLICY "review" ON "cycle_assignments" AS PERMISSIVE FOR ALL TO public USING (association_id = nullif(current_setting('app.association_id', true), '')::uuid and current_setting('app.side', true) = 'review') WITH CHECK (association_id = nullif(current_setting('app.association_id', true), '')::uuid and current_setting('app.side', true) = 'review');--> statement-breakpoint
CREATE POLICY "association" ON "cycle_entries" AS PERMISSIVE FOR ALL TO public USING (association_id = nullif(current_setting('app.association_id', true), '')::uuid) WITH CHECK (association_id = nullif(current_setting('app.association_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "entries" AS PERMISSIVE FOR ALL TO public USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "review" ON "person_assignments" AS PERMISSIVE FOR ALL TO public USING (current_setting('app.tx', true) = 'on' and current_setting('app.side', true) = 'review') WITH CHECK (current_setting('app.tx', true) = 'on' and current_setting('app.side', true) = 'review');--> statement-breakpoint
CREATE POLICY "association" ON "assessor_interests" AS PERMISSIVE FOR ALL TO public USING (association_id = nullif(current_setting('app.association_id', true), '')::uuid) WITH CHECK (association_id = nullif(current_setting('app.association_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "review" ON "declarations" AS PERMISSIVE FOR ALL TO public USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid and current_setting('app.side', true) = 'review') WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid and current_setting('app.side', true) = 'review');--> statement-breakpoint
CREATE POLICY "fence" ON "person_organizations" AS PERMISSIVE FOR ALL TO public USING (current_setting('app.tx', true) = 'on') WITH CHECK (current_setting('app.tx', true) = 'on');--> statement-breakpoint
-- Behind the walls. An entry goes as long as nothing was assessed; a declaration stays as it was made; what lies beside
-- is written by the triggers below, with the rights of the owner, who is held by the policies too.
alter table entries force row level security;
alter table cycle_entries force row level security;
alter table cycle_assignments force row level security;
alter table person_assignments force row level security;
alter table assessor_interests force row level security;
alter table declarations force row level security;
alter table person_organizations force row level security;
grant select, insert, delete on entries to excellence_app;
grant select, insert, update on assessor_interests to excellence_app;
grant select, insert on declarations to excellence_app;
grant select on cycle_entries, cycle_assignments, person_assignments, person_organizations to excellence_app;
--> statement-breakpoint
create trigger append_only before update or delete on declarations
  for each row execute function refuse_change();
create trigger never_truncate before truncate on declarations
  for each statement execute function refuse_change();
--> statement-breakpoint
create function mirror_entry() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $$
begin
  if tg_op = 'DELETE' then
    delete from cycle_entries where association_id = old.association_id and submission_id = old.submission_id;
    if not found then raise exception 'the unit does not reach the association of the entry'; end if;
    return null;
  end if;
  insert into cycle_entries (association_id, cycle_id, organization_id, submission_id, programme_id, name,
    owner_group_association_id, owner_group_id, owner_group_name, sector_scheme, sector_division, sector_section,
    region, questionnaire_key, questionnaire_version, state, state_at, entered_at)
  select new.association_id, new.cycle_id, new.organization_id, new.submission_id, new.programme_id, o.name,
    o.owner_group_association_id, o.owner_group_id, g.name, o.sector_scheme, o.sector_division, o.sector_section,
    o.region, s.questionnaire_key, s.questionnaire_version, s.state, s.updated_at, new.entered_at
  from submissions s join organizations o using (organization_id)
    left join owner_groups g on g.association_id = o.owner_group_association_id and g.id = o.owner_group_id
  where s.organization_id = new.organization_id and s.id = new.submission_id;
  return null;
end $$;
revoke execute on function mirror_entry() from public;
create trigger mirror after insert or delete on entries for each row execute function mirror_entry();
--> statement-breakpoint
-- A cycle ends by the states of what was entered, so none of them changes where the association does not see it.
create function mirror_entry_state() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $$
declare
  entry entries%rowtype;
begin
  select * into entry from entries e where e.organization_id = new.organization_id and e.submission_id = new.id;
  if not found then return null; end if;
  update cycle_entries c set state = new.state, state_at = new.updated_at
    where c.association_id = entry.association_id and c.submission_id = new.id;
  if not found then raise exception 'the unit does not reach the association of the entry'; end if;
  return null;
end $$;
revoke execute on function mirror_entry_state() from public;
create trigger mirror after update of state on submissions for each row
  when (new.state is distinct from old.state) execute function mirror_entry_state();
--> statement-breakpoint
create function mirror_assignment() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $$
begin
  insert into cycle_assignments (association_id, id, cycle_id, organization_id, submission_id, person_id, role, state,
    proposed_by, proposed_at, declared_at, waived_at, ended_at, revision)
  values (new.association_id, new.id, new.cycle_id, new.organization_id, new.submission_id, new.person_id, new.role,
    new.state, new.proposed_by, new.proposed_at, new.declared_at, new.waived_at, new.ended_at, new.revision)
  on conflict (association_id, id) do update set state = excluded.state, declared_at = excluded.declared_at,
    waived_at = excluded.waived_at, ended_at = excluded.ended_at, revision = excluded.revision;
  if tg_op = 'INSERT' then
    insert into person_assignments (person_id, assignment_id, association_id, organization_id, submission_id)
    values (new.person_id, new.id, new.association_id, new.organization_id, new.submission_id);
  end if;
  return null;
end $$;
revoke execute on function mirror_assignment() from public;
create trigger mirror after insert or update on assignments
  for each row execute function mirror_assignment();
--> statement-breakpoint
-- Who acts for an organization, and with it for its owner group, never assesses it.
create function mirror_organization_member() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $$
begin
  if tg_op = 'DELETE' then
    delete from person_organizations where person_id = old.person_id and organization_id = old.organization_id;
    return null;
  end if;
  insert into person_organizations (person_id, organization_id, owner_group_association_id, owner_group_id)
  select new.person_id, o.organization_id, o.owner_group_association_id, o.owner_group_id
  from organizations o where o.organization_id = new.organization_id;
  return null;
end $$;
revoke execute on function mirror_organization_member() from public;
create trigger mirror after insert or delete on organization_members
  for each row execute function mirror_organization_member();
--> statement-breakpoint
create function mirror_owner_group() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $$
begin
  update person_organizations
    set owner_group_association_id = new.owner_group_association_id, owner_group_id = new.owner_group_id
    where organization_id = new.organization_id;
  return null;
end $$;
revoke execute on function mirror_owner_group() from public;
create trigger mirror_owner_group after update of owner_group_association_id, owner_group_id on organizations
  for each row execute function mirror_owner_group();
--> statement-breakpoint
-- Members from before; one organization after the other, since the owner is held by the policies.
do $$
declare
  home uuid;
begin
  perform set_config('app.tx', 'on', true);
  for home in select organization_id from organization_homes loop
    perform set_config('app.organization_id', home::text, true);
    insert into person_organizations (person_id, organization_id, owner_group_association_id, owner_group_id)
    select m.person_id, o.organization_id, o.owner_group_association_id, o.owner_group_id
    from organization_members m join organizations o using (organization_id) where m.organization_id = home;
  end loop;
  perform set_config('app.organization_id', '', true);
  perform set_config('app.tx', '', true);
end $$;
