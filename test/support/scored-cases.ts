// The product's sheet of a case, in the plain form of the second scoring: what the two have in common.
import { planOf } from '../../src/core/scoring/plan.ts'
import { score } from '../../src/core/scoring/score.ts'
import type { ScoreSheet, SheetNode } from '../../src/core/scoring/sheet.ts'
import type { Case } from './oracle/document.ts'
import type { Figures, Node, Sheet } from './oracle/sheet.ts'
import { caseOf, noDigests } from './random-scoring.ts'

export const sheetOf = (each: Case): ScoreSheet => {
  const { questionnaire, weighting, ...more } = caseOf(each)
  const plan = planOf(questionnaire, weighting)
  return score({ plan, digests: noDigests, allowIncomplete: true, ...more })
}

type Shown = Pick<SheetNode, 'exactPercent' | 'exactPoints' | 'maxPoints' | 'display'>

const figures = ({ exactPercent, exactPoints, maxPoints, display }: Shown): Figures => ({
  percent: exactPercent,
  points: exactPoints,
  max: maxPoints,
  shown: display === null ? null : { points: display.points, max: display.maxPoints },
})

const nodeOf = (node: SheetNode, isCategory: boolean): Node => ({
  status: isCategory ? null : node.status,
  ...figures(node),
  band: node.band?.position ?? null,
  flags: isCategory ? [] : [...node.flags].sort(),
  outcome: node.outcome,
})

const byCode = <Each extends { readonly code: string }, Value>(
  list: readonly Each[],
  value: (each: Each) => Value,
): Record<string, Value> => Object.fromEntries(list.map((each) => [each.code, value(each)]))

const alternatives = ({ alternatives: given }: ScoreSheet): Sheet['alternatives'] => {
  if (given === null) return null
  type Total = typeof given.zero
  const total = (each: Total) =>
    each === null ? null : { points: each.exactPoints, max: each.maxPoints }
  return {
    zero: total(given.zero),
    underPolicy: total(given.underPolicy),
    scaled: given.scaled?.exactPoints ?? null,
    naCount: given.naCount,
    naShare: given.exactNaShare,
    credits: byCode(given.credits, ({ exactPoints }) => exactPoints),
  }
}

/** What the two scorings have in common, of the product's sheet. */
export const plain = (sheet: ScoreSheet, { document }: Case): Sheet => {
  const withItems = document.categories.filter(({ leaf }) => leaf === undefined)
  const categories = new Set(withItems.map(({ code }) => code))
  return {
    nodes: byCode(sheet.nodes, (node) => nodeOf(node, categories.has(node.code))),
    groups: byCode(sheet.groups, figures),
    total: sheet.total === null ? null : figures(sheet.total),
    alternatives: alternatives(sheet),
    conventions: Object.fromEntries(
      sheet.conventions.map(({ code, node, exactValue }) => [
        node === null ? code : `${code} ${node}`,
        exactValue,
      ]),
    ),
    verdict:
      sheet.verdict === null
        ? null
        : {
            passed: sheet.verdict.passed,
            lacking: byCode(sheet.verdict.lacking, ({ exactPoints }) => exactPoints),
          },
  }
}
