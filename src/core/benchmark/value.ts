// The nodes of a benchmark edition and the value of a submission at each, in basis points of the maximum.
// How points come about is in core/scoring; what the values are compared with is in comparison.ts.

/** A fraction in lowest terms, or any other with a positive denominator. */
export type Rational = { readonly n: bigint; readonly d: bigint }

/** One node that is compared. `category` is the category an item or a category stands for, null: total. */
export type BenchmarkNode = {
  readonly code: string
  readonly kind: 'item' | 'category' | 'total'
  readonly category: string | null
  readonly maxPoints: number
  /** Called sensitive by the association: it needs more depth before anything is shown. */
  readonly sensitive: boolean
}

/** As much of a questionnaire as its nodes need. A category without items is a leaf, scored itself. */
export type Structure = {
  readonly scoring: { readonly total: number | null }
  readonly categories: readonly {
    readonly code: string
    readonly points: number
    readonly items?: readonly { readonly code: string; readonly points: number }[] | undefined
  }[]
}

/** The nodes in the frozen order of the score vector: items, categories, the total if there is one. */
export const nodesOf = (
  { categories, scoring }: Structure,
  sensitive: ReadonlySet<string> = new Set(),
): readonly BenchmarkNode[] => {
  const node = (
    kind: BenchmarkNode['kind'],
    code: string,
    category: string | null,
    max: number,
  ) => ({
    code,
    kind,
    category,
    maxPoints: max,
    sensitive: sensitive.has(code),
  })
  return [
    ...categories.flatMap(({ code, items = [] }) =>
      items.map((item) => node('item', item.code, code, item.points)),
    ),
    ...categories.map(({ code, points }) => node('category', code, code, points)),
    ...(scoring.total === null ? [] : [node('total', 'total', null, scoring.total)]),
  ]
}

/**
 * half_up(10000 x points / maxPoints), rounded once from the exact rationals, 0..10000 for points within
 * the maximum. Null where the maximum is zero: nothing can be reached there.
 */
export const basisPointsOf = (points: Rational, maxPoints: Rational): number | null => {
  if (maxPoints.n === 0n) return null
  const dividend = 10000n * points.n * maxPoints.d
  const divisor = points.d * maxPoints.n
  return Number((2n * dividend + divisor) / (2n * divisor))
}

/** As much of a score sheet as its values need; points as in `exactPoints`, `"27/4"` or `"45"`. */
export type SheetFigures = {
  readonly nodes: readonly SheetNode[]
  readonly total: { readonly exactPoints: string | null; readonly maxPoints: number } | null
}
type SheetNode = {
  readonly code: string
  readonly status: string
  readonly exactPoints: string | null
  readonly maxPoints: number
}

/** Value per node in bp; null for a node not applicable, without points or not in the sheet. */
export type OwnValues = Readonly<Record<string, number | null>>

/** The own values at the nodes of a benchmark edition, from a sheet under the reference weighting. */
export const ownValuesOf = (sheet: SheetFigures, nodes: readonly BenchmarkNode[]): OwnValues => {
  const figures = new Map<string, Omit<SheetNode, 'code'>>(
    sheet.nodes.map((each) => [each.code, each]),
  )
  if (sheet.total !== null) figures.set('total', { status: 'scored', ...sheet.total })
  return Object.fromEntries(
    nodes.map(({ code }) => {
      const found = figures.get(code)
      const applies = found !== undefined && found.status !== 'not_applicable'
      return [code, applies ? figureOf(found) : null]
    }),
  )
}

const figureOf = ({ exactPoints, maxPoints }: Omit<SheetNode, 'code'>): number | null =>
  exactPoints === null
    ? null
    : basisPointsOf(rationalOf(exactPoints), { n: BigInt(Math.round(100 * maxPoints)), d: 100n })

const rationalOf = (text: string): Rational => {
  const [n = '', d = '1'] = text.split('/')
  return { n: BigInt(n), d: BigInt(d) }
}
