// CSV from real programs is read, whatever its mark and delimiter; what is no text or has no end is refused.
import t from 'tap'
import { readCsv } from '../../../src/exchange/csv/read.ts'
import { fileLimits } from '../../../src/exchange/limits.ts'
import { refusalOfFile } from '../../support/refused-file.ts'

const read = (text: string | Uint8Array) =>
  readCsv(typeof text === 'string' ? Buffer.from(text) : text, 'code').rows.map(
    ({ number, cells }) => [number, [...cells]],
  )
const refusal = (text: string | Uint8Array) => refusalOfFile(() => read(text))
const two = [
  [
    1,
    [
      [0, 'code'],
      [1, 'name'],
    ],
  ],
  [
    2,
    [
      [0, '4.10'],
      [1, 'a;b, "中"\nc'],
    ],
  ],
]

t.test(
  'with and without a mark, with commas, semicolons and tabs, with all line ends',
  async (t) => {
    for (const delimiter of [',', ';', '\t'])
      for (const mark of ['', '\uFEFF'])
        for (const end of ['\n', '\r\n', '\r']) {
          const text = `${mark}code${delimiter}name${end}4.10${delimiter}"a;b, ""中""\nc"${end}`
          t.same(read(text), two, JSON.stringify({ delimiter, mark, end }))
        }
  },
)

t.test('rows are counted as a spreadsheet counts them, empty ones too', async (t) => {
  t.same(
    read('code\n\n"a\nb"\n\nc').map(([number]) => number),
    [1, 3, 5],
  )
  t.same(read('code,x,y\na'), [
    [
      1,
      [
        [0, 'code'],
        [1, 'x'],
        [2, 'y'],
      ],
    ],
    [2, [[0, 'a']]],
  ])
})

t.test('other encodings and other files are refused with a reason', async (t) => {
  t.match(refusal(Buffer.from('code\n\xc4\xe3', 'latin1')), { reason: 'not-text' }, 'GBK')
  t.match(refusal(Buffer.from('\uFEFFcode', 'utf16le')), { reason: 'not-text' })
  t.match(refusal('name,percent\na,1'), { reason: 'no-such-table' })
  t.match(refusal(''), { reason: 'no-such-table' })
  t.match(refusal('code,name\nc,d\n"a,b'), { reason: 'not-csv', detail: /^Row 3: / })
  t.match(refusal('code,name\n"a"b,c'), { reason: 'not-csv' })
})

t.test('a cell, a row and a file have a limit', async (t) => {
  const long = (length: number) => `code\n${'x'.repeat(length)}`
  t.equal(read(long(fileLimits.cellCharacters)).length, 2)
  t.match(refusal(long(fileLimits.cellCharacters + 1)), { reason: 'too-large' })
  t.match(refusal(`code\n${'x'.repeat(fileLimits.cellCharacters * 10 + 10)}`), {
    reason: 'not-csv',
  })
  t.equal(read(`code${',a'.repeat(fileLimits.csvColumns - 1)}`).length, 1)
  t.match(refusal(`code${',a'.repeat(fileLimits.csvColumns)}`), { reason: 'too-large' })
  t.equal(read(`code\n${'a\n'.repeat(fileLimits.csvRecords - 1)}`).length, fileLimits.csvRecords)
  t.match(refusal(`code\n${'a\n'.repeat(fileLimits.csvRecords)}`), { reason: 'too-large' })
})
