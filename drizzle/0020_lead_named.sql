-- compatible
-- A member of a panel may become its lead: what the association lists of an assignment follows.
create or replace function mirror_assignment() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $$
begin
  insert into cycle_assignments (association_id, id, cycle_id, organization_id, submission_id, person_id, role, state,
    proposed_by, proposed_at, declared_at, waived_at, ended_at, revision)
  values (new.association_id, new.id, new.cycle_id, new.organization_id, new.submission_id, new.person_id, new.role,
    new.state, new.proposed_by, new.proposed_at, new.declared_at, new.waived_at, new.ended_at, new.revision)
  on conflict (association_id, id) do update set role = excluded.role, state = excluded.state,
    declared_at = excluded.declared_at, waived_at = excluded.waived_at, ended_at = excluded.ended_at,
    revision = excluded.revision;
  if tg_op = 'INSERT' then
    insert into person_assignments (person_id, assignment_id, association_id, organization_id, submission_id)
    values (new.person_id, new.id, new.association_id, new.organization_id, new.submission_id);
  end if;
  return null;
end $$;
