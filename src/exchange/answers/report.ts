// Says row by row what an answer sheet did, or would do: the report of an import, dry or real.
import { canonicalJson } from '../../core/document/canonical.ts'
import type { ProblemError } from '../../core/problem.ts'
import type { Answer } from '../../core/submission/answer.ts'
import type { DraftRow, RowError } from './import.ts'
import { valueAt } from './layout.ts'

export type RowOutcome = 'created' | 'changed' | 'unchanged' | 'refused'

export type ReportRow = {
  readonly row: number
  readonly code: string
  readonly outcome: RowOutcome
  readonly errors: readonly RowError[]
}

/** Counts by outcome, and every row in the order of the sheet. */
export type Report = Readonly<Record<RowOutcome, number>> & { readonly rows: readonly ReportRow[] }

type Versions = ReadonlyMap<string, { readonly answer: Answer | null }>

const partOf = ({ line }: DraftRow, versions: Versions): string => {
  if (line === null) return '[]'
  const answer = versions.get(line.owner)?.answer ?? null
  const values = [...line.fields.values()].map(({ path }) => valueAt(answer, path) ?? null)
  return canonicalJson(values.every((value) => value === null) ? [] : values)
}

/** `after`: the answers that changed, by code; a row is refused where it has errors. */
export const reportOf = (rows: readonly DraftRow[], before: Versions, after: Versions): Report => {
  const known: Versions = new Map([...before, ...after])
  const told = rows.map((each): ReportRow => {
    const { row, code, errors } = each
    if (errors.length > 0) return { row, code, outcome: 'refused', errors }
    const [was, is] = [partOf(each, before), partOf(each, known)]
    const outcome = was === is ? 'unchanged' : was === '[]' ? 'created' : 'changed'
    return { row, code, outcome, errors: [] }
  })
  const count = (outcome: RowOutcome) => told.filter((each) => each.outcome === outcome).length
  return {
    created: count('created'),
    changed: count('changed'),
    unchanged: count('unchanged'),
    refused: count('refused'),
    rows: told,
  }
}

/** What is wrong as members of a problem: `/rows/7/percent`, rows as the spreadsheet counts them. */
export const rowErrors = (rows: readonly DraftRow[]): readonly ProblemError[] =>
  rows.flatMap(({ row, code, errors }) =>
    errors.map(({ column, code: reason, detail }) => ({
      pointer:
        column === null
          ? `/rows/${row}`
          : `/rows/${row}/${column.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      code: reason,
      detail: `Row ${row}${code === '' ? '' : ` (${code})`}${column === null ? '' : `, column ${column}`}: ${detail}`,
    })),
  )
