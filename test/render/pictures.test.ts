// Pictures: what they show and say, that nothing in them runs, and that the same figures give the same bytes.
import t from 'tap'
import type { ScoreSheet } from '../../src/core/scoring/sheet.ts'
import { inTwoLines, labelOf, wordsOf } from '../../src/render/chart.ts'
import { cleanSvg } from '../../src/render/clean-svg.ts'
import { comparisonChart, comparisonRadar } from '../../src/render/comparison-chart.ts'
import { escaped } from '../../src/render/escape.ts'
import { pictureOf } from '../../src/render/picture.ts'
import { sheetChart, sheetRadar } from '../../src/render/sheet-chart.ts'
import { golden } from '../support/golden.ts'
import { comparisonOf, look, nodeOf } from '../support/pictures.ts'

const hostile = `Leadership <script>alert(1)</script> "&' onload=x ]]> \u202e\u0001`
const names = new Map([
  ['1', hostile],
  ['2', 'Strategy'],
  ['3', 'Customers'],
  ['4', 'Measurement, analysis and improvement of everything that can be measured at all'],
])
const en = { locale: 'en', unit: 'percent', names } as const
const zh = {
  locale: 'zh-CN',
  unit: 'percent',
  names: new Map([
    ['1', '领导'],
    ['2', '战略'],
    ['3', '顾客与市场'],
    ['4', '测量、分析与改进'],
  ]),
} as const
const comparison = comparisonOf(
  [
    nodeOf('1.1', 'item', [5550, 5000, 7000]),
    nodeOf('1.2', 'item', [null, 5000, 7000]),
    nodeOf('2.1', 'item', [9300, null, null]),
    nodeOf('2.2', 'item', [null, null, null]),
    nodeOf('1', 'category', [4500, 5000, 7000]),
    nodeOf('2', 'category', [6500, 5500, 7500]),
    nodeOf('3', 'category', [3000, 4000, 6000]),
    nodeOf('4', 'category', [4000, null, null]),
    nodeOf('total', 'total', [5225, 5000, 7000]),
  ],
  {
    synthetic: true,
    cohort: {
      key: 'sector=C',
      sector: { scheme: 'gbt-4754-2017', code: 'C' },
      region: null,
      size: null,
    },
  },
)

t.test('the same comparison gives the same bytes, in every language and shape', async (t) => {
  for (const named of [en, zh])
    for (const [shape, chart] of [
      ['radar', comparisonRadar(comparison, named)],
      ['bars', comparisonChart(comparison, named)],
    ] as const) {
      const svg = await pictureOf(chart, shape)
      t.equal(svg, await pictureOf(chart, shape), 'whatever was drawn before')
      t.equal(svg, golden(`comparison-${shape}.${named.locale}.svg`, svg))
    }
})

t.test('a picture tells all of it in words, in its language', async (t) => {
  const svg = await pictureOf(comparisonRadar(comparison, en), 'radar')
  const { root, elements, texts } = look(svg)
  t.match(root, { role: 'img', lang: 'en', 'aria-labelledby': 'radar-title radar-desc' })
  t.strictSame(elements.slice(0, 3), ['svg', 'title', 'desc'])
  const [title, words] = texts
  t.equal(title, 'Compared with the benchmark')
  t.match(words, 'Compared with sector C (gbt-4754-2017). All participants are invented.')
  t.match(words, '2 Strategy: own 65%, median 55%, best in class (p90) 75%.')
  t.match(words, /4 Measurement.* measured at all: own 40%, comparison not shown\./)
  const chinese = look(await pictureOf(comparisonRadar(comparison, zh), 'radar'))
  t.equal(chinese.root.lang, 'zh-CN')
  t.match(chinese.texts[1], '2 战略：本组织 65%，中位数 55%，领先水平（p90）75%。')
  t.match(chinese.texts[1], '4 测量、分析与改进：本组织 40%，不公布对比数据。')
  t.match(
    wordsOf(comparisonChart({ ...comparison, cohort: comparisonOf([]).cohort }, en)),
    /^Compared with all participants\./,
  )
})

t.test('what is withheld stays absent and is said', async (t) => {
  const { rows, marks } = comparisonChart(comparison, en)
  const row = (label: string) => rows.find((each) => each.label === label)
  t.match(row('2.1'), { bar: { to: 9300 }, marks: [null, null], note: 'comparison not shown' })
  t.match(row('2.2'), { bar: null, note: 'no own figure, comparison not shown' })
  t.match(row('1.2'), { bar: null, marks: [5000, 7000], note: 'no own figure' })
  t.match(row('Total'), { bar: { to: 5225 }, note: null, isTotal: true })
  t.equal(rows[0]?.label, 'Total')
  t.same(marks, ['Median', 'Best in class'])
  const radar = look(await pictureOf(comparisonRadar(comparison, en), 'radar'))
  t.ok(radar.texts.some((text) => text.includes('Without an axis, as not all of it is shown: 4.')))
  const drawn = radar.elements.filter((name) => name === 'polygon' || name === 'polyline').length
  const whole = { ...comparison, nodes: comparison.nodes.filter(({ code }) => code !== '4') }
  const without = look(await pictureOf(comparisonRadar(whole, en), 'radar'))
  t.equal(without.elements.filter((name) => /^poly/.test(name)).length, drawn, 'no corner for it')
  t.notOk(without.texts.some((text) => text.includes('Without an axis')))
})

t.test('a series that is not whole is not drawn, nor a radar of two axes', async (t) => {
  const some = comparisonOf([
    nodeOf('1', 'category', [4500, 5000, 7000]),
    nodeOf('2', 'category', [6500, 5500, null]),
    nodeOf('3', 'category', [3000, 4000, 6000]),
  ])
  const { texts } = look(await pictureOf(comparisonRadar(some, en), 'radar'))
  t.ok(texts.includes('Median'))
  t.notOk(texts.includes('Best in class'))
  const median = comparisonRadar(
    comparisonOf(some.nodes.map((node) => ({ ...node, bestInClass: null }))),
    en,
  )
  t.same(median.marks, ['Median'])
  const few = comparisonOf(some.nodes.slice(0, 2))
  const bars = await pictureOf(comparisonRadar(few, en), 'radar')
  t.equal(bars, await pictureOf(comparisonRadar(few, en), 'bars', 'radar'))
  const items = comparisonOf(
    ['a', 'b', 'c'].map((code) => nodeOf(code, 'item', [1000, 2000, null])),
  )
  t.equal(comparisonRadar(items, en).rows.length, 3, 'a model without categories shows its items')
  const nothing = comparisonOf([])
  t.ok(await pictureOf(comparisonRadar(nothing, en), 'radar'))
})

t.test('whatever a name says, nothing in a picture runs, loads or links', async (t) => {
  for (const chart of [comparisonRadar(comparison, en), comparisonChart(comparison, en)])
    for (const shape of ['radar', 'bars'] as const) {
      const svg = await pictureOf(chart, shape)
      const { elements, attributes, texts } = look(svg)
      const known =
        /^(svg|title|desc|g|defs|pattern|clipPath|path|rect|circle|ellipse|line|polyline|polygon|text|tspan)$/
      for (const name of new Set(elements)) t.match(name, known)
      for (const [name, value] of attributes) {
        t.notMatch(name, /^(on|style$|class$|href|xlink)/i)
        if (name !== 'xmlns') t.notMatch(value, /:\/\/|url\((?!#)/i)
      }
      t.notMatch(svg, /<script|javascript:/i)
      t.ok(
        texts.some((text) => text.includes('<script>alert(1)</script>')),
        'as the text it is',
      )
    }
})

t.test('what nobody drew is refused or left out: the guard has its control', async (t) => {
  const words = { id: 'x', locale: 'en', title: 'T', description: 'D' } as const
  const clean = (inside: string) =>
    cleanSvg(`<svg xmlns="http://www.w3.org/2000/svg">${inside}</svg>`, words)
  for (const name of ['script', 'image', 'foreignObject', 'a', 'use', 'animate'])
    t.throws(() => clean(`<${name}/>`), new RegExp(`no <${name}>`))
  t.throws(() => clean('<g>'), /unexpected close tag/)
  const left = clean(
    '<style>g{}<g/></style><path onclick="x" class="c" href="y" style="fill:red;font-size:1px;x" d="M0 0"/>' +
      '<rect fill="url(#a)" stroke="url(https://x)" id="a"/>',
  )
  t.match(left, '<path d="M0 0" fill="red" font-size="1px"></path>')
  t.match(left, '<rect fill="url(#x-1)" id="x-1"></rect>')
  t.equal(escaped('<&>"\'\ud800\u0000a'), '&lt;&amp;&gt;&quot;&#39;a')
})

t.test('labels take two lines and end where there is no more room', async (t) => {
  t.equal(labelOf('1', ' a\n b\u0000 '), '1 a b')
  t.equal(labelOf('1', undefined), '1')
  t.equal(inTwoLines('short', 10), 'short')
  t.equal(inTwoLines('one two three', 8), 'one two\nthree')
  t.equal(inTwoLines('one two three four five', 8), 'one two\nthree…')
  t.equal(inTwoLines('abcdefghijkl', 5), 'abcde\nfghi…')
  t.equal(inTwoLines('测量、分析与改进', 10), '测量、分析\n与改进')
})

const node = (code: string, percent: number | null, status = 'scored') =>
  ({ code, percent, status }) as ScoreSheet['nodes'][number]
/** As models do that give categories no figure. */
const bare = (code: string) => (code.length === 1 ? { percent: null } : {})
const sheet = {
  total: { percent: 45.25 },
  nodes: [
    node('1', 45),
    node('1.1', 50.55),
    node('1.2', null, 'unanswered'),
    node('2', 60),
    node('2.1', null, 'not_applicable'),
    node('3', 30),
    node('3.1', 12, 'pilot'),
  ],
} as unknown as ScoreSheet

t.test('a score sheet is drawn by its percents, with what has none in words', async (t) => {
  const named = { ...en, categories: new Set(['1', '2', '3']) }
  const chart = sheetChart(sheet, named)
  t.match(chart.rows, [
    { label: 'Total', bar: { from: 0, to: 4525 }, note: null },
    {},
    { bar: { to: 5055 }, words: '1.1: score 50.55%.' },
    { bar: null, note: 'not answered', words: '1.2: not answered.' },
    {},
    { note: 'not applicable' },
    {},
    { bar: { to: 1200 }, note: null },
  ])
  t.same(
    sheetRadar(sheet, named).rows.map(({ label }) => label.slice(0, 1)),
    ['1', '2', '3'],
  )
  t.equal(sheetRadar(sheet, { ...named, categories: null }).rows.length, 7)
  t.equal(sheetRadar(sheet, { ...named, categories: new Set(['1']) }).rows.length, 7)
  const without = { ...sheet, nodes: sheet.nodes.map((each) => ({ ...each, ...bare(each.code) })) }
  t.same(
    sheetRadar(without, named).rows.map(({ label }) => label),
    ['1.1', '1.2', '2.1', '3.1'],
    'categories without figures leave the place to their items',
  )
  t.equal(sheetChart({ ...sheet, total: null }, named).rows.length, 7)
  t.equal(
    sheetChart({ ...sheet, nodes: [node('9', null)] }, named).rows[1]?.note,
    'not scored',
    'no figure is never a zero',
  )
  t.ok(look(await pictureOf(sheetRadar(sheet, named), 'radar')).texts.includes('Score'))
})
