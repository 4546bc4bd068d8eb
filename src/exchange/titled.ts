// Takes a sheet of a workbook apart by its titles: rows of named cells, and what is wrong with the titles.
// Rows and columns whose first character is # are for people and are not read.
import type { CellFinding } from './finding.ts'
import type { Cell, Row, Sheet } from './grid.ts'
import { unguarded } from './guard.ts'

/** A sheet with its titles: where each column is, and rows by title. */
export type Titled = {
  readonly name: string
  readonly columns: ReadonlyMap<string, number>
  readonly rows: readonly TitledRow[]
  readonly findings: readonly CellFinding[]
}

export type TitledRow = { readonly number: number; readonly cells: ReadonlyMap<string, Cell> }

const textOf = (cell: Cell): string =>
  typeof cell === 'string' ? unguarded(cell).trim() : String(cell)

const isRemark = ({ cells }: Row): boolean => {
  const [first] = [...cells].toSorted(([a], [b]) => a - b)
  return typeof first?.[1] === 'string' && first[1].startsWith('#')
}

/** Says what is read of a sheet; `knows`: the titles that mean something there. */
export const titled = (
  { name, rows: [head, ...below] }: Sheet,
  knows: (title: string) => boolean,
): Titled => {
  const columns = new Map<string, number>()
  const findings: CellFinding[] = []
  for (const [index, cell] of head?.cells ?? []) {
    const title = textOf(cell)
    if (title === '' || title.startsWith('#')) continue
    const wrong = columns.has(title)
      ? { code: 'column-twice', detail: 'There are two columns of this title; delete one.' }
      : knows(title)
        ? null
        : {
            code: 'column-unknown',
            detail:
              'This title means nothing here. Correct it, or start it with # to keep a remark.',
          }
    if (wrong !== null)
      findings.push({
        pointer: '',
        sheet: name,
        row: head?.number ?? null,
        column: title,
        index,
        ...wrong,
      })
    else columns.set(title, index)
  }
  const read = below.filter((row) => !isRemark(row))
  for (const { number, cells } of read)
    for (const [title, index] of columns)
      if (isUnsafe(cells.get(index) ?? null))
        findings.push({ pointer: '', sheet: name, row: number, column: title, index, ...unsafe })
  const rows = read
    .map(({ number, cells }) => ({ number, cells: named(cells, columns) }))
    .filter(({ cells }) => cells.size > 0)
  return { name, columns, rows, findings }
}

const unsafe = {
  code: 'unsafe-text',
  detail: 'The text holds U+0000 or half a character. Type it anew.',
}

/** What no document and no database takes (SEC-20); as JSON it would have been refused with the body. */
const isUnsafe = (cell: Cell): boolean =>
  typeof cell === 'string' && (cell.includes('\0') || /\p{Surrogate}/u.test(cell))

const named = (
  cells: ReadonlyMap<number, Cell>,
  columns: ReadonlyMap<string, number>,
): ReadonlyMap<string, Cell> =>
  new Map(
    [...columns].flatMap(([title, index]) => {
      const cell = cells.get(index) ?? null
      const isBlank =
        cell === null || isUnsafe(cell) || (typeof cell === 'string' && cell.trim() === '')
      return isBlank ? [] : [[title, cell] as const]
    }),
  )
