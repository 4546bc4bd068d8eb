// Finds the cell behind a JSON pointer: findings of a document become findings of the workbook it came from.
// Which rows became what is written down by read.ts while it reads.
import type { ProblemError } from '../../core/problem.ts'
import type { CellFinding, Place } from '../finding.ts'
import { languageTitle } from './columns.ts'

/**
 * Where a value of the document came from. `filled`: the titles of its cells that hold something. `fields`:
 * for the head, whose members stand below each other.
 */
export type Source = {
  readonly pointer: string
  readonly sheet: string
  readonly row: number | null
  readonly columns: ReadonlyMap<string, number>
  readonly filled: ReadonlySet<string>
  readonly fields?: ReadonlyMap<string, number>
}

const stepsOf = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))

/** Titles that may stand for a path inside a row, the closest first. */
const titlesOf = (steps: readonly string[]): readonly string[] =>
  steps.flatMap((_, back) => {
    const kept = steps.slice(0, steps.length - back)
    const last = kept.at(-1) ?? ''
    return [languageTitle(kept.slice(0, -1).join('.'), last), kept.join('.')]
  })

const inside = (pointer: string, above: string): boolean =>
  pointer === above || pointer.startsWith(`${above}/`)

/** The place of a pointer: the row it leads to and, as far as the pointer says, the column. */
const placeOf = (pointer: string, sources: readonly Source[]): Place => {
  const source = sources
    .filter((each) => inside(pointer, each.pointer))
    .reduce((best, each) => (each.pointer.length >= best.pointer.length ? each : best))
  const { sheet, columns, fields } = source
  const titles = titlesOf(stepsOf(pointer.slice(source.pointer.length)))
  if (fields !== undefined) return inHead(source, fields, titles)
  const title = titles.find((each) => columns.has(each)) ?? emptyLanguage(source, titles)
  return {
    sheet,
    row: source.row,
    column: title ?? null,
    index: title === undefined ? null : (columns.get(title) ?? null),
  }
}

/** A text is blamed as a whole where a language is missing: the first empty cell of it is meant. */
const emptyLanguage = (
  { columns, filled }: Source,
  titles: readonly string[],
): string | undefined =>
  [...columns.keys()].find(
    (each) => !filled.has(each) && titles.some((start) => each.startsWith(`${start} [`)),
  )

const inHead = (
  { sheet, columns, filled }: Source,
  fields: ReadonlyMap<string, number>,
  titles: readonly string[],
): Place => {
  for (const title of titles) {
    const [, field = '', tag] = /^(.*?)(?: \[([^\]]+)\])?$/.exec(title) ?? []
    const row = fields.get(field)
    if (row === undefined) continue
    const isText = [...filled].some((each) => each.startsWith(`${field} [`))
    const empty = [...columns.keys()].find(
      (each) => each.startsWith('[') && !filled.has(`${field} ${each}`),
    )
    const column = tag !== undefined ? `[${tag}]` : isText ? (empty ?? null) : 'value'
    return { sheet, row, column, index: column === null ? null : (columns.get(column) ?? null) }
  }
  return { sheet, row: null, column: null, index: null }
}

export const located = (error: ProblemError, sources: readonly Source[]): CellFinding => {
  const { pointer = '', code, detail } = error
  return { ...placeOf(pointer, sources), pointer, code, detail }
}
