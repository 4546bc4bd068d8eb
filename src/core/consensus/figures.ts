// What the panel sees of one item once a consensus is open: how far the reviews lie apart, and a suggestion.
// The scores of the consensus itself, and what they need, are in entries.ts.
import { rootOf } from '../agreement/coefficient.ts'
import { scoresIn, spread, total } from '../agreement/panel.ts'
import { at } from '../benchmark/at.ts'
import { type Fraction, fraction } from '../exact.ts'
import type { Valued } from '../review/value.ts'
import { type Bands, bandAt } from '../scoring/bands.ts'
import { medianOf } from './suggestion.ts'

/** The rules of a consensus, frozen with its cycle. Thresholds and steps are basis points, 2000 is 20 points. */
export type ConsensusRules = {
  readonly quorum: number
  readonly thresholdBp: number
  readonly stepBp: number
  readonly suggestion: 'median' | 'mean'
  /** Whether the panel may say of a part of an item that it does not apply: as the cycle permits it to applicants. */
  readonly naPermitted: boolean
}

/**
 * `range`: the scores lie the threshold or more apart. `bands`: the lowest and the highest lie in guideline
 * bands that are not neighbours.
 */
export type ItemFlag = 'range' | 'bands'

/** `none`, `single`: how many scores there are. `discuss`: there is a flag. Otherwise `close`. */
export type ItemState = 'none' | 'single' | 'close' | 'discuss'

/** What speaks for a discussion. */
export const itemFlagTexts: Readonly<Record<ItemFlag, string>> = {
  range: 'the reviews lie the threshold of the cycle or more apart.',
  bands: 'the lowest and the highest review lie in bands that are no neighbours.',
}

/** What the reviews of an item are like. */
export const itemStateTexts: Readonly<Record<ItemState, string>> = {
  none: 'no review scored it.',
  single: 'one did.',
  close: 'several did, without a flag.',
  discuss: 'several did, and there is a flag.',
}

/**
 * Of the percents of the scores that count; `mean` and `median` exact, `sd` in percentage points, with the
 * divisor n - 1. `suggestion`: a value of its own. Null: there are too few scores for it.
 */
export type ItemFigures = {
  readonly n: number
  readonly minBp: number | null
  readonly maxBp: number | null
  readonly rangeBp: number | null
  readonly mean: Fraction | null
  readonly median: Fraction | null
  readonly sd: number | null
  readonly suggestion: Valued | null
  readonly flags: readonly ItemFlag[]
  readonly state: ItemState
  readonly belowQuorum: boolean
}

/**
 * `scores`: basis points, one for each locked review; null where it could not judge or the item does not
 * apply. `bands`: those that judge the item's kind, empty where there are none. `suggestion`: what they suggest.
 */
export const figuresOf = (
  scores: readonly (number | null)[],
  {
    rules,
    bands,
    suggestion,
  }: {
    readonly rules: Pick<ConsensusRules, 'quorum' | 'thresholdBp'>
    readonly bands: Bands
    readonly suggestion: Valued | null
  },
): ItemFigures => {
  const sorted = scoresIn(scores).toSorted((a, b) => a - b)
  const n = sorted.length
  const belowQuorum = n < rules.quorum
  if (n === 0) return { ...nothing, belowQuorum }
  const [minBp, maxBp] = [at(sorted, 0), at(sorted, n - 1)]
  const mean = percentOf(fraction(total(sorted), BigInt(n)))
  const median = medianOf(sorted.map((bp) => percentOf(fraction(BigInt(bp)))))
  const shown = {
    n,
    minBp,
    maxBp,
    mean,
    median,
    suggestion,
    belowQuorum,
  }
  if (n === 1) return { ...shown, rangeBp: null, sd: null, flags: [], state: 'single' }
  const flags = flagsOf({ minBp, maxBp, thresholdBp: rules.thresholdBp, bands })
  const state = flags.length > 0 ? 'discuss' : 'close'
  return { ...shown, rangeBp: maxBp - minBp, sd: deviationOf(sorted), flags, state }
}

const nothing: Omit<ItemFigures, 'belowQuorum'> = {
  n: 0,
  minBp: null,
  maxBp: null,
  rangeBp: null,
  mean: null,
  median: null,
  sd: null,
  suggestion: null,
  flags: [],
  state: 'none',
}

const percentOf = ({ n, d }: Fraction): Fraction => fraction(n, d * 100n)

/** The spread is n times the squared deviations, and a basis point a hundredth of a point. */
const deviationOf = (scores: readonly number[]): number => {
  const n = BigInt(scores.length)
  return rootOf(fraction(spread(scores), n * (n - 1n) * 10_000n))
}

type Apart = {
  readonly minBp: number
  readonly maxBp: number
  readonly thresholdBp: number
  readonly bands: Bands
}

const flagsOf = ({ minBp, maxBp, thresholdBp, bands }: Apart): readonly ItemFlag[] => {
  const [lowest, highest] = [minBp, maxBp].map((bp) =>
    bandAt(bands, percentOf(fraction(BigInt(bp)))),
  )
  const steps = lowest == null || highest == null ? 0 : highest.band.position - lowest.band.position
  return [
    ...(maxBp - minBp >= thresholdBp ? (['range'] as const) : []),
    ...(steps > 1 ? (['bands'] as const) : []),
  ]
}
