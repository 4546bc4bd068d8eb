// Intraclass correlations (Shrout and Fleiss 1979): absolute agreement of one assessor, reliability of the panel's
// mean, and consistency; what consistency exceeds agreement by is the price of severity.
import {
  add,
  compare,
  div,
  type Fraction,
  fraction,
  isZero,
  mul,
  one,
  sub,
  zero,
} from '../exact.ts'
import { type Coefficient, known, type Reason, toFloat, type Used, unknown } from './coefficient.ts'
import { fQuantile975 } from './f-quantile.ts'
import {
  allEqual,
  assessorsIn,
  columnsOf,
  completeRows,
  type PanelScores,
  squares,
  total,
} from './panel.ts'

/** The limits of a 95 % interval. */
export type Interval = { readonly from: number; readonly to: number }

/** `interval95` is null where there is no value, where the value is 1, and where the limits cannot be estimated. */
export type Correlation = Coefficient & { readonly interval95: Interval | null }

/** `icc2k` is the reliability of the panel's mean: never call it agreement. */
export type Intraclass = {
  readonly icc21: Correlation
  readonly icc2k: Correlation
  readonly icc31: Coefficient
}

/** The mean squares of n items (rows) by k assessors (columns): of rows, of columns, and of the rest. */
type MeanSquares = {
  readonly n: Fraction
  readonly k: Fraction
  readonly rows: Fraction
  readonly columns: Fraction
  readonly rest: Fraction
}

/**
 * Over the items that all assessors scored. Each is null with `no_variance` (all scores equal, or nothing to
 * divide by), `too_few_assessors` (below two) or `too_few_items` (below three).
 */
export const intraclass = (scores: PanelScores): Intraclass => {
  const rows = completeRows(scores)
  const used: Used = { items: rows.length, assessors: assessorsIn(scores) }
  const reason = reasonAgainst(rows, used)
  if (reason !== null) return nothing(used, reason)
  const squared = meanSquares(rows, used)
  const single = singleAgreement(squared)
  const limits = limitsOf(squared, single)
  return {
    icc21: { ...known(used, single), interval95: limits },
    icc2k: meanReliability(squared, used, limits),
    icc31: consistency(squared, used),
  }
}

const reasonAgainst = (rows: readonly (readonly number[])[], used: Used): Reason | null => {
  if (allEqual(rows.flat())) return 'no_variance'
  if (used.assessors < 2) return 'too_few_assessors'
  return used.items < 3 ? 'too_few_items' : null
}

const nothing = (used: Used, reason: Reason): Intraclass => {
  const none = unknown(used, reason)
  return {
    icc21: { ...none, interval95: null },
    icc2k: { ...none, interval95: null },
    icc31: none,
  }
}

const meanSquares = (rows: readonly (readonly number[])[], used: Used): MeanSquares => {
  const [n, k] = [BigInt(used.items), BigInt(used.assessors)]
  const byRow = rows.map(total)
  const byColumn = columnsOf(rows).map(total)
  const all = total(rows.flat())
  const middle = fraction(all * all, n * k)
  const ofRows = sub(fraction(squares(byRow), k), middle)
  const ofColumns = sub(fraction(squares(byColumn), n), middle)
  const ofAll = sub(fraction(squares(rows.flat().map(BigInt))), middle)
  const ofRest = sub(sub(ofAll, ofRows), ofColumns)
  return {
    n: fraction(n),
    k: fraction(k),
    rows: div(ofRows, fraction(n - 1n)),
    columns: div(ofColumns, fraction(k - 1n)),
    rest: div(ofRest, fraction((n - 1n) * (k - 1n))),
  }
}

/** (R-E) / (R + (k-1)E + k(C-E)/n). With three items or more the divisor is zero only without any variance. */
const singleAgreement = ({ n, k, rows, columns, rest }: MeanSquares): Fraction => {
  const severity = div(mul(k, sub(columns, rest)), n)
  return div(sub(rows, rest), add(add(rows, mul(sub(k, one), rest)), severity))
}

/**
 * (R-E) / (R + (C-E)/n). The divisor estimates a variance; where the estimate is not above zero there is
 * nothing to divide by.
 */
const meanReliability = (
  { n, k, rows, columns, rest }: MeanSquares,
  used: Used,
  limits: Interval | null,
): Correlation => {
  const divisor = add(rows, div(sub(columns, rest), n))
  if (compare(divisor, zero) <= 0) return { ...unknown(used, 'no_variance'), interval95: null }
  return {
    ...known(used, div(sub(rows, rest), divisor)),
    interval95: limits === null ? null : steppedUp(limits, toFloat(k)),
  }
}

/** (R-E) / (R + (k-1)E) */
const consistency = ({ k, rows, rest }: MeanSquares, used: Used): Coefficient => {
  const divisor = add(rows, mul(sub(k, one), rest))
  return isZero(divisor) ? unknown(used, 'no_variance') : known(used, div(sub(rows, rest), divisor))
}

/**
 * The interval of Shrout and Fleiss for icc21. With a = k*rho / (n(1-rho)) and b = 1 + a(n-1) the sum aC + bE
 * is R, so that without variance between items there are no degrees of freedom and no limits. With very few
 * (a negative value) the approximation may miss the value itself: then it says nothing either.
 */
const limitsOf = (squared: MeanSquares, rho: Fraction): Interval | null => {
  const { n, k, rows, columns, rest } = squared
  if (isZero(rows) || compare(rho, one) === 0) return null
  const a = div(mul(k, rho), mul(n, sub(one, rho)))
  const ofColumns = mul(a, columns)
  const ofRest = mul(add(one, mul(a, sub(n, one))), rest)
  const degrees = div(
    mul(rows, rows),
    add(
      div(mul(ofColumns, ofColumns), sub(k, one)),
      div(mul(ofRest, ofRest), mul(sub(n, one), sub(k, one))),
    ),
  )
  const ofItems = toFloat(sub(n, one))
  const [f, g] = [fQuantile975(ofItems, toFloat(degrees)), fQuantile975(toFloat(degrees), ofItems)]
  const q = toFloat(add(mul(k, columns), mul(sub(sub(mul(k, n), k), n), rest)))
  const [items, r, e] = [toFloat(n), toFloat(rows), toFloat(rest)]
  // Divided by f, which may be larger than the product of two floats could hold.
  const from = (items * (r / f - e)) / (q + (items * r) / f)
  const to = (items * (g * r - e)) / (q + items * g * r)
  const value = toFloat(rho)
  return from <= value && value <= to ? { from, to } : null
}

/** Each limit L as kL / (1 + (k-1)L); null where the lower one has no counterpart. */
const steppedUp = ({ from, to }: Interval, k: number): Interval | null => {
  const step = (limit: number) => (k * limit) / (1 + (k - 1) * limit)
  return 1 + (k - 1) * from <= 0 ? null : { from: step(from), to: step(to) }
}
