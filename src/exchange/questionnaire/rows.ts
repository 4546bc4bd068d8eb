// Puts the rows of a sheet where they belong in the document, and says which belong nowhere.
// The head, and what is done with the document then, is in read.ts.
import { pointerOf } from '../../core/document/pointer.ts'
import type { CellFinding } from '../finding.ts'
import type { Sheet } from '../grid.ts'
import { type Titled, type TitledRow, titled } from '../titled.ts'
import { knows, valueIn } from './cells.ts'
import { memberAt } from './columns.ts'
import type { Form } from './form.ts'
import type { Source } from './locate.ts'
import { type Home, keysOf, type SheetPlan } from './plan.ts'

/** What has been read so far. `rows`: the values that other rows may belong to, by sheet and name. */
export type Book = {
  readonly document: object
  readonly sources: Source[]
  readonly rows: Map<string, Map<string, Parent>>
  readonly findings: CellFinding[]
}

type Parent = { readonly pointer: string; readonly value: object }

/** Reads a sheet into the book; the sheets of the rows it belongs to must have been read before. */
export const readSheet = (plan: SheetPlan, sheet: Sheet, book: Book): void => {
  const keys = keysOf(plan)
  const own = new Set([
    ...(keys.of ? ['of'] : []),
    ...(keys.in ? ['in'] : []),
    ...(keys.level ? ['level'] : []),
    ...(keys.name ? ['key'] : []),
    ...(keys.ref ? ['ref'] : []),
  ])
  const form = plan.row ?? textForm
  const table = titled(sheet, (title) => own.has(title) || knows(form, title))
  book.findings.push(...table.findings)
  for (const row of table.rows) {
    const wrong = readRow({ plan, form, table, row }, book)
    if (wrong === null) continue
    const index = table.columns.get(wrong.column) ?? null
    book.findings.push({ pointer: '', sheet: table.name, row: row.number, index, ...wrong })
  }
}

const textForm = { kind: 'localized', optional: false, nullable: false, help: '' } as const

type Reading = {
  readonly plan: SheetPlan
  readonly form: Form
  readonly table: Titled
  readonly row: TitledRow
}

type Wrong = { readonly column: string; readonly code: string; readonly detail: string }

const told = (row: TitledRow, title: string): string => String(row.cells.get(title) ?? '').trim()

/** Where a row goes: a list, or a map of texts, of one parent. */
type At = { readonly home: Home; readonly parent: Parent }

const readRow = (reading: Reading, book: Book): Wrong | null => {
  const at = placeOf(reading, book)
  if ('code' in at) return at
  return reading.plan.row === null ? addText(at, reading, book) : addRow(at, reading, book)
}

const placeOf = ({ plan, row }: Reading, book: Book): At | Wrong => {
  const of = told(row, 'of')
  const list = told(row, 'in')
  const homes = plan.homes.flatMap((home): readonly At[] => {
    const parent = parentOf(home, of, book)
    return parent === null ? [] : [{ home, parent }]
  })
  if (homes.length === 0)
    return {
      column: 'of',
      code: 'parent-unknown',
      detail: `There is no row called "${of.slice(0, 80)}".`,
    }
  const fitting = homes.filter(({ home }) => list === '' || home.path.join('.') === list)
  const [at] = fitting
  if (at !== undefined && (fitting.length === 1 || !keysOf(plan).in)) return at
  const lists = homes.map(({ home }) => home.path.join('.')).join(', ')
  return {
    column: 'in',
    code: 'list-unknown',
    detail: `Say to which list the row belongs: ${lists}.`,
  }
}

const parentOf = ({ parent }: Home, name: string, { document, rows }: Book): Parent | null => {
  if (parent !== null) return rows.get(parent)?.get(name) ?? null
  return name === '' ? { pointer: '', value: document } : null
}

const addRow = (at: At, { plan, form, table, row }: Reading, book: Book): Wrong | null => {
  const { home, parent } = at
  const level = home.nested ? Number(told(row, 'level')) : 1
  if (!Number.isInteger(level) || level < 1 || level > 20)
    return { column: 'level', code: 'level-wrong', detail: 'Expected a whole number from 1.' }
  const value = valueIn(form, row.cells) as object
  const list = listAt(at, level)
  const path = [...home.path, ...(home.nested ? [level - 1] : []), list.length]
  const pointer = `${parent.pointer}${pointerOf(path)}`
  list.push(value)
  book.sources.push(sourceOf(pointer, table, row))
  const called = book.rows.get(plan.id) ?? new Map<string, Parent>()
  const name = told(row, plan.calledBy === 'ref' ? 'ref' : 'code')
  if (!called.has(name)) called.set(name, { pointer, value })
  book.rows.set(plan.id, called)
  return null
}

const sourceOf = (pointer: string, { name, columns }: Titled, row: TitledRow): Source => ({
  pointer,
  sheet: name,
  row: row.number,
  columns,
  filled: new Set(row.cells.keys()),
})

const addText = (at: At, { form, table, row }: Reading, { sources }: Book): Wrong | null => {
  const key = told(row, 'key')
  const { holder, member } = holderOf(at)
  const texts = new Map(Object.entries((holder[member] ?? {}) as object))
  if (key === '' || texts.has(key))
    return { column: 'key', code: 'key-wrong', detail: 'Every row needs a key of its own.' }
  const pointer = `${at.parent.pointer}${pointerOf([...at.home.path, key])}`
  sources.push(sourceOf(pointer, table, row))
  holder[member] = Object.fromEntries(texts.set(key, valueIn(form, row.cells)))
  return null
}

/** The object that holds the member at the end of the path, made where it is not there yet. */
const holderOf = ({ home, parent }: At): { holder: Record<string, unknown>; member: string } => {
  let holder = parent.value as Record<string, unknown>
  for (const name of home.path.slice(0, -1)) {
    const inside = memberAt(holder, [name]) ?? {}
    holder[name] = inside
    holder = inside as Record<string, unknown>
  }
  return { holder, member: home.path.at(-1) ?? '' }
}

const listAt = (at: At, level: number): unknown[] => {
  const { holder, member } = holderOf(at)
  const list = (holder[member] ?? []) as unknown[]
  holder[member] = list
  if (!at.home.nested) return list
  while (list.length < level) list.push([])
  return list[level - 1] as unknown[]
}
