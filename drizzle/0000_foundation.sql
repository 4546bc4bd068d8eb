-- compatible
CREATE SCHEMA "bench";
--> statement-breakpoint
CREATE SCHEMA "bench_pub";
--> statement-breakpoint
CREATE TABLE "association_members" (
	"association_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"role" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "association_members_pkey" PRIMARY KEY("association_id","person_id"),
	CONSTRAINT "association_members_role_check" CHECK ("association_members"."role" in ('association_admin', 'programme_manager'))
);
--> statement-breakpoint
ALTER TABLE "association_members" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "association_organizations" (
	"association_id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	"name" text collate "C" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "association_organizations_pkey" PRIMARY KEY("association_id","organization_id")
);
--> statement-breakpoint
ALTER TABLE "association_organizations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "associations" (
	"id" uuid NOT NULL,
	"parent_id" uuid,
	"slug" text collate "C" NOT NULL,
	"name" text NOT NULL,
	"country" text NOT NULL,
	"synthetic" boolean NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "associations_pkey" PRIMARY KEY("id"),
	CONSTRAINT "associations_slug_key" UNIQUE("slug")
);
--> statement-breakpoint
ALTER TABLE "associations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "owner_groups" (
	"association_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"representative_id" uuid,
	"verified_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "owner_groups_pkey" PRIMARY KEY("association_id","id")
);
--> statement-breakpoint
ALTER TABLE "owner_groups" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "person_associations" (
	"person_id" uuid NOT NULL,
	"association_id" uuid NOT NULL,
	"role" text NOT NULL,
	CONSTRAINT "person_associations_pkey" PRIMARY KEY("person_id","association_id")
);
--> statement-breakpoint
ALTER TABLE "person_associations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "bench"."cells" (
	"benchmark_edition_id" uuid NOT NULL,
	"cohort_key" text collate "C" NOT NULL,
	"node" text collate "C" NOT NULL,
	"n" integer NOT NULL,
	"status" text NOT NULL,
	"reason" text,
	"exact_quantiles" integer[],
	CONSTRAINT "bench_cells_pkey" PRIMARY KEY("benchmark_edition_id","cohort_key","node"),
	CONSTRAINT "bench_cells_status_check" CHECK ("bench"."cells"."status" in ('published', 'withheld')),
	CONSTRAINT "bench_cells_reason_check" CHECK ("bench"."cells"."reason" in ('empty', 'primary', 'depth', 'complementary', 'owner_cap')),
	CONSTRAINT "bench_cells_reason_given_check" CHECK (("bench"."cells"."status" = 'withheld') = ("bench"."cells"."reason" is not null)),
	CONSTRAINT "bench_cells_floor_check" CHECK ("bench"."cells"."n" >= 0 and ("bench"."cells"."status" = 'withheld' or "bench"."cells"."n" >= 5))
);
--> statement-breakpoint
ALTER TABLE "bench"."cells" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "bench"."members" (
	"benchmark_edition_id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	"submission_id" uuid NOT NULL,
	"owner_group_id" uuid NOT NULL,
	"sheet_digest" text NOT NULL,
	"sector" text,
	"region" text,
	"size" text NOT NULL,
	CONSTRAINT "bench_members_pkey" PRIMARY KEY("benchmark_edition_id","organization_id"),
	CONSTRAINT "bench_members_submission_key" UNIQUE("organization_id","submission_id"),
	CONSTRAINT "bench_members_owner_group_key" UNIQUE("benchmark_edition_id","owner_group_id")
);
--> statement-breakpoint
ALTER TABLE "bench"."members" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "benchmark_editions" (
	"association_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"title" text NOT NULL,
	"questionnaire_key" text collate "C" NOT NULL,
	"questionnaire_versions" text[] NOT NULL,
	"scoring_digest" text NOT NULL,
	"basis" text NOT NULL,
	"cut_off_at" timestamp (3) with time zone NOT NULL,
	"profile" text NOT NULL,
	"k_min" smallint NOT NULL,
	"d_min" smallint NOT NULL,
	"grid_bp" smallint NOT NULL,
	"configuration" text NOT NULL,
	"synthetic" boolean NOT NULL,
	"state" text NOT NULL,
	"revision" integer NOT NULL,
	"inputs_digest" text,
	"cells_digest" text,
	"audit_report" text,
	"operation_id" uuid,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"built_by" uuid,
	"built_at" timestamp (3) with time zone,
	"reviewed_by" uuid,
	"reviewed_at" timestamp (3) with time zone,
	"published_by" uuid,
	"published_at" timestamp (3) with time zone,
	"retirement_asked_by" uuid,
	"retirement_asked_at" timestamp (3) with time zone,
	"retired_by" uuid,
	"retired_at" timestamp (3) with time zone,
	"retired_reason" text,
	CONSTRAINT "benchmark_editions_pkey" PRIMARY KEY("association_id","id"),
	CONSTRAINT "benchmark_editions_state_check" CHECK ("benchmark_editions"."state" in ('draft', 'built', 'reviewed', 'published', 'retired')),
	CONSTRAINT "benchmark_editions_basis_check" CHECK ("benchmark_editions"."basis" in ('self', 'assessed')),
	CONSTRAINT "benchmark_editions_profile_check" CHECK ("benchmark_editions"."profile" in ('standard', 'strict')),
	CONSTRAINT "benchmark_editions_floor_check" CHECK ("benchmark_editions"."k_min" >= 5 and "benchmark_editions"."d_min" >= 2 and "benchmark_editions"."grid_bp" >= 50),
	CONSTRAINT "benchmark_editions_scoring_digest_check" CHECK ("benchmark_editions"."scoring_digest" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "benchmark_editions_built_check" CHECK ("benchmark_editions"."state" = 'draft'
        or num_nulls("benchmark_editions"."inputs_digest", "benchmark_editions"."cells_digest", "benchmark_editions"."built_at") = 0),
	CONSTRAINT "benchmark_editions_second_person_check" CHECK ("benchmark_editions"."state" not in ('published', 'retired')
        or (num_nulls("benchmark_editions"."reviewed_by", "benchmark_editions"."reviewed_at", "benchmark_editions"."published_by", "benchmark_editions"."published_at") = 0
          and "benchmark_editions"."published_by" <> "benchmark_editions"."reviewed_by")),
	CONSTRAINT "benchmark_editions_retirement_check" CHECK (num_nulls("benchmark_editions"."retirement_asked_by", "benchmark_editions"."retirement_asked_at", "benchmark_editions"."retired_reason") in (0, 3)
        and ("benchmark_editions"."state" = 'retired') = (num_nulls("benchmark_editions"."retired_by", "benchmark_editions"."retired_at") = 0)
        and ("benchmark_editions"."state" <> 'retired' or ("benchmark_editions"."retirement_asked_by" is not null
          and "benchmark_editions"."retired_by" <> "benchmark_editions"."retirement_asked_by")))
);
--> statement-breakpoint
ALTER TABLE "benchmark_editions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "bench_pub"."cells" (
	"benchmark_edition_id" uuid NOT NULL,
	"cohort_key" text collate "C" NOT NULL,
	"node" text collate "C" NOT NULL,
	"status" text NOT NULL,
	"n_band" text,
	"p10" smallint,
	"p25" smallint,
	"p50" smallint,
	"p75" smallint,
	"p90" smallint,
	"grid19" smallint[],
	CONSTRAINT "bench_pub_cells_pkey" PRIMARY KEY("benchmark_edition_id","cohort_key","node"),
	CONSTRAINT "bench_pub_cells_status_check" CHECK ("bench_pub"."cells"."status" in ('published', 'withheld')),
	CONSTRAINT "bench_pub_cells_withheld_check" CHECK ("bench_pub"."cells"."status" = 'published' or num_nonnulls("bench_pub"."cells"."n_band", "bench_pub"."cells"."p10", "bench_pub"."cells"."p25", "bench_pub"."cells"."p50", "bench_pub"."cells"."p75", "bench_pub"."cells"."p90", "bench_pub"."cells"."grid19") = 0),
	CONSTRAINT "bench_pub_cells_published_check" CHECK ("bench_pub"."cells"."status" = 'withheld' or num_nulls("bench_pub"."cells"."n_band", "bench_pub"."cells"."p50") = 0),
	CONSTRAINT "bench_pub_cells_quartiles_check" CHECK (num_nulls("bench_pub"."cells"."p25", "bench_pub"."cells"."p75") in (0, 2)),
	CONSTRAINT "bench_pub_cells_deciles_check" CHECK (num_nulls("bench_pub"."cells"."p10", "bench_pub"."cells"."p90") in (0, 2)),
	CONSTRAINT "bench_pub_cells_tiers_check" CHECK (("bench_pub"."cells"."p10" is null or "bench_pub"."cells"."p25" is not null) and ("bench_pub"."cells"."grid19" is null or "bench_pub"."cells"."p10" is not null)
        and ("bench_pub"."cells"."p25" is null or "bench_pub"."cells"."n_band" not in ('5-8', '10-12'))
        and ("bench_pub"."cells"."p10" is null or "bench_pub"."cells"."n_band" not in ('9-20', '13-30'))
        and ("bench_pub"."cells"."grid19" is null or "bench_pub"."cells"."n_band" in ('200-499', '500+'))),
	CONSTRAINT "bench_pub_cells_range_check" CHECK (coalesce("bench_pub"."cells"."p10", 0) >= 0 and coalesce("bench_pub"."cells"."p90", 0) <= 10000 and coalesce("bench_pub"."cells"."p50", 0) between 0 and 10000)
);
--> statement-breakpoint
ALTER TABLE "bench_pub"."cells" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "bench_pub"."editions" (
	"id" uuid NOT NULL,
	"association_id" uuid NOT NULL,
	"questionnaire_key" text collate "C" NOT NULL,
	"descriptor" text NOT NULL,
	"cells_digest" text NOT NULL,
	"k_min" smallint NOT NULL,
	"d_min" smallint NOT NULL,
	"synthetic" boolean NOT NULL,
	"state" text NOT NULL,
	"cut_off_at" timestamp (3) with time zone NOT NULL,
	"published_at" timestamp (3) with time zone,
	"retired_at" timestamp (3) with time zone,
	CONSTRAINT "bench_pub_editions_pkey" PRIMARY KEY("id"),
	CONSTRAINT "bench_pub_editions_state_check" CHECK ("bench_pub"."editions"."state" in ('built', 'published', 'retired')),
	CONSTRAINT "bench_pub_editions_floor_check" CHECK ("bench_pub"."editions"."k_min" >= 5 and "bench_pub"."editions"."d_min" >= 2),
	CONSTRAINT "bench_pub_editions_instants_check" CHECK (("bench_pub"."editions"."state" = 'built') = ("bench_pub"."editions"."published_at" is null)
        and ("bench_pub"."editions"."state" = 'retired') = ("bench_pub"."editions"."retired_at" is not null)),
	CONSTRAINT "bench_pub_editions_digest_check" CHECK ("bench_pub"."editions"."cells_digest" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
ALTER TABLE "bench_pub"."editions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "association_event_heads" (
	"association_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "association_event_heads_pkey" PRIMARY KEY("association_id")
);
--> statement-breakpoint
ALTER TABLE "association_event_heads" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "association_events" (
	"association_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"id" uuid NOT NULL,
	"type" text NOT NULL,
	"subject" text NOT NULL,
	"outcome" text NOT NULL,
	"operation" text NOT NULL,
	"actor_person_id" uuid,
	"actor_key_id" uuid,
	"request_id" uuid NOT NULL,
	"address" text NOT NULL,
	"payload" text NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "association_events_pkey" PRIMARY KEY("association_id","seq"),
	CONSTRAINT "association_events_id_key" UNIQUE("association_id","id"),
	CONSTRAINT "association_events_outcome_check" CHECK ("association_events"."outcome" in ('success', 'refused', 'read')),
	CONSTRAINT "association_events_seq_check" CHECK ("association_events"."seq" > 0),
	CONSTRAINT "association_events_hash_check" CHECK ("association_events"."hash" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
ALTER TABLE "association_events" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "organization_event_heads" (
	"organization_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "organization_event_heads_pkey" PRIMARY KEY("organization_id")
);
--> statement-breakpoint
ALTER TABLE "organization_event_heads" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "organization_events" (
	"organization_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"id" uuid NOT NULL,
	"type" text NOT NULL,
	"subject" text NOT NULL,
	"outcome" text NOT NULL,
	"operation" text NOT NULL,
	"actor_person_id" uuid,
	"actor_key_id" uuid,
	"request_id" uuid NOT NULL,
	"address" text NOT NULL,
	"payload" text NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "organization_events_pkey" PRIMARY KEY("organization_id","seq"),
	CONSTRAINT "organization_events_id_key" UNIQUE("organization_id","id"),
	CONSTRAINT "organization_events_outcome_check" CHECK ("organization_events"."outcome" in ('success', 'refused', 'read')),
	CONSTRAINT "organization_events_seq_check" CHECK ("organization_events"."seq" > 0),
	CONSTRAINT "organization_events_hash_check" CHECK ("organization_events"."hash" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
ALTER TABLE "organization_events" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "grants" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"grantee_kind" text NOT NULL,
	"grantee_id" uuid NOT NULL,
	"scopes" text[] NOT NULL,
	"purpose" text NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	"revoked_by" uuid,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"revision" integer NOT NULL,
	CONSTRAINT "grants_pkey" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "grants_grantee_kind_check" CHECK ("grants"."grantee_kind" in ('person', 'key', 'association')),
	CONSTRAINT "grants_scopes_check" CHECK (cardinality("grants"."scopes") > 0)
);
--> statement-breakpoint
ALTER TABLE "grants" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "association_idempotency" (
	"association_id" uuid NOT NULL,
	"principal_id" uuid NOT NULL,
	"operation" text collate "C" NOT NULL,
	"key" text collate "C" NOT NULL,
	"fingerprint" text NOT NULL,
	"status" smallint,
	"headers" text,
	"body" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "association_idempotency_pkey" PRIMARY KEY("association_id","principal_id","operation","key"),
	CONSTRAINT "association_idempotency_fingerprint_check" CHECK ("association_idempotency"."fingerprint" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
ALTER TABLE "association_idempotency" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "organization_idempotency" (
	"organization_id" uuid NOT NULL,
	"principal_id" uuid NOT NULL,
	"operation" text collate "C" NOT NULL,
	"key" text collate "C" NOT NULL,
	"fingerprint" text NOT NULL,
	"status" smallint,
	"headers" text,
	"body" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "organization_idempotency_pkey" PRIMARY KEY("organization_id","principal_id","operation","key"),
	CONSTRAINT "organization_idempotency_fingerprint_check" CHECK ("organization_idempotency"."fingerprint" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
ALTER TABLE "organization_idempotency" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "association_keys" (
	"association_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"environment" text NOT NULL,
	"label" text NOT NULL,
	"scopes" text[] NOT NULL,
	"digest" text NOT NULL,
	"previous_digest" text,
	"previous_until" timestamp (3) with time zone,
	"last4" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"rotated_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"revoked_by" uuid,
	"last_used_at" timestamp (3) with time zone,
	"revision" integer NOT NULL,
	CONSTRAINT "association_keys_pkey" PRIMARY KEY("association_id","id"),
	CONSTRAINT "association_keys_kind_check" CHECK ("association_keys"."kind" in ('app', 'personal')),
	CONSTRAINT "association_keys_environment_check" CHECK ("association_keys"."environment" in ('live', 'test')),
	CONSTRAINT "association_keys_previous_check" CHECK (num_nulls("association_keys"."previous_digest", "association_keys"."previous_until") in (0, 2)),
	CONSTRAINT "association_keys_digest_check" CHECK ("association_keys"."digest" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
ALTER TABLE "association_keys" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "key_owners" (
	"key_id" uuid NOT NULL,
	"owner_kind" text NOT NULL,
	"owner_id" uuid NOT NULL,
	CONSTRAINT "key_owners_pkey" PRIMARY KEY("key_id"),
	CONSTRAINT "key_owners_owner_kind_check" CHECK ("key_owners"."owner_kind" in ('organization', 'association'))
);
--> statement-breakpoint
ALTER TABLE "key_owners" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "organization_keys" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"environment" text NOT NULL,
	"label" text NOT NULL,
	"scopes" text[] NOT NULL,
	"digest" text NOT NULL,
	"previous_digest" text,
	"previous_until" timestamp (3) with time zone,
	"last4" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"rotated_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"revoked_by" uuid,
	"last_used_at" timestamp (3) with time zone,
	"revision" integer NOT NULL,
	CONSTRAINT "organization_keys_pkey" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "organization_keys_kind_check" CHECK ("organization_keys"."kind" in ('app', 'personal')),
	CONSTRAINT "organization_keys_environment_check" CHECK ("organization_keys"."environment" in ('live', 'test')),
	CONSTRAINT "organization_keys_previous_check" CHECK (num_nulls("organization_keys"."previous_digest", "organization_keys"."previous_until") in (0, 2)),
	CONSTRAINT "organization_keys_digest_check" CHECK ("organization_keys"."digest" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
ALTER TABLE "organization_keys" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "association_operations" (
	"association_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"progress_percent" smallint NOT NULL,
	"response" text,
	"error" text,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"cancelled_at" timestamp (3) with time zone,
	"done_at" timestamp (3) with time zone,
	CONSTRAINT "association_operations_pkey" PRIMARY KEY("association_id","id"),
	CONSTRAINT "association_operations_progress_check" CHECK ("association_operations"."progress_percent" between 0 and 100),
	CONSTRAINT "association_operations_done_check" CHECK (("association_operations"."done_at" is not null) = (num_nonnulls("association_operations"."response", "association_operations"."error") = 1))
);
--> statement-breakpoint
ALTER TABLE "association_operations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "organization_operations" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"progress_percent" smallint NOT NULL,
	"response" text,
	"error" text,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"cancelled_at" timestamp (3) with time zone,
	"done_at" timestamp (3) with time zone,
	CONSTRAINT "organization_operations_pkey" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "organization_operations_progress_check" CHECK ("organization_operations"."progress_percent" between 0 and 100),
	CONSTRAINT "organization_operations_done_check" CHECK (("organization_operations"."done_at" is not null) = (num_nonnulls("organization_operations"."response", "organization_operations"."error") = 1))
);
--> statement-breakpoint
ALTER TABLE "organization_operations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "organization_homes" (
	"organization_id" uuid NOT NULL,
	"association_id" uuid NOT NULL,
	CONSTRAINT "organization_homes_pkey" PRIMARY KEY("organization_id")
);
--> statement-breakpoint
ALTER TABLE "organization_homes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "organization_members" (
	"organization_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"role" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "organization_members_pkey" PRIMARY KEY("organization_id","person_id"),
	CONSTRAINT "organization_members_role_check" CHECK ("organization_members"."role" in ('organization_admin', 'organization_contributor', 'organization_viewer'))
);
--> statement-breakpoint
ALTER TABLE "organization_members" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "organizations" (
	"organization_id" uuid NOT NULL,
	"association_id" uuid NOT NULL,
	"name" text NOT NULL,
	"country" text NOT NULL,
	"sector_scheme" text,
	"sector_division" text,
	"sector_section" text,
	"region" text,
	"size_class" text NOT NULL,
	"employee_count" bigint,
	"revenue_ten_thousand_cny" bigint,
	"assets_ten_thousand_cny" bigint,
	"owner_group_association_id" uuid,
	"owner_group_id" uuid,
	"verified_at" timestamp (3) with time zone,
	"test" boolean NOT NULL,
	"synthetic" boolean NOT NULL,
	"benchmark_consent_given_at" timestamp (3) with time zone,
	"benchmark_consent_given_by" uuid,
	"benchmark_consent_withdrawn_at" timestamp (3) with time zone,
	"revision" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "organizations_pkey" PRIMARY KEY("organization_id"),
	CONSTRAINT "organizations_sector_check" CHECK (num_nulls("organizations"."sector_scheme", "organizations"."sector_division", "organizations"."sector_section") in (0, 3)),
	CONSTRAINT "organizations_owner_group_check" CHECK (num_nulls("organizations"."owner_group_association_id", "organizations"."owner_group_id") in (0, 2)),
	CONSTRAINT "organizations_size_class_check" CHECK ("organizations"."size_class" in ('large', 'medium', 'small', 'micro', 'unclassified')),
	CONSTRAINT "organizations_consent_check" CHECK ("organizations"."benchmark_consent_withdrawn_at" is null or "organizations"."benchmark_consent_given_at" is not null)
);
--> statement-breakpoint
ALTER TABLE "organizations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "people" (
	"id" uuid NOT NULL,
	"display_name" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "people_pkey" PRIMARY KEY("id")
);
--> statement-breakpoint
ALTER TABLE "people" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "token_subjects" (
	"issuer" text collate "C" NOT NULL,
	"subject" text collate "C" NOT NULL,
	"person_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "token_subjects_pkey" PRIMARY KEY("issuer","subject")
);
--> statement-breakpoint
ALTER TABLE "token_subjects" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "assessors" (
	"association_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"available" boolean NOT NULL,
	"interests" text NOT NULL,
	"revision" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid NOT NULL,
	CONSTRAINT "assessors_pkey" PRIMARY KEY("association_id","person_id")
);
--> statement-breakpoint
ALTER TABLE "assessors" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "cycles" (
	"association_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"programme_id" uuid NOT NULL,
	"name" text NOT NULL,
	"state" text NOT NULL,
	"settings" text NOT NULL,
	"opens_at" timestamp (3) with time zone NOT NULL,
	"closes_at" timestamp (3) with time zone NOT NULL,
	"opened_at" timestamp (3) with time zone,
	"started_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"cancelled_at" timestamp (3) with time zone,
	"revision" integer NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "cycles_pkey" PRIMARY KEY("association_id","id"),
	CONSTRAINT "cycles_state_check" CHECK ("cycles"."state" in ('planned', 'open', 'assessing', 'closed', 'cancelled')),
	CONSTRAINT "cycles_window_check" CHECK ("cycles"."opens_at" < "cycles"."closes_at"),
	CONSTRAINT "cycles_started_check" CHECK (("cycles"."state" in ('assessing', 'closed')) = ("cycles"."started_at" is not null))
);
--> statement-breakpoint
ALTER TABLE "cycles" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "programmes" (
	"association_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"revision" integer NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "programmes_pkey" PRIMARY KEY("association_id","id")
);
--> statement-breakpoint
ALTER TABLE "programmes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "questionnaire_drafts" (
	"association_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"base_key" text collate "C",
	"base_version" text collate "C",
	"document_key" text collate "C",
	"document_version" text collate "C",
	"document" text NOT NULL,
	"digest" text NOT NULL,
	"state" text NOT NULL,
	"revision" integer NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_by" uuid NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"proposed_by" uuid,
	"proposed_at" timestamp (3) with time zone,
	"proposed_plan" text,
	"published_key" text collate "C",
	"published_version" text collate "C",
	"published_at" timestamp (3) with time zone,
	CONSTRAINT "questionnaire_drafts_pkey" PRIMARY KEY("association_id","id"),
	CONSTRAINT "questionnaire_drafts_state_check" CHECK ("questionnaire_drafts"."state" in ('draft', 'published')),
	CONSTRAINT "questionnaire_drafts_base_check" CHECK (num_nulls("questionnaire_drafts"."base_key", "questionnaire_drafts"."base_version") in (0, 2)),
	CONSTRAINT "questionnaire_drafts_proposed_check" CHECK (num_nulls("questionnaire_drafts"."proposed_by", "questionnaire_drafts"."proposed_at", "questionnaire_drafts"."proposed_plan") in (0, 3)),
	CONSTRAINT "questionnaire_drafts_published_check" CHECK (num_nulls("questionnaire_drafts"."published_key", "questionnaire_drafts"."published_version", "questionnaire_drafts"."published_at")
        = case "questionnaire_drafts"."state" when 'published' then 0 else 3 end),
	CONSTRAINT "questionnaire_drafts_digest_check" CHECK ("questionnaire_drafts"."digest" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
ALTER TABLE "questionnaire_drafts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "questionnaire_mappings" (
	"from_key" text collate "C" NOT NULL,
	"from_version" text collate "C" NOT NULL,
	"to_key" text collate "C" NOT NULL,
	"to_version" text collate "C" NOT NULL,
	"purpose" text NOT NULL,
	"document" text NOT NULL,
	"digest" text NOT NULL,
	"published_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "questionnaire_mappings_pkey" PRIMARY KEY("from_key","from_version","to_key","to_version"),
	CONSTRAINT "questionnaire_mappings_purpose_check" CHECK ("questionnaire_mappings"."purpose" in ('migration', 'estimate')),
	CONSTRAINT "questionnaire_mappings_digest_check" CHECK ("questionnaire_mappings"."digest" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
ALTER TABLE "questionnaire_mappings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "questionnaire_versions" (
	"key" text collate "C" NOT NULL,
	"version" text collate "C" NOT NULL,
	"document" text NOT NULL,
	"digest" text NOT NULL,
	"scoring_digest" text NOT NULL,
	"state" text NOT NULL,
	"published_at" timestamp (3) with time zone NOT NULL,
	"withdrawn_at" timestamp (3) with time zone,
	"owner_association_id" uuid,
	"visibility" text DEFAULT 'public' NOT NULL,
	"claims_key" boolean DEFAULT false NOT NULL,
	"proposed_by" uuid,
	"published_by" uuid,
	"withdrawal_asked_by" uuid,
	"withdrawal_asked_at" timestamp (3) with time zone,
	"withdrawn_by" uuid,
	"withdrawal_reason" text,
	CONSTRAINT "questionnaire_versions_pkey" PRIMARY KEY("key","version"),
	CONSTRAINT "questionnaire_versions_state_check" CHECK ("questionnaire_versions"."state" in ('published', 'withdrawn')),
	CONSTRAINT "questionnaire_versions_visibility_check" CHECK ("questionnaire_versions"."visibility" in ('public', 'association', 'private')),
	CONSTRAINT "questionnaire_versions_withdrawn_check" CHECK (("questionnaire_versions"."state" = 'withdrawn') = ("questionnaire_versions"."withdrawn_at" is not null)),
	CONSTRAINT "questionnaire_versions_owner_check" CHECK (("questionnaire_versions"."owner_association_id" is not null or "questionnaire_versions"."visibility" = 'public')
        and ("questionnaire_versions"."owner_association_id" is null
          or (num_nulls("questionnaire_versions"."proposed_by", "questionnaire_versions"."published_by") = 0 and "questionnaire_versions"."proposed_by" <> "questionnaire_versions"."published_by"))),
	CONSTRAINT "questionnaire_versions_asked_check" CHECK (num_nulls("questionnaire_versions"."withdrawal_asked_by", "questionnaire_versions"."withdrawal_asked_at") in (0, 2)),
	CONSTRAINT "questionnaire_versions_reason_check" CHECK ("questionnaire_versions"."withdrawal_reason" is null or "questionnaire_versions"."withdrawal_asked_by" is not null),
	CONSTRAINT "questionnaire_versions_second_person_check" CHECK ("questionnaire_versions"."state" = 'published' or "questionnaire_versions"."owner_association_id" is null
        or (num_nulls("questionnaire_versions"."withdrawal_asked_by", "questionnaire_versions"."withdrawn_by") = 0
          and "questionnaire_versions"."withdrawal_asked_by" <> "questionnaire_versions"."withdrawn_by")),
	CONSTRAINT "questionnaire_versions_digest_check" CHECK ("questionnaire_versions"."digest" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "questionnaire_versions_scoring_digest_check" CHECK ("questionnaire_versions"."scoring_digest" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
ALTER TABLE "questionnaire_versions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "assignments" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"submission_id" uuid NOT NULL,
	"association_id" uuid NOT NULL,
	"cycle_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"role" text NOT NULL,
	"state" text NOT NULL,
	"conflicts" text NOT NULL,
	"proposed_by" uuid NOT NULL,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"declared_at" timestamp (3) with time zone,
	"waived_by" uuid,
	"waived_at" timestamp (3) with time zone,
	"waived_reason" text,
	"ended_by" uuid,
	"ended_at" timestamp (3) with time zone,
	"ended_reason" text,
	"revision" integer NOT NULL,
	CONSTRAINT "assignments_pkey" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "assignments_role_check" CHECK ("assignments"."role" in ('lead', 'member')),
	CONSTRAINT "assignments_state_check" CHECK ("assignments"."state" in ('proposed', 'active', 'conflicted', 'declined', 'recused', 'removed', 'completed')),
	CONSTRAINT "assignments_waived_check" CHECK (num_nulls("assignments"."waived_by", "assignments"."waived_at", "assignments"."waived_reason") in (0, 3)),
	CONSTRAINT "assignments_ended_check" CHECK (num_nulls("assignments"."ended_by", "assignments"."ended_at", "assignments"."ended_reason") in (0, 3)),
	CONSTRAINT "assignments_second_person_check" CHECK ("assignments"."waived_by" is null or "assignments"."waived_by" not in ("assignments"."person_id", "assignments"."proposed_by"))
);
--> statement-breakpoint
ALTER TABLE "assignments" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "consensus_scores" (
	"organization_id" uuid NOT NULL,
	"consensus_id" uuid NOT NULL,
	"code" text collate "C" NOT NULL,
	"percent_bp" integer NOT NULL,
	"note" text,
	"entered_by" uuid NOT NULL,
	"revision" integer NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "consensus_scores_pkey" PRIMARY KEY("organization_id","consensus_id","code"),
	CONSTRAINT "consensus_scores_value_check" CHECK ("consensus_scores"."percent_bp" between 0 and 10000)
);
--> statement-breakpoint
ALTER TABLE "consensus_scores" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "consensuses" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"submission_id" uuid NOT NULL,
	"state" text NOT NULL,
	"record" text NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"final_at" timestamp (3) with time zone,
	"revision" integer NOT NULL,
	CONSTRAINT "consensuses_pkey" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "consensuses_submission_key" UNIQUE("organization_id","submission_id"),
	CONSTRAINT "consensuses_state_check" CHECK ("consensuses"."state" in ('open', 'scoring', 'proposed', 'agreed', 'visiting', 'final')),
	CONSTRAINT "consensuses_final_check" CHECK (("consensuses"."state" = 'final') = ("consensuses"."final_at" is not null))
);
--> statement-breakpoint
ALTER TABLE "consensuses" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "review_findings" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"review_id" uuid NOT NULL,
	"code" text collate "C" NOT NULL,
	"content" text NOT NULL,
	"revision" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "review_findings_pkey" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
ALTER TABLE "review_findings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "review_scores" (
	"organization_id" uuid NOT NULL,
	"review_id" uuid NOT NULL,
	"code" text collate "C" NOT NULL,
	"percent_bp" integer,
	"cannot_judge" text,
	"revision" integer NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "review_scores_pkey" PRIMARY KEY("organization_id","review_id","code"),
	CONSTRAINT "review_scores_value_check" CHECK (num_nulls("review_scores"."percent_bp", "review_scores"."cannot_judge") = 1 and "review_scores"."percent_bp" between 0 and 10000)
);
--> statement-breakpoint
ALTER TABLE "review_scores" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "reviews" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"submission_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"state" text NOT NULL,
	"version" integer NOT NULL,
	"digest" text,
	"locked_at" timestamp (3) with time zone,
	"reopened_for" text,
	"revision" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "reviews_pkey" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "reviews_person_key" UNIQUE("organization_id","submission_id","person_id"),
	CONSTRAINT "reviews_state_check" CHECK ("reviews"."state" in ('draft', 'locked', 'excluded')),
	CONSTRAINT "reviews_digest_check" CHECK ("reviews"."digest" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "reviews_locked_check" CHECK ("reviews"."state" <> 'locked' or num_nulls("reviews"."digest", "reviews"."locked_at") = 0)
);
--> statement-breakpoint
ALTER TABLE "reviews" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "score_sheets" (
	"organization_id" uuid NOT NULL,
	"submission_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"variant" text NOT NULL,
	"method" text NOT NULL,
	"engine" text NOT NULL,
	"sheet" text NOT NULL,
	"sheet_digest" text NOT NULL,
	"questionnaire_digest" text NOT NULL,
	"weighting_digest" text NOT NULL,
	"answers_digest" text NOT NULL,
	"scoring_digest" text NOT NULL,
	"node_scores" smallint[] NOT NULL,
	"complete" boolean NOT NULL,
	"not_applicable_share_bp" smallint NOT NULL,
	"benchmark_use" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "score_sheets_pkey" PRIMARY KEY("organization_id","submission_id","kind"),
	CONSTRAINT "score_sheets_kind_check" CHECK ("score_sheets"."kind" in ('reference', 'programme', 'own')),
	CONSTRAINT "score_sheets_variant_check" CHECK ("score_sheets"."variant" in ('official', 'custom', 'estimate')),
	CONSTRAINT "score_sheets_sheet_digest_check" CHECK ("score_sheets"."sheet_digest" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "score_sheets_questionnaire_digest_check" CHECK ("score_sheets"."questionnaire_digest" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "score_sheets_weighting_digest_check" CHECK ("score_sheets"."weighting_digest" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "score_sheets_answers_digest_check" CHECK ("score_sheets"."answers_digest" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "score_sheets_scoring_digest_check" CHECK ("score_sheets"."scoring_digest" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "score_sheets_node_scores_check" CHECK (-1 <= all ("score_sheets"."node_scores") and 10000 >= all ("score_sheets"."node_scores")),
	CONSTRAINT "score_sheets_share_check" CHECK ("score_sheets"."not_applicable_share_bp" between 0 and 10000),
	CONSTRAINT "score_sheets_benchmark_use_check" CHECK (not "score_sheets"."benchmark_use" or ("score_sheets"."kind" = 'reference' and "score_sheets"."variant" = 'official'))
);
--> statement-breakpoint
ALTER TABLE "score_sheets" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "answer_revisions" (
	"organization_id" uuid NOT NULL,
	"submission_id" uuid NOT NULL,
	"code" text collate "C" NOT NULL,
	"revision" integer NOT NULL,
	"value" text,
	"changed_by" uuid NOT NULL,
	"changed_by_key" uuid,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "answer_revisions_pkey" PRIMARY KEY("organization_id","submission_id","code","revision")
);
--> statement-breakpoint
ALTER TABLE "answer_revisions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "answers" (
	"organization_id" uuid NOT NULL,
	"submission_id" uuid NOT NULL,
	"code" text collate "C" NOT NULL,
	"revision" integer NOT NULL,
	"value" text,
	"review_state" text,
	"changed_by" uuid NOT NULL,
	"changed_by_key" uuid,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "answers_pkey" PRIMARY KEY("organization_id","submission_id","code"),
	CONSTRAINT "answers_revision_check" CHECK ("answers"."revision" > 0),
	CONSTRAINT "answers_review_state_check" CHECK ("answers"."review_state" in ('carried', 'carried_needs_review'))
);
--> statement-breakpoint
ALTER TABLE "answers" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "submissions" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"questionnaire_key" text collate "C" NOT NULL,
	"questionnaire_version" text collate "C" NOT NULL,
	"questionnaire_digest" text NOT NULL,
	"title" text NOT NULL,
	"weighting_owner_kind" text,
	"weighting_owner_id" uuid,
	"weighting_id" uuid,
	"weighting_version" text,
	"state" text NOT NULL,
	"revision" integer NOT NULL,
	"migrated_from" uuid,
	"carried_share_bp" integer DEFAULT 0 NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"submitted_at" timestamp (3) with time zone,
	"accepted_at" timestamp (3) with time zone,
	"final_at" timestamp (3) with time zone,
	"withdrawn_at" timestamp (3) with time zone,
	CONSTRAINT "submissions_pkey" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "submissions_state_check" CHECK ("submissions"."state" in ('draft', 'submitted', 'in_review', 'final', 'withdrawn')),
	CONSTRAINT "submissions_weighting_owner_check" CHECK ("submissions"."weighting_owner_kind" in ('organization', 'association')),
	CONSTRAINT "submissions_weighting_check" CHECK (num_nulls("submissions"."weighting_owner_kind", "submissions"."weighting_owner_id", "submissions"."weighting_id", "submissions"."weighting_version") in (0, 4)),
	CONSTRAINT "submissions_questionnaire_digest_check" CHECK ("submissions"."questionnaire_digest" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "submissions_carried_share_check" CHECK ("submissions"."carried_share_bp" between 0 and 10000),
	CONSTRAINT "submissions_instants_check" CHECK (("submissions"."state" <> 'draft' or "submissions"."submitted_at" is null)
        and ("submissions"."state" not in ('submitted', 'in_review', 'final') or "submissions"."submitted_at" is not null)
        and ("submissions"."state" = 'final') = ("submissions"."final_at" is not null)
        and ("submissions"."state" = 'withdrawn') = ("submissions"."withdrawn_at" is not null))
);
--> statement-breakpoint
ALTER TABLE "submissions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "association_weightings" (
	"association_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"key" text collate "C" NOT NULL,
	"version" text collate "C" NOT NULL,
	"title" text NOT NULL,
	"questionnaire_key" text collate "C" NOT NULL,
	"questionnaire_version" text collate "C" NOT NULL,
	"edition" text collate "C" NOT NULL,
	"total" integer NOT NULL,
	"mode" text NOT NULL,
	"items" text NOT NULL,
	"rationale" text,
	"elicitation" text DEFAULT '{"kind":"manual"}' NOT NULL,
	"copied_from" text,
	"digest" text,
	"state" text NOT NULL,
	"revision" integer NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"published_by" uuid,
	"published_at" timestamp (3) with time zone,
	CONSTRAINT "association_weightings_pkey" PRIMARY KEY("association_id","id"),
	CONSTRAINT "association_weightings_version_key" UNIQUE("association_id","key","version"),
	CONSTRAINT "association_weightings_state_check" CHECK ("association_weightings"."state" in ('draft', 'published')),
	CONSTRAINT "association_weightings_mode_check" CHECK ("association_weightings"."mode" in ('points', 'weights', 'within_category')),
	CONSTRAINT "association_weightings_digest_check" CHECK ("association_weightings"."digest" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "association_weightings_published_check" CHECK (("association_weightings"."state" = 'published') = (num_nulls("association_weightings"."digest", "association_weightings"."published_by", "association_weightings"."published_at") = 0))
);
--> statement-breakpoint
ALTER TABLE "association_weightings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "organization_weightings" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"key" text collate "C" NOT NULL,
	"version" text collate "C" NOT NULL,
	"title" text NOT NULL,
	"questionnaire_key" text collate "C" NOT NULL,
	"questionnaire_version" text collate "C" NOT NULL,
	"edition" text collate "C" NOT NULL,
	"total" integer NOT NULL,
	"mode" text NOT NULL,
	"items" text NOT NULL,
	"rationale" text,
	"elicitation" text DEFAULT '{"kind":"manual"}' NOT NULL,
	"copied_from" text,
	"digest" text,
	"state" text NOT NULL,
	"revision" integer NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"published_by" uuid,
	"published_at" timestamp (3) with time zone,
	CONSTRAINT "organization_weightings_pkey" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "organization_weightings_version_key" UNIQUE("organization_id","key","version"),
	CONSTRAINT "organization_weightings_state_check" CHECK ("organization_weightings"."state" in ('draft', 'published')),
	CONSTRAINT "organization_weightings_mode_check" CHECK ("organization_weightings"."mode" in ('points', 'weights', 'within_category')),
	CONSTRAINT "organization_weightings_digest_check" CHECK ("organization_weightings"."digest" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "organization_weightings_published_check" CHECK (("organization_weightings"."state" = 'published') = (num_nulls("organization_weightings"."digest", "organization_weightings"."published_by", "organization_weightings"."published_at") = 0))
);
--> statement-breakpoint
ALTER TABLE "organization_weightings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "weighting_effects" (
	"association_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"weighting_id" uuid NOT NULL,
	"questionnaire_key" text collate "C" NOT NULL,
	"questionnaire_version" text collate "C" NOT NULL,
	"mode" text NOT NULL,
	"items" text NOT NULL,
	"cut_off_at" timestamp (3) with time zone NOT NULL,
	"operation_id" uuid NOT NULL,
	"effect" text,
	"asked_by" uuid NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"done_at" timestamp (3) with time zone,
	CONSTRAINT "weighting_effects_pkey" PRIMARY KEY("association_id","id"),
	CONSTRAINT "weighting_effects_mode_check" CHECK ("weighting_effects"."mode" in ('points', 'weights', 'within_category')),
	CONSTRAINT "weighting_effects_done_check" CHECK (num_nulls("weighting_effects"."effect", "weighting_effects"."done_at") in (0, 2))
);
--> statement-breakpoint
ALTER TABLE "weighting_effects" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "weighting_limits" (
	"association_id" uuid NOT NULL,
	"questionnaire_key" text collate "C" NOT NULL,
	"limits" text NOT NULL,
	"revision" integer NOT NULL,
	"updated_by" uuid NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "weighting_limits_pkey" PRIMARY KEY("association_id","questionnaire_key"),
	CONSTRAINT "weighting_limits_revision_check" CHECK ("weighting_limits"."revision" > 0)
);
--> statement-breakpoint
ALTER TABLE "weighting_limits" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "association_members" ADD CONSTRAINT "association_members_association_fkey" FOREIGN KEY ("association_id") REFERENCES "public"."associations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "association_members" ADD CONSTRAINT "association_members_person_fkey" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "association_organizations" ADD CONSTRAINT "association_organizations_association_fkey" FOREIGN KEY ("association_id") REFERENCES "public"."associations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "associations" ADD CONSTRAINT "associations_parent_fkey" FOREIGN KEY ("parent_id") REFERENCES "public"."associations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "owner_groups" ADD CONSTRAINT "owner_groups_association_fkey" FOREIGN KEY ("association_id") REFERENCES "public"."associations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "benchmark_editions" ADD CONSTRAINT "benchmark_editions_association_fkey" FOREIGN KEY ("association_id") REFERENCES "public"."associations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bench_pub"."cells" ADD CONSTRAINT "bench_pub_cells_edition_fkey" FOREIGN KEY ("benchmark_edition_id") REFERENCES "bench_pub"."editions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_organization_fkey" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("organization_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organization_members" ADD CONSTRAINT "organization_members_organization_fkey" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("organization_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organization_members" ADD CONSTRAINT "organization_members_person_fkey" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organizations" ADD CONSTRAINT "organizations_association_fkey" FOREIGN KEY ("association_id") REFERENCES "public"."associations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organizations" ADD CONSTRAINT "organizations_owner_group_fkey" FOREIGN KEY ("owner_group_association_id","owner_group_id") REFERENCES "public"."owner_groups"("association_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "token_subjects" ADD CONSTRAINT "token_subjects_person_fkey" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assessors" ADD CONSTRAINT "assessors_association_fkey" FOREIGN KEY ("association_id") REFERENCES "public"."associations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assessors" ADD CONSTRAINT "assessors_person_fkey" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cycles" ADD CONSTRAINT "cycles_programme_fkey" FOREIGN KEY ("association_id","programme_id") REFERENCES "public"."programmes"("association_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "programmes" ADD CONSTRAINT "programmes_association_fkey" FOREIGN KEY ("association_id") REFERENCES "public"."associations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "questionnaire_drafts" ADD CONSTRAINT "questionnaire_drafts_association_fkey" FOREIGN KEY ("association_id") REFERENCES "public"."associations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "questionnaire_mappings" ADD CONSTRAINT "questionnaire_mappings_from_fkey" FOREIGN KEY ("from_key","from_version") REFERENCES "public"."questionnaire_versions"("key","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "questionnaire_mappings" ADD CONSTRAINT "questionnaire_mappings_to_fkey" FOREIGN KEY ("to_key","to_version") REFERENCES "public"."questionnaire_versions"("key","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "questionnaire_versions" ADD CONSTRAINT "questionnaire_versions_owner_fkey" FOREIGN KEY ("owner_association_id") REFERENCES "public"."associations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_submission_fkey" FOREIGN KEY ("organization_id","submission_id") REFERENCES "public"."submissions"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_person_fkey" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consensus_scores" ADD CONSTRAINT "consensus_scores_consensus_fkey" FOREIGN KEY ("organization_id","consensus_id") REFERENCES "public"."consensuses"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consensuses" ADD CONSTRAINT "consensuses_submission_fkey" FOREIGN KEY ("organization_id","submission_id") REFERENCES "public"."submissions"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_findings" ADD CONSTRAINT "review_findings_review_fkey" FOREIGN KEY ("organization_id","review_id") REFERENCES "public"."reviews"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_scores" ADD CONSTRAINT "review_scores_review_fkey" FOREIGN KEY ("organization_id","review_id") REFERENCES "public"."reviews"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_submission_fkey" FOREIGN KEY ("organization_id","submission_id") REFERENCES "public"."submissions"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "score_sheets" ADD CONSTRAINT "score_sheets_submission_fkey" FOREIGN KEY ("organization_id","submission_id") REFERENCES "public"."submissions"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "answer_revisions" ADD CONSTRAINT "answer_revisions_submission_fkey" FOREIGN KEY ("organization_id","submission_id") REFERENCES "public"."submissions"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "answers" ADD CONSTRAINT "answers_submission_fkey" FOREIGN KEY ("organization_id","submission_id") REFERENCES "public"."submissions"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_organization_fkey" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("organization_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_questionnaire_fkey" FOREIGN KEY ("questionnaire_key","questionnaire_version") REFERENCES "public"."questionnaire_versions"("key","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_migrated_from_fkey" FOREIGN KEY ("organization_id","migrated_from") REFERENCES "public"."submissions"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "weighting_effects" ADD CONSTRAINT "weighting_effects_association_fkey" FOREIGN KEY ("association_id") REFERENCES "public"."associations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "weighting_limits" ADD CONSTRAINT "weighting_limits_association_fkey" FOREIGN KEY ("association_id") REFERENCES "public"."associations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "association_organizations_name_idx" ON "association_organizations" USING btree ("association_id","name","organization_id");--> statement-breakpoint
CREATE INDEX "associations_parent_idx" ON "associations" USING btree ("parent_id");--> statement-breakpoint
CREATE INDEX "benchmark_editions_created_idx" ON "benchmark_editions" USING btree ("association_id","created_at","id");--> statement-breakpoint
CREATE INDEX "bench_pub_editions_latest_idx" ON "bench_pub"."editions" USING btree ("questionnaire_key","state","published_at","id");--> statement-breakpoint
CREATE INDEX "grants_grantee_idx" ON "grants" USING btree ("organization_id","grantee_id");--> statement-breakpoint
CREATE INDEX "association_idempotency_created_idx" ON "association_idempotency" USING btree ("association_id","created_at");--> statement-breakpoint
CREATE INDEX "organization_idempotency_created_idx" ON "organization_idempotency" USING btree ("organization_id","created_at");--> statement-breakpoint
CREATE INDEX "cycles_created_idx" ON "cycles" USING btree ("association_id","programme_id","created_at","id");--> statement-breakpoint
CREATE INDEX "programmes_created_idx" ON "programmes" USING btree ("association_id","created_at","id");--> statement-breakpoint
CREATE INDEX "questionnaire_drafts_created_idx" ON "questionnaire_drafts" USING btree ("association_id","created_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "questionnaire_versions_claim_key" ON "questionnaire_versions" USING btree ("key") WHERE "questionnaire_versions"."claims_key";--> statement-breakpoint
CREATE UNIQUE INDEX "assignments_person_key" ON "assignments" USING btree ("organization_id","submission_id","person_id") WHERE "assignments"."state" in ('proposed', 'active', 'conflicted');--> statement-breakpoint
CREATE UNIQUE INDEX "assignments_lead_key" ON "assignments" USING btree ("organization_id","submission_id") WHERE "assignments"."role" = 'lead' and "assignments"."state" in ('proposed', 'active', 'conflicted');--> statement-breakpoint
CREATE INDEX "review_findings_review_idx" ON "review_findings" USING btree ("organization_id","review_id","created_at");--> statement-breakpoint
CREATE INDEX "submissions_created_idx" ON "submissions" USING btree ("organization_id","created_at","id");--> statement-breakpoint
CREATE INDEX "association_weightings_created_idx" ON "association_weightings" USING btree ("association_id","created_at","id");--> statement-breakpoint
CREATE INDEX "organization_weightings_created_idx" ON "organization_weightings" USING btree ("organization_id","created_at","id");--> statement-breakpoint
CREATE INDEX "weighting_effects_asked_idx" ON "weighting_effects" USING btree ("association_id","questionnaire_key","asked_at");--> statement-breakpoint
CREATE POLICY "association" ON "association_members" AS PERMISSIVE FOR ALL TO public USING (association_id = nullif(current_setting('app.association_id', true), '')::uuid) WITH CHECK (association_id = nullif(current_setting('app.association_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "association" ON "association_organizations" AS PERMISSIVE FOR ALL TO public USING (association_id = nullif(current_setting('app.association_id', true), '')::uuid) WITH CHECK (association_id = nullif(current_setting('app.association_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "fence" ON "associations" AS PERMISSIVE FOR ALL TO public USING (current_setting('app.tx', true) = 'on') WITH CHECK (current_setting('app.tx', true) = 'on');--> statement-breakpoint
CREATE POLICY "association" ON "owner_groups" AS PERMISSIVE FOR ALL TO public USING (association_id = nullif(current_setting('app.association_id', true), '')::uuid) WITH CHECK (association_id = nullif(current_setting('app.association_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "benchmark" ON "owner_groups" AS PERMISSIVE FOR SELECT TO "excellence_benchmark" USING (current_setting('app.tx', true) = 'on' and verified_at is not null);--> statement-breakpoint
CREATE POLICY "fence" ON "person_associations" AS PERMISSIVE FOR ALL TO public USING (current_setting('app.tx', true) = 'on') WITH CHECK (current_setting('app.tx', true) = 'on');--> statement-breakpoint
CREATE POLICY "fence" ON "bench"."cells" AS PERMISSIVE FOR ALL TO public USING (current_setting('app.tx', true) = 'on') WITH CHECK (current_setting('app.tx', true) = 'on');--> statement-breakpoint
CREATE POLICY "fence" ON "bench"."members" AS PERMISSIVE FOR ALL TO public USING (current_setting('app.tx', true) = 'on') WITH CHECK (current_setting('app.tx', true) = 'on');--> statement-breakpoint
CREATE POLICY "association" ON "benchmark_editions" AS PERMISSIVE FOR ALL TO public USING (association_id = nullif(current_setting('app.association_id', true), '')::uuid) WITH CHECK (association_id = nullif(current_setting('app.association_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "fence" ON "bench_pub"."cells" AS PERMISSIVE FOR ALL TO public USING (current_setting('app.tx', true) = 'on') WITH CHECK (current_setting('app.tx', true) = 'on');--> statement-breakpoint
CREATE POLICY "fence" ON "bench_pub"."editions" AS PERMISSIVE FOR ALL TO public USING (current_setting('app.tx', true) = 'on') WITH CHECK (current_setting('app.tx', true) = 'on');--> statement-breakpoint
CREATE POLICY "association" ON "association_event_heads" AS PERMISSIVE FOR ALL TO public USING (association_id = nullif(current_setting('app.association_id', true), '')::uuid) WITH CHECK (association_id = nullif(current_setting('app.association_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "audit" ON "association_event_heads" AS PERMISSIVE FOR SELECT TO "excellence_audit_reader" USING (current_setting('app.tx', true) = 'on');--> statement-breakpoint
CREATE POLICY "association" ON "association_events" AS PERMISSIVE FOR ALL TO public USING (association_id = nullif(current_setting('app.association_id', true), '')::uuid) WITH CHECK (association_id = nullif(current_setting('app.association_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "audit" ON "association_events" AS PERMISSIVE FOR SELECT TO "excellence_audit_reader" USING (current_setting('app.tx', true) = 'on');--> statement-breakpoint
CREATE POLICY "tenant" ON "organization_event_heads" AS PERMISSIVE FOR ALL TO public USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "audit" ON "organization_event_heads" AS PERMISSIVE FOR SELECT TO "excellence_audit_reader" USING (current_setting('app.tx', true) = 'on');--> statement-breakpoint
CREATE POLICY "tenant" ON "organization_events" AS PERMISSIVE FOR ALL TO public USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "audit" ON "organization_events" AS PERMISSIVE FOR SELECT TO "excellence_audit_reader" USING (current_setting('app.tx', true) = 'on');--> statement-breakpoint
CREATE POLICY "tenant" ON "grants" AS PERMISSIVE FOR ALL TO public USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "association" ON "association_idempotency" AS PERMISSIVE FOR ALL TO public USING (association_id = nullif(current_setting('app.association_id', true), '')::uuid) WITH CHECK (association_id = nullif(current_setting('app.association_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "organization_idempotency" AS PERMISSIVE FOR ALL TO public USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "association" ON "association_keys" AS PERMISSIVE FOR ALL TO public USING (association_id = nullif(current_setting('app.association_id', true), '')::uuid) WITH CHECK (association_id = nullif(current_setting('app.association_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "fence" ON "key_owners" AS PERMISSIVE FOR ALL TO public USING (current_setting('app.tx', true) = 'on') WITH CHECK (current_setting('app.tx', true) = 'on');--> statement-breakpoint
CREATE POLICY "tenant" ON "organization_keys" AS PERMISSIVE FOR ALL TO public USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "association" ON "association_operations" AS PERMISSIVE FOR ALL TO public USING (association_id = nullif(current_setting('app.association_id', true), '')::uuid) WITH CHECK (association_id = nullif(current_setting('app.association_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "organization_operations" AS PERMISSIVE FOR ALL TO public USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "fence" ON "organization_homes" AS PERMISSIVE FOR ALL TO public USING (current_setting('app.tx', true) = 'on') WITH CHECK (current_setting('app.tx', true) = 'on');--> statement-breakpoint
CREATE POLICY "tenant" ON "organization_members" AS PERMISSIVE FOR ALL TO public USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "organizations" AS PERMISSIVE FOR ALL TO public USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "benchmark" ON "organizations" AS PERMISSIVE FOR SELECT TO "excellence_benchmark" USING (current_setting('app.tx', true) = 'on' and benchmark_consent_given_at is not null and benchmark_consent_withdrawn_at is null);--> statement-breakpoint
CREATE POLICY "fence" ON "people" AS PERMISSIVE FOR ALL TO public USING (current_setting('app.tx', true) = 'on') WITH CHECK (current_setting('app.tx', true) = 'on');--> statement-breakpoint
CREATE POLICY "fence" ON "token_subjects" AS PERMISSIVE FOR ALL TO public USING (current_setting('app.tx', true) = 'on') WITH CHECK (current_setting('app.tx', true) = 'on');--> statement-breakpoint
CREATE POLICY "association" ON "assessors" AS PERMISSIVE FOR ALL TO public USING (association_id = nullif(current_setting('app.association_id', true), '')::uuid) WITH CHECK (association_id = nullif(current_setting('app.association_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "association" ON "cycles" AS PERMISSIVE FOR ALL TO public USING (association_id = nullif(current_setting('app.association_id', true), '')::uuid) WITH CHECK (association_id = nullif(current_setting('app.association_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "association" ON "programmes" AS PERMISSIVE FOR ALL TO public USING (association_id = nullif(current_setting('app.association_id', true), '')::uuid) WITH CHECK (association_id = nullif(current_setting('app.association_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "association" ON "questionnaire_drafts" AS PERMISSIVE FOR ALL TO public USING (association_id = nullif(current_setting('app.association_id', true), '')::uuid) WITH CHECK (association_id = nullif(current_setting('app.association_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "fence" ON "questionnaire_mappings" AS PERMISSIVE FOR ALL TO public USING (current_setting('app.tx', true) = 'on') WITH CHECK (current_setting('app.tx', true) = 'on');--> statement-breakpoint
CREATE POLICY "fence" ON "questionnaire_versions" AS PERMISSIVE FOR ALL TO public USING (current_setting('app.tx', true) = 'on') WITH CHECK (current_setting('app.tx', true) = 'on');--> statement-breakpoint
CREATE POLICY "review" ON "assignments" AS PERMISSIVE FOR ALL TO public USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid and current_setting('app.side', true) = 'review') WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid and current_setting('app.side', true) = 'review');--> statement-breakpoint
CREATE POLICY "review" ON "consensus_scores" AS PERMISSIVE FOR ALL TO public USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid and current_setting('app.side', true) = 'review') WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid and current_setting('app.side', true) = 'review');--> statement-breakpoint
CREATE POLICY "review" ON "consensuses" AS PERMISSIVE FOR ALL TO public USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid and current_setting('app.side', true) = 'review') WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid and current_setting('app.side', true) = 'review');--> statement-breakpoint
CREATE POLICY "review" ON "review_findings" AS PERMISSIVE FOR ALL TO public USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid and current_setting('app.side', true) = 'review') WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid and current_setting('app.side', true) = 'review');--> statement-breakpoint
CREATE POLICY "review" ON "review_scores" AS PERMISSIVE FOR ALL TO public USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid and current_setting('app.side', true) = 'review') WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid and current_setting('app.side', true) = 'review');--> statement-breakpoint
CREATE POLICY "review" ON "reviews" AS PERMISSIVE FOR ALL TO public USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid and current_setting('app.side', true) = 'review') WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid and current_setting('app.side', true) = 'review');--> statement-breakpoint
CREATE POLICY "tenant" ON "score_sheets" AS PERMISSIVE FOR ALL TO public USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "benchmark" ON "score_sheets" AS PERMISSIVE FOR SELECT TO "excellence_benchmark" USING (current_setting('app.tx', true) = 'on' and benchmark_use);--> statement-breakpoint
CREATE POLICY "tenant" ON "answer_revisions" AS PERMISSIVE FOR ALL TO public USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "answers" AS PERMISSIVE FOR ALL TO public USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "submissions" AS PERMISSIVE FOR ALL TO public USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "benchmark" ON "submissions" AS PERMISSIVE FOR SELECT TO "excellence_benchmark" USING (current_setting('app.tx', true) = 'on' and state = 'final');--> statement-breakpoint
CREATE POLICY "association" ON "association_weightings" AS PERMISSIVE FOR ALL TO public USING (association_id = nullif(current_setting('app.association_id', true), '')::uuid) WITH CHECK (association_id = nullif(current_setting('app.association_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "tenant" ON "organization_weightings" AS PERMISSIVE FOR ALL TO public USING (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid) WITH CHECK (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "association" ON "weighting_effects" AS PERMISSIVE FOR ALL TO public USING (association_id = nullif(current_setting('app.association_id', true), '')::uuid) WITH CHECK (association_id = nullif(current_setting('app.association_id', true), '')::uuid);--> statement-breakpoint
CREATE POLICY "fence" ON "weighting_limits" AS PERMISSIVE FOR ALL TO public USING (current_setting('app.tx', true) = 'on') WITH CHECK (current_setting('app.tx', true) = 'on');