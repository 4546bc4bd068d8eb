// Reads a workbook back into a questionnaire, or says everything that is wrong with it, cell by cell.
// Whether a workbook may be opened at all is decided in xlsx/; what a questionnaire must hold, in core/document.
import type { Questionnaire } from '../../core/document/questionnaire-v1.ts'
import { readQuestionnaire } from '../../core/document/read.ts'
import { isProblem } from '../../core/problem.ts'
import type { CellFinding } from '../finding.ts'
import type { Sheet } from '../grid.ts'
import { refused } from '../refusal.ts'
import { titled } from '../titled.ts'
import { readWorkbook } from '../xlsx/read.ts'
import { knows, valueIn } from './cells.ts'
import { languageTitle } from './columns.ts'
import { located } from './locate.ts'
import { headName, parentsFirst, root } from './plan.ts'
import { type Book, readSheet } from './rows.ts'

export type QuestionnaireRead =
  | { readonly questionnaire: Questionnaire; readonly findings: readonly [] }
  | { readonly questionnaire: null; readonly findings: readonly CellFinding[] }

/** Throws `file-refused` for what is no workbook or lacks the head; all else is a finding. */
export const workbookToQuestionnaire = (bytes: Uint8Array): QuestionnaireRead => {
  const { document, sources, findings } = workbookToDocument(bytes)
  try {
    const questionnaire = readQuestionnaire(document)
    return findings.length > 0 ? { questionnaire: null, findings } : { questionnaire, findings: [] }
  } catch (error) {
    if (!isProblem(error, 'document-invalid')) throw error
    const { errors } = error.parameters
    const found = errors.map((each) => located(each, sources))
    return { questionnaire: null, findings: [...findings, ...found] }
  }
}

/** The JSON that the workbook says, right or wrong, and where each part of it stands. */
export const workbookToDocument = (bytes: Uint8Array): Omit<Book, 'rows'> => {
  const sheets = readWorkbook(bytes)
  const given = sheets.find(({ name }) => name === headName)
  if (given === undefined) throw refused('no-such-table', headName)
  const head = readHead(given)
  const book: Book = {
    document: head.document,
    sources: [head.source],
    rows: new Map(),
    findings: [...head.findings, ...strangers(sheets)],
  }
  for (const plan of parentsFirst) {
    const sheet = sheets.find(({ name }) => name === plan.name)
    if (sheet !== undefined) readSheet(plan, sheet, book)
  }
  return book
}

const strangers = (sheets: readonly Sheet[]): readonly CellFinding[] =>
  sheets
    .filter(({ name }) => name !== headName && !name.startsWith('#'))
    .filter(({ name }) => !parentsFirst.some((plan) => plan.name === name))
    .map(({ name }) => ({
      pointer: '',
      sheet: name,
      row: null,
      column: null,
      index: null,
      code: 'sheet-unknown',
      detail:
        'No sheet of this name is read. Correct the name, or start it with # to keep remarks.',
    }))

const readHead = (sheet: Sheet) => {
  const { columns, rows, findings } = titled(
    sheet,
    (title) => ['field', 'value'].includes(title) || /^\[.+\]$/.test(title),
  )
  if (!columns.has('field')) throw refused('no-such-table', headName)
  const cells = new Map<string, string | number | boolean | null>()
  const fields = new Map<string, number>()
  const wrong: CellFinding[] = []
  for (const row of rows) {
    const field = String(row.cells.get('field') ?? '').trim()
    const isKnown = knows(root, field) || knows(root, languageTitle(field, 'en'))
    if (!isKnown || fields.has(field)) {
      wrong.push({
        pointer: '',
        sheet: headName,
        row: row.number,
        column: 'field',
        index: columns.get('field') ?? null,
        ...(isKnown
          ? { code: 'field-twice', detail: 'This member has a row already; delete one.' }
          : { code: 'field-unknown', detail: 'A questionnaire has no member of this name.' }),
      })
      continue
    }
    fields.set(field, row.number)
    for (const [title, cell] of row.cells)
      if (title !== 'field') cells.set(title === 'value' ? field : `${field} ${title}`, cell)
  }
  return {
    document: valueIn(root, cells) as object,
    source: {
      pointer: '',
      sheet: headName,
      row: null,
      columns,
      fields,
      filled: new Set(cells.keys()),
    },
    findings: [...findings, ...wrong],
  }
}
