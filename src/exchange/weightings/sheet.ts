// A weighting as a sheet to read, to fill in offline and to bring back: CSV or XLSX, a row for every scored node.
// What a filled sheet means is import.ts.

import { namesIn } from '../../core/document/names.ts'
import type { Questionnaire } from '../../core/document/questionnaire-v1.ts'
import type { WeightingMode } from '../../core/document/weighting-v1.ts'
import { countedNodes } from '../../core/scoring/weighting.ts'
import { writeCsv } from '../csv/write.ts'
import type { Cell, Table } from '../grid.ts'
import { writeWorkbook } from '../xlsx/write.ts'

/** `items` and `mode` as in the weighting; `language`: of the names alone; null: none is told. */
export type WeightingSheet = {
  readonly questionnaire: Questionnaire
  readonly mode: WeightingMode
  readonly items: Readonly<Record<string, number>>
  readonly language: string | null
}

/** The column of the numbers: points are something else than weights. */
export const valueTitle = (mode: WeightingMode): string => (mode === 'points' ? 'points' : 'weight')

/** Columns that are for people and not read. */
export const forPeople: ReadonlySet<string> = new Set([
  'code',
  'category',
  'kind',
  'name',
  'reference',
])

export const weightingToCsv = (given: WeightingSheet): string => writeCsv(weightingTable(given))

export const weightingToXlsx = (given: WeightingSheet): Uint8Array =>
  writeWorkbook([weightingTable(given)])

export const weightingTable = ({ questionnaire, mode, items, language }: WeightingSheet): Table => {
  const names = language === null ? null : namesIn(questionnaire, language)
  const rows = countedNodes(questionnaire).map(
    ({ code, category, kind, points }): readonly Cell[] => [
      code,
      category,
      kind,
      names?.get(code) ?? null,
      points,
      Object.hasOwn(items, code) ? (items[code] ?? null) : null,
    ],
  )
  return {
    name: 'Weighting',
    columns: [
      { title: 'code', width: 14 },
      { title: 'category', width: 14 },
      { title: 'kind', width: 12 },
      { title: 'name', width: 44 },
      { title: 'reference', width: 12 },
      { title: valueTitle(mode), width: 12, plain: true },
    ],
    rows,
  }
}
