// What is wrong with an answer at its node: every row "answer" of scoring.md section 12, all at once.
// The shape has been checked before; what submitting asks beyond it is in submit.ts.
import { pointerOf } from '../document/pointer.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import { hundredthsOf } from '../exact.ts'
import type { ProblemError } from '../problem.ts'
import type { Answer } from './answer.ts'
import {
  type Answerable,
  answerableOf,
  type TakesNothing,
  type TakesScore,
  type TakesText,
} from './answerable.ts'

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
 * Codes: node-unknown, node-unscored, off-step, out-of-range, factor-unknown, area-unknown,
 * value-and-not-applicable, not-applicable-refused, justification-missing.
 */
export const answerFindings = (
  questionnaire: Questionnaire,
  code: string,
  answer: Answer,
  place: Place = amongAnswers(code),
): readonly ProblemError[] => {
  const answerable = answerableOf(questionnaire)
  const node = answerable.byCode.get(code)
  const refuse = (reason: string, detail: string) => [{ ...place.node, code: reason, detail }]
  if (node === undefined) return refuse('node-unknown', `${code} is not in this questionnaire.`)
  if (node.takes === 'nothing') return refuse('node-unscored', elsewhere(node))
  const at = (...path: string[]) => ({ pointer: pointerOf([...place.above, ...path]) })
  const given: Given = { answerable, answer, at }
  const values = node.takes === 'text' ? profileFindings(node, given) : valueFindings(node, given)
  return [...values, ...areaFindings(node, given)]
}

type Given = {
  readonly answerable: Answerable
  readonly answer: Answer
  readonly at: (...path: string[]) => { readonly pointer: string }
}

const elsewhere = ({ code, instead }: TakesNothing): string =>
  `${code} takes no score: answer ${instead.join(', ')}.`

const profileFindings = ({ code }: TakesText, { answer, at }: Given): readonly ProblemError[] =>
  (['percent', 'factors', 'notApplicable'] as const)
    .filter((member) => answer[member] !== undefined)
    .map((member) => ({
      ...at(member),
      code: 'node-unscored',
      detail: `${code} takes no score: it takes a comment, narrative and evidence.`,
    }))

const valueFindings = (node: TakesScore, given: Given): readonly ProblemError[] => {
  const { answer, at, answerable } = given
  const { percent, factors = {} } = answer
  return [
    ...(percent === undefined ? [] : percentFindings(percent, answerable.stepBp, at('percent'))),
    ...Object.entries(factors).flatMap(([factor, rating]) =>
      node.factors.includes(factor)
        ? percentFindings(rating, answerable.stepBp, at('factors', factor))
        : [unknownFactor(node, factor, at('factors', factor))],
    ),
    ...notApplicableFindings(node, given),
  ]
}

const unknownFactor = (
  { code, factors }: TakesScore,
  factor: string,
  at: { readonly pointer: string },
): ProblemError => ({
  ...at,
  code: 'factor-unknown',
  detail:
    factors.length === 0
      ? `${code} has no factors to rate.`
      : `${factor} is not a factor of ${code}; its factors are ${factors.join(', ')}.`,
})

const notApplicableFindings = (
  { code, naAllowed }: TakesScore,
  { answer, at }: Given,
): readonly ProblemError[] => {
  const { notApplicable, percent, factors } = answer
  if (notApplicable === undefined) return []
  const findings: ProblemError[] = []
  if (percent !== undefined || factors !== undefined)
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

const wholeBp = 10_000

const percentFindings = (
  percent: number,
  stepBp: number,
  at: { readonly pointer: string },
): readonly ProblemError[] => {
  if (percent < 0 || percent > 100) {
    const nearest = percent < 0 ? 0 : wholeBp - (wholeBp % stepBp)
    const detail = `${percent} is outside 0 to 100; the nearest allowed value is ${shown(nearest)}.`
    return [{ ...at, code: 'out-of-range', detail }]
  }
  const exact = hundredthsOf(percent)
  if (exact !== null && exact % BigInt(stepBp) === 0n) return []
  const below = Math.floor((percent * 100) / stepBp) * stepBp
  const nearest = [below, below + stepBp].filter((bp) => bp <= wholeBp).map(shown)
  const values = nearest.length === 1 ? 'value is' : 'values are'
  const detail = `${percent} is not a multiple of ${shown(stepBp)}; the nearest allowed ${values} ${nearest.join(' and ')}.`
  return [{ ...at, code: 'off-step', detail }]
}

const shown = (bp: number): string => String(bp / 100)
