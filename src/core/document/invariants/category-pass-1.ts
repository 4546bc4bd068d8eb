// Invariants of a document scored by category-pass@1: points on the step, and a mark for every category to reach.
// How categories pass is in scoring/verdict.ts.
import { hundredthsOf } from '../../exact.ts'
import type { ProblemError } from '../../problem.ts'
import { scoredNodes } from '../nodes.ts'
import type { Category, Questionnaire } from '../questionnaire-v1.ts'
import { parametersOf } from '../scoring-v1.ts'
import { stepFindings } from './steps.ts'

const passFindings = (
  { code, points, passPoints }: Category,
  index: number,
): readonly ProblemError[] => {
  const pointer = `/categories/${index}/passPoints`
  if (passPoints === undefined) {
    const detail = `Category "${code}" has no points that pass.`
    return [{ pointer, code: 'pass-missing', detail }]
  }
  if (passPoints < 0 || hundredthsOf(passPoints) === null) {
    const detail = `${passPoints} points to pass are negative or finer than the grain 0.01.`
    return [{ pointer, code: 'points-grain', detail }]
  }
  if (passPoints <= points) return []
  const detail = `Category "${code}" passes at ${passPoints} of ${points} points: nobody can.`
  return [{ pointer, code: 'pass-above-maximum', detail }]
}

/** Everything wrong with the points of a questionnaire scored by category-pass@1. */
export const categoryPassFindings = (questionnaire: Questionnaire): readonly ProblemError[] => {
  const { pointStep } = parametersOf(questionnaire, 'category-pass@1')
  const step = hundredthsOf(pointStep)
  const onStep = (points: number): boolean => {
    const hundredths = hundredthsOf(points)
    if (step === null || step <= 0n || hundredths === null) return true
    return hundredths > 0n && hundredths % step === 0n
  }
  return [
    ...stepFindings({ ofPercents: {}, ofPoints: { pointStep } }),
    ...questionnaire.categories.flatMap(passFindings),
    ...scoredNodes(questionnaire)
      .filter(({ points }) => !onStep(points))
      .map(({ code, points, pointer }) => ({
        pointer: `${pointer}/points`,
        code: 'points-off-step',
        detail: `"${code}" has ${points} points, which is no multiple of ${pointStep} above zero.`,
      })),
  ]
}
