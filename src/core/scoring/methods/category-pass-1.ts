// category-pass@1: examiners give points on a step, up to the maximum of the node.
// Whether a category passes is decided in verdict.ts, from the exact sum of its points.
import type { ScoredNode } from '../../document/nodes.ts'
import { parametersOf } from '../../document/scoring-v1.ts'
import { fraction, fromDocument, hundredthsOf, toText } from '../../exact.ts'
import { line } from '../explain.ts'
import { type Method, type Rater, undivided } from '../method.ts'
import { wholeMember } from '../parts.ts'
import { stepBpOf } from '../percents.ts'

const name = 'category-pass@1'

/** `step` and maximum in hundredths of a point. */
const raterOf = (step: bigint, { code, points: maximum }: ScoredNode): Rater => {
  const max = stepBpOf(fromDocument(maximum))
  const nearest = (value: number): string => {
    const lower = (BigInt(Math.floor(value * 100)) / step) * step
    return `${Number(lower) / 100} or ${Number(lower + step) / 100}`
  }
  return {
    members: ['points'],
    parts: [wholeMember('points', { step: fraction(step, 100n) })],
    missing: () => [],
    absentShare: undivided,
    read: (answer, pointer, errors) => {
      if (answer.points === undefined) return null
      const { points } = answer
      const hundredths = hundredthsOf(points)
      const here = `${pointer}/points`
      if (points < 0 || points > maximum) {
        const detail = `"${code}" has 0 to ${maximum} points, not ${points}.`
        errors.push({ pointer: here, code: 'points-above-maximum', detail })
        return null
      }
      if (hundredths === null || hundredths % step !== 0n) {
        const detail = `${points} is not among the allowed points; nearest: ${nearest(points)}.`
        errors.push({ pointer: here, code: 'points-off-step', detail })
        return null
      }
      return fraction(hundredths * 100n, max)
    },
    say: ({ points = 0 }) => ({
      band: null,
      outcome: null,
      flags: [],
      explanation: [
        line(
          'points.entered',
          { max: toText(fromDocument(maximum)) },
          toText(fromDocument(points)),
        ),
      ],
      warnings: [],
    }),
  }
}

export const categoryPass1: Method = {
  name,
  flags: [],
  custom: () => false,
  raters: (questionnaire) => {
    const step = stepBpOf(fromDocument(parametersOf(questionnaire, name).pointStep))
    return (node) => raterOf(step, node)
  },
}
