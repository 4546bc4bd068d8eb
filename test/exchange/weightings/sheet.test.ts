import t from 'tap'
import { readAnswerSheet } from '../../../src/exchange/answers/import.ts'
import {
  valueTitle,
  weightingTable,
  weightingToCsv,
  weightingToXlsx,
} from '../../../src/exchange/weightings/sheet.ts'
import { small } from '../../fixtures/questionnaires.ts'
import { items } from '../../support/weightings.ts'

const given = { questionnaire: small(), mode: 'points', items, language: 'en' } as const

t.test('a row for every scored node, in document order, with its reference', async (t) => {
  const { columns, rows } = weightingTable(given)
  t.same(
    columns.map(({ title }) => title),
    ['code', 'category', 'kind', 'name', 'reference', 'points'],
  )
  t.match(rows, [
    ['1.1', '1', 'process', String, 30, 30],
    ['1.2', '1', 'process', String, 20, 20],
    ['2.1', '2', 'process', String, 30, 30],
    ['3', '3', 'result', String, 20, 20],
  ])
})

t.test('weights have a column of their own, and a node without one an empty cell', async (t) => {
  t.equal(valueTitle('weights'), 'weight')
  const { rows } = weightingTable({ ...given, mode: 'within_category', items: { '1.1': 0 } })
  t.same(
    rows.map((row) => row.at(-1)),
    [0, null, null, null],
  )
})

t.test('both kinds of file are read back as they were written', async (t) => {
  const bytes = { csv: Buffer.from(weightingToCsv(given)), xlsx: weightingToXlsx(given) }
  for (const format of ['csv', 'xlsx'] as const) {
    const { rows } = readAnswerSheet(bytes[format], format)
    t.same(
      rows.map(({ cells }) => [cells.get('code'), Number(cells.get('points'))]),
      ['1.1', '1.2', '2.1', '3'].map((code) => [code, items[code]]),
      format,
    )
  }
})
