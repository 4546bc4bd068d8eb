// Bands ready to be asked: exact bounds, compared by inclusive lower bound (scoring.md section 4).
// That bands leave no allowed step out is one of the document's invariants.
import { bandSetOf } from '../document/nodes.ts'
import type { Kind } from '../document/parameters-v1.ts'
import type { BandSet, Questionnaire } from '../document/questionnaire-v1.ts'
import { compare, type Fraction, fromDocument } from '../exact.ts'
import type { Band } from './sheet.ts'

/** A band set with exact bounds. */
export type Bands = readonly {
  readonly from: Fraction
  readonly to: Fraction
  readonly band: Band
}[]

// A document never changes, and every node of a page asks for the bands of its kind.
const made = new WeakMap<BandSet, Bands>()

export const bandsOf = (set: BandSet): Bands => {
  const known = made.get(set)
  if (known !== undefined) return known
  const bands = set.bands.map(({ from, to }, index) => ({
    from: fromDocument(from),
    to: fromDocument(to),
    band: { bandSet: set.code, position: index + 1, from, to },
  }))
  made.set(set, bands)
  return bands
}

/** The band set that judges a kind; RangeError where the document, against its invariants, has none. */
export const demandBandSet = (questionnaire: Questionnaire, kind: Kind): BandSet => {
  const set = bandSetOf(questionnaire, kind)
  if (set === undefined) throw new RangeError(`kind ${kind} has no bands`)
  return set
}

/**
 * The band with the greatest lower bound not above the exact value, null below all. `between`: the value
 * lies above the end of that band, in a hole before the next (section 5).
 */
export const bandAt = (
  bands: Bands,
  value: Fraction,
): { readonly band: Band; readonly between: boolean } | null => {
  const found = bands.findLast(({ from }) => compare(from, value) <= 0)
  return found === undefined ? null : { band: found.band, between: compare(value, found.to) > 0 }
}

/** What a method says of the band of an exact value: null below all, and whether it lies in a hole. */
export const saidBand = (
  bands: Bands,
  value: Fraction,
): { readonly band: Band | null; readonly flags: readonly string[] } => {
  const at = bandAt(bands, value)
  return { band: at?.band ?? null, flags: at?.between === true ? ['between_bands'] : [] }
}

/** From the lowest to the highest band in which the values lie; null without a value in any band. */
export const spanOf = (
  bands: Bands,
  values: readonly number[],
): { readonly lowest: Band; readonly highest: Band } | null => {
  const met = values
    .flatMap((value) => bandAt(bands, fromDocument(value)) ?? [])
    .map(({ band }) => band)
    .sort((a, b) => a.position - b.position)
  const [lowest, highest] = [met[0], met.at(-1)]
  return lowest === undefined || highest === undefined ? null : { lowest, highest }
}
