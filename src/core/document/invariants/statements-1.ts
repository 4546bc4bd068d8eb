// Invariants of a document scored by statements@1: statements at every node, a scale to rate them on, bands for its levels.
// How the statements of a node are averaged is in scoring/methods/statements-1.ts.
import { hundredthsOf } from '../../exact.ts'
import type { ProblemError } from '../../problem.ts'
import { insideOf, type ScoredNode, scoredNodes } from '../nodes.ts'
import type { Questionnaire, Scale } from '../questionnaire-v1.ts'
import { parametersOf } from '../scoring-v1.ts'
import { amongPercents, coverFindings } from './bands.ts'
import { setsUsed } from './kinds.ts'
import { stepFindings } from './steps.ts'

const hundredPercent = 10000n

const scaleFindings = ({ levels }: Scale, pointer: string): readonly ProblemError[] =>
  levels.flatMap(({ percent }, index): ProblemError[] => {
    const here = `${pointer}/levels/${index}/percent`
    const bp = hundredthsOf(percent)
    if (bp === null || bp < 0n || bp > hundredPercent) {
      const detail = `${percent} is no percent with two decimals.`
      return [{ pointer: here, code: 'scale-percent', detail }]
    }
    const before = levels[index - 1]
    if (before === undefined || before.percent < percent) return []
    const detail = `The level ${percent} does not rise above ${before.percent} before it.`
    return [{ pointer: here, code: 'scale-order', detail }]
  })

const nodeFindings = (node: ScoredNode): readonly ProblemError[] => {
  const pointer = `${insideOf(node)}/statements`
  if (node.statements === undefined) {
    const detail = `"${node.code}" has no statements to be rated.`
    return [{ pointer, code: 'statements-missing', detail }]
  }
  if (node.kind !== 'result') return []
  return node.statements.flatMap(({ code, naAllowed }, index) =>
    naAllowed
      ? [
          {
            pointer: `${pointer}/${index}/naAllowed`,
            code: 'not-applicable-result',
            detail: `"${code}" speaks of a result; a result is never not applicable.`,
          },
        ]
      : [],
  )
}

/** Everything wrong with the statements, scale and bands of a questionnaire scored by statements@1. */
export const statementsFindings = (questionnaire: Questionnaire): readonly ProblemError[] => {
  const { scale: named, categoryStep, pointsStep } = parametersOf(questionnaire, 'statements@1')
  const { scales = [] } = questionnaire
  const scale = scales.find(({ code }) => code === named)
  const allowed = (scale?.levels ?? []).flatMap(({ percent }) => hundredthsOf(percent) ?? [])
  return [
    ...stepFindings({ ofPercents: { categoryStep }, ofPoints: { pointsStep } }),
    ...(scale === undefined
      ? [
          {
            pointer: '/scoring/parameters/scale',
            code: 'scale-missing',
            detail: `There is no scale "${named}".`,
          },
        ]
      : []),
    ...scales.flatMap((each, index) => scaleFindings(each, `/scales/${index}`)),
    ...scoredNodes(questionnaire).flatMap(nodeFindings),
    ...setsUsed(questionnaire).flatMap(({ set, pointer }) =>
      coverFindings(set, pointer, amongPercents(allowed)),
    ),
  ]
}
