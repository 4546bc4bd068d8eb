-- compatible
CREATE TABLE "lent_rights" (
	"grant_id" uuid NOT NULL,
	"grantee_id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	"owner_group_association_id" uuid,
	"owner_group_id" uuid,
	"expires_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "lent_rights_pkey" PRIMARY KEY("grant_id"),
	CONSTRAINT "lent_rights_owner_group_check" CHECK (num_nulls("lent_rights"."owner_group_association_id", "lent_rights"."owner_group_id") in (0, 2))
);
--> statement-breakpoint
ALTER TABLE "lent_rights" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "key_owners" ADD COLUMN "person_id" uuid;--> statement-breakpoint
CREATE INDEX "lent_rights_grantee_idx" ON "lent_rights" USING btree ("grantee_id");--> statement-breakpoint
CREATE INDEX "key_owners_person_idx" ON "key_owners" USING btree ("person_id");--> statement-breakpoint
CREATE POLICY "fence" ON "lent_rights" AS PERMISSIVE FOR ALL TO public USING (current_setting('app.tx', true) = 'on') WITH CHECK (current_setting('app.tx', true) = 'on');--> statement-breakpoint
alter table lent_rights force row level security;
grant select on lent_rights to excellence_app;
--> statement-breakpoint
-- For whom a key acts is asked across houses: whoever acts for an applicant by an app of any house never assesses it.
create or replace function mirror_organization_key() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $$
begin
  insert into key_owners (key_id, owner_kind, owner_id, person_id)
  values (new.id, 'organization', new.organization_id, new.person_id);
  return null;
end $$;
create or replace function mirror_association_key() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $$
begin
  insert into key_owners (key_id, owner_kind, owner_id, person_id)
  values (new.id, 'association', new.association_id, new.person_id);
  return null;
end $$;
--> statement-breakpoint
create function mirror_grant() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $$
begin
  insert into lent_rights (grant_id, grantee_id, organization_id, owner_group_association_id, owner_group_id,
    expires_at, revoked_at)
  select new.id, new.grantee_id, o.organization_id, o.owner_group_association_id, o.owner_group_id, new.expires_at,
    new.revoked_at
  from organizations o where o.organization_id = new.organization_id
  on conflict (grant_id) do update set expires_at = excluded.expires_at, revoked_at = excluded.revoked_at;
  return null;
end $$;
revoke execute on function mirror_grant() from public;
create trigger mirror after insert or update on grants for each row execute function mirror_grant();
--> statement-breakpoint
create or replace function mirror_owner_group() returns trigger language plpgsql security definer
set search_path = pg_catalog, public as $$
begin
  update person_organizations
    set owner_group_association_id = new.owner_group_association_id, owner_group_id = new.owner_group_id
    where organization_id = new.organization_id;
  update lent_rights
    set owner_group_association_id = new.owner_group_association_id, owner_group_id = new.owner_group_id
    where organization_id = new.organization_id;
  return null;
end $$;
--> statement-breakpoint
-- Keys and grants from before; one house after the other, since the owner is held by the policies.
do $$
declare
  home uuid;
begin
  perform set_config('app.tx', 'on', true);
  for home in select organization_id from organization_homes loop
    perform set_config('app.organization_id', home::text, true);
    update key_owners o set person_id = k.person_id from organization_keys k where k.id = o.key_id;
    insert into lent_rights (grant_id, grantee_id, organization_id, owner_group_association_id, owner_group_id,
      expires_at, revoked_at)
    select g.id, g.grantee_id, o.organization_id, o.owner_group_association_id, o.owner_group_id, g.expires_at,
      g.revoked_at
    from grants g join organizations o using (organization_id) where g.organization_id = home;
  end loop;
  perform set_config('app.organization_id', '', true);
  for home in select id from associations loop
    perform set_config('app.association_id', home::text, true);
    update key_owners o set person_id = k.person_id from association_keys k where k.id = o.key_id;
  end loop;
  perform set_config('app.association_id', '', true);
  perform set_config('app.tx', '', true);
end $$;
