// What `npm run demo` draws: widths that East Asian readers see, tables that stay in their columns, bars,
// and sentences that say what the figures say.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { localize } from '../../src/core/document/localize.ts'
import { type Locale, locales } from '../../src/core/request.ts'
import { schemasFolder } from '../../src/paths.ts'
import { clientFor, type Told } from '../../src/tools/demo/client.ts'
import {
  explanation,
  itemPage,
  type Lines,
  progressPage,
  sheetPage,
  weightingsPage,
} from '../../src/tools/demo/render.ts'
import { comparisonPage, resultLines } from '../../src/tools/demo/render-comparison.ts'
import * as shapes from '../../src/tools/demo/shapes.ts'
import {
  axis,
  bar,
  fit,
  ink,
  padStart,
  paperFor,
  widthOf,
  wrap,
} from '../../src/tools/demo/terminal.ts'
import { named, sayIn } from '../../src/tools/demo/words.ts'

const document = JSON.parse(
  readFileSync(join(schemasFolder, 'models/gbt-19580-2012/1.0.0.json'), 'utf8'),
)
const questionnaireIn = (locale: Locale) =>
  shapes.Questionnaire.parse(localize(document, locale, 'full'))

const figuresOf = (code: string, maxPoints: number, percent: number): shapes.Sheet['nodes'][0] => ({
  code,
  percent,
  points: (maxPoints * percent) / 100,
  maxPoints,
  band: { bandSet: 'process-six', position: 4 },
  explanation: [
    {
      rule: 'item.points',
      inputs: { percent: String(percent), max: String(maxPoints) },
      result: '27/4',
    },
  ],
})

/** 50 % everywhere but in the results. */
const sheet: shapes.Sheet = {
  nodes: questionnaireIn('en').categories.flatMap(({ code, points, items }) => [
    figuresOf(code, points, code === '4.7' ? 40.5 : 50),
    ...items.map((item) => figuresOf(item.code, item.points, code === '4.7' ? 40.5 : 50)),
  ]),
  total: { points: 462, maxPoints: 1000, percent: 46.2, explanation: [] },
}

const cellOf = (
  code: string,
  maxPoints: number,
  own: number,
): shapes.Comparison['nodes'][number] => ({
  code,
  kind: code === 'total' ? 'total' : 'category',
  maxPoints,
  nBand: '50-99',
  p25: 4000,
  p50: 4500,
  p75: 5500,
  bestInClass: { value: 6000, basis: 'p90' },
  own: {
    value: own,
    gapToMedian: own - 4500,
    band: own < 4500 ? 'second_quartile' : 'third_quartile',
  },
})

const comparison: shapes.Comparison = {
  benchmarkEditionId: '01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a42',
  synthetic: true,
  cohort: { key: 'sector=C' },
  ladder: [
    { cohortKey: 'sector=C', outcome: 'used' },
    { cohortKey: 'all', outcome: 'not_reached' },
    { cohortKey: null, outcome: 'of_a_later_release' },
  ],
  nodes: [
    ...questionnaireIn('en').categories.map(({ code, points }, place) =>
      cellOf(code, points, 4200 + 100 * place),
    ),
    cellOf('total', 1000, 4620),
  ],
}

const withheld: shapes.Comparison = {
  ...comparison,
  nodes: comparison.nodes.map((cell) => ({
    ...cell,
    nBand: null,
    p25: null,
    p50: null,
    p75: null,
    bestInClass: null,
    own: { ...cell.own, gapToMedian: null, band: null },
  })),
}

const drawing = (locale: Locale, width: number, colour = false) => ({
  say: sayIn(locale),
  paper: { width, colour },
})

t.test('wide characters take two columns, marks and colours none', async (t) => {
  t.equal(widthOf('abc'), 3)
  t.equal(widthOf('战略 a'), 6)
  t.equal(widthOf('，'), 2)
  t.equal(widthOf('e\u0301'), 1)
  t.equal(widthOf(ink('战', 'bold', { colour: true })), 2)
  t.equal(widthOf('█░│●▒·→'), 7)
  t.equal(widthOf('\u{20000}'), 2)
})

t.test(
  'a cell is exactly as wide as asked, also where a wide character does not fit in half',
  async (t) => {
    for (const text of ['', 'Strategy', '顾客与市场', '测量、分析与改进', 'a顾b客c'])
      for (const width of [5, 6, 7, 8, 20]) t.equal(widthOf(fit(text, width)), width, text)
    t.equal(fit('顾客与市场', 6), '顾客… ')
    t.equal(padStart('差距', 6), '  差距')
  },
)

t.test(
  'lines break at blanks and between wide characters, never before a closing mark',
  async (t) => {
    t.same(wrap('one two three', 7), ['one two', 'three'])
    t.same(wrap('高层领导确定，以身作则。', 12), ['高层领导确', '定，以身作', '则。'])
    t.same(wrap('  ', 10), [])
    for (const line of wrap(document.description['zh-CN'], 30)) {
      t.ok(widthOf(line) <= 30)
      t.notMatch(line, /^[，。、；：？！）”]/)
    }
  },
)

t.test('paper has 80 to 100 columns, and colour only on a terminal without NO_COLOR', async (t) => {
  const asked = { isTty: true, columns: 90, noColor: undefined }
  t.same(paperFor(asked), { width: 90, colour: true })
  t.same(paperFor({ ...asked, columns: 40 }), { width: 80, colour: true })
  t.same(paperFor({ ...asked, columns: 300 }), { width: 100, colour: true })
  t.same(paperFor({ ...asked, noColor: '1' }), { width: 90, colour: false })
  t.same(paperFor({ ...asked, noColor: '' }), { width: 90, colour: true })
  t.same(paperFor({ isTty: false, columns: undefined, noColor: undefined }), {
    width: 100,
    colour: false,
  })
})

t.test('bars and axes show where a value lies, and stay within their ends', async (t) => {
  t.equal(bar(0, 4), '░░░░')
  t.equal(bar(50, 4), '██░░')
  t.equal(bar(140, 4), '████')
  const scale = { from: 0, to: 10_000 }
  const marks = { own: 10_000, low: 2500, median: 5000, high: 7500 }
  t.equal(axis(marks, scale, 9), '··▒▒│▒▒·●')
  t.equal(axis({ ...marks, own: 5000 }, scale, 9), '··▒▒●▒▒··')
  t.equal(axis({ own: null, low: null, median: null, high: null }, scale, 3), '···')
  t.equal(axis({ ...marks, own: 0 }, { from: 4000, to: 6000 }, 5), '●▒│▒▒')
})

/** Every page in one language on one paper. */
const pages = (locale: Locale, width: number, colour = false): Lines => {
  const questionnaire = questionnaireIn(locale)
  const drawn = drawing(locale, width, colour)
  const [item] = questionnaire.categories.flatMap(({ items }) => items)
  if (item === undefined) throw new Error('The questionnaire has no item.')
  const progress = {
    scored: 22,
    notApplicable: 0,
    unanswered: 1,
    answeredPointsBp: 9500,
    missing: ['4.7.7'],
  }
  return [
    ...itemPage({ item, questionnaire }, drawn),
    ...progressPage(progress, drawn),
    ...sheetPage({ sheet, questionnaire }, drawn),
    ...weightingsPage({ reference: sheet, own: sheet, questionnaire }, drawn),
    ...comparisonPage({ comparison, questionnaire }, drawn),
    ...comparisonPage({ comparison: withheld, questionnaire }, drawn),
    ...resultLines({ comparison, questionnaire }, drawn),
  ]
}

t.test('no line of any page is wider than the paper, in no language', async (t) => {
  for (const locale of locales)
    for (const width of [80, 90, 100]) {
      const lines = pages(locale, width)
      t.ok(lines.length > 100)
      t.same(
        lines.filter((line) => widthOf(line) > width),
        [],
      )
    }
})

t.test('without colour there is no escape; with colour only escapes differ', async (t) => {
  const start = String.fromCharCode(27)
  const plain = pages('en', 80)
  t.notMatch(plain.join('\n'), start)
  const coloured = pages('en', 80, true).join('\n')
  t.ok(coloured.includes(start))
  t.equal(coloured.replaceAll(new RegExp(`${start}\\[\\d+m`, 'g'), ''), plain.join('\n'))
})

t.test(
  'the score sheet has every category and item with points, maximum, percent and band',
  async (t) => {
    const questionnaire = questionnaireIn('en')
    const lines = sheetPage({ sheet, questionnaire }, drawing('en', 100))
    const line = (code: string) =>
      lines.find((each) => each.trimStart().startsWith(`${code} `)) ?? ''
    t.match(line('4.1'), /Leadership +55 \/ 110 +50\.0 % █████░░░░░ Established/)
    t.match(line('4.7.2'), /Product and service results +32\.4 \/ {2}80 +40\.5 % ████░░░░░░/)
    t.match(lines.at(-1), /Total +462 \/1000 +46\.2 %/)
    for (const { code, items } of questionnaire.categories)
      for (const each of [code, ...items.map((item) => item.code)]) t.ok(line(each), each)
  },
)

t.test('columns of a Chinese table stand under each other', async (t) => {
  const lines = sheetPage({ sheet, questionnaire: questionnaireIn('zh-CN') }, drawing('zh-CN', 80))
  const places = lines
    .filter((line) => / \/ {1,2}\d+ .*%/.test(line))
    .map((line) => widthOf(line.slice(0, line.indexOf('%'))))
  t.equal(new Set(places).size, 1)
  t.ok(places.length > 25)
})

t.test(
  'the comparison names the cohort, and shows own value, quartiles, gap and place',
  async (t) => {
    const page = { comparison, questionnaire: questionnaireIn('en') }
    const text = comparisonPage(page, drawing('en', 100)).join('\n')
    t.match(text, /Compared with: participants with sector=C \(50-99 organizations\)/)
    t.match(text, /sector=C \(used\), all \(not needed\), - \(of_a_later_release\)/)
    t.match(text, /4\.1 +Leadership +42\.0 +40\.0 +45\.0 +55\.0 +-3\.0 +.*●.* below median/)
    t.match(text, /Total +46\.2 +40\.0 +45\.0 +55\.0 +\+1\.2 +.* above median/)
    t.match(text, /axis from 40 to 60 %/)
  },
)

t.test('the result says what a quality manager takes along', async (t) => {
  const page = { comparison, questionnaire: questionnaireIn('en') }
  t.same(resultLines(page, drawing('en', 100)), [
    '   Total: 462 of 1000 points, 12 points above the median of 450.',
    '   The best tenth begins at 600 points.',
    '   Furthest ahead of the median: 4.7 Results (+3.0 % of its points).',
    '   Furthest behind the median: 4.1 Leadership (-3.0 % of its points).',
  ])
})

t.test('where everything is withheld nothing is made up', async (t) => {
  const page = { comparison: withheld, questionnaire: questionnaireIn('en') }
  const text = comparisonPage(page, drawing('en', 100)).join('\n')
  t.match(text, /Nothing can be shown/)
  t.match(text, /4\.1 +Leadership +42\.0 +- +- +- +- .* not shown/)
  t.same(resultLines(page, drawing('en', 100)), ['   Total: 462 of 1000 points.'])
})

t.test('explanations are sentences of the engine; an unknown rule keeps its name', async (t) => {
  const [line] = sheet.nodes[0]?.explanation ?? []
  if (line === undefined) throw new Error('no line')
  t.match(explanation(line, 'en'), /^50 % of 110 points = 6\.75/)
  t.match(explanation(line, 'zh-CN'), /^110 分的 50%/)
  t.match(explanation({ rule: 'new.rule', inputs: { a: '1' }, result: null }, 'en'), /^new\.rule/)
})

t.test('a word that the table lacks is said as it came', async (t) => {
  t.equal(named(sayIn('en'), 'state.final', 'final'), 'final')
  t.equal(named(sayIn('zh-CN'), 'state.final', 'final'), '最终')
  t.equal(named(sayIn('en'), 'state.paused', 'paused'), 'paused')
})

t.test('a client tells each request, and its curl command never holds a key', async (t) => {
  const told: Told[] = []
  const secret = 'exk_test_of_nobody'
  const keys = Object.fromEntries(
    [
      'associationAdmin',
      'secondAssociationAdmin',
      'organizationAdmin',
      'organizationContributor',
      'organizationViewer',
      'otherOrganizationAdmin',
    ].map((name) => [name, secret]),
  ) as Parameters<typeof clientFor>[0]['keys']
  const answers = [
    Response.json({ etag: '"1"' }),
    Response.json({ code: 'precondition-failed', detail: 'It changed.' }, { status: 412 }),
    Response.json({ code: 'unauthenticated', title: 'Who calls?' }, { status: 401 }),
  ]
  const sent: RequestInit[] = []
  const client = clientFor({
    baseUrl: 'http://localhost:3000',
    keys,
    locale: 'en',
    fetch: async (_, init) => {
      if (init !== undefined) sent.push(init)
      const answer = answers.shift()
      if (answer === undefined) throw new TypeError('fetch failed')
      return answer
    },
    tell: (each) => told.push(each),
  })
  const request = {
    method: 'PATCH',
    path: '/v1/x',
    as: 'organizationAdmin',
    ifMatch: '"1"',
    body: { text: "it's" },
    shape: shapes.Tagged,
  } as const
  t.same(await client(request), { etag: '"1"' })
  t.match(sent[0]?.headers, { authorization: `Bearer ${secret}`, 'if-match': '"1"' })
  t.match(sent[0]?.headers, { 'content-type': 'application/merge-patch+json' })
  t.equal(told[0]?.line, 'PATCH /v1/x')
  t.match(told[0]?.curl, /Bearer \$ORGANIZATION_ADMIN_KEY/)
  t.notMatch(told[0]?.curl, secret)
  t.ok(told[0]?.curl.includes(String.raw`{"text":"it'\''s"}`))
  await t.rejects(client(request), { message: /412 precondition-failed\. It changed\./ })
  await t.rejects(client(request), { message: /npm run admin/ })
  await t.rejects(client(request), { message: /npm start/ })
})
