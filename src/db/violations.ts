// Names of constraints → problems: the database is the last validator, and its word reaches the caller.
// A name that is not here means that the service let something through: a bug, answered as one.
import { Problem, type ProblemParameters } from '../core/problem.ts'

type Make = (cause: unknown) => Problem

/** Where the request names it: a pointer into the body that the operation takes, a parameter, or nowhere. */
const exists =
  (named: ProblemParameters['already-exists']): Make =>
  (cause) =>
    new Problem('already-exists', named, { cause })

const immutable: Make = (cause) => new Problem('immutable', { since: 'publication' }, { cause })

/** Rows that are named by the caller's input and may be missing: equal to absent. */
const absent: Make = (cause) => new Problem('not-found', {}, { cause })

/** Constraint → problem. Keys made of ids alone are not here: the service makes these, and no input reaches them. */
const problems: Readonly<Record<string, Make>> = {
  associations_slug_key: exists({ pointer: '/slug' }),
  associations_parent_fkey: absent,
  association_members_person_fkey: absent,
  organizations_association_fkey: absent,
  organizations_owner_group_fkey: absent,
  organization_members_person_fkey: absent,
  token_subjects_pkey: exists({ pointer: '/subject' }),
  questionnaire_versions_pkey: exists({ parameter: 'questionnaireDraftId' }),
  questionnaire_versions_claim_key: exists({ parameter: 'questionnaireDraftId' }),
  questionnaire_versions_immutable: immutable,
  questionnaire_mappings_immutable: immutable,
  questionnaire_drafts_immutable: immutable,
  organization_weightings_immutable: immutable,
  association_weightings_immutable: immutable,
  cycles_immutable: immutable,
  entries_pkey: exists({ parameter: 'submissionId' }),
  entries_cycle_key: exists({ pointer: '/cycleId' }),
  assessors_person_fkey: absent,
  assignments_person_key: exists({ pointer: '/personId' }),
  assignments_lead_key: exists({ pointer: '/role' }),
  assignments_person_fkey: absent,
  reviews_person_key: exists({ parameter: 'submissionId' }),
  consensuses_submission_key: exists({ parameter: 'submissionId' }),
  review_scores_immutable: immutable,
  review_findings_immutable: immutable,
  consensus_findings_immutable: immutable,
  consensuses_immutable: immutable,
  feedback_reports_version_key: exists({ parameter: 'submissionId' }),
  feedback_reports_open_key: exists({ parameter: 'submissionId' }),
  feedback_reports_immutable: immutable,
  submissions_questionnaire_fkey: absent,
  score_sheets_immutable: immutable,
  bench_pub_editions_immutable: immutable,
  bench_pub_cells_immutable: immutable,
  bench_members_submission_key: exists({}),
}

/** Every name above, for the rule that they exist. */
export const constraintsWithProblem = Object.keys(problems)

/** The problem that a violated constraint means, or null for one that no input should reach. */
export const violation = (constraint: unknown, cause: unknown): Problem | null =>
  typeof constraint === 'string' ? (problems[constraint]?.(cause) ?? null) : null
