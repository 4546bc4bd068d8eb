// Decides the new draft that a migration plan leads to. The source stays as it is: undoing is keeping it.
// What becomes of each answer is planned in ../migration; who loads the papers is the slice.
import { demand } from '../access.ts'
import type { Standing } from '../context.ts'
import type { SubmissionId } from '../ids.ts'
import type { MigrationPlan } from '../migration/plan.ts'
import { Problem } from '../problem.ts'
import { createSubmission, type OfferedQuestionnaire } from './create.ts'
import { answerEvents } from './put.ts'
import type { ReviewState, VersionedAnswer } from './revision.ts'
import type { Submission, SubmissionEvent } from './submission.ts'

/**
 * `digest`: of the plan as it would be now; `agreed`: of the plan that the caller has seen. `target`: the version to
 * move to, as it is offered. `title`: by default that of the source.
 */
export type MigrateSubmission = {
  readonly id: SubmissionId
  readonly source: Submission
  readonly plan: MigrationPlan
  readonly digest: string
  readonly agreed: string
  readonly target: OfferedQuestionnaire | null
  readonly title: string | undefined
  readonly standing: Standing
  readonly now: Date
}

/** `answers`: those of the new draft, each with what is left to do at it. */
export type Migrated = {
  readonly submission: Submission
  readonly answers: readonly VersionedAnswer[]
  readonly events: readonly SubmissionEvent[]
}

/**
 * Refuses with `forbidden` or `not-found`, with `plan-outdated` where anything the plan stands on has changed, and
 * with `document-invalid` where the target takes no new submissions. A weighting is not taken along: it belongs to
 * the nodes of the other version.
 */
export const migrateSubmission = (given: MigrateSubmission): Migrated => {
  const { id, source, plan, digest, agreed, target, standing, now } = given
  demand(standing, 'submissions:submit')
  if (digest !== agreed) throw new Problem('plan-outdated', { changed: ['plan'] })
  const made = createSubmission({
    id,
    organizationId: source.organizationId,
    input: { questionnaire: plan.to, title: given.title ?? source.title },
    questionnaire: target,
    weighting: null,
    standing,
    now,
  })
  const submission = { ...made.submission, migratedFrom: source.id }
  const review = new Set(plan.review)
  const carried = new Set(
    plan.moves.flatMap(({ code, after }) => (after === null || code === null ? [] : [code])),
  )
  const stateOf = (code: string): ReviewState | null => {
    if (!carried.has(code)) return null
    return review.has(code) ? 'carried_needs_review' : 'carried'
  }
  const answers = Object.entries(plan.answers).map(([code, answer]) => ({
    code,
    answer,
    revision: 1,
    reviewState: stateOf(code),
  }))
  const results = answers.map((version) => ({
    code: version.code,
    outcome: 'created' as const,
    version,
  }))
  return {
    submission,
    answers,
    events: [...made.events, ...answerEvents(submission, results)],
  }
}
