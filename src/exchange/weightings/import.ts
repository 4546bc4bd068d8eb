// Decides what a filled sheet of a weighting means: its numbers, and for every row what is wrong with it. Whether they
// make a weighting, and whether the draft may be changed, is decided by the core from them.
import type { Questionnaire } from '../../core/document/questionnaire-v1.ts'
import { isProblem, Problem, type ProblemError } from '../../core/problem.ts'
import { countedNodes } from '../../core/scoring/weighting.ts'
import { type ReplaceWeighting, replaceWeighting } from '../../core/weighting/draft.ts'
import type { WeightingDecided, WeightingProfile } from '../../core/weighting/profile.ts'
import { readCell } from '../answers/cells.ts'
import type { RowError } from '../answers/import.ts'
import type { Report, ReportRow } from '../answers/report.ts'
import { unguarded } from '../guard.ts'
import type { Titled, TitledRow } from '../titled.ts'
import { forPeople, valueTitle } from './sheet.ts'

/** Findings told at most, as in every other problem. */
const mostErrors = 100

/** `value`: null where the cell is empty, which keeps what is stored. */
type Row = {
  readonly row: number
  readonly code: string
  readonly value: number | null
  readonly errors: readonly RowError[]
}

const field = { path: [], entry: { type: 'number', min: 0, max: 1_000_000, step: 0.01 } } as const

const readRow = (
  { number, cells }: TitledRow,
  title: string,
  { known, seen, table }: { known: ReadonlySet<string>; seen: Set<string>; table: Titled },
): Row => {
  const code = unguarded(String(cells.get('code') ?? ''))
    .trim()
    .slice(0, 200)
  const unsafe = table.findings
    .filter(({ row }) => row === number)
    .map(({ column, code: reason, detail }) => ({ column, code: reason, detail }))
  const wrong = (column: string, reason: string, detail: string): Row => ({
    row: number,
    code,
    value: null,
    errors: [...unsafe, { column, code: reason, detail }],
  })
  if (code === '') return wrong('code', 'code-missing', 'Say which node the row is for.')
  if (!known.has(code))
    return wrong('code', 'node-unknown', 'No scored node of this questionnaire has this code.')
  if (seen.has(code)) return wrong('code', 'code-twice', 'There is a row for this code already.')
  seen.add(code)
  const cell = cells.get(title)
  if (cell === undefined) return { row: number, code, value: null, errors: unsafe }
  const read = readCell(field, cell)
  return 'value' in read
    ? { row: number, code, value: Number(read.value), errors: unsafe }
    : wrong(title, read.code, read.detail)
}

const titleRow = (table: Titled, title: string): readonly Row[] => {
  const errors: RowError[] = [
    ...table.findings.filter(({ code }) => code === 'column-twice'),
    ...[...table.columns.keys()]
      .filter((each) => each !== title && !forPeople.has(each))
      .map((column) => ({
        column,
        code: 'column-unknown',
        detail: `This weighting takes its numbers from "${title}". Start a title with # to keep a remark.`,
      })),
  ].map(({ column, code, detail }) => ({ column, code, detail }))
  return errors.length === 0 ? [] : [{ row: 1, code: '', value: null, errors }]
}

/** The finding of the core at the row it is about; what is about no single node stands in the row of titles. */
const blamed = (
  rows: readonly Row[],
  findings: readonly ProblemError[],
  title: string,
): readonly Row[] => {
  const added = findings.map(({ pointer = '', code, detail }) => {
    const [, , about] = pointer.split('/')
    const row = rows.find((each) => each.code === about)?.row ?? 1
    return { row, error: { column: title, code, detail } }
  })
  const titles = rows.some(({ row }) => row === 1)
    ? rows
    : [{ row: 1, code: '', value: null, errors: [] }, ...rows]
  return titles
    .map((each) => ({
      ...each,
      errors: [
        ...each.errors,
        ...added.flatMap(({ row, error }) => (row === each.row ? [error] : [])),
      ],
    }))
    .filter(({ row, errors }) => row > 1 || errors.length > 0)
}

const errorsOf = (rows: readonly Row[]): readonly ProblemError[] =>
  rows.flatMap(({ row, code, errors }) =>
    errors.map(({ column, code: reason, detail }) => ({
      pointer: column === null ? `/rows/${row}` : `/rows/${row}/${column.replaceAll('/', '~1')}`,
      code: reason,
      detail: `Row ${row}${code === '' ? '' : ` (${code})`}: ${detail}`,
    })),
  )

const reportOf = (rows: readonly Row[], before: WeightingProfile['items']): Report => {
  const told = rows.map(({ row, code, value, errors }): ReportRow => {
    if (errors.length > 0) return { row, code, outcome: 'refused', errors }
    const was = Object.hasOwn(before, code) ? before[code] : undefined
    if (value === null || value === was) return { row, code, outcome: 'unchanged', errors: [] }
    return { row, code, outcome: was === undefined ? 'created' : 'changed', errors: [] }
  })
  const count = (outcome: ReportRow['outcome']) =>
    told.filter((each) => each.outcome === outcome).length
  return {
    created: count('created'),
    changed: count('changed'),
    unchanged: count('unchanged'),
    refused: count('refused'),
    rows: told,
  }
}

export type ImportWeightingSheet = Omit<ReplaceWeighting, 'input'> & {
  readonly table: Titled
  readonly dryRun: boolean
}

export type WeightingImported = WeightingDecided & { readonly report: Report }

const rowsOf = (table: Titled, questionnaire: Questionnaire, title: string): readonly Row[] => {
  const known = new Set(countedNodes(questionnaire).map(({ code }) => code))
  const seen = new Set<string>()
  return [
    ...titleRow(table, title),
    ...table.rows.map((row) => readRow(row, title, { known, seen, table })),
  ]
}

/**
 * Brings the numbers of a sheet into a draft; they count as set by hand from then on. Rows that are not there and
 * empty cells keep what is stored. Refuses as `replaceWeighting` does, and with `document-invalid` with a pointer
 * to every row that is wrong; then nothing is changed. A dry run reports the same rows as refused instead.
 */
export const importWeightingSheet = (given: ImportWeightingSheet): WeightingImported => {
  const { weighting, questionnaire, table, dryRun } = given
  const title = valueTitle(weighting.mode)
  const read = rowsOf(table, questionnaire, title)
  const { decided, rows } = attempt(given, read, title)
  if (decided === null && !dryRun)
    throw new Problem('document-invalid', { errors: errorsOf(rows).slice(0, mostErrors) })
  const report = reportOf(rows, weighting.items)
  return dryRun || decided === null ? { weighting, events: [], report } : { ...decided, report }
}

const attempt = (
  { weighting, ...given }: ImportWeightingSheet,
  rows: readonly Row[],
  title: string,
): { readonly decided: WeightingDecided | null; readonly rows: readonly Row[] } => {
  const { mode, rationale, title: name } = weighting
  const numbers = Object.fromEntries(
    rows.flatMap(({ code, value }) => (value === null ? [] : [[code, value] as const])),
  )
  const items = { ...weighting.items, ...numbers }
  const unread = rows.some(({ errors }) => errors.length > 0)
  // A sheet that says what is stored leaves the judgements alone: nobody set a number by hand.
  const same = Object.entries(numbers).every(([code, value]) => weighting.items[code] === value)
  const input = same || unread ? contentOf(weighting) : { title: name, mode, items, rationale }
  try {
    // Without a change the rights and the state are demanded all the same.
    const decided = replaceWeighting({ ...given, weighting, input })
    return unread ? { decided: null, rows } : { decided, rows }
  } catch (error) {
    if (!isProblem(error, 'document-invalid')) throw error
    return { decided: null, rows: blamed(rows, error.parameters.errors, title) }
  }
}

const contentOf = ({ title, mode, items, elicitation, rationale }: WeightingProfile) =>
  elicitation.kind === 'manual'
    ? { title, mode, items, rationale }
    : { title, elicitation, rationale }
