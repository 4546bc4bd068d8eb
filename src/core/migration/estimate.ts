// Estimates percents under another model from a crosswalk; always labelled, never a score of that model: no
// points, recognition or benchmark comes of it (scoring.md section 9).
import type { EstimateMapping, EstimateRow } from '../document/mapping-v1.ts'
import { scoredNodesByCode } from '../document/nodes.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import { compare, div, type Fraction, fraction, fromText, mul, sum } from '../exact.ts'
import type { ScoreSheet } from '../scoring/sheet.ts'

/** How much a source says about a target. */
const strengths: Readonly<Record<EstimateRow['strength'], bigint>> = {
  full: 4n,
  partial: 2n,
  weak: 1n,
}

/**
 * One node of the target. `percent`: the mean of its sources by strength; null where only weak ones speak for it, or none
 * has a percent. `span`: the lowest and highest of those sources. `missing`: sources without a percent.
 */
export type Estimate = {
  readonly code: string
  readonly percent: Fraction | null
  readonly span: readonly [lowest: Fraction, highest: Fraction] | null
  readonly sources: readonly { readonly code: string; readonly strength: EstimateRow['strength'] }[]
  readonly missing: readonly string[]
}

/** The crosswalk read from the other side. */
export const reversed = ({ from, to, items, ...rest }: EstimateMapping): EstimateMapping => ({
  ...rest,
  from: to,
  to: from,
  items: items.map((row) => ({ ...row, from: row.to, to: row.from })),
})

type Version = { readonly key: string; readonly version: string }

/** The crosswalk as it leads to this side, whichever way it was published. */
export const towards = (mapping: EstimateMapping, { key, version }: Version): EstimateMapping =>
  mapping.to.key === key && mapping.to.version === version ? mapping : reversed(mapping)

/** The exact percents of a sheet; what is unanswered or does not apply has none, whatever it counts for. */
export const percentsIn = ({
  nodes,
}: Pick<ScoreSheet, 'nodes'>): ReadonlyMap<string, Fraction | null> =>
  new Map(
    nodes.map(({ code, status, exactPercent }) => [
      code,
      status === 'scored' && exactPercent !== null ? fromText(exactPercent) : null,
    ]),
  )

/** `percents`: of the scored nodes of the source, null or absent where there is none. In document order. */
export const estimate = (
  { items }: EstimateMapping,
  target: Questionnaire,
  percents: ReadonlyMap<string, Fraction | null>,
): readonly Estimate[] =>
  [...scoredNodesByCode(target).keys()].map((code): Estimate => {
    const rows = items.filter(({ to }) => to.includes(code))
    const sources = rows.flatMap(({ from, strength }) =>
      from.map((each) => ({ code: each, strength })),
    )
    const known = sources.flatMap((source) => {
      const percent = percents.get(source.code) ?? null
      return percent === null ? [] : [{ ...source, percent }]
    })
    const speaks = known.some(({ strength }) => strength !== 'weak')
    return {
      code,
      percent: speaks ? meanOf(known) : null,
      span: spanOf(speaks ? known.map(({ percent }) => percent) : []),
      sources,
      missing: sources
        .map((source) => source.code)
        .filter((each) => (percents.get(each) ?? null) === null),
    }
  })

type Known = { readonly percent: Fraction; readonly strength: EstimateRow['strength'] }

const meanOf = (known: readonly Known[]): Fraction => {
  const weightOf = ({ strength }: Known) => fraction(strengths[strength])
  return div(sum(known.map((each) => mul(weightOf(each), each.percent))), sum(known.map(weightOf)))
}

const spanOf = (percents: readonly Fraction[]): Estimate['span'] => {
  const [first, ...others] = [...percents].sort(compare)
  return first === undefined ? null : [first, others.at(-1) ?? first]
}
