// The offline line: score, validate, diff, plan and estimate from files, each with what it says, its exit code
// and what it says to wrong input. It runs without a server: nothing here starts one.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { scoredNodes } from '../../src/core/document/nodes.ts'
import { readQuestionnaire } from '../../src/core/document/read.ts'
import { questionnaireTables } from '../../src/exchange/questionnaire/write.ts'
import { writeWorkbook } from '../../src/exchange/xlsx/write.ts'
import { commands, excellence } from '../../src/tools/excellence.ts'
import { small } from '../fixtures/questionnaires.ts'
import { jsonIn } from '../support/examples.ts'
import { spoil } from '../support/spoil.ts'

const folder = mkdtempSync(join(tmpdir(), 'excellence-line-'))
t.teardown(() => rmSync(folder, { recursive: true }))

const written = (name: string, content: unknown): string => {
  const path = join(folder, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

const type = async (...args: string[]) => {
  const said = { out: '', err: '' }
  const code = await excellence(args, {
    out: (text) => {
      said.out += `${text}\n`
    },
    err: (text) => {
      said.err += `${text}\n`
    },
    paper: { width: 100, colour: false },
    today: '2026-03-01',
  })
  return { code, ...said }
}

const percents = [
  55, 45, 50, 40, 45, 60, 50, 65, 55, 40, 35, 50, 60, 45, 50, 55, 40, 45, 55, 40, 50, 35,
]
const gbt2004 = readQuestionnaire(jsonIn('schemas/models/gbt-19580-2004/1.0.0.json'))
const answersOf2004 = Object.fromEntries(
  scoredNodes(gbt2004).map(({ code }, index) => [code, { percent: percents[index] }]),
)
const answers = written('answers-2004.json', answersOf2004)

t.test('help for the line and for each command', async (t) => {
  t.match(await type('--help'), { code: 0, out: /npm run excellence -- <command>/ })
  t.match(await type(), { code: 2 })
  t.match(await type('guess'), { code: 2, err: /no command guess/ })
  for (const { name } of commands)
    t.match(await type(name, '--help'), { code: 0, out: /--help|\[options\]/ })
  t.match(await type('score'), { code: 2, err: /--questionnaire is missing/ })
})

t.test(
  'score: a table in both languages, steps, and the JSON the service would send',
  async (t) => {
    const line = ['score', '--questionnaire', 'gbt-19580-2004', '--answers', answers] as const
    t.match(await type(...line), { code: 0, out: /483\.5 \/1000 {2}48\.4 %/ })
    t.match(await type(...line, '--lang', 'zh-CN'), { out: /总分 +483\.5/ })
    t.match(await type(...line, '--explain'), { out: /55 % of 60 points = 33 points/ })
    const { out } = await type(...line, '--json')
    t.match(JSON.parse(out), { total: { exactPoints: '967/2' }, variant: 'official' })
  },
)

t.test(
  'score: incomplete answers are refused with every place, or counted when asked',
  async (t) => {
    const few = written('few.json', { '4.1.1': { percent: 55 } })
    const line = ['score', '--questionnaire', 'gbt-19580-2004@1.0.0', '--answers', few] as const
    t.match(await type(...line), { code: 4, err: /\/answers\/4\.1\.2: "4\.1\.2" is not answered/ })
    t.match(await type(...line, '--allow-incomplete'), { code: 0, out: / 33 \/1000/ })
  },
)

t.test('score: a weighting of your own', async (t) => {
  const equal = written(
    'weights.json',
    Object.fromEntries(scoredNodes(small()).map(({ code }) => [code, 25])),
  )
  const questionnaire = written('small.json', small())
  const half = written(
    'half.json',
    Object.fromEntries(scoredNodes(small()).map(({ code }) => [code, { percent: 50 }])),
  )
  const line = [
    'score',
    '--questionnaire',
    questionnaire,
    '--answers',
    half,
    '--weighting',
  ] as const
  const { out } = await type(...line, equal, '--json')
  t.match(JSON.parse(out), { variant: 'custom', total: { exactPoints: '50' } })
  const wrong = written('wrong-weights.json', { '1.1': 100 })
  t.match(await type(...line, wrong), { code: 4, err: /\/weighting/ })
})

t.test('files that cannot be used', async (t) => {
  const score = (questionnaire: string, file: string) =>
    type('score', '--questionnaire', questionnaire, '--answers', file)
  t.match(await score('gbt-19580-2004', join(folder, 'absent.json')), { code: 2, err: /no file/ })
  t.match(await score('gbt-19580-2004', folder), { code: 2, err: /cannot be read \(EISDIR\)/ })
  t.match(await score('gbt-19580-2004', written('bad.json', '{')), { code: 2, err: /is not JSON/ })
  t.match(await score('no-such-key', answers), { code: 2, err: /neither a file nor .* gbt-19580/ })
  t.match(await score('gbt-19580-2004@9.0.0', answers), { code: 2, err: /versions 1\.0\.0/ })
  const wrong = written('wrong.json', { '4.1.1': { percent: '55' } })
  t.match(await score('gbt-19580-2004', wrong), { code: 4, err: /\/4\.1\.1\/percent/ })
  t.match(await score(written('half.json', { format: 'questionnaire/v1' }), answers), {
    code: 4,
    err: /\/categories/,
  })
})

t.test('validate: errors and warnings with their places', async (t) => {
  t.match(await type('validate', '--questionnaire', 'gbt-19580-2012'), {
    code: 0,
    out: /unconfirmed-points.*\n.*is valid; 1 warnings to accept/,
  })
  const confirmed = written(
    'confirmed.json',
    spoil(small(), { '/provenance': { status: 'confirmed' } }),
  )
  t.match(await type('validate', '--questionnaire', confirmed), { code: 0, out: /is valid\.\n/ })
  const last = written('last.json', small())
  const next = written(
    'next.json',
    spoil(small(), { '/scoring/displayUnit': 0.1, '/version': '1.0.1' }),
  )
  const checked = await type('validate', '--questionnaire', next, '--last', last)
  t.match(checked, { code: 4, out: /error .*\/version {2}version-step.*at least 1\.1\.0/ })
  t.match(checked.out, /cannot be published: 1 errors/)
  const { out } = await type('validate', '--questionnaire', last, '--last', last, '--json')
  t.match(JSON.parse(out), { errors: [{ code: 'nothing-to-publish', pointer: '' }], needed: null })
  t.match(await type('validate', '--questionnaire', last, '--last', last), { out: /error {4}\/ / })
})

t.test('diff: sentences, the step, and a word about two questionnaires', async (t) => {
  const from = written('from.json', small())
  const to = written('to.json', spoil(small(), { '/title/en': 'Renamed', '/version': '1.0.1' }))
  t.match(await type('diff', '--from', from, '--to', to), {
    code: 0,
    out: /\[editorial\] questionnaire, title: .*\n\n1 changes; they need a patch step/,
  })
  const { out } = await type('diff', '--from', from, '--to', from, '--json')
  t.same(JSON.parse(out), { class: null, changes: [], needed: null })
  t.match(await type('diff', '--from', from, '--to', from), { out: /say the same/ })
  t.match(await type('diff', '--from', 'gbt-19580-2004', '--to', 'gbt-19580-2012'), {
    code: 0,
    err: /are two questionnaires/,
  })
})

t.test('plan: by the mapping that ships, with its effect on the score', async (t) => {
  const line = ['plan', '--from', 'gbt-19580-2004', '--to', 'gbt-19580-2012', '--answers'] as const
  const shown = await type(...line, answers)
  t.equal(shown.code, 0)
  t.match(shown.out, /4\.4\.4 {2}4\.4\.4 4\.6\.2 {2}converted/)
  t.match(shown.out, /14 carried, 6 carried_needs_review, 3 converted, 0 dropped, 0 new/)
  t.match(shown.out, /483\.5 before, 484\.5 after \(4\.1 \+6\.5, .*4\.6 -12\.5\)/)
  const { out } = await type(...line, answers, '--json')
  t.match(JSON.parse(out), {
    effect: { after: { exactPoints: '969/2' }, exactReviewPoints: '450' },
  })
  const lost = written('lost.json', { '4.1.1': { percent: 55, narrative: { 'x.1': 'Text' } } })
  t.match(await type(...line, lost), { out: /Text that stays behind: x\.1/ })
})

t.test('plan: many submissions, one a line', async (t) => {
  const line = ['plan', '--from', 'gbt-19580-2004', '--to', 'gbt-19580-2012', '--answers'] as const
  const many = written('many.ndjson', `${JSON.stringify(answersOf2004)}\n`.repeat(1001))
  const { code, out, err } = await type(...line, many)
  t.equal(code, 0)
  t.equal(out.trim().split('\n').length, 1001)
  t.match(JSON.parse(out.split('\n')[1000] ?? ''), {
    line: 1001,
    effect: { after: { exactPoints: '969/2' } },
  })
  t.match(err, /1000 planned so far\n1001 planned/)
  const bad = written('bad.ndjson', `${JSON.stringify(answersOf2004)}\n{"4.1.1": 5}\n`)
  t.match(await type(...line, bad), { code: 2, err: /Line 2 holds no answers/ })
  t.match(await type(...line, written('worse.ndjson', '{\n')), { code: 2, err: /Line 1/ })
})

t.test('plan: other mappings', async (t) => {
  const source = written('v1.json', small())
  const target = written('v2.json', spoil(small(), { '/version': '2.0.0' }))
  const given = written('one.json', { '1.1': { percent: 40 } })
  t.match(await type('plan', '--from', source, '--to', target, '--answers', given), {
    code: 0,
    out: /1 carried, .*3 new/,
  })
  const other = ['plan', '--from', source, '--to', 'gbt-19580-2012', '--answers', given] as const
  t.match(await type(...other), { code: 2, err: /name one by --mapping/ })
  const crosswalk = 'schemas/mappings/gbt-19580-2012-1.0.0--baldrige-2023-2024-1.0.0.json'
  t.match(await type(...other, '--mapping', crosswalk), {
    code: 2,
    err: /needs a mapping that migrates/,
  })
  const foreign = 'schemas/mappings/gbt-19580-2004-1.0.0--gbt-19580-2012-1.0.0.json'
  t.match(await type(...other, '--mapping', foreign), { code: 4, err: /the mapping names/i })
})

t.test('estimate: labelled, from either side', async (t) => {
  const some = written('some.json', {
    '4.4.3': { percent: 35 },
    '4.4.6': { percent: 65 },
    '4.4.7': { percent: 30 },
    '4.5.3': { percent: 50 },
  })
  const line = [
    'estimate',
    '--from',
    'gbt-19580-2012',
    '--to',
    'baldrige-2023-2024',
    '--answers',
    some,
  ] as const
  const shown = await type(...line)
  t.match(shown, { code: 0, out: /no score of it/ })
  t.match(shown.out, /6\.2 +46\.43 +30 to 65/)
  const { out } = await type(...line, '--json')
  const { variant, nodes } = JSON.parse(out)
  t.equal(variant, 'estimate')
  t.match(
    nodes.find(({ code }: { code: string }) => code === '6.2'),
    { exactPercent: '325/7', span: [30, 65] },
  )
  const back = written('back.json', { '2.2': { percent: 50 } })
  t.match(
    await type(
      'estimate',
      '--from',
      'baldrige-2023-2024',
      '--to',
      'gbt-19580-2012',
      '--answers',
      back,
    ),
    { code: 0, out: /4\.4\.3 +- +- / },
  )
  t.match(
    await type(
      'estimate',
      '--from',
      'gbt-19580-2004',
      '--to',
      'baldrige-2023-2024',
      '--answers',
      answers,
    ),
    { code: 2, err: /there is one for gbt-19580-2012 and baldrige-2023-2024/ },
  )
})

t.test('workbook: there and back, and every mistake at its cell', async (t) => {
  const [book, back] = [join(folder, 'book.xlsx'), join(folder, 'back.json')]
  const name = 'gbt-19580-2004'
  t.match(await type('workbook', '--questionnaire', name, '--to', book), { code: 0, out: /holds/ })
  t.match(await type('workbook', '--read', book, '--to', back), { code: 0, out: /holds/ })
  t.same(JSON.parse(readFileSync(back, 'utf8')), gbt2004)
  const tables = questionnaireTables(small()).filter((table) => table.name !== 'Questions')
  const wrong = tables.map((table) =>
    table.name === 'Items'
      ? { ...table, rows: [['nobody', ...(table.rows[0] ?? []).slice(1)]] }
      : table,
  )
  writeFileSync(book, writeWorkbook(wrong))
  t.match(await type('workbook', '--read', book, '--to', back), {
    code: 4,
    err: /^Items, row 3, column of \(A\) {2}parent-unknown: /,
  })
  t.match(await type('workbook', '--read', book, '--to', back, '--json'), {
    code: 4,
    out: /"sheet": "Items"/,
  })
  t.match(await type('workbook', '--read', back, '--to', book), {
    code: 4,
    err: /no XLSX workbook/,
  })
  t.match(await type('workbook', '--to', book), {
    code: 2,
    err: /either --questionnaire or --read/,
  })
})
