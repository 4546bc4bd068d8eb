// Reads answers for scoring: what each node earned or why it earned nothing, and everything that is wrong.
// Editing and storing answers is not decided here, nor whether a submission may be handed in.
import { pointerOf } from '../document/pointer.ts'
import type { Fraction } from '../exact.ts'
import { Problem, type ProblemError } from '../problem.ts'
import type { Answer, Answers, Method } from './method.ts'
import type { Plan, PlanCategory, PlanNode } from './plan.ts'

/** What one node's answer says. `percent` is null unless there is a value. */
export type Reading = {
  readonly node: PlanNode
  readonly status: 'scored' | 'unanswered' | 'not_applicable' | 'pilot'
  readonly percent: Fraction | null
  readonly answer: Answer | null
}

/** The readings of a category's nodes, in document order. */
export type CategoryReading = {
  readonly category: PlanCategory
  readonly nodes: readonly Reading[]
}

const hasValue = (method: Method, answer: Answer): boolean =>
  method.members.some((member) => answer[member] !== undefined)

const refusal = (node: PlanNode, allowed: boolean): string =>
  node.naAllowed && !allowed
    ? 'The programme does not permit answers that do not apply.'
    : `"${node.code}" cannot be declared not applicable.`

/**
 * The exact percent of one answer, null without a value. Findings (section 12) are added to `errors`.
 * `naAllowed`: whether the programme has switched "not applicable" on.
 */
export const readAnswer = (
  { method }: Pick<Plan, 'method'>,
  node: PlanNode,
  answer: Answer,
  naAllowed: boolean,
  errors: ProblemError[],
): Fraction | null => {
  if (answer.notApplicable !== undefined) {
    const pointer = `${node.answer}/notApplicable`
    if (hasValue(method, answer)) {
      const detail = 'An answer has a value or does not apply, never both.'
      errors.push({ pointer, code: 'value-and-not-applicable', detail })
    }
    if (!node.naAllowed || !naAllowed) {
      const detail = refusal(node, naAllowed)
      errors.push({ pointer, code: 'not-applicable-refused', detail })
    }
    return null
  }
  return node.rater.read(answer, node.answer, errors)
}

const strangers = (plan: Plan, answers: Answers): ProblemError[] =>
  Object.entries(answers).flatMap(([code, answer]): ProblemError[] => {
    if (plan.scored.has(code) || answer === undefined) return []
    const pointer = `/answers${pointerOf([code])}`
    if (!plan.unscored.has(code)) {
      const detail = `"${code}" is no node of this questionnaire.`
      return [{ pointer, code: 'node-unknown', detail }]
    }
    const scores = hasValue(plan.method, answer) || answer.notApplicable !== undefined
    return scores ? [{ pointer, code: 'takes-no-score', detail: `"${code}" takes no score.` }] : []
  })

const statusOf = (node: PlanNode, answer: Answer | null, percent: Fraction | null) => {
  if (node.pilot) return 'pilot'
  if (answer?.notApplicable !== undefined) return 'not_applicable'
  return percent === null ? 'unanswered' : 'scored'
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
      if (given === undefined) {
        return { node, status: statusOf(node, null, null), percent: null, answer: null }
      }
      const percent = readAnswer(plan, node, given, naAllowed, errors)
      return { node, status: statusOf(node, given, percent), percent, answer: given }
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

/** One finding for every unanswered node, in document order. */
export const missingAnswers = (
  read: readonly CategoryReading[],
): readonly { readonly pointer: string; readonly code: string; readonly detail: string }[] =>
  read.flatMap(({ nodes }) =>
    nodes
      .filter(({ status }) => status === 'unanswered')
      .map(({ node }) => ({
        pointer: node.answer,
        code: 'answer-missing',
        detail: `"${node.code}" is not answered.`,
      })),
  )
