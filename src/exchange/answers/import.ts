// Decides what a filled answer sheet means: one patch over all answers, and for every row what is wrong with it.
// Whether the answers fit, and whether they may be changed at all, is decided by the core from that patch.
import { everyCode } from '../../core/document/nodes.ts'
import type { Questionnaire } from '../../core/document/questionnaire-v1.ts'
import { type Answer, AnswersPatch } from '../../core/submission/answer.ts'
import { readCsv } from '../csv/read.ts'
import { unguarded } from '../guard.ts'
import { fileLimits } from '../limits.ts'
import { refused } from '../refusal.ts'
import type { SheetFormat } from '../sheet-types.ts'
import { type Titled, type TitledRow, titled } from '../titled.ts'
import { readWorkbook } from '../xlsx/read.ts'
import { readCell } from './cells.ts'
import { type Layout, type Line, layoutOf } from './layout.ts'
import { type Edit, patchOf } from './merge.ts'
import { sheetName } from './sheet.ts'

/** Columns that are for people; everything else must mean something. */
const forPeople: ReadonlySet<string> = new Set(['code', 'kind', 'name'])

/** The sheet with its titles. Throws `file-refused`. */
export const readAnswerSheet = (bytes: Uint8Array, format: SheetFormat): Titled => {
  const sheets = format === 'csv' ? [readCsv(bytes, 'code')] : readWorkbook(bytes)
  const sheet = sheets.find(({ name }) => name === sheetName) ?? sheets[0]
  if (sheet === undefined) throw refused('no-such-table', sheetName)
  const table = titled(sheet, () => true)
  if (!table.columns.has('code')) throw refused('no-such-table', 'code')
  // The row of titles has an entry in a report, too.
  if (table.rows.length >= fileLimits.sheetRows) throw refused('too-large')
  return table
}

export type RowError = {
  readonly column: string | null
  readonly code: string
  readonly detail: string
}

/** One row of the sheet: `line` is what it stands for, null where it stands for nothing. */
export type DraftRow = {
  readonly row: number
  readonly code: string
  readonly line: Line | null
  readonly errors: readonly RowError[]
}

/** `patch`: of the answers none of whose rows is wrong. While a row is wrong, nothing may be changed. */
export type Draft = { readonly rows: readonly DraftRow[]; readonly patch: AnswersPatch }

export const isSound = ({ rows }: Pick<Draft, 'rows'>): boolean =>
  rows.every(({ errors }) => errors.length === 0)

/**
 * `emptyCells`: `keep` leaves what is stored where a cell is empty, so that several people may fill in parts;
 * `clear` takes the sheet as it stands. Rows and columns that are not there change nothing.
 */
export type Import = {
  readonly questionnaire: Questionnaire
  readonly table: Titled
  readonly current: ReadonlyMap<string, { readonly answer: Answer | null }>
  readonly emptyCells: 'keep' | 'clear'
}

export const draftOf = ({ questionnaire, table, current, emptyCells }: Import): Draft => {
  const layout = layoutOf(questionnaire)
  const known = new Set(layout.lines.flatMap(({ fields }) => [...fields.keys()]))
  const edits = new Map<string, Edit[]>()
  const seen = new Set<string>()
  const rows = table.rows.map((row) => {
    const read = readRow({ row, table, layout, seen, emptyCells }, questionnaire)
    const owner = read.line?.owner
    if (owner !== undefined) edits.set(owner, [...(edits.get(owner) ?? []), ...read.edits])
    return read
  })
  const all = [...titleErrors(table, known), ...rows]
  const wrong = new Set(all.flatMap(({ line, errors }) => (errors.length > 0 ? line?.owner : [])))
  const changes = [...edits].flatMap(([owner, own]) => {
    const patch = patchOf(current.get(owner)?.answer ?? null, own)
    return patch === undefined || own.length === 0 || wrong.has(owner) ? [] : { owner, patch }
  })
  return shaped(all, changes)
}

type Change = { readonly owner: string; readonly patch: NonNullable<unknown> | null }

/** The changes that have the shape of answers; those that have not are told at their rows. */
const shaped = (rows: readonly DraftRow[], changes: readonly Change[]): Draft => {
  const answers = Object.fromEntries(changes.map(({ owner, patch }) => [owner, patch]))
  const { data, error } = AnswersPatch.safeParse({ answers })
  if (error === undefined) return { rows, patch: data }
  const findings = error.issues.map(({ path, message }) => ({
    pointer: ['', ...path.map(String)].join('/'),
    code: 'wrong-value',
    detail: `${message}.`,
  }))
  const named = new Set(findings.map(ownerOf))
  return shaped(
    blame(rows, findings),
    changes.filter(({ owner }) => !named.has(owner)),
  )
}

/** Titles that mean nothing, as errors of the row of titles; and what is wrong with single cells. */
const titleErrors = (table: Titled, known: ReadonlySet<string>): readonly DraftRow[] => {
  const errors: RowError[] = [
    ...table.findings.filter(({ code }) => code === 'column-twice'),
    ...[...table.columns.keys()]
      .filter((title) => !forPeople.has(title) && !known.has(title))
      .map((column) => ({
        column,
        code: 'column-unknown',
        detail:
          'No answer of this questionnaire has this. Start the title with # to keep a remark.',
      })),
  ].map(({ column, code, detail }) => ({ column, code, detail }))
  return errors.length === 0 ? [] : [{ row: 1, code: '', line: null, errors }]
}

type Reading = {
  readonly row: TitledRow
  readonly table: Titled
  readonly layout: Layout
  readonly seen: Set<string>
  readonly emptyCells: Import['emptyCells']
}

const readRow = (
  { row, table, layout, seen, emptyCells }: Reading,
  questionnaire: Questionnaire,
): DraftRow & { readonly edits: readonly Edit[] } => {
  const code = unguarded(String(row.cells.get('code') ?? ''))
    .trim()
    .slice(0, 200)
  const unsafe = table.findings
    .filter((each) => each.row === row.number)
    .map(({ column, code: reason, detail }) => ({ column, code: reason, detail }))
  const wrong = (reason: string, detail: string) => ({
    row: row.number,
    code,
    line: null,
    errors: [...unsafe, { column: 'code', code: reason, detail }],
    edits: [],
  })
  const line = layout.byCode.get(code)
  if (code === '') return wrong('code-missing', 'Say which node the row is for.')
  if (line === undefined) {
    const isKnown = everyCode(questionnaire).some((each) => each.code === code)
    return isKnown
      ? wrong('takes-nothing', 'This node is answered by those inside it.')
      : wrong('node-unknown', 'There is no such code in this questionnaire.')
  }
  if (seen.has(code)) return wrong('code-twice', 'There is a row for this code already.')
  seen.add(code)
  const errors: RowError[] = [...unsafe]
  const edits: Edit[] = []
  for (const title of table.columns.keys()) {
    const field = line.fields.get(title)
    const cell = row.cells.get(title)
    if (field === undefined) {
      if (cell === undefined || forPeople.has(title)) continue
      errors.push({ column: title, code: 'takes-nothing', detail: 'This row takes nothing here.' })
    } else if (cell === undefined) {
      if (emptyCells === 'clear') edits.push({ path: field.path, value: null })
    } else {
      const read = readCell(field, cell)
      if ('value' in read) edits.push({ path: field.path, value: read.value })
      else errors.push({ column: title, ...read })
    }
  }
  return { row: row.number, code, line, errors, edits }
}

/** A finding of the core or of the shape: a pointer such as `/answers/4.1.2/percent`. */
export type Finding = {
  readonly pointer?: string
  readonly code: string
  readonly detail: string
}

const stepsOf = ({ pointer = '' }: Finding): readonly string[] =>
  pointer
    .split('/')
    .slice(2)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))

/** The code of the answer that a finding is about. */
export const ownerOf = (finding: Finding): string => stepsOf(finding)[0] ?? ''

/** How many steps of the path a finding is about; -1: it is about something else. */
const closeness = (path: readonly (string | number)[], inside: readonly string[]): number => {
  const shared = path.findIndex((step, index) => String(step) !== inside[index])
  return shared < 0 ? path.length : shared
}

/** The rows with every finding at the row and the column that it is about, the closest one. */
export const blame = (
  rows: readonly DraftRow[],
  findings: readonly Finding[],
): readonly DraftRow[] => {
  const added = new Map<number, RowError[]>()
  for (const finding of findings) {
    const [owner = '', ...inside] = stepsOf(finding)
    const own = rows.filter(({ line }) => line?.owner === owner)
    const candidates = own.flatMap(({ row, line }) => [
      { row, column: null, close: line?.code === owner ? 0.5 : 0 },
      ...[...(line?.fields ?? [])].map(([column, { path }]) => ({
        row,
        column,
        close: closeness(path, inside),
      })),
    ])
    const [first] = candidates
    const best = candidates.reduce((a, b) => (b.close > a.close ? b : a), {
      row: first?.row ?? 1,
      column: null as string | null,
      close: -1,
    })
    const { code, detail } = finding
    added.set(best.row, [...(added.get(best.row) ?? []), { column: best.column, code, detail }])
  }
  return rows.map((each) => ({ ...each, errors: [...each.errors, ...(added.get(each.row) ?? [])] }))
}
