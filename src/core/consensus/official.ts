// The answers that a final consensus stands for: what the official score sheet is scored from, by the same engine.
// The self-assessment's own answers and its sheet stay as they were.
import type { Answers } from '../submission/answer.ts'
import type { Consensus } from './consensus.ts'

/** The codes that the applicant marked so; they take no score. */
export const notApplicableIn = (answers: Answers): readonly string[] =>
  Object.entries(answers).flatMap(([code, { notApplicable }]) =>
    notApplicable === undefined ? [] : [code],
  )

/**
 * The applicant's marks of "not applicable" stay, every other answer is the panel's percent. Text and evidence
 * are the applicant's and score nothing: they are left out.
 */
export const officialAnswers = (
  answers: Answers,
  { scores }: Pick<Consensus, 'scores'>,
): Answers => {
  const marked = Object.entries(answers).flatMap(([code, { notApplicable }]) =>
    notApplicable === undefined ? [] : [[code, { notApplicable }] as const],
  )
  const judged = Object.entries(scores).map(
    ([code, { percentBp }]) => [code, { percent: percentBp / 100 }] as const,
  )
  return Object.fromEntries([...judged, ...marked])
}
