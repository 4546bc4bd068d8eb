// Writing workbooks: the same bytes every time, never a formula, and everything is read as it was given.
import fc from 'fast-check'
import t from 'tap'
import type { Cell } from '../../../src/exchange/grid.ts'
import { unguarded } from '../../../src/exchange/guard.ts'
import { openArchive } from '../../../src/exchange/xlsx/archive.ts'
import { readWorkbook } from '../../../src/exchange/xlsx/read.ts'
import { writeWorkbook } from '../../../src/exchange/xlsx/write.ts'

const columns = [{ title: 'a' }, { title: 'b', plain: true }, { title: 'c' }]
const roundTrip = (rows: readonly (readonly Cell[])[]) => {
  const [sheet] = readWorkbook(writeWorkbook([{ name: 'Sheet', columns, rows }]))
  return sheet?.rows.slice(1).map(({ cells }) =>
    columns.map((_, index) => {
      const cell = cells.get(index) ?? null
      return typeof cell === 'string' ? unguarded(cell) : cell
    }),
  )
}
const xmlOf = (bytes: Uint8Array, name = 'xl/worksheets/sheet1.xml') =>
  Buffer.from(openArchive(bytes).part(name) ?? []).toString()

t.test('the same tables make the same bytes, in every time zone', async (t) => {
  const write = () => writeWorkbook([{ name: 'Sheet', columns, rows: [['x', 1, null]] }])
  const before = process.env.TZ
  const all = ['UTC', 'Asia/Shanghai', 'America/Los_Angeles'].map((zone) => {
    process.env.TZ = zone
    return Buffer.from(write()).toString('hex')
  })
  if (before === undefined) delete process.env.TZ
  else process.env.TZ = before
  t.equal(new Set(all).size, 1)
})

t.test(
  'texts that look like formulas are guarded texts, and come back without the guard',
  async (t) => {
    const dangerous = [
      '=1+1',
      '+1',
      '-1',
      '@SUM(A1)',
      '\t=1',
      '\r=1',
      '＝1',
      '＋1',
      '－1',
      '＠a',
      "'=1",
      "''@",
    ]
    const xml = xmlOf(
      writeWorkbook([{ name: 'Sheet', columns, rows: dangerous.map((each) => [each]) }]),
    )
    t.notMatch(xml, /<f[ >]/)
    t.equal(xml.match(/<t xml:space="preserve">'/g)?.length, dangerous.length)
    t.same(
      roundTrip(dangerous.map((each) => [each]))?.map(([cell]) => cell),
      dangerous,
    )
    t.same(
      roundTrip([["'tis"], [-1]]),
      [
        ["'tis", null, null],
        [-1, null, null],
      ],
      'nothing else is',
    )
  },
)

t.test('every text comes back as it was, and so do numbers and booleans', async (t) => {
  const said = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1 }),
    fc.constantFrom(
      '_x000D_',
      '_x005F_x000D_',
      '<a>&amp;"',
      ' \n ',
      '\r\n',
      '\u0000',
      '\uFFFF',
      '中',
    ),
  )
  const cell = fc.oneof(
    said,
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constant(null),
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell, fc.constant('end')), { maxLength: 5 }), (rows) => {
      const given = rows.map((row) => row.map((each) => (Object.is(each, -0) ? 0 : each)))
      t.strictSame(roundTrip(given), given)
    }),
    { numRuns: 200 },
  )
})

t.test('titles stay in sight, lists to choose from are offered where they fit', async (t) => {
  const choices = ['process', 'result']
  const table = { name: 'S', rows: [], columns: [{ title: 'kind', help: '# which', choices }] }
  const xml = xmlOf(writeWorkbook([table]))
  t.match(xml, /ySplit="2" topLeftCell="A3"/)
  t.match(
    xml,
    /<formula1>&quot;process,result&quot;<\/formula1>|<formula1>"process,result"<\/formula1>/,
  )
  const long = { ...table, columns: [{ title: 'kind', choices: ['x'.repeat(256)] }] }
  t.notMatch(xmlOf(writeWorkbook([long])), /dataValidation/)
  t.notMatch(xmlOf(writeWorkbook([{ name: 'S', columns: [], rows: [] }])), /<cols>/)
})
