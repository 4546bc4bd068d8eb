-- compatible
CREATE TABLE "panel_stages" (
	"association_id" uuid NOT NULL,
	"submission_id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	"cycle_id" uuid NOT NULL,
	"consensus_state" text,
	"visit_due" boolean DEFAULT false NOT NULL,
	"departed" boolean DEFAULT false NOT NULL,
	"report_version" integer,
	"report_state" text,
	"report_approved_by" uuid,
	CONSTRAINT "panel_stages_pkey" PRIMARY KEY("association_id","submission_id"),
	CONSTRAINT "panel_stages_consensus_state_check" CHECK ("panel_stages"."consensus_state" in ('open', 'scoring', 'proposed', 'agreed', 'visiting', 'final')),
	CONSTRAINT "panel_stages_report_state_check" CHECK ("panel_stages"."report_state" in ('draft', 'approved', 'released'))
);
--> statement-breakpoint
ALTER TABLE "panel_stages" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "person_seats" (
	"person_id" uuid NOT NULL,
	"assignment_id" uuid NOT NULL,
	"association_id" uuid NOT NULL,
	"programme_id" uuid NOT NULL,
	"cycle_id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	"submission_id" uuid NOT NULL,
	"cycle_name" text NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"quorum" integer NOT NULL,
	"name" text NOT NULL,
	"owner_group_association_id" uuid,
	"owner_group_id" uuid,
	"owner_group_name" text,
	"sector_scheme" text,
	"sector_division" text,
	"sector_section" text,
	"region" text,
	"submission_state" text NOT NULL,
	"role" text NOT NULL,
	"state" text NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"own_review" text,
	"admitted" boolean NOT NULL,
	"consensus_state" text,
	"visit_state" text,
	"renewed" boolean NOT NULL,
	"approved" boolean NOT NULL,
	"visit_due" boolean NOT NULL,
	"others_locked" integer,
	"others_writing" integer,
	"objected" boolean,
	"round_due_at" timestamp (3) with time zone,
	"report_version" integer,
	"report_state" text,
	CONSTRAINT "person_seats_pkey" PRIMARY KEY("person_id","assignment_id"),
	CONSTRAINT "person_seats_role_check" CHECK ("person_seats"."role" in ('lead', 'member')),
	CONSTRAINT "person_seats_state_check" CHECK ("person_seats"."state" in ('proposed', 'active', 'conflicted', 'declined', 'recused', 'removed', 'completed')),
	CONSTRAINT "person_seats_panel_check" CHECK (case "person_seats"."role" when 'lead' then num_nulls("person_seats"."others_locked", "person_seats"."others_writing", "person_seats"."objected") = 0
        else num_nonnulls("person_seats"."others_locked", "person_seats"."others_writing", "person_seats"."objected", "person_seats"."round_due_at",
          "person_seats"."report_version", "person_seats"."report_state") = 0 end),
	CONSTRAINT "person_seats_consensus_check" CHECK ("person_seats"."own_review" is not null or coalesce("person_seats"."consensus_state", 'open') = 'open')
);
--> statement-breakpoint
ALTER TABLE "person_seats" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "organization_homes" ADD COLUMN "owner_group_association_id" uuid;--> statement-breakpoint
ALTER TABLE "organization_homes" ADD COLUMN "owner_group_id" uuid;--> statement-breakpoint
ALTER TABLE "panel_stages" ADD CONSTRAINT "panel_stages_association_fkey" FOREIGN KEY ("association_id") REFERENCES "public"."associations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_seats" ADD CONSTRAINT "person_seats_person_fkey" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organization_homes" ADD CONSTRAINT "organization_homes_owner_group_check" CHECK (num_nulls("organization_homes"."owner_group_association_id", "organization_homes"."owner_group_id") in (0, 2));--> statement-breakpoint
CREATE POLICY "review" ON "panel_stages" AS PERMISSIVE FOR ALL TO public USING (association_id = nullif(current_setting('app.association_id', true), '')::uuid and current_setting('app.side', true) = 'review') WITH CHECK (association_id = nullif(current_setting('app.association_id', true), '')::uuid and current_setting('app.side', true) = 'review');--> statement-breakpoint
CREATE POLICY "review" ON "person_seats" AS PERMISSIVE FOR ALL TO public USING (person_id = nullif(current_setting('app.person_id', true), '')::uuid and current_setting('app.side', true) = 'review') WITH CHECK (person_id = nullif(current_setting('app.person_id', true), '')::uuid and current_setting('app.side', true) = 'review');--> statement-breakpoint
-- Behind the walls, and written by the triggers below alone.
alter table panel_stages force row level security;
alter table person_seats force row level security;
grant select on panel_stages, person_seats to excellence_app;
--> statement-breakpoint
create or replace function mirror_organization_home() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $$
begin
  insert into organization_homes (organization_id, association_id, owner_group_association_id, owner_group_id)
  values (new.organization_id, new.association_id, new.owner_group_association_id, new.owner_group_id)
  on conflict (organization_id) do update set association_id = excluded.association_id;
  return null;
end $$;
create or replace function mirror_owner_group() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $$
begin
  update organization_homes
    set owner_group_association_id = new.owner_group_association_id, owner_group_id = new.owner_group_id
    where organization_id = new.organization_id;
  update person_organizations
    set owner_group_association_id = new.owner_group_association_id, owner_group_id = new.owner_group_id
    where organization_id = new.organization_id;
  update lent_rights
    set owner_group_association_id = new.owner_group_association_id, owner_group_id = new.owner_group_id
    where organization_id = new.organization_id;
  return null;
end $$;
--> statement-breakpoint
-- One submission is written by people of three sides, and its seats are rows of as many persons: so what lies beside is
-- written within a reach of its own, which ends with the function. SET LOCAL, as in units.
create function reach_out(setting text, value text) returns void language plpgsql
set search_path = pg_catalog as $$
begin
  execute format('set local app.%I = %L', setting, coalesce(value, ''));
end $$;
revoke execute on function reach_out(text, text) from public;
--> statement-breakpoint
create function mirror_panel_of(organization uuid, submission uuid) returns void language plpgsql security definer
set search_path = pg_catalog, public as $$
declare
  names constant text[] := array['tx', 'side', 'organization_id', 'association_id', 'person_id'];
  kept text[];
  home assignments%rowtype;
  held consensuses%rowtype;
  said jsonb;
  report feedback_reports%rowtype;
  seat record;
begin
  select array_agg(coalesce(current_setting('app.' || name, true), '') order by place) into kept
    from unnest(names) with ordinality as n(name, place);
  perform reach_out('tx', 'on'), reach_out('side', 'review'), reach_out('organization_id', organization::text);
  select * into home from assignments a where a.organization_id = organization and a.submission_id = submission limit 1;
  if found then
    perform reach_out('association_id', home.association_id::text);
    -- Whoever comes second waits here, and then reads what the first wrote.
    insert into panel_stages (association_id, submission_id, organization_id, cycle_id)
      values (home.association_id, submission, organization, home.cycle_id)
      on conflict (association_id, submission_id) do nothing;
    perform from panel_stages p where p.association_id = home.association_id and p.submission_id = submission
      for update;
    select * into held from consensuses c where c.organization_id = organization and c.submission_id = submission;
    said := coalesce(held.record, '{}')::jsonb;
    select * into report from feedback_reports f
      where f.organization_id = organization and f.submission_id = submission order by f.version desc limit 1;
    update panel_stages p set
      consensus_state = held.state,
      visit_due = coalesce(said ->> 'siteVisit' = 'required' and not (said ->> 'visited')::boolean, false),
      departed = exists (
        select from reviews r
        where r.organization_id = organization and r.submission_id = submission and r.state = 'locked'
          and said -> 'reviews' @> jsonb_build_array(jsonb_build_object('id', r.id::text))
          and not coalesce(said -> 'departures' @> jsonb_build_array(jsonb_build_object('personId', r.person_id::text)), false)
          and not exists (
            select from assignments a
            where a.organization_id = organization and a.submission_id = submission and a.person_id = r.person_id
              and a.state in ('active', 'completed'))),
      report_version = report.version, report_state = report.state, report_approved_by = report.approved_by
      where p.association_id = home.association_id and p.submission_id = submission;
    for seat in
      with last as (
        select distinct on (r.person_id) r.person_id, r.state, r.round from reviews r
        where r.organization_id = organization and r.submission_id = submission and r.state <> 'excluded'
        order by r.person_id, r.created_at desc, r.id desc
      ), working as (
        select last.* from last where exists (
          select from assignments a
          where a.organization_id = organization and a.submission_id = submission and a.person_id = last.person_id
            and a.state in ('active', 'completed'))
      )
      select a.id, a.person_id, a.role, a.state, coalesce(a.waived_at, a.declared_at, a.proposed_at) as since,
        e.programme_id, e.name, e.owner_group_association_id, e.owner_group_id, e.owner_group_name, e.sector_scheme,
        e.sector_division, e.sector_section, e.region, e.state as submission_state,
        c.id as cycle_id, c.name as cycle_name, c.closed_at, (c.settings::jsonb ->> 'quorum')::int as quorum,
        (select last.state from last where last.person_id = a.person_id) as own,
        -- One for each who left and has no successor, beside those who have begun as successors.
        not exists (
          select from reviews r
          where r.organization_id = organization and r.submission_id = submission and r.person_id = a.person_id)
        -- While the panel scores; later only where nobody who sits on it leads it.
        and (held.state in ('open', 'scoring') or held.state <> 'final' and not exists (
          select from reviews r
            join assignments l on l.organization_id = organization and l.submission_id = submission
              and l.person_id = r.person_id and l.role = 'lead' and l.state in ('active', 'completed')
          where r.organization_id = organization and r.submission_id = submission and r.state = 'locked'
            and said -> 'reviews' @> jsonb_build_array(jsonb_build_object('id', r.id::text)))) and (
          select count(*) from jsonb_array_elements(said -> 'departures') as d(one) where d.one ->> 'successor' is null
        ) > (
          select count(*) from reviews r
          where r.organization_id = organization and r.submission_id = submission and r.state = 'draft' and r.round = 1
            and not said -> 'reviews' @> jsonb_build_array(jsonb_build_object('id', r.id::text))
        ) as admitted,
        (select count(*) from working w where w.person_id <> a.person_id and w.state = 'locked') as others_locked,
        (select count(*) from working w where w.person_id <> a.person_id and w.state = 'draft'
          and w.round = coalesce((said ->> 'round')::int, 1)) as others_writing
      from assignments a
        join cycle_entries e on e.association_id = a.association_id and e.submission_id = a.submission_id
        join cycles c on c.association_id = a.association_id and c.id = a.cycle_id
      where a.organization_id = organization and a.submission_id = submission
      order by a.person_id, a.id
    loop
      perform reach_out('person_id', seat.person_id::text);
      insert into person_seats (person_id, assignment_id, association_id, programme_id, cycle_id, organization_id,
        submission_id, cycle_name, closed_at, quorum, name, owner_group_association_id, owner_group_id, owner_group_name,
        sector_scheme, sector_division, sector_section, region, submission_state, role, state, since, own_review, admitted,
        consensus_state, visit_state, renewed, approved, visit_due, others_locked, others_writing, objected, round_due_at,
        report_version, report_state)
      values (seat.person_id, seat.id, home.association_id, seat.programme_id, seat.cycle_id, organization,
        submission, seat.cycle_name, seat.closed_at, seat.quorum, seat.name, seat.owner_group_association_id,
        seat.owner_group_id, seat.owner_group_name, seat.sector_scheme, seat.sector_division, seat.sector_section,
        seat.region, seat.submission_state, seat.role, seat.state, seat.since, seat.own, coalesce(seat.admitted, false),
        -- Whoever has no review in it is told that it was opened, and not how far it is.
        case when seat.own is null and held.state is not null then 'open' else held.state end,
        case when seat.own is not null then said -> 'visits' -> -1 ->> 'state' end,
        seat.own is not null and coalesce(said -> 'visits' -> -1 -> 'renewed' ? seat.person_id::text, false),
        seat.own is not null
          and coalesce(said -> 'approvals' @> jsonb_build_array(jsonb_build_object('by', seat.person_id::text)), false),
        seat.own is not null
          and coalesce(said ->> 'siteVisit' = 'required' and not (said ->> 'visited')::boolean, false),
        case seat.role when 'lead' then seat.others_locked end,
        case seat.role when 'lead' then seat.others_writing end,
        case seat.role when 'lead' then seat.own is not null and exists (
          select from jsonb_array_elements(said -> 'objections') as o(one)
          where o.one ->> 'overruled' is null and o.one ->> 'withdrawnAt' is null) end,
        case when seat.role = 'lead' and seat.own is not null then (said -> 'rounds' -> -1 ->> 'dueAt')::timestamptz end,
        case when seat.role = 'lead' and seat.own = 'locked' then report.version end,
        case when seat.role = 'lead' and seat.own = 'locked' then report.state end)
      -- What is of the cycle is written by the cycle: what was read of it here may have changed meanwhile.
      on conflict (person_id, assignment_id) do update set
        submission_state = excluded.submission_state, role = excluded.role, state = excluded.state, since = excluded.since,
        own_review = excluded.own_review, admitted = excluded.admitted, consensus_state = excluded.consensus_state,
        visit_state = excluded.visit_state, renewed = excluded.renewed, approved = excluded.approved,
        visit_due = excluded.visit_due, others_locked = excluded.others_locked,
        others_writing = excluded.others_writing, objected = excluded.objected, round_due_at = excluded.round_due_at,
        report_version = excluded.report_version, report_state = excluded.report_state;
    end loop;
  end if;
  perform reach_out(name, kept[place]) from unnest(names) with ordinality as n(name, place);
end $$;
revoke execute on function mirror_panel_of(uuid, uuid) from public;
--> statement-breakpoint
create function mirror_panel() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $$
begin
  perform mirror_panel_of(new.organization_id, new.submission_id);
  return null;
end $$;
revoke execute on function mirror_panel() from public;
create trigger mirror_panel after insert or update on assignments
  for each row execute function mirror_panel();
create trigger mirror_panel after insert on reviews
  for each row execute function mirror_panel();
create trigger mirror_panel_state after update of state on reviews for each row
  when (new.state is distinct from old.state) execute function mirror_panel();
create trigger mirror_panel after insert on consensuses
  for each row execute function mirror_panel();
create trigger mirror_panel_state after update of state, record on consensuses for each row
  when ((new.state, new.record) is distinct from (old.state, old.record)) execute function mirror_panel();
create trigger mirror_panel after insert on feedback_reports
  for each row execute function mirror_panel();
create trigger mirror_panel_state after update of state on feedback_reports for each row
  when (new.state is distinct from old.state) execute function mirror_panel();
--> statement-breakpoint
create function mirror_panel_submission() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $$
begin
  perform mirror_panel_of(new.organization_id, new.id);
  return null;
end $$;
revoke execute on function mirror_panel_submission() from public;
create trigger mirror_panel after update of state on submissions for each row
  when (new.state is distinct from old.state) execute function mirror_panel_submission();
--> statement-breakpoint
create function mirror_cycle() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $$
declare
  side constant text := current_setting('app.side', true);
  person constant text := current_setting('app.person_id', true);
  seat record;
begin
  perform reach_out('side', 'review');
  for seat in
    select distinct a.person_id from cycle_assignments a
    where a.association_id = new.association_id and a.cycle_id = new.id order by a.person_id
  loop
    perform reach_out('person_id', seat.person_id::text);
    update person_seats s
      set cycle_name = new.name, closed_at = new.closed_at, quorum = (new.settings::jsonb ->> 'quorum')::int
      where s.person_id = seat.person_id and s.association_id = new.association_id and s.cycle_id = new.id;
  end loop;
  perform reach_out('side', side), reach_out('person_id', person);
  return null;
end $$;
revoke execute on function mirror_cycle() from public;
create trigger mirror after update on cycles for each row
  when ((new.name, new.settings, new.closed_at) is distinct from (old.name, old.settings, old.closed_at))
  execute function mirror_cycle();
--> statement-breakpoint
-- Panels from before; one organization after the other, since the owner is held by the policies.
do $$
declare
  home uuid;
  submission uuid;
begin
  perform set_config('app.tx', 'on', true), set_config('app.side', 'review', true);
  for home in select organization_id from organization_homes loop
    perform set_config('app.organization_id', home::text, true);
    update organization_homes h
      set owner_group_association_id = o.owner_group_association_id, owner_group_id = o.owner_group_id
      from organizations o where o.organization_id = home and h.organization_id = home;
    for submission in select distinct a.submission_id from assignments a where a.organization_id = home loop
      perform mirror_panel_of(home, submission);
    end loop;
  end loop;
  perform set_config('app.organization_id', '', true), set_config('app.side', '', true), set_config('app.tx', '', true);
end $$;
