// How an answer looks to a person: one thing as lines, several as a table.
import type { Told } from './command.ts'

type Thing = Readonly<Record<string, unknown>>

export const shownTo = (told: Told): string => (isList(told) ? tableOf(told) : linesOf(told))

const isList = (told: Told): told is readonly Thing[] => Array.isArray(told)

/** Plain values as they are, instants without their fraction, nothing as a dash. */
const textOf = (value: unknown): string => {
  if (value === null || value === undefined) return '-'
  if (value instanceof Date) return value.toISOString().replace(/\.\d+Z$/, 'Z')
  if (Array.isArray(value)) return value.join(' ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const linesOf = (thing: Thing): string => {
  const names = Object.keys(thing)
  const width = Math.max(...names.map((name) => name.length))
  return names.map((name) => `${name.padEnd(width)}  ${textOf(thing[name])}`).join('\n')
}

/** Columns of the first row; every list here has rows of one kind. */
const tableOf = (things: readonly Thing[]): string => {
  const [first] = things
  if (first === undefined) return 'There is none.'
  const rows = [Object.keys(first), ...things.map((thing) => Object.values(thing).map(textOf))]
  const widths = rows[0]?.map((_, place) => Math.max(...rows.map((row) => row[place]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, place) => cell.padEnd(widths?.[place] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
