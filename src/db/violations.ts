// Names of constraints → problems: the database is the last validator, and its word reaches the caller.
// A name that is not here means that the service let something through: a bug, answered as one.
import { Problem } from '../core/problem.ts'

type Make = (cause: unknown) => Problem

const exists =
  (pointer: string): Make =>
  (cause) =>
    new Problem('already-exists', { pointer }, { cause })

const immutable: Make = (cause) => new Problem('immutable', { since: 'publication' }, { cause })

/** Rows that are named by the caller's input and may be missing: equal to absent. */
const absent: Make = (cause) => new Problem('not-found', {}, { cause })

/** Constraint → problem. The pointer is into the body that the operation takes. */
const problems: Readonly<Record<string, Make>> = {
  people_pkey: exists('/id'),
  associations_pkey: exists('/id'),
  associations_slug_key: exists('/slug'),
  associations_parent_fkey: absent,
  association_members_pkey: exists('/personId'),
  association_members_person_fkey: absent,
  association_organizations_pkey: exists('/id'),
  organizations_pkey: exists('/id'),
  organizations_association_fkey: absent,
  organizations_owner_group_fkey: absent,
  organization_members_pkey: exists('/personId'),
  organization_members_person_fkey: absent,
  token_subjects_pkey: exists('/subject'),
  questionnaire_versions_pkey: exists('/version'),
  questionnaire_versions_claim_key: exists('/key'),
  questionnaire_versions_immutable: immutable,
  questionnaire_mappings_immutable: immutable,
  questionnaire_drafts_immutable: immutable,
  organization_weightings_version_key: exists('/version'),
  organization_weightings_immutable: immutable,
  association_weightings_version_key: exists('/version'),
  association_weightings_immutable: immutable,
  cycles_immutable: immutable,
  entries_pkey: exists('/submissionId'),
  entries_cycle_key: exists('/cycleId'),
  assessors_person_fkey: absent,
  assignments_person_key: exists('/personId'),
  assignments_lead_key: exists('/role'),
  assignments_person_fkey: absent,
  reviews_person_key: exists('/personId'),
  consensuses_submission_key: exists('/submissionId'),
  review_scores_immutable: immutable,
  review_findings_immutable: immutable,
  consensus_findings_immutable: immutable,
  consensuses_immutable: immutable,
  feedback_reports_version_key: exists('/version'),
  feedback_reports_open_key: exists('/version'),
  feedback_reports_immutable: immutable,
  submissions_questionnaire_fkey: absent,
  score_sheets_immutable: immutable,
  bench_pub_editions_immutable: immutable,
  bench_pub_cells_immutable: immutable,
  bench_members_submission_key: exists('/members'),
}

/** Every name above, for the rule that they exist. */
export const constraintsWithProblem = Object.keys(problems)

/** The problem that a violated constraint means, or null for one that no input should reach. */
export const violation = (constraint: unknown, cause: unknown): Problem | null =>
  typeof constraint === 'string' ? (problems[constraint]?.(cause) ?? null) : null
