// How far a submission is, honestly: what is answered, what is missing, in items and in points.
// Whether that is enough is decided in submit.ts; what it scores, in ../scoring.
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import { div, type Fraction, fraction, isZero } from '../exact.ts'
import { type AnswerStatus, type Answers, statusOf } from './answer.ts'
import { answerableOf, pointsOf, type TakesScore } from './answerable.ts'

/**
 * Progress over scored nodes, pilots apart. A node counts as answered when it has a value or is not
 * applicable; text alone is work begun, not an answer. Shares are basis points, rounded down: 10000 only
 * when nothing is missing. `answeredPointsBp` weighs by reference points; null: there is nothing to share.
 * `missing`: codes in document order.
 */
export type Progress = {
  readonly scored: number
  readonly notApplicable: number
  readonly unanswered: number
  readonly answeredItemsBp: number | null
  readonly answeredPointsBp: number | null
  readonly missing: readonly string[]
}

/** `pilot` and `profile` count what is asked besides; nothing of it has to be answered. */
export type Completeness = Progress & {
  readonly complete: boolean
  readonly categories: readonly (Progress & { readonly code: string })[]
  readonly pilot: { readonly total: number; readonly answered: number }
  readonly profile: {
    readonly total: number
    readonly answered: number
    readonly missing: readonly string[]
  }
}

type Status = AnswerStatus | 'absent'

/** The status of each node that takes a score or text, as `answers` has it. */
export const statusesOf = (
  questionnaire: Questionnaire,
  answers: Answers,
): ((code: string) => Status) => {
  const { byCode } = answerableOf(questionnaire)
  return (code) => {
    const answer = Object.hasOwn(answers, code) ? answers[code] : undefined
    if (answer === undefined) return 'absent'
    const node = byCode.get(code)
    return statusOf(answer, node?.takes === 'score' ? node.rater : null)
  }
}

/** Rounded down, in basis points; null: there is nothing to share. */
const shareBp = (part: Fraction, whole: Fraction): number | null => {
  if (isZero(whole)) return null
  const { n, d } = div(part, whole)
  return Number((n * 10_000n) / d)
}

const count = (nodes: readonly unknown[]): Fraction => fraction(BigInt(nodes.length))

const isAnswered = (status: Status): boolean => status === 'scored' || status === 'not_applicable'

const progressOf = (nodes: readonly TakesScore[], status: (code: string) => Status): Progress => {
  const having = (wanted: Status) => nodes.filter(({ code }) => status(code) === wanted).length
  const answered = nodes.filter(({ code }) => isAnswered(status(code)))
  const missing = nodes.filter(({ code }) => !isAnswered(status(code)))
  return {
    scored: having('scored'),
    notApplicable: having('not_applicable'),
    unanswered: missing.length,
    answeredItemsBp: shareBp(count(answered), count(nodes)),
    answeredPointsBp: shareBp(pointsOf(answered), pointsOf(nodes)),
    missing: missing.map(({ code }) => code),
  }
}

/** The progress of these answers through this questionnaire; answers to other codes do not count. */
export const completenessOf = (questionnaire: Questionnaire, answers: Answers): Completeness => {
  const { scored, profile, categories } = answerableOf(questionnaire)
  const status = statusesOf(questionnaire, answers)
  const mandatory = scored.filter(({ pilot }) => !pilot)
  const pilots = scored.filter(({ pilot }) => pilot)
  const progress = progressOf(mandatory, status)
  const withoutText = profile.filter(({ code }) => status(code) !== 'text')
  return {
    ...progress,
    complete: progress.unanswered === 0,
    categories: categories.map((code) => ({
      code,
      ...progressOf(
        mandatory.filter(({ category }) => category === code),
        status,
      ),
    })),
    pilot: {
      total: pilots.length,
      answered: pilots.filter(({ code }) => isAnswered(status(code))).length,
    },
    profile: {
      total: profile.length,
      answered: profile.length - withoutText.length,
      missing: withoutText.map(({ code }) => code),
    },
  }
}
