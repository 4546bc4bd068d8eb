// A questionnaire as a workbook that people can work in: a head, and a sheet for every kind of thing in it.
// Reading it back is read.ts; both follow the plan, so nothing of a questionnaire is lost between them.
import type { Questionnaire } from '../../core/document/questionnaire-v1.ts'
import { mapTexts } from '../../core/document/texts.ts'
import type { Cell, Column, Table } from '../grid.ts'
import { writeWorkbook } from '../xlsx/write.ts'
import { type Flat, flat, memberAt } from './columns.ts'
import { headName, keysOf, root, type SheetPlan, sheetPlans } from './plan.ts'

/** The bytes of the workbook: the same for the same questionnaire. */
export const questionnaireToWorkbook = (questionnaire: Questionnaire): Uint8Array =>
  writeWorkbook(questionnaireTables(questionnaire))

/** The sheets of the workbook as tables, the head first. */
export const questionnaireTables = (questionnaire: Questionnaire): readonly Table[] => {
  const languages = languagesOf(questionnaire)
  const rows = new Map<string, Line[]>(sheetPlans.map(({ id }) => [id, []]))
  collect(questionnaire, { sheet: null, name: null }, rows)
  return [
    headTable(questionnaire, languages),
    ...sheetPlans.map((plan) => sheetTable(plan, rows.get(plan.id) ?? [], languages)),
  ]
}

/** The languages of the document, and any other that a text of it speaks. */
const languagesOf = (questionnaire: Questionnaire): readonly string[] => {
  const spoken = new Set(questionnaire.locales)
  mapTexts(questionnaire, (text) => {
    for (const tag of Object.keys(text)) spoken.add(tag)
    return text
  })
  return [...spoken]
}

/** A row to be: whose it is, in which list there, at which level, what it is called, and its value. */
type Line = {
  readonly of: string | null
  readonly in: string
  readonly level: number | null
  readonly called: string
  readonly value: unknown
}

const collect = (
  value: unknown,
  { sheet, name }: { readonly sheet: string | null; readonly name: string | null },
  rows: ReadonlyMap<string, Line[]>,
): void => {
  for (const plan of sheetPlans)
    for (const { parent, path, nested } of plan.homes) {
      if (parent !== sheet) continue
      const list = memberAt(value, path)
      const add = (each: unknown, index: number, level: number | null, key?: string): void => {
        const code = plan.calledBy === 'ref' ? null : memberAt(each, ['code'])
        const called = key ?? String(code ?? `${name}/${index + 1}`)
        rows.get(plan.id)?.push({ of: name, in: path.join('.'), level, called, value: each })
        if (plan.row !== null) collect(each, { sheet: plan.id, name: called }, rows)
      }
      if (plan.row === null)
        Object.entries((list ?? {}) as object).forEach(([key, text], index) => {
          add(text, index, null, key)
        })
      else if (nested)
        ((list ?? []) as readonly (readonly unknown[])[]).forEach((inner, level) => {
          inner.forEach((each, index) => {
            add(each, index, level + 1)
          })
        })
      else
        ((list ?? []) as readonly unknown[]).forEach((each, index) => {
          add(each, index, null)
        })
    }
}

const keyColumns = (plan: SheetPlan): readonly (Column & { readonly key: keyof Line })[] => {
  const keys = keysOf(plan)
  return [
    ...(keys.of
      ? [{ key: 'of', title: 'of', help: 'What the row belongs to: its code or ref.' }]
      : []),
    ...(keys.in ? [{ key: 'in', title: 'in', help: 'The list there that it belongs to.' }] : []),
    ...(keys.level
      ? [{ key: 'level', title: 'level', help: 'The level, from 1.', width: 8, plain: true }]
      : []),
    ...(keys.name ? [{ key: 'called', title: 'key', help: 'What the text is of.' }] : []),
    ...(keys.ref
      ? [
          {
            key: 'called',
            title: 'ref',
            help: 'Any name for this row, used in the column of others.',
          },
        ]
      : []),
  ] as const as readonly (Column & { readonly key: keyof Line })[]
}

const sheetTable = (
  plan: SheetPlan,
  lines: readonly Line[],
  languages: readonly string[],
): Table => {
  const keys = keyColumns(plan)
  const form = plan.row ?? textForm
  const usual = flat(form, undefined, '', languages)
  const cells = lines.map(({ value }) => flat(form, value, '', languages))
  const titled = new Map([...usual, ...cells.flat()].map(({ column }) => [column.title, column]))
  const columns = [...keys, ...titled.values()].map((column, index) =>
    index === 0 ? { ...column, help: `# ${column.help}` } : column,
  )
  const rows = lines.map((line, index): readonly Cell[] => {
    const byTitle = cellsOf(cells[index] ?? [])
    return [
      ...keys.map(({ key }) => line[key] as Cell),
      ...[...titled.keys()].map((title) => byTitle.get(title) ?? null),
    ]
  })
  return { name: plan.name, columns: columns.map(withoutKey), rows }
}

/** A row that is a name with its text: the text stands under the bare tags, `[en]`. */
const textForm = { kind: 'localized', optional: false, nullable: false, help: 'The text.' } as const

const withoutKey = ({ title, help, width, choices, plain }: Column): Column => ({
  title,
  ...(help === undefined ? {} : { help }),
  ...(width === undefined ? {} : { width }),
  ...(choices === undefined ? {} : { choices }),
  ...(plain === undefined ? {} : { plain }),
})

const cellsOf = (flats: readonly Flat[]): ReadonlyMap<string, Cell> =>
  new Map(flats.map(({ column, cell }) => [column.title, cell]))

/** The head has a row for every member: its name, its value, or its text in each language. */
const headTable = (questionnaire: Questionnaire, languages: readonly string[]): Table => {
  const lines = new Map<string, { value: Cell; texts: Map<string, Cell>; help: string }>()
  for (const { column, cell } of flat(root, questionnaire, '', languages)) {
    const [, field = '', tag] = /^(.*?)(?: \[([^\]]+)\])?$/.exec(column.title) ?? []
    const line = lines.get(field) ?? { value: null, texts: new Map(), help: column.help ?? '' }
    if (tag === undefined) line.value = cell
    else line.texts.set(tag, cell)
    lines.set(field, line)
  }
  return {
    name: headName,
    columns: [
      {
        title: 'field',
        width: 36,
        help: '# A member of the questionnaire. Rows with # are not read.',
      },
      { title: 'value', width: 36, help: 'Its value.' },
      ...languages.map((tag) => ({ title: `[${tag}]`, width: 48, help: 'Its text.' })),
      { title: '# about', width: 60, help: 'Columns with # are not read.' },
    ],
    rows: [...lines].map(([field, { value, texts, help }]) => [
      field,
      value,
      ...languages.map((tag) => texts.get(tag) ?? null),
      help,
    ]),
  }
}
