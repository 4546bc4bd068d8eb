// Which level of an award the exact points reach: inclusive lower bounds, never the shown figure.
// Whether a table is in force on a day is for the reader to decide; the sheet carries its dates.
import type { Questionnaire, RecognitionTable } from '../document/questionnaire-v1.ts'
import { compare, type Fraction, fromDocument, toText } from '../exact.ts'
import { type Line, line } from './explain.ts'
import type { Recognition } from './sheet.ts'

/** The exact points of a scope (`total` or a group) and the figure shown for them. */
export type Achieved = { readonly points: Fraction; readonly shown: number }

const recognize = (table: RecognitionTable, { points, shown }: Achieved): Recognition => {
  const bands = table.bands.map((band) => ({ ...band, bound: fromDocument(band.from) }))
  const reached = bands.findLast(({ bound }) => compare(bound, points) <= 0)
  const next = bands.find(({ bound }) => compare(bound, points) > 0)
  const value = toText(points)
  const explanation: Line[] = []
  if (reached !== undefined) {
    explanation.push(line('recognition.reached', { value, bound: toText(reached.bound) }))
  }
  if (next !== undefined) {
    const inputs = { value, bound: toText(next.bound) }
    explanation.push(
      shown >= next.from
        ? line('recognition.rounding', { ...inputs, shown: toText(fromDocument(shown)) })
        : line('recognition.bound', inputs),
    )
  }
  return {
    code: table.code,
    official: table.official,
    scope: table.scope,
    validFrom: table.validFrom,
    validTo: table.validTo,
    value,
    band: reached?.code ?? null,
    next: next === undefined ? null : { band: next.code, from: next.from },
    explanation,
  }
}

/** The level in every table of the document whose scope was scored. */
export const recognitionOf = (
  { recognition }: Questionnaire,
  achieved: ReadonlyMap<string, Achieved>,
): Recognition[] =>
  recognition.flatMap((table) => {
    const scope = achieved.get(table.scope)
    return scope === undefined ? [] : [recognize(table, scope)]
  })
