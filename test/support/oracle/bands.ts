// The band of a percent for the second scoring: by inclusive lower bounds of the exact value.
import type { BandSet, Document } from './document.ts'
import { below, decimal, type Q } from './rational.ts'

export const bandSetFor = ({ scoring, bandSets }: Document, kind: string): BandSet => {
  const set = bandSets.find(({ code }) => code === scoring.parameters.bandSets[kind])
  if (set === undefined) throw new RangeError(`kind ${kind} has no bands`)
  return set
}

/** The position of the band counted from 1, null below all, and whether the percent lies in a hole. */
export const bandOf = ({ bands }: BandSet, percent: Q) => {
  const at = bands.findLastIndex(({ from }) => !below(percent, decimal(from)))
  const band = bands[at]
  if (band === undefined) return { band: null, flags: [] }
  return { band: at + 1, flags: below(decimal(band.to), percent) ? ['between_bands'] : [] }
}
