-- compatible
-- An entry is of a submitted submission, whose row changed last when it entered: its state is older.
create or replace function mirror_entry() returns trigger language plpgsql security definer
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
    o.region, s.questionnaire_key, s.questionnaire_version, s.state, s.submitted_at, new.entered_at
  from submissions s join organizations o using (organization_id)
    left join owner_groups g on g.association_id = o.owner_group_association_id and g.id = o.owner_group_id
  where s.organization_id = new.organization_id and s.id = new.submission_id;
  return null;
end $$;
