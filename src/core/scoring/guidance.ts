// What ratings beside a score say about it: the span of their bands, and a warning where the score lies outside.
// They are guidance only; no score follows from them.
import { compare, type Fraction, fromDocument, toText } from '../exact.ts'
import { type Bands, spanOf } from './bands.ts'
import { type Line, line } from './explain.ts'
import type { SheetWarning } from './sheet.ts'

export type Spoken = {
  readonly explanation: readonly Line[]
  readonly warnings: readonly SheetWarning[]
}
export const silence: Spoken = { explanation: [], warnings: [] }

/** The ratings are percents that were read before; `pointer` names the score they stand beside. */
export const guidance = (
  ratings: readonly number[],
  percent: Fraction,
  pointer: string,
  bands: Bands,
): Spoken => {
  const span = spanOf(bands, ratings)
  if (span === null) return silence
  const { lowest, highest } = span
  const [from, to] = [fromDocument(lowest.from), fromDocument(highest.to)]
  const outside = compare(percent, from) < 0 || compare(percent, to) > 0
  return {
    explanation: [line('factors.range', { from: toText(from), to: toText(to) })],
    warnings: outside
      ? [
          {
            pointer,
            code: 'percent-outside-factors',
            detail: `The percent is outside ${lowest.from} to ${highest.to}, the bands rated by factor.`,
          },
        ]
      : [],
  }
}
