// What is wrong in one place of a spreadsheet that could be read: the finding of a document, and the cell.
// Files that cannot be read at all are refused in refusal.ts.
import { columnName } from './grid.ts'

/** `row` as the spreadsheet counts; `column` by its title. Null where no single one is meant. */
export type Place = {
  readonly sheet: string
  readonly row: number | null
  readonly column: string | null
  /** Position of the column from 0, where it is known. */
  readonly index: number | null
}

export type CellFinding = Place & {
  readonly pointer: string
  readonly code: string
  readonly detail: string
}

/** `Items, row 5, column points (F)`. */
export const said = ({ sheet, row, column, index }: Place): string =>
  [
    sheet,
    ...(row === null ? [] : [`row ${row}`]),
    ...(column === null
      ? []
      : [`column ${column}${index === null ? '' : ` (${columnName(index)})`}`]),
  ].join(', ')
