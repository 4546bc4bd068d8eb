// Answer sheets for tests: written from answers, changed cell by cell, read back and decided by the core.
import type { Questionnaire } from '../../src/core/document/questionnaire-v1.ts'
import type { Answers } from '../../src/core/submission/answer.ts'
import { decideImport } from '../../src/exchange/answers/decide.ts'
import { draftOf, type Import, readAnswerSheet } from '../../src/exchange/answers/import.ts'
import type { Report } from '../../src/exchange/answers/report.ts'
import { answerTable } from '../../src/exchange/answers/sheet.ts'
import { writeCsv } from '../../src/exchange/csv/write.ts'
import type { Cell, Table } from '../../src/exchange/grid.ts'
import { writeWorkbook } from '../../src/exchange/xlsx/write.ts'
import { standings } from './standings.ts'
import { submissionIn } from './submissions.ts'

export type Changes = Readonly<Record<string, Readonly<Record<string, Cell>>>>

/** The sheet of these answers with some cells replaced: code → title → cell. */
export const sheetOf = (
  questionnaire: Questionnaire,
  answers: Answers,
  changes: Changes = {},
): Table => {
  const table = answerTable({ questionnaire, answers, language: 'en' })
  const titles = table.columns.map(({ title }) => title)
  return {
    ...table,
    rows: table.rows.map((cells) => {
      const change = changes[String(cells[0])] ?? {}
      return cells.map((cell, index) => {
        const title = titles[index] ?? ''
        return title in change ? (change[title] ?? null) : cell
      })
    }),
  }
}

export type Decided = {
  readonly report: Report
  /** All answers afterwards; as before where a row was refused. */
  readonly answers: Answers
}

/** What an import of these bytes does to these answers. */
export const imported = (
  questionnaire: Questionnaire,
  answers: Answers,
  sheet: { readonly bytes: Uint8Array; readonly format: 'csv' | 'xlsx' },
  emptyCells: Import['emptyCells'] = 'keep',
): Decided => {
  const versions = Object.entries(answers).map(([code, answer]) => ({ code, answer, revision: 1 }))
  const current = new Map(versions.map((version) => [version.code, version]))
  const table = readAnswerSheet(sheet.bytes, sheet.format)
  const draft = draftOf({ questionnaire, table, current, emptyCells })
  const given = {
    submission: submissionIn('draft'),
    standing: standings.contributor,
    questionnaire,
    current,
    draft,
  }
  const { report } = decideImport({ ...given, dryRun: true })
  if (report.refused > 0) return { report, answers }
  const { changed } = decideImport({ ...given, dryRun: false })
  const after = changed.map((version) => [version.code, version] as const)
  const left = [...new Map([...current, ...after])].flatMap(([code, { answer }]) =>
    answer === null ? [] : [[code, answer] as const],
  )
  return { report, answers: Object.fromEntries(left) }
}

export const asCsv = (table: Table) => ({
  bytes: Buffer.from(writeCsv(table)),
  format: 'csv' as const,
})
export const asXlsx = (table: Table) => ({ bytes: writeWorkbook([table]), format: 'xlsx' as const })

/** Rows of a report that are not `unchanged`, as `[code, outcome, first error]`. */
export const news = ({ rows }: Report) =>
  rows
    .filter(({ outcome }) => outcome !== 'unchanged')
    .map(({ code, outcome, errors: [error] }) =>
      error === undefined ? [code, outcome] : [code, outcome, error.column, error.code],
    )
