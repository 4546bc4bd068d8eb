// pdca-fine-tuned@1, a second time: the sum of four ratings of a process or two of a result, and no cap.
import { bandOf, bandSetFor } from './bands.ts'
import type { Rate } from './rate.ts'
import { hundred, over, times, whole } from './rational.ts'

export const rate: Rate = ({ document, node, answer }) => {
  const ratings =
    node.kind === 'process'
      ? [answer.plan, answer.do, answer.check, answer.act]
      : [answer.trends, answer.targets]
  let sum = 0
  for (const rating of ratings) {
    if (rating === undefined) return { state: 'unanswered', percent: null }
    sum += rating
  }
  const of = 100 * ratings.length
  const percent = times(hundred, over(whole(sum), whole(of)))
  const said = bandOf(bandSetFor(document, node.kind), percent)
  return { state: 'value', percent, ...said, outcome: { sum, of } }
}
