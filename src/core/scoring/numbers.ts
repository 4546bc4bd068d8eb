// Scores as bare numbers in the frozen node order: what benchmarks store, without a line of explanation.
// They come from the same roll-up as the sheet and agree with it exactly.
import { nodeOrder, scoredNodesByCode } from '../document/nodes.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import { type Fraction, fromText, toBasisPoints } from '../exact.ts'
import { demandComplete, isMarked, readAnswers } from './answers.ts'
import { partFlag } from './not-applicable.ts'
import { type CategoryFigures, rollUp } from './roll-up.ts'
import type { ScoreInput } from './score.ts'
import type { ScoreSheet } from './sheet.ts'

/** In a vector of scores: not applicable, or without weight. */
export const notApplicableScore = -1

/**
 * `nodes`: basis points of the maximum, half-up, in the order of `nodeOrder`; -1 where there is no percent
 * to compare. A category or total over anything that does not apply has none either (section 6). `points` and
 * `max` of the total, null where the model has none.
 */
export type Numbers = {
  readonly nodes: Int16Array
  readonly points: Fraction | null
  readonly max: Fraction | null
}

const bpOf = (percent: Fraction | null): number =>
  percent === null ? notApplicableScore : toBasisPoints(percent)

/** An unanswered node counts zero; its submission is barred from benchmarks anyway. */
const itemScores = ({ category, nodes, percent }: CategoryFigures): number[] =>
  nodes
    .filter(({ status }) => status !== 'pilot')
    .map((reading) => {
      if (reading.status === 'unanswered') return 0
      if (reading.status === 'not_applicable') return notApplicableScore
      return bpOf(category.leaf ? percent : reading.percent)
    })

/** The scores of all nodes and the exact total; the same refusals as `score`. */
export const numbersOnly = (input: Omit<ScoreInput, 'digests'>): Numbers => {
  const { plan, answers, notApplicable, allowIncomplete = false } = input
  const read = readAnswers(plan, answers, notApplicable !== undefined)
  if (!allowIncomplete) demandComplete(read)
  const { categories, percent, points, max } = rollUp(plan, read, notApplicable?.policy ?? 'zero')
  const scores = categories.flatMap(itemScores)
  let barred = false
  for (const { category, nodes, percent: own } of categories) {
    const absent = nodes.some(isMarked)
    barred ||= absent
    if (!category.leaf && plan.figured) scores.push(absent ? notApplicableScore : bpOf(own))
  }
  if (!plan.totalled) return { nodes: Int16Array.from(scores), points: null, max: null }
  scores.push(barred ? notApplicableScore : bpOf(percent))
  return { nodes: Int16Array.from(scores), points, max }
}

/**
 * The vector of a stored sheet, in the order of `nodeOrder(questionnaire)`: equal to `numbersOnly` of the
 * same inputs. The questionnaire must be the version the sheet names; RangeError if a node is not in it.
 */
export const nodeScores = (sheet: ScoreSheet, questionnaire: Questionnaire): number[] => {
  const nodes = new Map(sheet.nodes.map((node) => [node.code, node]))
  const scored = scoredNodesByCode(questionnaire)
  const barred = new Set<string>()
  for (const { code, category } of scored.values()) {
    const node = nodes.get(code)
    if (node?.status !== 'not_applicable' && !node?.flags.includes(partFlag)) continue
    barred.add('total')
    // A leaf has the percent of what applies in it, like an item.
    if (category !== code) barred.add(category)
  }
  const scoreOf = (exactPercent: string | null): number =>
    exactPercent === null ? notApplicableScore : toBasisPoints(fromText(exactPercent))
  return nodeOrder(questionnaire).map((code) => {
    if (barred.has(code)) return notApplicableScore
    if (code === 'total') return scoreOf(sheet.total?.exactPercent ?? null)
    const node = nodes.get(code)
    if (node === undefined) throw new RangeError(`the sheet has no node ${code}`)
    return node.status === 'unanswered' && scored.has(code) ? 0 : scoreOf(node.exactPercent)
  })
}
