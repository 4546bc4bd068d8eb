// Invariants of members that belong to one method: nothing stands in a document that its method would not read.
// What such a member must look like is said beside the method.
import type { ProblemError } from '../../problem.ts'
import { insideOf, scoredNodes } from '../nodes.ts'
import type { Questionnaire } from '../questionnaire-v1.ts'
import type { MethodName } from '../scoring-v1.ts'

const ownerOf = {
  statements: 'statements@1',
  levelStatements: 'maturity-level@1',
  passPoints: 'category-pass@1',
  scales: 'statements@1',
  elementNames: 'radar@1',
} as const satisfies Record<string, MethodName>

type Owned = keyof typeof ownerOf

/** Statements, level statements, pass points, scales and names of elements stand only where they are read. */
export const memberFindings = (questionnaire: Questionnaire): readonly ProblemError[] => {
  const { scoring, categories, bandSets, scales } = questionnaire
  const unless = (value: unknown, member: Owned, above: string): ProblemError[] =>
    value === undefined || ownerOf[member] === scoring.method
      ? []
      : [
          {
            pointer: `${above}/${member}`,
            code: 'member-unused',
            detail: `${scoring.method} does not read ${member}; ${ownerOf[member]} does.`,
          },
        ]
  return [
    ...unless(scales, 'scales', ''),
    ...bandSets.flatMap(({ elementNames }, index) =>
      unless(elementNames, 'elementNames', `/bandSets/${index}`),
    ),
    ...categories.flatMap(({ passPoints }, index) =>
      unless(passPoints, 'passPoints', `/categories/${index}`),
    ),
    ...scoredNodes(questionnaire).flatMap((node) => [
      ...unless(node.statements, 'statements', insideOf(node)),
      ...unless(node.levelStatements, 'levelStatements', insideOf(node)),
    ]),
  ]
}
