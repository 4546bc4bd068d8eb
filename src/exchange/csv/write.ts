// Writes a table as CSV (RFC 4180) in UTF-8 with a mark, without which common programs take it for something else.
import { stringify } from 'csv-stringify/sync'
import type { Cell, Table } from '../grid.ts'
import { guarded } from '../guard.ts'

const written = (cell: Cell): string | number => {
  if (cell === null) return ''
  if (typeof cell === 'number') return cell
  return typeof cell === 'boolean' ? String(cell).toUpperCase() : guarded(cell)
}

export const writeCsv = ({ columns, rows }: Table): string =>
  stringify([columns.map(({ title }) => title), ...rows.map((cells) => cells.map(written))], {
    bom: true,
    record_delimiter: 'windows',
  })
