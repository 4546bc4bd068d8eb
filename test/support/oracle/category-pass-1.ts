// category-pass@1, a second time: points are entered; a category passes or lacks points, compared exactly.
import type { Category } from './document.ts'
import type { Rate } from './rate.ts'
import { below, decimal, hundred, minus, over, type Q, shown, text, times } from './rational.ts'
import type { Sheet } from './sheet.ts'

export const rate: Rate = ({ node, answer }) => {
  if (answer.points === undefined) return { state: 'unanswered', percent: null }
  const percent = over(times(hundred, decimal(answer.points)), decimal(node.points))
  return { state: 'value', percent }
}

export const outcomeOf = ({ passPoints }: Category, points: Q) => {
  const bound = decimal(passPoints ?? Number.NaN)
  const margin = minus(points, bound)
  return { margin: shown(margin), exactMargin: text(margin), passed: !below(points, bound) }
}

export const verdictOf = (
  categories: readonly { readonly category: Category; readonly points: Q }[],
): Sheet['verdict'] => {
  const lacking: Record<string, string> = {}
  for (const { category, points } of categories) {
    const bound = decimal(category.passPoints ?? Number.NaN)
    if (below(points, bound)) lacking[category.code] = text(minus(bound, points))
  }
  return { passed: Object.keys(lacking).length === 0, lacking }
}
