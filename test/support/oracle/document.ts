// What the second scoring reads of documents and answers, described anew and loosely, and a walk over it.
// The real shapes are in src/core/document; nothing is imported from there.

export type Parameters = {
  readonly step?: number | undefined
  readonly factors?: string | undefined
  readonly factorWeights?:
    | Readonly<Record<string, Readonly<Record<string, number>> | undefined>>
    | undefined
  readonly elements?: Readonly<Record<string, readonly Element[] | undefined>> | undefined
  readonly cap?: Readonly<Record<string, string | undefined>> | null | undefined
  readonly combine?: string | undefined
  readonly inputStep?: number | undefined
  readonly inputRound?: number | undefined
  readonly elementRound?: number | undefined
  readonly partRound?: number | undefined
  readonly categoryMean?: string | undefined
  readonly categoryStep?: number | undefined
  readonly pointsStep?: number | undefined
  readonly unanswered?: string | undefined
  readonly entry?: string | undefined
  readonly pointStep?: number | undefined
  readonly scale?: string | undefined
  readonly phases?: readonly string[] | undefined
  readonly bandSets: Readonly<Record<string, string | undefined>>
}

export type Element = { readonly code: string; readonly attributes: readonly string[] }
export type Statement = {
  readonly code: string
  readonly naAllowed: boolean
  readonly weight?: number | undefined
}
type Stated = {
  readonly kind: string
  readonly naAllowed: boolean
  readonly statements?: readonly Statement[] | undefined
  readonly levelStatements?: readonly (readonly { readonly code: string }[])[] | undefined
}
type Item = Stated & {
  readonly code: string
  readonly points: number
  readonly effectiveFrom?: string | undefined
}
export type Category = {
  readonly code: string
  readonly points: number
  readonly passPoints?: number | undefined
  readonly items?: readonly Item[] | undefined
  readonly leaf?: Stated | undefined
}
export type BandSet = {
  readonly code: string
  readonly factors: readonly string[]
  readonly bands: readonly { readonly from: number; readonly to: number }[]
}
export type Document = {
  readonly version: string
  readonly scoring: {
    readonly method: string
    readonly total: number | null
    readonly displayUnit: number
    readonly parameters: Parameters
  }
  readonly bandSets: readonly BandSet[]
  readonly scales?:
    | readonly { readonly code: string; readonly levels: readonly { readonly percent: number }[] }[]
    | undefined
  readonly groups: readonly { readonly code: string; readonly nodes: readonly string[] }[]
  readonly categories: readonly Category[]
}

type Numbers = Readonly<Record<string, number>>
export type Answer = {
  readonly percent?: number | undefined
  readonly factors?: Numbers | undefined
  readonly attributes?: Numbers | undefined
  readonly score?: number | undefined
  readonly phases?: Readonly<Record<string, boolean | undefined>> | undefined
  readonly trend?: number | undefined
  readonly targets?: number | undefined
  readonly plan?: number | undefined
  readonly do?: number | undefined
  readonly check?: number | undefined
  readonly act?: number | undefined
  readonly trends?: number | undefined
  readonly level?: number | undefined
  readonly levels?: readonly (readonly string[])[] | undefined
  readonly points?: number | undefined
  readonly statements?: Readonly<Record<string, number | 'not_applicable'>> | undefined
  readonly notApplicable?:
    | { readonly reasonCode: string; readonly justification: string }
    | undefined
  readonly comment?: string | undefined
}
export type Answers = Readonly<Record<string, Answer | undefined>>

/** `points`: maxima; `weights`: shares of the total; `within_category`: shares inside named categories. */
export type Weights = {
  readonly mode: string
  readonly items: Readonly<Record<string, number>>
}
export type Policy = 'zero' | 'exclude' | 'pro_rata'
/** `preset`: parameters that the caller puts in the place of the document's. */
export type Case = {
  readonly document: Document
  readonly weights: Weights
  readonly answers: Answers
  readonly policy: Policy | null
  readonly preset?: string | undefined
}

/** A node that is scored: an item, or a category that is a leaf. */
export type Asked = Stated & {
  readonly code: string
  readonly points: number
  readonly leaf: boolean
  readonly pilot: boolean
}

const parts = (version: string): number[] => version.split('.').map(Number)
const earlier = (version: string, other: string): boolean => {
  const [a, b] = [parts(version), parts(other)]
  const at = a.findIndex((part, index) => part !== b[index])
  return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0)
}

export const askedIn = (category: Category, version: string): readonly Asked[] =>
  category.leaf === undefined
    ? (category.items ?? []).map((item) => ({
        ...item,
        leaf: false,
        pilot: item.effectiveFrom !== undefined && earlier(version, item.effectiveFrom),
      }))
    : [{ ...category.leaf, code: category.code, points: category.points, leaf: true, pilot: false }]
