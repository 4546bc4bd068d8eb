// What a statistic of agreement answers: a number with what it was made of, or an honest reason for none.
// The statistics are in the files beside; nothing here or there blocks a decision.
import type { Fraction } from '../exact.ts'

/** Why there is no number. `no_variance`: all scores compared are the same, so that nothing can be told apart. */
export const reasons = [
  'no_variance',
  'no_overlap',
  'too_few_items',
  'too_few_assessors',
  'too_few_cells',
  'too_few_owner_groups',
  'disconnected',
] as const
export type Reason = (typeof reasons)[number]

/** How many items and assessors a statistic could use. */
export type Used = { readonly items: number; readonly assessors: number }

/** The value is not rounded, and never NaN or infinite. */
export type Coefficient = Used &
  ({ readonly value: number } | { readonly value: null; readonly reason: Reason })

/** An exact value as a float, to its last digit or two, for statistics only; n and d below 1e308. */
export const toFloat = ({ n, d }: Fraction): number => Number(n) / Number(d)

/** The square root of an exact value that is not negative, for statistics only. */
export const rootOf = (value: Fraction): number => Math.sqrt(toFloat(value))

export const known = (used: Used, value: Fraction): Used & { readonly value: number } => ({
  ...used,
  value: toFloat(value),
})

export const unknown = (
  used: Used,
  reason: Reason,
): Used & { readonly value: null; readonly reason: Reason } => ({ ...used, value: null, reason })

/** What each says. */
export const reasonTexts: Readonly<Record<Reason, string>> = {
  no_variance: 'all scores are alike.',
  no_overlap: 'no item was scored by two.',
  too_few_items: 'too few items were scored.',
  too_few_assessors: 'too few assessors scored.',
  too_few_cells: 'too few scores are there.',
  too_few_owner_groups: 'too few owner groups are among the applicants.',
  disconnected: 'the assessors fall into groups that have no item in common.',
}
