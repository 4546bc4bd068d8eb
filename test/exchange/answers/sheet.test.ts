// Answers go out as a sheet: a row for every node, codes and columns that never vary, texts in one language.
import t from 'tap'
import type { Answers } from '../../../src/core/submission/answer.ts'
import { layoutOf } from '../../../src/exchange/answers/layout.ts'
import { answersToCsv, answersToXlsx, answerTable } from '../../../src/exchange/answers/sheet.ts'
import { readWorkbook } from '../../../src/exchange/xlsx/read.ts'
import { small } from '../../fixtures/questionnaires.ts'
import { byMethod, everyDocument } from '../../support/exchange-documents.ts'

const questionnaire = small()
const answers: Answers = {
  '1.1': {
    percent: 45,
    factors: { approach: 50 },
    comment: '=1+1',
    narrative: { '1.1.a': 'Two\nlines, "quoted"' },
    evidence: [{ title: 'Minutes', url: 'https://example.org/a' }, { title: 'Seen' }],
  },
  '1.2': { notApplicable: { reasonCode: 'no_such_activity', justification: 'None.' } },
  'P.1': { comment: 'We make pumps.' },
}
const given = { questionnaire, answers, language: 'en' }
const cellsOf = (code: string) => {
  const { columns, rows } = answerTable(given)
  const row = rows.find((cells) => cells[0] === code) ?? []
  return Object.fromEntries(
    columns
      .map(({ title }, index) => [title, row[index] ?? null])
      .filter(([, cell]) => cell !== null),
  )
}

t.test('a row for every node that takes something, in document order', async (t) => {
  const { rows } = answerTable(given)
  t.same(rows.map(([code, kind]) => [code, kind]).slice(0, 6), [
    ['P.1', 'profile'],
    ['P.1.a', 'area'],
    ['1.1', 'item'],
    ['1.1.a', 'area'],
    ['1.2', 'item'],
    ['1.2.a', 'area'],
  ])
  t.same(cellsOf('1.1'), {
    code: '1.1',
    kind: 'item',
    name: 'Item 1.1',
    '# asks': 'Intent of 1.1',
    percent: 45,
    'factors.approach': 50,
    comment: '=1+1',
    'evidence.1.title': 'Minutes',
    'evidence.1.url': 'https://example.org/a',
    'evidence.2.title': 'Seen',
  })
  t.match(cellsOf('1.1.a'), { '# asks': 'How is 1.1 done?', narrative: 'Two\nlines, "quoted"' })
  t.match(cellsOf('1.2'), { 'notApplicable.reasonCode': 'no_such_activity' })
  t.match(cellsOf('P.1'), { comment: 'We make pumps.' })
  t.match(answerTable({ ...given, language: 'zh-CN' }).rows[2]?.[2], 'Item 1.1（中文）')
})

t.test('without a language no text of the questionnaire is in it, and all else is', async (t) => {
  const [told, bare] = [answerTable(given), answerTable({ ...given, language: null })]
  const texts = [2, 3]
  t.same(bare.columns, told.columns)
  t.same(
    bare.rows,
    told.rows.map((row) => row.map((cell, at) => (texts.includes(at) ? null : cell))),
  )
  t.notMatch(answersToCsv({ ...given, language: null }), /Item 1|Intent|How is/)
  t.match(answersToCsv(given), /Item 1.1,Intent/, 'control: with one they are')
})

t.test('as CSV it begins with the mark that programs look for, and guards texts', async (t) => {
  const csv = answersToCsv(given)
  t.match(csv, /^\uFEFFcode,kind,name,/)
  t.match(csv, /,'=1\+1,/)
  t.match(csv, /"Two\nlines, ""quoted"""/)
  t.match(csv, /\r\n$/)
})

t.test('as XLSX it is one sheet, and texts are guarded', async (t) => {
  const [sheet, ...others] = readWorkbook(answersToXlsx(given))
  t.equal(others.length, 0)
  t.equal(sheet?.name, 'Answers')
  t.ok(sheet?.rows.some(({ cells }) => [...cells.values()].includes("'=1+1")))
})

t.test('there is a column for each piece of evidence', async (t) => {
  const evidence = Array.from({ length: 7 }, (_, index) => ({ title: `Piece ${index}` }))
  const { columns } = answerTable({ ...given, answers: { '1.1': { evidence } } })
  t.equal(columns.at(-1)?.title, 'evidence.7.url')
})

t.test('every method has the columns of its values', async (t) => {
  const values = (method: string) => layoutOf(byMethod[method] as never).values
  t.same(values('radar@1'), ['attributes.sound', 'attributes.aligned', 'attributes.trends'])
  t.same(values('pdca-classical@1'), [
    'score',
    'phases.plan',
    'phases.do',
    'phases.check',
    'phases.act',
    'phases.pdca',
    'trend',
    'targets',
  ])
  t.same(values('pdca-fine-tuned@1'), ['plan', 'do', 'check', 'act', 'trends', 'targets'])
  t.same(values('category-pass@1'), ['points'])
  t.same(values('maturity-level@1 by level'), ['level'])
  for (const method of ['maturity-level@1', 'statements@1']) t.same(values(method), ['value'])
  for (const [name, document] of everyDocument) {
    const codes = layoutOf(document).lines.map(({ code }) => code)
    t.equal(new Set(codes).size, codes.length, `${name}: one row for every code`)
  }
})
