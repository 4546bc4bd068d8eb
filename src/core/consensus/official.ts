// The answers that a consensus stands for, whether the cycle takes them, and the official score sheets that the same engine
// makes of them.
// The self-assessment's own answers and its sheet stay as they were.
import { pointerOf } from '../document/pointer.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import { Problem, type ProblemError } from '../problem.ts'
import { isMarked, readAnswers } from '../scoring/answers.ts'
import { valuesIn } from '../scoring/members.ts'
import { type NotApplicableRule, notApplicableFindings } from '../scoring/not-applicable.ts'
import type { Plan } from '../scoring/plan.ts'
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

/** `answers`: the applicant's. `plan`: of the reference. `rule`: of the cycle; null: it takes nothing that does not apply. */
export type UnderRule = Pick<Consensus, 'scores'> & {
  readonly answers: Answers
  readonly questionnaire: Questionnaire
  readonly plan: Plan
  readonly rule: NotApplicableRule | null
}

/**
 * Whether more does not apply than the cycle permits, of what the applicant marked and of parts that the panel did: it is
 * said of all scores, and of each item of which a part was. Where the cycle takes none, no score with such a part is given.
 */
const excessIn = ({ rule, plan, answers, ...judged }: UnderRule): readonly ProblemError[] => {
  if (rule === null) return []
  const read = readAnswers(plan, officialAnswers(answers, judged), true)
  const whole = notApplicableFindings(read, rule)
  if (whole.length === 0) return []
  const marked = read.flatMap(({ nodes }) => nodes.filter(isMarked)).map(({ node }) => node.code)
  const parts = marked.filter((code) => Object.hasOwn(judged.scores, code))
  return [...whole.map((finding) => ({ ...finding, pointer: '/scores' })), ...parts.map(partMarked)]
}

const partMarked = (code: string): ProblemError => ({
  pointer: pointerOf(['scores', code]),
  code: 'na-part',
  detail: `A part of ${code} is said not to apply.`,
})

/** Refuses with `incomplete` to the panel, which sees its scores, what the official sheet could not be made of. */
export const demandPermitted = (given: UnderRule): void => {
  const errors = excessIn(given)
  if (errors.length > 0) throw new Problem('incomplete', { errors })
}

/** The same to a manager, to whom the scores are hidden until they are final: not of which items, nor how much. */
export const demandPermittedUnseen = (given: UnderRule): void => {
  if (excessIn(given).length > 0) throw new Problem('incomplete', { errors: [excess] })
}

const excess: ProblemError = {
  pointer: '/scores',
  code: 'na-share',
  detail: 'More of the points does not apply than the cycle permits: the panel has to score anew.',
}
