// The plain form in which the two scorings are compared. Exact figures are texts in lowest terms.

export type Node = {
  /** Null for a category with items: how its items stand together is not compared. */
  readonly status: string | null
  readonly percent: string | null
  readonly points: string | null
  readonly max: number | null
  readonly shown: { readonly points: number; readonly max: number } | null
  /** The position of the band, counted from 1. */
  readonly band: number | null
  readonly flags: readonly string[]
  /** What the method says beyond percent and points, by the names of the product. */
  readonly outcome: Readonly<Record<string, unknown>> | null
}
export type Figures = Pick<Node, 'percent' | 'points' | 'max' | 'shown'>
export type AlternativeTotal = { readonly points: string; readonly max: number }
export type Sheet = {
  readonly nodes: Readonly<Record<string, Node>>
  readonly groups: Readonly<Record<string, Figures>>
  readonly total: Figures | null
  readonly alternatives: {
    readonly zero: AlternativeTotal | null
    readonly underPolicy: AlternativeTotal | null
    readonly scaled: string | null
    readonly naCount: number
    readonly naShare: string
    readonly credits: Readonly<Record<string, string>>
  } | null
  /** By code, or code and node. */
  readonly conventions: Readonly<Record<string, string>>
  readonly verdict: {
    readonly passed: boolean
    readonly lacking: Readonly<Record<string, string>>
  } | null
}

/**
 * What a method makes of one answer, before any roll-up. `absent`: not applicable. `dropped`: how much of the
 * node, of 1, its answer says does not apply, statement by statement.
 */
export type Rated = {
  readonly dropped?: import('./rational.ts').Q
  readonly state: 'value' | 'unanswered' | 'absent'
  readonly percent: import('./rational.ts').Q | null
  readonly band?: number | null
  readonly flags?: readonly string[]
  readonly outcome?: Readonly<Record<string, unknown>> | null
}
