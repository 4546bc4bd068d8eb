// statements@1, a second time: the weighted mean of the statements that apply.
import { bandOf, bandSetFor } from './bands.ts'
import type { Parameters } from './document.ts'
import type { Rate } from './rate.ts'
import { decimal, over, sum, times, whole } from './rational.ts'

export const presets: Readonly<Record<string, Partial<Parameters>>> = {
  tool: { categoryStep: 5, pointsStep: 1 },
}

export const rate: Rate = ({ document, node, answer }) => {
  const given = (node.statements ?? []).map((statement) => ({
    weight: whole(statement.weight ?? 1),
    rating: answer.statements?.[statement.code],
  }))
  const rated = given.flatMap(({ weight, rating }) =>
    typeof rating === 'number' ? [{ weight, percent: decimal(rating) }] : [],
  )
  if (given.every(({ rating }) => rating === 'not_applicable'))
    return { state: 'absent', percent: null }
  const left = given.filter(({ rating }) => rating === 'not_applicable')
  const weightOf = (some: typeof given) => sum(some.map(({ weight }) => weight))
  const dropped = over(weightOf(left), weightOf(given))
  // One that is not rated yet leaves the node open: a mean of the rest would reward unfinished work.
  if (given.some(({ rating }) => rating === undefined))
    return { state: 'unanswered', percent: null, dropped }
  const percent = over(
    sum(rated.map((each) => times(each.weight, each.percent))),
    sum(rated.map(({ weight }) => weight)),
  )
  return { state: 'value', percent, dropped, ...bandOf(bandSetFor(document, node.kind), percent) }
}
