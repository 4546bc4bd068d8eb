// Filled sheets come back: what changed is said row by row, what does not fit is refused with row and column, and
// export, import, export is a fixed point.
import fc from 'fast-check'
import t from 'tap'
import { canonicalJson } from '../../../src/core/document/canonical.ts'
import type { Answers } from '../../../src/core/submission/answer.ts'
import { answersToCsv } from '../../../src/exchange/answers/sheet.ts'
import type { Table } from '../../../src/exchange/grid.ts'
import { small } from '../../fixtures/questionnaires.ts'
import {
  asCsv,
  asXlsx,
  type Changes,
  imported,
  news,
  sheetOf,
} from '../../support/answer-sheets.ts'
import { everyDocument } from '../../support/exchange-documents.ts'

const questionnaire = small()
const stored: Answers = {
  '1.1': { percent: 45, comment: 'c', narrative: { '1.1.a': 'n' }, evidence: [{ title: 'e' }] },
  '1.2': { notApplicable: { reasonCode: 'none', justification: 'None.' } },
}
const change = (
  changes: Changes,
  {
    emptyCells = 'keep',
    before = stored,
  }: { emptyCells?: 'keep' | 'clear'; before?: Answers } = {},
) => imported(questionnaire, before, asXlsx(sheetOf(questionnaire, before, changes)), emptyCells)

t.test('an untouched sheet changes nothing, as CSV and as XLSX, keeping or clearing', async (t) => {
  const table = sheetOf(questionnaire, stored)
  for (const sheet of [asCsv(table), asXlsx(table)])
    for (const emptyCells of ['keep', 'clear'] as const) {
      const { report, answers } = imported(questionnaire, stored, sheet, emptyCells)
      t.match(report, { created: 0, changed: 0, refused: 0, unchanged: table.rows.length })
      t.same(answers, stored)
    }
})

t.test('the empty sheet of every questionnaire is taken, those without areas too', async (t) => {
  const withoutAreas = JSON.parse(
    JSON.stringify(questionnaire, (name, value) => (name === 'areas' ? [] : value)),
  ) as typeof questionnaire
  for (const [name, document] of [...everyDocument, ['without areas', withoutAreas] as const]) {
    const { report } = imported(document, {}, asCsv(sheetOf(document, {})))
    t.match(report, { refused: 0, changed: 0, created: 0 }, name, { news: news(report) })
  }
})

t.test('any answers come back from an empty draft as they were', async (t) => {
  const words = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    .filter((s) => /\S/.test(s))
  const text = fc.oneof(
    words,
    fc.constantFrom('=1+1', "'=x", '-', '0045', 'TRUE', 'a\nb', '，', '"', ';'),
  )
  const url = fc.constantFrom('https://example.org/a', 'http://a.cn/b?c=1,2;3')
  const answer = fc.record(
    {
      percent: fc.integer({ min: 0, max: 20 }).map((n) => n * 5),
      comment: text,
      evidence: fc.array(fc.oneof(fc.record({ title: text }), fc.record({ title: text, url })), {
        minLength: 1,
        maxLength: 4,
      }),
    },
    { requiredKeys: ['percent'] },
  )
  const all = fc.record({
    '1.1': answer,
    '1.2': fc.constantFrom({
      notApplicable: { reasonCode: 'no_such_activity', justification: '= none' },
      narrative: { '1.2.a': '\ttab' },
    }),
    '2.1': answer,
    '3': answer,
  })
  fc.assert(
    fc.property(all, fc.boolean(), (answers, isCsv) => {
      const table = sheetOf(questionnaire, answers)
      const first = imported(questionnaire, {}, isCsv ? asCsv(table) : asXlsx(table))
      t.same(first.report.refused, 0, { news: news(first.report) })
      t.equal(canonicalJson(first.answers), canonicalJson(answers))
      const csv = (of: Answers) => answersToCsv({ questionnaire, answers: of, language: 'en' })
      t.equal(csv(first.answers), csv(answers), 'a fixed point')
    }),
    { numRuns: 60 },
  )
})

t.test('created, changed and unchanged are told row by row', async (t) => {
  const { report, answers } = change({
    '1.1': { percent: 50 },
    '1.2.a': { narrative: 'Now there is something.' },
    '2.1': { percent: '30', 'factors.approach': 35 },
  })
  t.same(news(report), [
    ['1.1', 'changed'],
    ['1.2.a', 'created'],
    ['2.1', 'created'],
  ])
  t.match(report, { created: 2, changed: 1, refused: 0 })
  t.match(answers, {
    '1.1': { percent: 50, comment: 'c', narrative: { '1.1.a': 'n' } },
    '2.1': { percent: 30, factors: { approach: 35 } },
  })
})

t.test('an empty cell keeps what is stored, or clears it, as asked', async (t) => {
  const emptied = {
    '1.1': { percent: null, comment: null, 'evidence.1.title': null },
    '1.1.a': { narrative: null },
  }
  t.same(change(emptied).answers, stored)
  t.same(news(change(emptied).report), [])
  const cleared = change(emptied, { emptyCells: 'clear' })
  t.same(Object.keys(cleared.answers), ['1.2'], 'an answer with nothing left is gone')
  t.same(news(cleared.report), [
    ['1.1', 'changed'],
    ['1.1.a', 'changed'],
  ])
})

t.test('rows and columns that are not in the sheet change nothing', async (t) => {
  const bytes = Buffer.from('code,percent\n2.1,35\n')
  const { answers, report } = imported(questionnaire, stored, { bytes, format: 'csv' }, 'clear')
  t.same(answers, { ...stored, '2.1': { percent: 35 } })
  t.equal(report.rows.length, 1)
})

t.test('a value takes the place of "not applicable", and the other way round', async (t) => {
  t.same(
    change({
      '1.2': { percent: 40, 'notApplicable.reasonCode': null, 'notApplicable.justification': null },
    }).answers['1.2'],
    {
      percent: 40,
    },
  )
  const na = {
    'notApplicable.reasonCode': 'none',
    'notApplicable.justification': 'x',
    percent: null,
  }
  t.same(change({ '1.1': na }).answers['1.1'], {
    comment: 'c',
    narrative: { '1.1.a': 'n' },
    evidence: [{ title: 'e' }],
    notApplicable: { reasonCode: 'none', justification: 'x' },
  })
  t.same(news(change({ '1.2': { percent: 40 } }).report), [
    ['1.2', 'refused', 'notApplicable.reasonCode', 'value-and-not-applicable'],
  ])
})

t.test('all that is wrong is said at once, and of the rest what it would do', async (t) => {
  const bytes = Buffer.from(
    [
      'code,percent,evidence.1.title,evidence.1.url',
      '1.1,57,,', // found by the core
      '1.2,many,,', // found by the cell
      '2.1,30,,',
      '3,40,Ours,javascript:x', // found by the shape
      '9.9,5,,',
      '',
    ].join('\n'),
  )
  const { report, answers } = imported(questionnaire, stored, { bytes, format: 'csv' })
  t.same(news(report), [
    ['1.1', 'refused', 'percent', 'percent-off-step'],
    ['1.2', 'refused', 'percent', 'not-a-number'],
    ['2.1', 'created'],
    ['3', 'refused', 'evidence.1.url', 'wrong-value'],
    ['9.9', 'refused', 'code', 'node-unknown'],
  ])
  t.same(answers, stored)
})

t.test('what does not fit is refused at its row and column, and nothing is written', async (t) => {
  const cases: readonly (readonly [Changes, readonly unknown[]])[] = [
    [{ '1.1': { percent: 44 } }, ['1.1', 'refused', 'percent', 'percent-off-step']],
    [{ '1.1': { percent: 105 } }, ['1.1', 'refused', 'percent', String]],
    [{ '1.1': { percent: 'many' } }, ['1.1', 'refused', 'percent', 'not-a-number']],
    [{ '1.1': { percent: true } }, ['1.1', 'refused', 'percent', 'not-a-number']],
    [{ '1.1': { comment: 'x'.repeat(2001) } }, ['1.1', 'refused', 'comment', 'wrong-value']],
    [
      { '1.1': { 'evidence.1.url': 'javascript:x' } },
      ['1.1', 'refused', 'evidence.1.url', 'wrong-value'],
    ],
    [
      { '1.1': { 'evidence.3.url': 'https://x.y' } },
      ['1.1', 'refused', 'evidence.2.title', 'wrong-value'],
    ],
    [{ '1.1.a': { percent: 45 } }, ['1.1.a', 'refused', 'percent', 'takes-nothing']],
    [
      { '3': { 'notApplicable.reasonCode': 'none', 'notApplicable.justification': 'x' } },
      ['3', 'refused', 'notApplicable.reasonCode', 'not-applicable-refused'],
    ],
    [
      { '2.1': { 'notApplicable.reasonCode': 'none' } },
      ['2.1', 'refused', 'notApplicable.justification', 'missing'],
    ],
    [{ '1.1': { code: '1' } }, ['1', 'refused', 'code', 'takes-nothing']],
    [{ '1.1': { code: '7.7' } }, ['7.7', 'refused', 'code', 'node-unknown']],
    [{ '1.1': { code: '1.2' } }, ['1.2', 'refused', 'code', 'code-twice']],
    [{ '1.1': { code: null } }, ['', 'refused', 'code', 'code-missing']],
    [{ '1.1': { comment: 'a\u0000b' } }, ['1.1', 'refused', 'comment', 'unsafe-text']],
  ]
  for (const [changes, expected] of cases) {
    const { report, answers } = change({ ...changes, '2.1': { percent: 30, ...changes['2.1'] } })
    t.match(
      news(report).filter(([, outcome]) => outcome === 'refused'),
      [expected],
    )
    t.equal(report.refused, 1)
    t.same(answers, stored, 'nothing was written')
  }
})

t.test('titles that mean nothing are refused, remarks are not', async (t) => {
  const titled = (title: string): Table => {
    const table = sheetOf(questionnaire, stored)
    return {
      ...table,
      columns: [...table.columns, { title }],
      rows: table.rows.map((r) => [...r, 'x']),
    }
  }
  for (const [title, code] of [
    ['percnt', 'column-unknown'],
    ['__proto__', 'column-unknown'],
    ['percent', 'column-twice'],
  ] as const)
    t.match(imported(questionnaire, stored, asCsv(titled(title))).report.rows[0], {
      row: 1,
      outcome: 'refused',
      errors: [{ column: title, code }],
    })
  t.equal(imported(questionnaire, stored, asCsv(titled('# my remark'))).report.refused, 0)
  t.equal(({} as { polluted?: unknown }).polluted, undefined)
})

t.test('numbers are read as people write them', async (t) => {
  for (const [typed, percent] of [
    ['50', 50],
    [' 50 ', 50],
    ['50,0', 50],
    ['50.0', 50],
    ['50%', 50],
    ['50 %', 50],
    ['50％', 50],
    ["'50", 'refused'],
    ['5e1', 'refused'],
    ['0x32', 'refused'],
    ['Infinity', 'refused'],
  ] as const) {
    const { report, answers } = change({ '1.1': { percent: typed } })
    t.same(
      percent === 'refused' ? report.refused : answers['1.1']?.percent,
      percent === 'refused' ? 1 : percent,
      typed,
    )
  }
})
