import t from 'tap'
import {
  absencesOf,
  codeNumber,
  columnsOf,
  emptyColumns,
  noCode,
  notApplicable,
} from '../../../src/core/benchmark/columns.ts'
import { china, nodes } from '../../fixtures/benchmark/population.ts'

const lattice = china('all', 'sector')
const place = { sector: 'C', region: 'CN-ZJ', size: 'small' }
const nowhere = { sector: 'unlisted', region: null, size: null }

t.test('a fresh column says not applicable and no code, never zero', async (t) => {
  const columns = emptyColumns(2, 3)
  t.same([...columns.values], Array(6).fill(notApplicable))
  t.same([...columns.sector, ...columns.region, ...columns.size], Array(6).fill(noCode))
  t.equal(columns.rows, 2)
})

t.test('codes become places in their lists; a missing or unknown one is a remainder', async (t) => {
  t.equal(codeNumber(lattice, 'sector', 'A'), 0)
  t.equal(codeNumber(lattice, 'sector', 'C'), 2)
  t.equal(codeNumber(lattice, 'size', 'micro'), 3)
  t.same(
    [null, 'unlisted', ''].map((code) => codeNumber(lattice, 'sector', code)),
    [noCode, noCode, noCode],
  )
})

t.test('rows are laid out by node', async (t) => {
  const columns = columnsOf(
    [
      { place, values: [1, 2, 3, 4, 5, 6, 7] },
      { place: nowhere, values: Int16Array.of(11, 12, -1, 14, 15, 16, 0) },
    ],
    { lattice, nodes },
  )
  t.same([...columns.values], [1, 11, 2, 12, 3, notApplicable, 4, 14, 5, 15, 6, 16, 7, 0])
  t.same([...columns.sector], [2, noCode])
  t.same([...columns.size], [2, noCode])
})

t.test('a short vector is an error, not a row of zeros', async (t) => {
  t.throws(() => columnsOf([{ place, values: [1] }], { lattice, nodes }), RangeError)
})

t.test('one N/A takes its whole category and the total, and nothing else', async (t) => {
  const rows = [
    [1, 2, 3, 4, 5, 6, 7],
    [-1, 2, 3, 4, 5, 6, 7],
    [1, 2, 3, 4, -1, 6, 7],
    [1, 2, 3, 4, 5, 6, -1],
  ]
  const columns = columnsOf(
    rows.map((values) => ({ place, values })),
    { lattice, nodes },
  )
  const absent = Object.fromEntries(
    absencesOf(columns, nodes).map((flags, index) => [nodes[index]?.code, flags.join('')]),
  )
  t.same(absent, {
    '1.1': '0100',
    '1.2': '0100',
    '2.1': '0010',
    1: '0100',
    2: '0010',
    3: '0000',
    total: '0111',
  })
})
