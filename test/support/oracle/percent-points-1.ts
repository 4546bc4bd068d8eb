// percent-points@1, a second time: the percent is entered, or made of weighted factors.
import { bandOf, bandSetFor } from './bands.ts'
import type { Rate } from './rate.ts'
import { decimal, over, type Q, sum, times } from './rational.ts'

/** sum(w x r) / sum(w), half-up to the step; null while a factor is not rated. */
const fromFactors: (...given: Parameters<Rate>) => Q | null = ({
  document,
  node,
  answer,
  round,
}) => {
  const { factorWeights, step } = document.scoring.parameters
  const names = bandSetFor(document, node.kind).factors
  const ratings = names.map((name) => answer.factors?.[name])
  if (ratings.some((rating) => rating === undefined)) return null
  const weights = names.map((name) => decimal(factorWeights?.[node.kind]?.[name] ?? Number.NaN))
  const weighted = ratings.map((rating, index) =>
    times(weights[index] as Q, decimal(rating as number)),
  )
  return round(over(sum(weighted), sum(weights)), decimal(step ?? Number.NaN))
}

export const rate: Rate = (given) => {
  const { document, node, answer } = given
  const entered = answer.percent === undefined ? null : decimal(answer.percent)
  const weighted = document.scoring.parameters.factors === 'weighted'
  const percent = weighted ? fromFactors(given) : entered
  if (percent === null) return { state: 'unanswered', percent }
  return { state: 'value', percent, ...bandOf(bandSetFor(document, node.kind), percent) }
}
