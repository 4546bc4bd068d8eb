// Reads one cell of an answer sheet as the value it stands for: numbers with a comma or a percent sign, choices by
// value or by name, yes and no. Whether the value fits its node is decided by the core.
import type { Cell } from '../grid.ts'
import { unguarded } from '../guard.ts'
import type { Option } from '../inputs/inputs.ts'
import type { Field } from './layout.ts'

export type CellRead =
  | { readonly value: string | number | boolean }
  | { readonly code: string; readonly detail: string }

const plainNumber = /^[+-]?\d{1,15}([.,]\d{1,15})?$/

/** `12,5` is how half of the world writes it; `45%` is what people type for a percent. */
const numberIn = (cell: Cell, isPercent: boolean): number | null => {
  if (typeof cell === 'number') return cell
  if (typeof cell !== 'string') return null
  const text = unguarded(cell).trim()
  const bare = isPercent ? text.replace(/\s*[%％]$/, '') : text
  return plainNumber.test(bare) ? Number(bare.replace(',', '.')) : null
}

const yes: ReadonlySet<string> = new Set(['true', 'yes', '1', 'x', '是'])
const no: ReadonlySet<string> = new Set(['false', 'no', '0', '否'])

const chosen = (options: readonly Option[], cell: Cell): CellRead => {
  const said = typeof cell === 'string' ? unguarded(cell).trim().toLowerCase() : String(cell)
  const number = numberIn(cell, true)
  const option = options.find(
    ({ value, label }) =>
      value === number ||
      String(value) === said ||
      Object.values(label).some((name) => name.toLowerCase() === said),
  )
  if (option !== undefined) return { value: option.value }
  // A number off the list goes on: the core says which are the nearest.
  if (number !== null && options.some(({ value }) => typeof value === 'number'))
    return { value: number }
  const known = options.map(({ value }) => value).join(', ')
  return { code: 'not-a-choice', detail: `Expected one of: ${known}.` }
}

/** The value of a cell that holds something. */
export const readCell = ({ entry }: Field, cell: Cell): CellRead => {
  switch (entry.type) {
    case 'text':
      return { value: typeof cell === 'string' ? unguarded(cell) : String(cell) }
    case 'choice':
      return chosen(entry.options, cell)
    case 'flag': {
      const said = String(cell).trim().toLowerCase()
      if (yes.has(said)) return { value: true }
      if (no.has(said)) return { value: false }
      return { code: 'not-yes-or-no', detail: 'Expected TRUE or FALSE.' }
    }
    case 'number': {
      const value = numberIn(cell, entry.max === 100)
      return value === null ? { code: 'not-a-number', detail: 'Expected a number.' } : { value }
    }
  }
}
