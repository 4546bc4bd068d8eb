// Decides whether a draft may be submitted, and what follows from it: frozen answers and their score sheets.
// How answers are read and scored is in ../scoring; who takes the submission on from here is in accept.ts.
import { demand } from '../access.ts'
import type { Standing } from '../context.ts'
import { div, isZero, sum } from '../exact.ts'
import { Problem, type ProblemError } from '../problem.ts'
import { type CategoryReading, missingAnswers, readAnswers } from '../scoring/answers.ts'
import {
  defaultMaxShareBp,
  type NotApplicableRule,
  notApplicableFindings,
} from '../scoring/not-applicable.ts'
import type { Plan } from '../scoring/plan.ts'
import { type ScoreInput, score } from '../scoring/score.ts'
import type { ScoreSheet } from '../scoring/sheet.ts'
import type { Answers } from './answer.ts'
import { next } from './lifecycle.ts'
import { changed, happened, type Submission, type SubmissionEvent } from './submission.ts'

/**
 * The rule where no programme has one: at most 10 % of the reference points, and what is marked keeps its
 * maximum and earns nothing, so that nobody gains by marking what is weak.
 */
export const withoutProgramme: NotApplicableRule = { policy: 'zero', maxShareBp: defaultMaxShareBp }

/** One weighting of the submission, prepared for scoring, and the digests of what its sheet is made of. */
export type SheetBasis = Pick<ScoreInput, 'plan' | 'digests'>

/**
 * `unseen`: codes of carried answers that nobody has looked at. `reference`: always scored; `beside`: the programme's and the own weighting, where there are any.
 * `notApplicable`: the rule of the programme; null: it takes no "not applicable".
 */
export type SubmitSubmission = {
  readonly submission: Submission
  readonly answers: Answers
  readonly unseen: readonly string[]
  readonly reference: SheetBasis
  readonly beside: readonly SheetBasis[]
  readonly notApplicable: NotApplicableRule | null
  readonly standing: Standing
  readonly now: Date
}

/** `scoreSheets`: the reference sheet first, then those beside it, in their order. */
export type Submitted = {
  readonly submission: Submission
  readonly scoreSheets: readonly ScoreSheet[]
  readonly events: readonly SubmissionEvent[]
}

/**
 * Refuses with `forbidden` or `not-found`, with `illegal-transition` unless it is a draft, with
 * `document-invalid` where the programme takes no "not applicable", and with `incomplete`: every missing
 * answer, too large a share of "not applicable" and emptied categories, all at once.
 */
export const submit = (given: SubmitSubmission): Submitted => {
  const { submission, answers, reference, beside, standing, now } = given
  demand(standing, 'submissions:submit')
  const state = next(submission.state, 'submit')
  const rule = given.notApplicable ?? undefined
  const errors = findings(readAnswers(reference.plan, answers, rule !== undefined), rule)
  if (errors.length > 0) throw new Problem('incomplete', { errors })
  const submitted = changed(submission, now, {
    state,
    submittedAt: now,
    carriedShareBp: shareOf(reference.plan, given.unseen),
  })
  return {
    submission: submitted,
    scoreSheets: [reference, ...beside].map((basis) =>
      score({ ...basis, answers, notApplicable: rule }),
    ),
    events: [happened('submission.submitted', submitted)],
  }
}

/** The share of the reference points at these nodes, in basis points, rounded up: a trace of them is not none. */
const shareOf = ({ categories }: Plan, codes: readonly string[]): number => {
  const nodes = categories.flatMap((category) => category.nodes)
  const all = sum(nodes.map(({ reference }) => reference))
  const some = sum(nodes.flatMap((node) => (codes.includes(node.code) ? [node.reference] : [])))
  if (codes.length === 0 || isZero(all)) return 0
  const { n, d } = div(some, all)
  return Number((n * 10_000n + d - 1n) / d)
}

const findings = (
  read: readonly CategoryReading[],
  rule: NotApplicableRule | undefined,
): readonly ProblemError[] => [
  ...missingAnswers(read),
  ...(rule === undefined ? [] : notApplicableFindings(read, rule)),
]
