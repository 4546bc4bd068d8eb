// Builds the value of a row out of its cells, following the form: the way back of columns.ts.
// Whether the value is right is not judged here: a cell that does not fit stays as it is and is found later.
import type { Cell } from '../grid.ts'
import { unguarded } from '../guard.ts'
import { below, languageTitle } from './columns.ts'
import type { Form, Scalar } from './form.ts'

/** What a row says, by title of the column: cells that hold nothing are not in it. */
export type Cells = ReadonlyMap<string, Cell>

const absent: unique symbol = Symbol('absent')

const text = (cell: Cell): string => {
  if (typeof cell === 'string') return unguarded(cell)
  return typeof cell === 'boolean' ? String(cell).toUpperCase() : String(cell)
}

/** Days are numbers to a spreadsheet: days since the last day of 1899. */
const dayOf = (serial: number): string =>
  new Date(Date.UTC(1899, 11, 30) + serial * 86_400_000).toISOString().slice(0, 10)

const scalarOf = ({ type }: Scalar, cell: Cell): Cell => {
  if (type === 'number')
    return typeof cell === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(cell) ? Number(cell) : cell
  if (type === 'boolean') {
    if (typeof cell !== 'string' || !/^(true|false)$/i.test(cell.trim())) return cell
    return cell.trim().toLowerCase() === 'true'
  }
  if (type === 'date' && typeof cell === 'number' && Number.isInteger(cell) && cell > 0)
    return dayOf(cell)
  return text(cell)
}

const wordsOf = (cell: Cell): readonly string[] =>
  text(cell)
    .split(/[\s,;，；、]+/)
    .filter((word) => word !== '')

const linesOf = (cell: Cell): readonly string[] =>
  text(cell)
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => line.replaceAll(/\\(\\|n)/g, (_, mark: string) => (mark === 'n' ? '\n' : '\\')))

/** Where a title stands to a path: it is the path itself, one of its languages, or below it. */
const speaksOf = (title: string, path: string): boolean =>
  title === path || title.startsWith(`${path} [`) || title.startsWith(`${path}.`)

const languagesOf = (cells: Cells, path: string): Record<string, string> => {
  const start = languageTitle(path, '').slice(0, -1)
  const texts = [...cells].flatMap(([title, cell]) =>
    title.startsWith(start) && title.endsWith(']')
      ? [[title.slice(start.length, -1), text(cell)] as const]
      : [],
  )
  return Object.fromEntries(texts)
}

/** The value of a form at a path, or `absent`. Lists that have sheets of their own begin empty. */
const read = (form: Form, cells: Cells, path: string): unknown => {
  const cell = cells.get(path)
  const isThere = [...cells.keys()].some((title) => path === '' || speaksOf(title, path))
  if (form.nullable && cell === 'null') return null
  if (form.kind !== 'scalar' && form.optional) {
    if (cell === '{}') return {}
    if (cell === '[]') return []
    if (!isThere) return absent
  }
  switch (form.kind) {
    case 'scalar':
      if (cell !== undefined) return scalarOf(form, cell)
      return form.nullable && !form.optional ? null : absent
    case 'words':
      return cell === undefined ? [] : wordsOf(cell)
    case 'lines':
      return cell === undefined ? [] : linesOf(cell)
    case 'localized':
      return languagesOf(cells, path)
    case 'named':
      return Object.fromEntries(
        [...cells].flatMap(([title, each]) =>
          title.startsWith(`${path}.`)
            ? [[title.slice(path.length + 1), scalarOf(form.value, each)] as const]
            : [],
        ),
      )
    case 'group':
      return objectOf(form.members, cells, path)
    case 'choice': {
      const told = cells.get(below(path, form.by))
      const [first] = form.options.values()
      const option = form.options.get(told === undefined ? '' : text(told)) ?? first
      return option === undefined ? absent : read(option, cells, path)
    }
    case 'texts':
      return {}
    case 'rows':
      return []
  }
}

const objectOf = (
  members: readonly (readonly [string, Form])[],
  cells: Cells,
  path: string,
): Record<string, unknown> =>
  Object.fromEntries(
    members.flatMap(([name, member]) => {
      const value = read(member, cells, below(path, name))
      return value === absent ? [] : [[name, value] as const]
    }),
  )

/** The value of a whole row. */
export const valueIn = (form: Form, cells: Cells): unknown => {
  const value = read(form, cells, '')
  return value === absent ? {} : value
}

/** Whether a column of this title says anything in this form. */
export const knows = (form: Form, title: string, path = ''): boolean => {
  const isMark = title === path && path !== ''
  switch (form.kind) {
    case 'scalar':
    case 'words':
    case 'lines':
      return isMark
    case 'localized':
      return (
        isMark || (title.startsWith(languageTitle(path, '').slice(0, -1)) && title.endsWith(']'))
      )
    case 'named':
      return isMark || title.startsWith(`${path}.`)
    case 'group':
      return (
        isMark || form.members.some(([name, member]) => knows(member, title, below(path, name)))
      )
    case 'choice':
      return isMark || [...form.options.values()].some((option) => knows(option, title, path))
    default:
      return isMark
  }
}
