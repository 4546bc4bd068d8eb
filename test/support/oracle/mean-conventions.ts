// Figures of the pdca methods that CAF itself does not define: means of criteria and of subcriteria.
import type { Policy } from './document.ts'
import { mean, type Q, text, zero } from './rational.ts'
import type { Rolled } from './roll-up.ts'

type Member = Rolled['items'][number]

/** What a subcriterion counts with; none where it does not apply and leaves. */
const countedOf = ({ node, rated }: Member, criterion: Q | null, policy: Policy): readonly Q[] => {
  if (node.pilot) return []
  if (rated.state !== 'absent') return [rated.percent ?? zero]
  if (policy === 'zero') return [zero]
  return policy === 'pro_rata' && criterion !== null ? [criterion] : []
}

/** An unanswered criterion that is scored itself counts zero, like any other unanswered node. */
const criterionOf = ({ category, figure, items }: Rolled): readonly Q[] => {
  if (category.leaf !== undefined) return items.map(({ rated }) => rated.percent ?? zero)
  return figure.percent === null ? [] : [figure.percent]
}

const kindOf = ({ items }: Rolled): string | undefined => items[0]?.node.kind

export const conventionsOf = (
  rolled: readonly Rolled[],
  policy: Policy,
): Record<string, string> => {
  const figures = {
    'mean-of-criteria': rolled.flatMap(criterionOf),
    'mean-of-subcriteria': rolled.flatMap(({ items, figure }) =>
      items.flatMap((item) => countedOf(item, figure.percent, policy)),
    ),
    'enablers-mean': rolled.filter((each) => kindOf(each) === 'process').flatMap(criterionOf),
    'results-mean': rolled.filter((each) => kindOf(each) === 'result').flatMap(criterionOf),
  }
  return Object.fromEntries(
    Object.entries(figures)
      .filter(([, values]) => values.length > 0)
      .map(([code, values]) => [code, text(mean(values))]),
  )
}
