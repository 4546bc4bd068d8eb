// Reads answers for scoring: what each node earned or why it earned nothing, and everything that is wrong.
// Editing and storing answers is not decided here, nor whether a submission may be handed in.
import { pointerOf } from '../document/pointer.ts'
import { type Fraction, isZero, one, zero } from '../exact.ts'
import { Problem, type ProblemError } from '../problem.ts'
import { type Answer, type Answers, hasAny, refuseForeign, valuesIn } from './members.ts'
import type { Rating } from './method.ts'
import type { Plan, PlanCategory, PlanNode } from './plan.ts'

/**
 * What one node's answer says. `percent` is null unless there is a value. `absent`: how much of the node does
 * not apply, from 0 to 1: all of it, or parts by their weight; 0 for a pilot, which counts for nothing.
 */
export type Reading = {
  readonly node: PlanNode
  readonly status: 'scored' | 'unanswered' | 'not_applicable' | 'pilot'
  readonly percent: Fraction | null
  readonly answer: Answer | null
  readonly absent: Fraction
}

/** Whether the node, or a part of it, was declared not applicable. */
export const isMarked = ({ absent }: Reading): boolean => !isZero(absent)

/** The readings of a category's nodes, in document order. */
export type CategoryReading = {
  readonly category: PlanCategory
  readonly nodes: readonly Reading[]
}

const refusal = (node: PlanNode, allowed: boolean): string =>
  node.naAllowed && !allowed
    ? 'The programme does not permit answers that do not apply.'
    : `"${node.code}" cannot be declared not applicable.`

/**
 * The rating of one answer, null without a value. Findings (section 12) are added to `errors`.
 * `naAllowed`: whether the programme has switched "not applicable" on.
 */
export const readAnswer = (
  node: PlanNode,
  answer: Answer,
  naAllowed: boolean,
  errors: ProblemError[],
): Rating => {
  const { members, read } = node.rater
  refuseForeign(answer, members, node.answer, errors)
  if (answer.notApplicable !== undefined) {
    const pointer = `${node.answer}/notApplicable`
    if (hasAny(answer, members)) {
      const detail = 'An answer has a value or does not apply, never both.'
      errors.push({ pointer, code: 'value-and-not-applicable', detail })
    }
    if (!node.naAllowed || !naAllowed) {
      const detail = refusal(node, naAllowed)
      errors.push({ pointer, code: 'not-applicable-refused', detail })
    }
    return 'not_applicable'
  }
  return read(answer, node.answer, errors, naAllowed)
}

const strangers = (plan: Plan, answers: Answers): ProblemError[] =>
  Object.entries(answers).flatMap(([code, answer]): ProblemError[] => {
    if (plan.scored.has(code) || answer === undefined) return []
    const pointer = `/answers${pointerOf([code])}`
    if (!plan.unscored.has(code)) {
      const detail = `"${code}" is no node of this questionnaire.`
      return [{ pointer, code: 'node-unknown', detail }]
    }
    const scores = valuesIn(answer).length > 0 || answer.notApplicable !== undefined
    return scores ? [{ pointer, code: 'takes-no-score', detail: `"${code}" takes no score.` }] : []
  })

const readingOf = (node: PlanNode, answer: Answer | null, rating: Rating): Reading => {
  const absent = rating === 'not_applicable'
  const percent = absent ? null : rating
  let status: Reading['status'] = percent === null ? 'unanswered' : 'scored'
  if (absent) status = 'not_applicable'
  if (node.pilot) status = 'pilot'
  return { node, status, percent, answer, absent: absentIn(node, status, answer) }
}

const absentIn = (node: PlanNode, status: Reading['status'], answer: Answer | null): Fraction => {
  if (status === 'not_applicable') return one
  return answer === null || status === 'pilot' ? zero : node.rater.absentShare(answer)
}

/**
 * The readings of all answers in document order, whatever the order of their keys. Problem
 * `document-invalid` with every finding: a value is never read as something else than it says.
 */
export const readAnswers = (
  plan: Plan,
  answers: Answers,
  naAllowed: boolean,
): readonly CategoryReading[] => {
  const errors = strangers(plan, answers)
  const read = plan.categories.map((category) => ({
    category,
    nodes: category.nodes.map((node): Reading => {
      const given = Object.hasOwn(answers, node.code) ? answers[node.code] : undefined
      if (given === undefined) return readingOf(node, null, null)
      return readingOf(node, given, readAnswer(node, given, naAllowed, errors))
    }),
  }))
  if (errors.length > 0) throw new Problem('document-invalid', { errors })
  return read
}

/** Problem `incomplete` with a pointer to every node that waits for an answer; pilots do not wait. */
export const demandComplete = (read: readonly CategoryReading[]): void => {
  const errors = missingAnswers(read)
  if (errors.length > 0) throw new Problem('incomplete', { errors })
}

/** One finding for every unanswered node, in document order; of a node begun it names what is lacking. */
export const missingAnswers = (
  read: readonly CategoryReading[],
): readonly { readonly pointer: string; readonly code: string; readonly detail: string }[] =>
  read.flatMap(({ nodes }) =>
    nodes
      .filter(({ status }) => status === 'unanswered')
      .map(({ node, answer }) => {
        const missing = answer === null ? [] : node.rater.missing(answer)
        return {
          pointer: node.answer,
          code: 'answer-missing',
          detail:
            missing.length === 0
              ? `"${node.code}" is not answered.`
              : `"${node.code}" is answered in part; missing: ${missing.join(', ')}.`,
        }
      }),
  )
