// Invariants of a document scored by maturity-level@1: five levels, five points an element, statements where they are asked.
// How the levels are climbed is in scoring/methods/maturity-level-1.ts.
import type { ProblemError } from '../../problem.ts'
import { insideOf, type ScoredNode, scoredNodes } from '../nodes.ts'
import type { MaturityLevelParameters } from '../parameters-v1.ts'
import type { Questionnaire } from '../questionnaire-v1.ts'
import { parametersOf } from '../scoring-v1.ts'
import { demandedFindings } from './bands.ts'
import { setsUsed } from './kinds.ts'

const levels = [1, 2, 3, 4, 5] as const
const demanded = { factors: ['maturity'], bands: levels.map((level) => [level, level] as const) }

const nodeFindings = (
  node: ScoredNode,
  entry: MaturityLevelParameters['entry'],
): readonly ProblemError[] => {
  const asked = entry === 'statements'
  const findings: ProblemError[] = []
  if (asked !== (node.levelStatements !== undefined)) {
    findings.push({
      pointer: `${insideOf(node)}/levelStatements`,
      code: asked ? 'statements-missing' : 'member-unused',
      detail: asked
        ? `"${node.code}" has no statements to climb its levels by.`
        : `"${node.code}" is answered by a level; nobody would read its statements.`,
    })
  }
  if (node.points !== levels.length) {
    findings.push({
      pointer: `${node.pointer}/points`,
      code: 'points-not-levels',
      detail: `"${node.code}" has ${node.points} points; it has five levels of one point each.`,
    })
  }
  return findings
}

/** Everything wrong with the statements and bands of a questionnaire scored by maturity-level@1. */
export const maturityLevelFindings = (questionnaire: Questionnaire): readonly ProblemError[] => {
  const { entry } = parametersOf(questionnaire, 'maturity-level@1')
  return [
    ...scoredNodes(questionnaire).flatMap((node) => nodeFindings(node, entry)),
    ...setsUsed(questionnaire).flatMap(({ set, pointer }) =>
      demandedFindings(set, pointer, demanded),
    ),
  ]
}
