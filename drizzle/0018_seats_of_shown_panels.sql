-- compatible
ALTER TABLE "panel_stages" ADD COLUMN "shown" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "panel_stages" ADD COLUMN "challenged" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "person_seats" ADD COLUMN "reviews_from" timestamp (3) with time zone;--> statement-breakpoint
-- Whether the applicant was shown its panel and challenges it, for the managers; for an assessor only from when on reviews
-- may begin, as core/challenge/scoring decides it. Within a reach of its own, as mirror_panel_of.
create function mirror_shown_panel_of(organization uuid, submission uuid) returns void language plpgsql security definer
set search_path = pg_catalog, public as $$
declare
  names constant text[] := array['tx', 'side', 'organization_id', 'association_id', 'person_id'];
  kept text[];
  home assignments%rowtype;
  panel shown_panels%rowtype;
  seat record;
begin
  select array_agg(coalesce(current_setting('app.' || name, true), '') order by place) into kept
    from unnest(names) with ordinality as n(name, place);
  perform reach_out('tx', 'on'), reach_out('side', 'review'), reach_out('organization_id', organization::text);
  select * into home from assignments a where a.organization_id = organization and a.submission_id = submission limit 1;
  if found then
    perform reach_out('association_id', home.association_id::text);
    perform from panel_stages p where p.association_id = home.association_id and p.submission_id = submission
      for update;
    select * into panel from shown_panels s where s.organization_id = organization and s.submission_id = submission;
    update panel_stages p set shown = panel.state is not null, challenged = coalesce(panel.state = 'raised', false)
      where p.association_id = home.association_id and p.submission_id = submission;
    for seat in
      select a.id, a.person_id,
        case when coalesce(c.settings::jsonb ->> 'panelShown', 'never') = 'never' then c.started_at
          when panel.state = 'shown' then panel.due_at
          when panel.state in ('decided', 'closed') then panel.shown_at end as reviews_from
      from assignments a join cycles c on c.association_id = a.association_id and c.id = a.cycle_id
      where a.organization_id = organization and a.submission_id = submission
      order by a.person_id, a.id
    loop
      perform reach_out('person_id', seat.person_id::text);
      update person_seats s set reviews_from = seat.reviews_from
        where s.person_id = seat.person_id and s.assignment_id = seat.id;
    end loop;
  end if;
  perform reach_out(name, kept[place]) from unnest(names) with ordinality as n(name, place);
end $$;
revoke execute on function mirror_shown_panel_of(uuid, uuid) from public;
--> statement-breakpoint
create function mirror_shown_panel() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $$
begin
  perform mirror_shown_panel_of(new.organization_id, new.submission_id);
  return null;
end $$;
revoke execute on function mirror_shown_panel() from public;
-- By their names after mirror_panel, which makes the rows, and before the triggers that look at the side.
create trigger mirror_shown_panel after insert or update on assignments
  for each row execute function mirror_shown_panel();
create trigger mirror_shown_panel after insert or update on shown_panels
  for each row execute function mirror_shown_panel();
--> statement-breakpoint
do $$
declare
  home uuid;
  submission uuid;
begin
  perform set_config('app.tx', 'on', true), set_config('app.side', 'review', true);
  for home in select organization_id from organization_homes loop
    perform set_config('app.organization_id', home::text, true);
    for submission in select distinct a.submission_id from assignments a where a.organization_id = home loop
      perform mirror_shown_panel_of(home, submission);
    end loop;
  end loop;
  perform set_config('app.organization_id', '', true), set_config('app.side', '', true), set_config('app.tx', '', true);
end $$;
