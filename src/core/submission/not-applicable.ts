// The limits on "not applicable" that only the whole submission shows (scoring.md section 6).
// Whether one item may be marked is in answer-findings.ts; what it does to the score, in ../scoring.

import { pointerOf } from '../document/pointer.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import { compare, div, type Fraction, fraction, mul } from '../exact.ts'
import type { ProblemError } from '../problem.ts'
import type { Answers } from './answer.ts'
import { answerableOf, pointsOf, type TakesScore } from './answerable.ts'
import { statusesOf } from './completeness.ts'

/**
 * How a programme treats "not applicable"; `maxShareBp` is of the reference points. Switched off
 * altogether: null.
 */
export type NotApplicable = {
  readonly policy: 'zero' | 'exclude' | 'pro_rata'
  readonly maxShareBp: number
}

/**
 * The rule where no programme has one. Marked items keep their maximum and earn nothing, so that nobody
 * gains by marking what is weak.
 */
export const withoutProgramme: NotApplicable = { policy: 'zero', maxShareBp: 1000 }

const wholeBp = 10_000n

const refusal =
  (code: string, detail: string) =>
  ({ code: node }: TakesScore): ProblemError => ({
    pointer: pointerOf(['answers', node]),
    code,
    detail,
  })

const percentOf = (bp: bigint): string => `${Number(bp) / 100} %`

/** Rounded up: a share that is too large never reads as the largest allowed one. */
const shareText = ({ n, d }: Fraction): string => percentOf((n * wholeBp + d - 1n) / d)

/**
 * What forbids these marks, one finding a marked item: all of them, where the programme allows none; those
 * of a category in which nothing is left to score; all of them, where together they exceed the share.
 */
export const notApplicableFindings = (
  questionnaire: Questionnaire,
  answers: Answers,
  rule: NotApplicable | null,
): readonly ProblemError[] => {
  const nodes = answerableOf(questionnaire).scored.filter(({ pilot }) => !pilot)
  const status = statusesOf(questionnaire, answers)
  const marked = nodes.filter(({ code }) => status(code) === 'not_applicable')
  if (rule === null)
    return marked.map(
      refusal('not-applicable-off', 'The programme does not take "not applicable".'),
    )
  const emptied = marked.filter(({ category }) =>
    nodes.every((node) => node.category !== category || marked.includes(node)),
  )
  const findings = emptied.map((node) =>
    refusal('not-applicable-category', `Nothing is left to score in ${node.category}.`)(node),
  )
  const max = BigInt(rule.maxShareBp)
  const allowed = mul(pointsOf(nodes), fraction(max, wholeBp))
  if (compare(pointsOf(marked), allowed) <= 0) return findings
  const share = shareText(div(pointsOf(marked), pointsOf(nodes)))
  const detail = `Marked as not applicable: ${share} of the points; at most ${percentOf(max)} may be.`
  return [...findings, ...marked.map(refusal('not-applicable-share', detail))]
}
