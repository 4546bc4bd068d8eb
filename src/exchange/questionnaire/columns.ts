// The columns of a sheet and the cells of a row: a form laid flat, `edition.label`, `name [en]`.
// The way back is in cells.ts; titles mean the same in both directions.
import type { Cell, Column } from '../grid.ts'
import type { Form, Group, Scalar } from './form.ts'

/** A flat member: its title, what may stand there, and a cell where there is a value. */
export type Flat = { readonly column: Column; readonly cell: Cell }

type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const languageTitle = (path: string, tag: string): string => `${path} [${tag}]`.trimStart()

/** A list of free texts in one cell, a line each; a line break inside a text is written `\n`. */
export const toLines = (texts: readonly string[]): string =>
  texts.map((text) => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')).join('\n')

const helpOf = (form: Form, more: readonly string[] = []): string =>
  [
    form.help,
    ...more,
    ...(form.kind === 'words' ? ['Several: separated by commas.'] : []),
    ...(form.kind === 'lines' ? ['Several: a line each.'] : []),
    ...(form.optional ? ['May be empty.'] : []),
  ]
    .filter((part) => part !== '')
    .join(' ')

/** What stands for a value that is there and says nothing, so that it is told from one that is not there. */
const markOf = (form: Form, value: unknown): string | null => {
  if (value === null && (form.optional || form.kind !== 'scalar')) return 'null'
  if (!form.optional || value === undefined) return null
  if (Array.isArray(value) && value.length === 0) return '[]'
  return isObject(value) && Object.keys(value).length === 0 ? '{}' : null
}

const scalarColumn = (title: string, form: Scalar): Column => ({
  title,
  help: helpOf(form, form.choices.length > 0 ? [`One of: ${form.choices.join(', ')}.`] : []),
  width: form.choices.length > 0 || form.type !== 'text' ? 12 : 18,
  plain: form.type === 'number' || form.type === 'boolean',
  choices: form.choices,
})

/** Everything of a row that stands in cells; lists have their own sheets. Columns come without a value too. */
export const flat = (
  form: Form,
  value: unknown,
  path: string,
  languages: readonly string[],
): readonly Flat[] => {
  const mark = markOf(form, value)
  if (mark !== null) return [{ column: { title: path, help: helpOf(form) }, cell: mark }]
  switch (form.kind) {
    case 'scalar':
      return [{ column: scalarColumn(path, form), cell: (value as Cell | undefined) ?? null }]
    case 'words':
    case 'lines': {
      const texts = (value ?? []) as readonly string[]
      const cell = form.kind === 'words' ? texts.join(', ') : toLines(texts)
      return [{ column: { title: path, help: helpOf(form), width: 24 }, cell }]
    }
    case 'localized': {
      const texts = (value ?? {}) as Readonly<Record<string, string>>
      return languages.map((tag) => ({
        column: { title: languageTitle(path, tag), help: helpOf(form), width: 40 },
        cell: texts[tag] ?? null,
      }))
    }
    case 'named':
      return Object.entries((value ?? {}) as Json).map(([name, cell]) => ({
        column: scalarColumn(`${path}.${name}`, form.value),
        cell: cell as Cell,
      }))
    case 'group':
      return form.members.flatMap(([name, member]) =>
        flat(member, isObject(value) ? value[name] : undefined, below(path, name), languages),
      )
    case 'choice':
      return value === undefined ? [] : flat(optionOf(form, value), value, path, languages)
    default:
      return []
  }
}

export const below = (path: string, name: string): string =>
  path === '' ? name : `${path}.${name}`

const optionOf = ({ by, options }: Extract<Form, { kind: 'choice' }>, value: unknown): Group => {
  const option = isObject(value) ? options.get(String(value[by])) : undefined
  if (option === undefined) throw new RangeError('The questionnaire does not fit its own format.')
  return option
}

export const memberAt = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((inside, name) => (isObject(inside) ? inside[name] : undefined), value)
