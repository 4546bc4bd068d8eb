// Reads a CSV file from outside into a sheet: UTF-8 with or without a mark, commas, semicolons or tabs.
// Rows are counted as a spreadsheet counts them, so a cell with line breaks is one row.
import { CsvError, parse } from 'csv-parse/sync'
import type { Cell, Row, Sheet } from '../grid.ts'
import { fileLimits } from '../limits.ts'
import { refused } from '../refusal.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })
const delimiters = [',', ';', '\t'] as const

/** The only sheet there is. `title`: a title of the first row, by which the delimiter is known. */
export const readCsv = (bytes: Uint8Array, title: string): Sheet => {
  const text = decoded(bytes)
  const delimiter = delimiters.find((each) =>
    (recordsIn(text, each, 1)[0] ?? []).some((cell) => cell.trim() === title),
  )
  if (delimiter === undefined) throw refused('no-such-table', title)
  const records = recordsIn(text, delimiter, fileLimits.csvRecords + 1)
  if (records.length > fileLimits.csvRecords) throw refused('too-large')
  return { name: 'CSV', rows: records.flatMap(rowOf) }
}

const decoded = (bytes: Uint8Array): string => {
  try {
    return utf8.decode(bytes)
  } catch {
    throw refused('not-text')
  }
}

const recordsIn = (text: string, delimiter: string, to: number): readonly (readonly string[])[] => {
  try {
    return parse(text, {
      delimiter,
      to,
      bom: true,
      relax_column_count: true,
      max_record_size: fileLimits.cellCharacters * 10,
    })
  } catch (error) {
    // The rows before it were read, so that it is the next one.
    if (error instanceof CsvError) throw refused('not-csv', `Row ${Number(error.records) + 1}`)
    throw error
  }
}

const rowOf = (record: readonly string[], index: number): readonly Row[] => {
  if (record.length > fileLimits.csvColumns) throw refused('too-large')
  const cells = record.flatMap((cell, column): readonly (readonly [number, Cell])[] => {
    if (cell.length > fileLimits.cellCharacters) throw refused('too-large')
    return cell === '' ? [] : [[column, cell]]
  })
  return cells.length === 0 ? [] : [{ number: index + 1, cells: new Map(cells) }]
}
