// A spreadsheet as plain values, whatever file it is in: sheets of rows of cells, and the names of places.
// Reading and writing XLSX is xlsx/, CSV is csv/; what the cells mean is said by who uses them.

export type Cell = string | number | boolean | null

/** One row that holds something: its number as the spreadsheet counts (from 1), cells by column from 0. */
export type Row = { readonly number: number; readonly cells: ReadonlyMap<number, Cell> }

/** A sheet as it was read. */
export type Sheet = { readonly name: string; readonly rows: readonly Row[] }

/** A column of a sheet to be written. `width` in characters; `choices` are offered in every cell. */
export type Column = {
  readonly title: string
  /** Numbers and booleans: what is typed becomes one. Everything else is kept as text. */
  readonly plain?: boolean
  readonly help?: string
  readonly width?: number
  readonly choices?: readonly string[]
}

/** A sheet to be written: titles, then help if there is any, then the rows. */
export type Table = {
  readonly name: string
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
}

/** `A` for 0, `AA` for 26. */
export const columnName = (index: number): string => {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter
}

/** 27 for `AB`; only capital letters. */
export const columnIndex = (name: string): number =>
  [...name].reduce((index, letter) => index * 26 + letter.charCodeAt(0) - 64, 0) - 1

/** A place as people say it: `Items!F5`. */
export const cellName = (sheet: string, row: number, column: number): string =>
  `${sheet}!${columnName(column)}${row}`
