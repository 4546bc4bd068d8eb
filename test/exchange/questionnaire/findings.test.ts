// What is wrong with a workbook is said with sheet, row and column; nothing that is there is silently dropped.
import t from 'tap'
import type { Questionnaire } from '../../../src/core/document/questionnaire-v1.ts'
import type { Cell, Table } from '../../../src/exchange/grid.ts'
import { workbookToQuestionnaire } from '../../../src/exchange/questionnaire/read.ts'
import { questionnaireTables } from '../../../src/exchange/questionnaire/write.ts'
import { writeWorkbook } from '../../../src/exchange/xlsx/write.ts'
import { small } from '../../fixtures/questionnaires.ts'
import { refusalOfFile } from '../../support/refused-file.ts'
import { spoil } from '../../support/spoil.ts'

const tables = questionnaireTables(small())
const withTable = (name: string, change: (table: Table) => Table) =>
  tables.map((table) => (table.name === name ? change(table) : table))
const read = (changed: readonly Table[]) => workbookToQuestionnaire(writeWorkbook(changed))
const indexOf = ({ columns }: Table, title: string) =>
  columns.findIndex((column) => column.title === title)
/** One cell of a sheet replaced: `row` as the spreadsheet counts, after titles and help. */
const withCell = (name: string, row: number, title: string, cell: Cell) =>
  withTable(name, (table) => ({
    ...table,
    rows: table.rows.map((cells, index) =>
      index === row - 3
        ? cells.map((each, column) => (column === indexOf(table, title) ? cell : each))
        : cells,
    ),
  }))
const fieldRow = (field: string) => (tables[0]?.rows.findIndex(([name]) => name === field) ?? 0) + 3

t.test('a finding of the document names the cell it stands in', async (t) => {
  const cases: readonly (readonly [readonly Table[], object])[] = [
    [withCell('Items', 4, 'points', -5), { sheet: 'Items', row: 4, column: 'points' }],
    [withCell('Items', 4, 'points', 'many'), { sheet: 'Items', row: 4, column: 'points' }],
    [withCell('Items', 3, 'kind', 'oddity'), { sheet: 'Items', row: 3, column: 'kind' }],
    [withCell('Items', 3, 'name [en]', null), { sheet: 'Items', row: 3, column: 'name [en]' }],
    [withCell('Items', 3, 'name [zh-CN]', null), { sheet: 'Items', column: 'name [zh-CN]' }],
    [withCell('Areas', 3, 'code', 'a b'), { sheet: 'Areas', row: 3, column: 'code' }],
    [withCell('Questions', 3, 'text [en]', 'x'.repeat(241)), { sheet: 'Questions', row: 3 }],
    [withCell('Bands', 3, 'to', 12), { sheet: 'Bands', row: 4 }],
    [
      withCell('Head', fieldRow('scoring.total'), 'value', 7),
      { sheet: 'Head', row: fieldRow('scoring.total'), column: 'value' },
    ],
    [
      withCell('Head', fieldRow('title'), '[en]', null),
      { sheet: 'Head', row: fieldRow('title'), column: '[en]' },
    ],
    [withCell('Head', fieldRow('depth'), 'value', null), { sheet: 'Head', column: 'value' }],
  ]
  for (const [changed, place] of cases) {
    const { questionnaire, findings } = read(changed)
    t.equal(questionnaire, null)
    const found = findings.find((each) =>
      Object.entries(place).every(([k, v]) => each[k as 'row'] === v),
    )
    t.ok(found, JSON.stringify(place), { findings })
    t.match(found?.pointer, /^\//)
  }
})

t.test('a row that belongs nowhere, or says it badly, is named', async (t) => {
  const cases: readonly (readonly [readonly Table[], object])[] = [
    [
      withCell('Items', 3, 'of', 'nobody'),
      { sheet: 'Items', row: 3, column: 'of', code: 'parent-unknown' },
    ],
    [
      withCell('Descriptors', 3, 'of', 'nobody'),
      { sheet: 'Descriptors', row: 3, code: 'parent-unknown' },
    ],
    [withCell('Descriptors', 3, 'key', null), { sheet: 'Descriptors', row: 3, code: 'key-wrong' }],
    [withCell('Descriptors', 4, 'key', 'approach'), { code: 'key-wrong', row: 4 }],
    [
      withCell('Head', fieldRow('depth'), 'field', 'dept'),
      { sheet: 'Head', row: fieldRow('depth'), code: 'field-unknown' },
    ],
    [withCell('Head', fieldRow('depth'), 'field', 'key'), { code: 'field-twice' }],
    [
      withTable('Items', (table) => ({
        ...table,
        columns: table.columns.map((c) => (c.title === 'points' ? { ...c, title: 'ponits' } : c)),
      })),
      { sheet: 'Items', row: 1, column: 'ponits', code: 'column-unknown' },
    ],
    [
      withTable('Items', (table) => ({
        ...table,
        columns: table.columns.map((c) => (c.title === 'points' ? { ...c, title: 'code' } : c)),
      })),
      { sheet: 'Items', row: 1, column: 'code', code: 'column-twice' },
    ],
    [
      [...tables, { name: 'Notes', columns: [], rows: [] }],
      { sheet: 'Notes', code: 'sheet-unknown' },
    ],
  ]
  for (const [changed, place] of cases) {
    const { questionnaire, findings } = read(changed)
    t.equal(questionnaire, null)
    t.ok(
      findings.some((each) => Object.entries(place).every(([k, v]) => each[k as 'row'] === v)),
      JSON.stringify(place),
      { findings },
    )
  }
})

t.test('a code that occurs twice is found, whatever belongs to it', async (t) => {
  const [first] = small().categories
  const { findings } = read(withCell('Items', 4, 'code', first?.items?.[0]?.code ?? ''))
  t.ok(
    findings.some(({ sheet, row }) => sheet === 'Items' && row === 4),
    { findings },
  )
})

t.test('remarks are allowed: sheets, columns and rows that start with #', async (t) => {
  const changed = withTable('Items', (table) => ({
    ...table,
    columns: [...table.columns, { title: '# to do' }],
    rows: [['# first half'], ...table.rows.map((row) => [...row, 'ask Li'])],
  }))
  const { findings } = read([...changed, { name: '# notes', columns: [{ title: 'x' }], rows: [] }])
  t.same(findings, [])
})

t.test(
  'what people type is understood: numbers for codes and labels, days, words with other commas',
  async (t) => {
    const given = spoil(small(), { '/edition/label': '2012' })
    const typed = [
      ['edition.label', 'value', 2012],
      ['edition.issued', 'value', 40977],
      ['locales', 'value', 'en；zh-CN'],
      ['scoring.total', 'value', ` ${small().scoring.total} `],
    ] as const
    const changed = typed.reduce<readonly Table[]>(
      (before, [field, title, cell]) =>
        before.map((table) =>
          table.name === 'Head'
            ? {
                ...table,
                rows: table.rows.map((row) =>
                  row[0] === field
                    ? row.map((each, index) => (index === indexOf(table, title) ? cell : each))
                    : row,
                ),
              }
            : table,
        ),
      questionnaireTables(given),
    )
    const { questionnaire, findings } = read(changed)
    t.same(findings, [])
    t.match(questionnaire, {
      edition: { label: '2012', issued: '2012-03-09' },
      locales: ['en', 'zh-CN'],
    })
    const yes = withCell('Items', 3, 'naAllowed', 'true')
    t.match(read(yes).questionnaire as Questionnaire | null, {
      categories: [{ items: [{ naAllowed: true }] }],
    })
  },
)

t.test('a workbook without a head is refused, and so is a head without its column', async (t) => {
  const without = tables.filter(({ name }) => name !== 'Head')
  t.match(
    refusalOfFile(() => read(without)),
    { reason: 'no-such-table' },
  )
  const nameless = withTable('Head', (table) => ({ ...table, columns: table.columns.slice(1) }))
  t.match(
    refusalOfFile(() => read(nameless)),
    { reason: 'no-such-table' },
  )
})

t.test('a missing sheet is missing content, not an accident', async (t) => {
  const { findings } = read(
    tables.filter(({ name }) => name !== 'Questions' && name !== 'Categories'),
  )
  t.ok(findings.some(({ sheet, code }) => sheet === 'Items' && code === 'parent-unknown'))
  t.ok(findings.some(({ pointer }) => pointer === '/categories'))
})

t.test('names that could reach a prototype stay names', async (t) => {
  for (const word of ['__proto__', 'constructor']) {
    read(withCell('Descriptors', 3, 'key', word))
    read(withCell('Items', 3, 'of', word))
    read(withCell('Head', 5, 'field', `scoring.parameters.factorWeights.process.${word}`))
    read(
      withTable('Items', (table) => ({
        ...table,
        columns: table.columns.map((c) =>
          c.title === 'name [en]' ? { ...c, title: `name [${word}]` } : c,
        ),
      })),
    )
  }
  t.equal(({} as { polluted?: unknown }).polluted, undefined)
  t.equal(Object.keys(Object.prototype).length, 0)
})
