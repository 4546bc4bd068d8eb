// The own side of a comparison: whether it can be made at all, and the values of a submission not yet scored.
// What a stored sheet says is in value.ts; where the values stand is in position.ts.
import { Problem } from '../problem.ts'
import { readAnswers } from '../scoring/answers.ts'
import { numbersOnly } from '../scoring/numbers.ts'
import type { Plan } from '../scoring/plan.ts'
import type { Answers } from '../submission/answer.ts'
import { withoutProgramme } from '../submission/submit.ts'
import type { Comparability } from './eligibility.ts'
import { type BenchmarkNode, type OwnValues, ownValuesIn } from './value.ts'

type Scored = { readonly key: string; readonly scoringDigest: string }

/** Whether its members' scores are made as these are. */
export const isComparable = (
  edition: Pick<Comparability, 'questionnaireKey' | 'scoringDigest'>,
  { key, scoringDigest }: Scored,
): boolean => key === edition.questionnaireKey && scoringDigest === edition.scoringDigest

/** Refuses with `not-found` where scores are made otherwise: such a comparison does not exist. */
export const demandComparable = (
  edition: Pick<Comparability, 'questionnaireKey' | 'scoringDigest'>,
  scored: Scored,
): void => {
  if (!isComparable(edition, scored)) throw new Problem('not-found', {})
}

/**
 * The values of answers that have no sheet yet, as a preview would score them: what is missing counts zero
 * in its category and the total, and has no value of its own.
 */
export const previewedValues = (
  plan: Plan,
  answers: Answers,
  nodes: readonly BenchmarkNode[],
): OwnValues => {
  const { nodes: vector } = numbersOnly({
    plan,
    answers,
    notApplicable: withoutProgramme,
    allowIncomplete: true,
  })
  const unanswered = readAnswers(plan, answers, true).flatMap((category) =>
    category.nodes.filter(({ status }) => status === 'unanswered').map(({ node }) => node.code),
  )
  return ownValuesIn(vector, nodes, new Set(unanswered))
}
