// The answers that a final consensus stands for, and the official score sheets that the same engine makes of them.
// The self-assessment's own answers and its sheet stay as they were.
import type { Answers } from '../submission/answer.ts'
import type { Consensus } from './consensus.ts'

/** The weighting of an official sheet: the reference always, beside it the one that the cycle names. */
export const officialKinds = ['reference', 'programme'] as const
export type OfficialKind = (typeof officialKinds)[number]

/** The sheet that was asked for; where none was, the one that counts: the programme's where there is one. */
export const officialOf = <Sheet extends { readonly kind: OfficialKind }>(
  sheets: readonly Sheet[],
  asked?: OfficialKind,
): Sheet | null => {
  const under = (wanted: OfficialKind) => sheets.find(({ kind }) => kind === wanted)
  const sheet = asked === undefined ? (under('programme') ?? under('reference')) : under(asked)
  return sheet ?? null
}

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
