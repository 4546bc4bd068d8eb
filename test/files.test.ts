// Files are read in a thread of their own: what takes too long or too much stops there, and nobody waits for it.
import t from 'tap'
import { isProblem } from '../src/core/problem.ts'
import { filesWith, usualFileLimits } from '../src/files.ts'
import { workbookOf } from './support/zip.ts'

const codeOf = async (reading: Promise<unknown>) => {
  try {
    return await reading
  } catch (error) {
    if (!isProblem(error)) throw error
    return { code: error.code, ...error.parameters, detail: error.detail }
  }
}
const csv = Buffer.from('code,percent\n4.1.2,45\n')

t.test('a sheet comes back whole, with its titles and rows', async (t) => {
  const table = await filesWith().readAnswerSheet(csv, 'csv')
  t.same(
    [...table.columns],
    [
      ['code', 0],
      ['percent', 1],
    ],
  )
  t.same(
    table.rows.map(({ number, cells }) => [number, [...cells]]),
    [
      [
        2,
        [
          ['code', '4.1.2'],
          ['percent', '45'],
        ],
      ],
    ],
  )
})

t.test('a refusal keeps its reason and its place', async (t) => {
  const files = filesWith()
  const formula = workbookOf('<row r="1"><c r="C1"><f>1</f></c></row>')
  t.match(await codeOf(files.readAnswerSheet(formula, 'xlsx')), {
    code: 'file-refused',
    reason: 'formula',
    detail: /^Sheet!C1: A cell holds a formula/,
  })
  t.match(await codeOf(files.readAnswerSheet(Buffer.from('x'), 'xlsx')), {
    reason: 'not-a-workbook',
    detail: /^This is no XLSX/,
  })
})

t.test('what takes too long is stopped', async (t) => {
  const files = filesWith({ ...usualFileLimits, timeoutMs: 1 })
  t.match(await codeOf(files.readAnswerSheet(csv, 'csv')), { reason: 'took-too-long' })
})

t.test('what takes too much memory ends its thread and nothing else', async (t) => {
  // Half a million different strings: small enough for every limit of the file, too much for 16 MB.
  const strings = Array.from(
    { length: 500_000 },
    (_, index) => `<si><t>${((index * 2654435761) >>> 0).toString(36)}</t></si>`,
  ).join('')
  const greedy = workbookOf('<row r="1"><c t="s"><v>0</v></c></row>', { strings })
  const patient = { ...usualFileLimits, timeoutMs: 50_000 }
  const small = filesWith({ ...patient, memoryMb: 16 })
  t.match(await codeOf(small.readAnswerSheet(greedy, 'xlsx')), { reason: 'took-too-long' })
  t.match(
    await codeOf(filesWith(patient).readAnswerSheet(greedy, 'xlsx')),
    { reason: 'no-such-table' },
    'the control: with the usual memory it is read to its end',
  )
})

t.test('beyond a few at once the rest are told to come again', async (t) => {
  const files = filesWith({ ...usualFileLimits, atOnce: 1 })
  const first = files.readAnswerSheet(csv, 'csv')
  t.match(await codeOf(files.readAnswerSheet(csv, 'csv')), {
    code: 'unavailable',
    reason: 'overloaded',
    retryAfterSeconds: 1,
  })
  await first
  t.ok(await files.readAnswerSheet(csv, 'csv'), 'and then there is room again')
})
