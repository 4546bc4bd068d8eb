-- compatible
CREATE TABLE "consensus_findings" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"consensus_id" uuid NOT NULL,
	"code" text collate "C" NOT NULL,
	"content" text NOT NULL,
	"revision" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "consensus_findings_pkey" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
ALTER TABLE "consensus_findings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "consensus_findings" ADD CONSTRAINT "consensus_findings_consensus_fkey" FOREIGN KEY ("organization_id","consensus_id") REFERENCES "public"."consensuses"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "consensus_findings_consensus_idx" ON "consensus_findings" USING btree ("organization_id","consensus_id","created_at");--> statement-breakpoint
CREATE POLICY "review" ON "consensus_findings" AS PERMISSIVE FOR ALL TO public USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid and current_setting('app.side', true) = 'review') WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid and current_setting('app.side', true) = 'review');
--> statement-breakpoint
alter table consensus_findings force row level security;
-- While the consensus is open its lead may take back what was noted.
grant select, insert, update, delete on consensus_findings to excellence_app;
--> statement-breakpoint
-- A finding is written only while its consensus is open: also a late write after the proposal is refused. After the
-- row, so that the policies speak first. The consensus is held, so that a step and a write cannot pass each other.
create function refuse_unless_open() returns trigger language plpgsql set search_path = pg_catalog as $$
declare
  organization uuid := new.organization_id;
  consensus uuid := new.consensus_id;
begin
  if tg_op = 'DELETE' then
    organization := old.organization_id;
    consensus := old.consensus_id;
  end if;
  perform from public.consensuses c
    where c.organization_id = organization and c.id = consensus and c.state = 'open' for share;
  if not found then
    raise exception '% of % is refused', tg_op, tg_table_name
      using errcode = '23000', table = tg_table_name, schema = tg_table_schema,
        constraint = tg_table_name || '_immutable';
  end if;
  return null;
end $$;
revoke execute on function refuse_unless_open() from public;
create trigger immutable after insert or update or delete on consensus_findings
  for each row execute function refuse_unless_open();
