-- compatible
ALTER TABLE "cycle_assignments" ADD COLUMN "cleared" boolean DEFAULT false NOT NULL;
--> statement-breakpoint
-- The ban on consulting is for who was let in: what a conflict came to is not among the rows beside.
create or replace function mirror_assignment() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $$
declare
  is_cleared boolean := new.declared_at is not null and (new.conflicts = '[]' or new.waived_at is not null);
begin
  insert into cycle_assignments (association_id, id, cycle_id, organization_id, submission_id, person_id, role, state,
    proposed_by, proposed_at, declared_at, waived_at, ended_at, cleared, revision)
  values (new.association_id, new.id, new.cycle_id, new.organization_id, new.submission_id, new.person_id, new.role,
    new.state, new.proposed_by, new.proposed_at, new.declared_at, new.waived_at, new.ended_at, is_cleared, new.revision)
  on conflict (association_id, id) do update set role = excluded.role, state = excluded.state,
    declared_at = excluded.declared_at, waived_at = excluded.waived_at, ended_at = excluded.ended_at, cleared = excluded.cleared,
    revision = excluded.revision;
  if tg_op = 'INSERT' then
    insert into person_assignments (person_id, assignment_id, association_id, organization_id, submission_id)
    values (new.person_id, new.id, new.association_id, new.organization_id, new.submission_id);
  end if;
  return null;
end $$;
--> statement-breakpoint
-- Assignments from before; one house and association after the other, since the owner is held by the policies.
do $$
declare
  home uuid;
  house uuid;
begin
  perform set_config('app.tx', 'on', true);
  perform set_config('app.side', 'review', true);
  for home in select organization_id from organization_homes loop
    perform set_config('app.organization_id', home::text, true);
    for house in select distinct association_id from assignments loop
      perform set_config('app.association_id', house::text, true);
      update cycle_assignments c set cleared = true from assignments a
        where a.id = c.id and a.association_id = c.association_id
          and a.declared_at is not null and (a.conflicts = '[]' or a.waived_at is not null);
    end loop;
    perform set_config('app.association_id', '', true);
  end loop;
  perform set_config('app.organization_id', '', true);
  perform set_config('app.side', '', true);
  perform set_config('app.tx', '', true);
end $$;
