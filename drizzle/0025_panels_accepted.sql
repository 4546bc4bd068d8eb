-- compatible
ALTER TABLE "shown_panels" DROP CONSTRAINT "shown_panels_state_check";--> statement-breakpoint
ALTER TABLE "shown_panels" DROP CONSTRAINT "shown_panels_challenge_check";--> statement-breakpoint
ALTER TABLE "shown_panels" ADD COLUMN "accepted_by" uuid;--> statement-breakpoint
ALTER TABLE "shown_panels" ADD COLUMN "accepted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "shown_panels" ADD CONSTRAINT "shown_panels_accepted_check" CHECK (num_nulls("shown_panels"."accepted_by", "shown_panels"."accepted_at") = case "shown_panels"."state" when 'accepted' then 0
        when 'closed' then num_nulls("shown_panels"."accepted_by") * 2 else 2 end);--> statement-breakpoint
ALTER TABLE "shown_panels" ADD CONSTRAINT "shown_panels_state_check" CHECK ("shown_panels"."state" in ('shown', 'accepted', 'raised', 'decided', 'closed'));--> statement-breakpoint
ALTER TABLE "shown_panels" ADD CONSTRAINT "shown_panels_challenge_check" CHECK (case when "shown_panels"."state" in ('shown', 'accepted') then "shown_panels"."challenge" is null
        when "shown_panels"."state" = 'closed' then true else "shown_panels"."challenge" is not null end);
--> statement-breakpoint
-- The applicant's side accepts or challenges what it was shown, and nothing else; the panel's side never says for it that it
-- has nothing against the panel, and forgets that it said so only by showing the panel anew.
create or replace function keep_shown_panel() returns trigger language plpgsql set search_path = pg_catalog as $$
declare
  of_panel boolean := coalesce(current_setting('app.side', true), '') = 'review';
  allowed boolean;
begin
  if tg_op = 'INSERT' then
    allowed := of_panel and new.challenge is null and new.accepted_at is null;
  elsif of_panel then
    allowed := case when old.challenge is null then new.challenge is null
      else new.challenge::jsonb ->> 'reason' = old.challenge::jsonb ->> 'reason' end
      and ((new.accepted_by, new.accepted_at) is not distinct from (old.accepted_by, old.accepted_at)
        or new.state = 'shown');
  else
    allowed := old.state = 'shown' and new.state in ('accepted', 'raised') and old.challenge is null
      and (new.organization_id, new.submission_id, new.association_id, new.cycle_id, new.seats, new.shown_by,
        new.shown_at, new.due_at) = (old.organization_id, old.submission_id, old.association_id, old.cycle_id,
        old.seats, old.shown_by, old.shown_at, old.due_at);
  end if;
  if not coalesce(allowed, false) then
    raise exception '% of % is refused', tg_op, tg_table_name
      using errcode = '23000', table = tg_table_name, schema = tg_table_schema,
        constraint = tg_table_name || '_immutable';
  end if;
  return null;
end $$;
--> statement-breakpoint
-- Reviews may begin as soon as the panel is accepted.
create or replace function mirror_shown_panel_of(organization uuid, submission uuid) returns void language plpgsql security definer
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
          when panel.state in ('accepted', 'decided', 'closed') then panel.shown_at end as reviews_from
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
