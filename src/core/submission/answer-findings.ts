// What is wrong with an answer at its node: every row "answer" of scoring.md section 12, all at once.
// The shape has been checked before; what submitting asks beyond it is in submit.ts.
import { pointerOf } from '../document/pointer.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import type { ProblemError } from '../problem.ts'
import { hasAny, refuseForeign, valuesIn } from '../scoring/members.ts'
import type { Answer } from './answer.ts'
import { answerableOf, type TakesNothing, type TakesScore, type TakesText } from './answerable.ts'

/** Where the answer stands in the request: how its node and its members are named. */
export type Place = {
  readonly node: { readonly pointer: string } | { readonly parameter: string }
  readonly above: readonly string[]
}

/** In a body that holds many answers by code: `/answers/4.1.2/percent`. */
export const amongAnswers = (code: string): Place => ({
  node: { pointer: pointerOf(['answers', code]) },
  above: ['answers', code],
})

/** The answer is the body and its code stands in the path. */
export const asBody: Place = { node: { parameter: 'code' }, above: [] }

/**
 * All findings of one answer. `place` says how to name them, by default as in a body of many answers.
 * Codes: node-unknown, takes-no-score, area-unknown, value-and-not-applicable, not-applicable-refused,
 * justification-missing, member-unknown, and those of the questionnaire's method.
 */
export const answerFindings = (
  questionnaire: Questionnaire,
  code: string,
  answer: Answer,
  place: Place = amongAnswers(code),
): readonly ProblemError[] => {
  const node = answerableOf(questionnaire).byCode.get(code)
  const refuse = (reason: string, detail: string) => [{ ...place.node, code: reason, detail }]
  if (node === undefined) return refuse('node-unknown', `${code} is not in this questionnaire.`)
  if (node.takes === 'nothing') return refuse('takes-no-score', elsewhere(node))
  const at = (...path: string[]) => ({ pointer: pointerOf([...place.above, ...path]) })
  const given: Given = { answer, at }
  const findings =
    node.takes === 'text'
      ? profileFindings(node, given)
      : [...valueFindings(node, given), ...notApplicableFindings(node, given)]
  return [...findings, ...areaFindings(node, given)]
}

type Given = {
  readonly answer: Answer
  readonly at: (...path: string[]) => { readonly pointer: string }
}

const elsewhere = ({ code, instead }: TakesNothing): string =>
  `${code} takes no score: answer ${instead.join(', ')}.`

const profileFindings = ({ code }: TakesText, { answer, at }: Given): readonly ProblemError[] =>
  [...valuesIn(answer), ...(answer.notApplicable === undefined ? [] : ['notApplicable'])].map(
    (member) => ({
      ...at(member),
      code: 'takes-no-score',
      detail: `${code} takes no score: it takes a comment, narrative and evidence.`,
    }),
  )

/**
 * The method says what its value may be; whether there is a value at all, and whether the programme takes
 * parts that do not apply, is for submitting to ask.
 */
const valueFindings = ({ rater }: TakesScore, { answer, at }: Given): readonly ProblemError[] => {
  const errors: ProblemError[] = []
  refuseForeign(answer, rater.members, at().pointer, errors)
  rater.read(answer, at().pointer, errors, true)
  return errors
}

const notApplicableFindings = (
  { code, naAllowed, rater }: TakesScore,
  { answer, at }: Given,
): readonly ProblemError[] => {
  const { notApplicable } = answer
  if (notApplicable === undefined) return []
  const findings: ProblemError[] = []
  if (hasAny(answer, rater.members))
    findings.push({
      ...at('notApplicable'),
      code: 'value-and-not-applicable',
      detail: 'An answer has a value or is not applicable, never both.',
    })
  if (!naAllowed)
    findings.push({
      ...at('notApplicable'),
      code: 'not-applicable-refused',
      detail: `${code} applies to everybody: its questionnaire does not allow "not applicable".`,
    })
  if (notApplicable.justification.trim() === '')
    findings.push({
      ...at('notApplicable', 'justification'),
      code: 'justification-missing',
      detail: 'Say why this does not apply.',
    })
  return findings
}

const areaFindings = (
  { code, areas }: TakesScore | TakesText,
  { answer, at }: Given,
): readonly ProblemError[] =>
  Object.keys(answer.narrative ?? {})
    .filter((area) => !areas.includes(area))
    .map((area) => ({
      ...at('narrative', area),
      code: 'area-unknown',
      detail: `${area} is not an area of ${code}; its areas are ${areas.join(', ')}.`,
    }))
