// The answers that a final consensus stands for, and the official score sheets that the same engine makes of them.
// The self-assessment's own answers and its sheet stay as they were.
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import { valuesIn } from '../scoring/members.ts'
import { type Answer, type Answers, statusOf } from '../submission/answer.ts'
import { answerableOf } from '../submission/answerable.ts'
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

/** The codes that the applicant marked so, whole or in every one of their statements; they take no score. */
export const notApplicableIn = (
  answers: Answers,
  questionnaire: Questionnaire,
): readonly string[] => markedIn(answers, questionnaire).map(([code]) => code)

const markedIn = (answers: Answers, questionnaire: Questionnaire) => {
  const { byCode } = answerableOf(questionnaire)
  return Object.entries(answers).filter(([code, answer]) => {
    const node = byCode.get(code)
    return node?.takes === 'score' && statusOf(answer, node.rater) === 'not_applicable'
  })
}

/**
 * The applicant's marks of "not applicable" stay, every other answer is the panel's value. Text and evidence
 * are the applicant's and score nothing: they are left out.
 */
export const officialAnswers = (
  answers: Answers,
  { scores, questionnaire }: Pick<Consensus, 'scores'> & { readonly questionnaire: Questionnaire },
): Answers => {
  const marked = markedIn(answers, questionnaire).map(
    ([code, answer]) => [code, marksIn(answer)] as const,
  )
  const judged = Object.entries(scores).map(([code, { value }]) => [code, value] as const)
  return Object.fromEntries([...judged, ...marked])
}

/** An answer without its text and evidence. */
const marksIn = (answer: Answer): Answer =>
  answer.notApplicable === undefined
    ? Object.fromEntries(valuesIn(answer).map((member) => [member, answer[member]]))
    : { notApplicable: answer.notApplicable }
