import t from 'tap'
import { readAnswerSheet } from '../../../src/exchange/answers/import.ts'
import {
  type ImportWeightingSheet,
  importWeightingSheet,
} from '../../../src/exchange/weightings/import.ts'
import {
  contributor,
  errorsOf,
  input,
  items,
  make,
  nobody,
  now,
  questionnaire,
  refusal,
} from '../../support/weightings.ts'

const { weighting } = make()
const bring = (lines: readonly string[], more: Partial<ImportWeightingSheet> = {}) =>
  importWeightingSheet({
    weighting,
    questionnaire,
    table: readAnswerSheet(Buffer.from(`${lines.join('\r\n')}\r\n`), 'csv'),
    dryRun: false,
    standing: contributor,
    now,
    ...more,
  })

t.test('numbers are taken, empty cells and absent rows keep what is stored', async (t) => {
  const { weighting: next, report } = bring([
    'code,name,points',
    '1.1,Any,"20,5"',
    '1.2,,29.5',
    '3,,',
  ])
  t.same(next.items, { ...items, '1.1': 20.5, '1.2': 29.5 })
  t.match(report, { created: 0, changed: 2, unchanged: 1, refused: 0 })
  t.match(report.rows, [
    { row: 2, code: '1.1', outcome: 'changed' },
    { row: 3, code: '1.2', outcome: 'changed' },
    { row: 4, code: '3', outcome: 'unchanged' },
  ])
})

t.test('a dry run changes nothing, whatever it reports', async (t) => {
  const {
    weighting: same,
    events,
    report,
  } = bring(['code,points', '1.1,20', '1.2,30'], { dryRun: true })
  t.equal(same, weighting)
  t.same(events, [])
  t.match(report, { changed: 2, refused: 0 })
})

t.test('a sum that is off by a hundredth is told in the row of titles', async (t) => {
  const lines = ['code,points', '1.1,29.99']
  t.same(
    errorsOf(() => bring(lines)),
    ['/rows/1/points sum-wrong'],
  )
  const { report, weighting: same } = bring(lines, { dryRun: true })
  t.equal(same, weighting)
  t.match(report, {
    changed: 1,
    refused: 1,
    rows: [
      { row: 1, errors: [{ column: 'points', code: 'sum-wrong', detail: /difference -0.01/ }] },
      {},
    ],
  })
})

t.test('what is wrong in a row stands at that row and column', async (t) => {
  t.same(
    errorsOf(() =>
      bring(['code,points,weight', '1.1,20,', '1.1,30,', ',1,', 'x,1,', '1.2,many,', '3,-1,']),
    ),
    [
      '/rows/1/weight column-unknown',
      '/rows/3/code code-twice',
      '/rows/4/code code-missing',
      '/rows/5/code node-unknown',
      '/rows/6/points not-a-number',
    ],
  )
  t.same(
    errorsOf(() => bring(['code,points', '1.1,-1', '1.2,51'])),
    ['/rows/2/points weight-negative'],
  )
  t.same(
    errorsOf(() => bring(['code,points,points', '1.1,30,30'])),
    ['/rows/1/points column-twice'],
  )
  t.same(
    errorsOf(() => bring(['code,points,a/b', '1.1,30,'])),
    ['/rows/1/a~1b column-unknown'],
  )
  const unsafe = bring(['code,points,name', '1.1,30,\u0000'], { dryRun: true })
  t.match(unsafe.report, {
    refused: 1,
    rows: [{ errors: [{ column: 'name', code: 'unsafe-text' }] }],
  })
})

t.test('weights inside a category grow by rows; a leaf has none', async (t) => {
  const inside = make({ input: input({ mode: 'within_category', items: { '1.1': 1, '1.2': 3 } }) })
  const given = { weighting: inside.weighting }
  const { weighting: next, report } = bring(['code,weight', '2.1,5'], given)
  t.same(next.items, { '1.1': 1, '1.2': 3, '2.1': 5 })
  t.match(report, { created: 1 })
  t.same(
    errorsOf(() => bring(['code,weight', '3,5'], given)),
    ['/rows/2/weight node-unknown'],
  )
})

t.test('judgements stay until a number differs', async (t) => {
  const elicitation = { kind: 'roc', inputs: ['1.1', '1.2'] }
  const judged = make({ input: input({ items: undefined, elicitation }) }).weighting
  t.equal(bring(['code,weight', '1.1,750'], { weighting: judged }).weighting, judged)
  const other = bring(['code,weight', '1.1,700'], { weighting: judged }).weighting
  t.match(other, { elicitation: { kind: 'manual' }, items: { '1.1': 700, '1.2': 250 } })
})

t.test('rights and state are demanded even of a sheet that is wrong', async (t) => {
  const wrong = ['code,points', 'x,1']
  t.equal(refusal(() => bring(wrong, { standing: nobody })).code, 'not-found')
  const published = { ...weighting, publishedAt: now }
  t.equal(refusal(() => bring(wrong, { weighting: published })).code, 'immutable')
})
