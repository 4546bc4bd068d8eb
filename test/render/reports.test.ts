// Feedback reports as files: complete in both languages and all forms, the same bytes each time, and harmless whatever
// was written into them.
import { strFromU8, unzipSync } from 'fflate'
import { SaxesParser } from 'saxes'
import t from 'tap'
import { namesIn } from '../../src/core/document/names.ts'
import type { Locale } from '../../src/core/request.ts'
import { comparisonItems, comparisonRadar } from '../../src/render/comparison-chart.ts'
import { pagePolicy } from '../../src/render/html.ts'
import { pictureOf } from '../../src/render/picture.ts'
import {
  type ReportFormat,
  renderReport,
  reportFiles,
  reportFormats,
} from '../../src/render/report.ts'
import { golden } from '../support/golden.ts'
import { textOfPdf } from '../support/pdf.ts'
import { look } from '../support/pictures.ts'
import { findingOf, levelReport, reportOf, usual } from '../support/reports.ts'
import { gbt } from '../support/submissions.ts'

const textFrom = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8')
const report = reportOf(usual)
const made = new Map<string, Promise<Uint8Array>>()
/** Made once for all tests. */
const fileOf = (locale: Locale, format: ReportFormat): Promise<Uint8Array> => {
  const key = `${locale} ${format}`
  const known = made.get(key) ?? renderReport(report, locale, format)
  made.set(key, known)
  return known
}
const partsOf = (docx: Uint8Array): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(unzipSync(docx)).map(([name, part]) => [name, strFromU8(part)]))
const xmlOf = (docx: Uint8Array): string => partsOf(docx)['word/document.xml'] ?? ''
/** What a program that opens the file would reckon. */
const fieldsIn = (parts: Readonly<Record<string, string>>): readonly (string | undefined)[] =>
  [
    ...Object.values(parts)
      .join('')
      .matchAll(/<w:instrText[^>]*>([^<]*)|fldSimple/g),
  ].map(([, code]) => code)
const wordsIn = (docx: Uint8Array): string =>
  look(xmlOf(docx))
    .texts.filter((text) => text !== '')
    .join('\n')

t.test('Markdown is what it was, in both languages', async (t) => {
  for (const locale of ['en', 'zh-CN'] as const) {
    const text = textFrom(await fileOf(locale, 'markdown'))
    t.equal(text, golden(`report.${locale}.md`, text))
  }
})

t.test('the same report gives the same bytes in every form', async (t) => {
  for (const format of reportFormats) {
    const again = await renderReport(report, 'en', format)
    t.ok(Buffer.from(again).equals(await fileOf('en', format)), format)
    t.match(reportFiles[format].mediaType, /^(text|application)\//)
  }
})

const said: Readonly<Record<Locale, readonly string[]>> = {
  en: [
    'Feedback report',
    'Sample Works',
    'City Quality Award',
    'Role of senior leaders',
    '50%–65%',
    'Established',
    ' of 1000',
  ],
  'zh-CN': [
    '反馈报告',
    'Sample Works',
    '如何阅读本报告',
    '高层领导的作用',
    '50%–65%',
    '改进机会',
    '（满分 1000）',
  ],
}

t.test('a page holds all of it and the pictures, and needs nothing beside', async (t) => {
  for (const locale of ['en', 'zh-CN'] as const) {
    const html = textFrom(await fileOf(locale, 'html'))
    const { elements, root, texts } = look(html)
    t.equal(root.lang, locale)
    for (const each of said[locale])
      t.ok(
        texts.some((text) => text.includes(each)),
        each,
      )
    t.equal(elements.filter((name) => name === 'svg').length, 3)
    t.equal(elements.filter((name) => name === 'h1').length, 1)
    t.match(html, '@media print')
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    t.equal(new Set(ids).size, ids.length, 'no id stands twice')
    t.ok(html.includes('default-src &#39;none&#39;; style-src &#39;sha256-'))
  }
  t.match(pagePolicy, /frame-ancestors 'none'/)
})

t.test('a PDF holds the text in its language, with the letters it needs', async (t) => {
  for (const locale of ['en', 'zh-CN'] as const) {
    const pdf = await fileOf(locale, 'pdf')
    const raw = Buffer.from(pdf).toString('latin1')
    const text = textOfPdf(pdf)
    t.match(raw, /^%PDF-1\./)
    t.match(raw, `/Lang (${locale})`)
    t.match(raw, /\/FontName \/[A-Z]{6}\+NotoSansSC-Bold/, 'a part of the font and not all of it')
    t.ok(pdf.length < 400_000, `${pdf.length} bytes`)
    for (const each of [...said[locale], '领导层以身作则'])
      t.ok(text.includes(each.replaceAll(' ', '')), each)
    t.notOk(text.includes('\ufffd'))
    t.notMatch(raw, /\/(JavaScript|JS|Launch|URI|OpenAction|EmbeddedFile|AcroForm)\b/)
    t.match(raw, '(D:20261120083000Z)')
  }
})

t.test('a Word file holds all of it, and every part is well-formed', async (t) => {
  for (const locale of ['en', 'zh-CN'] as const) {
    const docx = await fileOf(locale, 'docx')
    const parts = partsOf(docx)
    for (const [name, part] of Object.entries(parts))
      if (/\.(xml|rels)$/.test(name))
        t.doesNotThrow(() => new SaxesParser().write(part).close(), name)
    for (const each of said[locale]) t.ok(wordsIn(docx).includes(each), each)
    t.match(parts['docProps/core.xml'], '2026-11-20T08:30:00Z')
    const pictures = Object.keys(parts).filter((name) => name.endsWith('.svg'))
    t.equal(pictures.length, 3)
    const raster = Object.entries(unzipSync(docx)).filter(([name]) => name.endsWith('.png'))
    t.equal(raster.length, 3)
    for (const [, png] of raster) {
      t.equal(Buffer.from(png).toString('latin1', 1, 4), 'PNG')
      t.equal(Buffer.from(png).readUInt32BE(16), 2 * 860, 'width, in points')
    }
    t.match(xmlOf(docx), /<wp:docPr id="1" name="[^"]+" descr="[^"]+%/)
    t.same(fieldsIn(parts), ['PAGE', 'NUMPAGES'], 'the numbers of pages are the only fields')
    t.match(parts['word/footer1.xml'], 'Sample Works')
    t.notMatch(Object.values(parts).join(''), 'TargetMode="External"')
  }
})

const payloads = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "'-alert(1)-'",
  '</title></style></script><script>alert(1)</script>',
  '<!--<script>-->',
  ']]><script/>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '[x](javascript:alert(1))',
  '![x](https://evil.example/x.png)',
  '<https://evil.example>',
  'https://evil.example www.evil.example a@evil.example',
  '[a]: javascript:alert(1)',
  '# heading',
  '| a | b |',
  '1. one',
  '---',
  '```js',
  '    code',
  '*bold* _i_ ~~s~~ $x$',
  '=HYPERLINK("https://evil.example")',
  '+1+1',
  '-1',
  '@SUM(A1)',
  '＝1',
  '{{constructor.constructor("alert(1)")()}}',
  '\u202eevil\u2066',
  'emoji 😀 𠮷',
  '\u0000\u0008\u001b\ufffe\ud800',
  'two\nlines\r\nthree',
]
const hostile = reportOf(
  {
    organization: payloads.join(' '),
    findings: payloads.flatMap((text, place) => [
      findingOf('4.1.2', place % 2 === 0 ? 'strength' : 'opportunity', text, {
        evidence: text,
        keyFactors: [text],
        factor: 'approach',
        importance: 'double',
      }),
    ]),
    keyFactors: payloads,
    summaries: { '4.1': payloads.join('\n') },
  },
  {
    about: {
      ...report.about,
      organization: payloads.join(' '),
      programme: '=1+1',
      cycle: '@x',
      correction: '<script>alert(1)</script>',
    },
  },
)

t.test('whatever was written, a page runs, loads and links nothing', async (t) => {
  const html = textFrom(await renderReport(hostile, 'en', 'html'))
  const { elements, attributes, texts } = look(html)
  const allowed =
    /^(html|head|meta|title|style|body|header|main|h[1-4]|p|br|span|bdi|strong|ul|li|table|caption|colgroup|col|thead|tbody|tr|th|td|figure|svg|desc|g|defs|pattern|clipPath|path|rect|circle|ellipse|line|polyline|polygon|text|tspan)$/
  for (const name of new Set(elements)) t.match(name, allowed)
  for (const [name, value] of attributes) {
    t.notMatch(name, /^(on|style$|src|href|xlink|action)/i)
    t.notMatch(value, /javascript:|evil/i)
  }
  t.ok(texts.includes('<script>alert(1)</script>'), 'as the text it is')
  t.ok(texts.includes("'=1+1") && texts.includes("'@x"), 'a cell is no formula')
  t.ok(elements.filter((name) => name === 'bdi').length > 2 * payloads.length, 'kept apart')
})

t.test('whatever was written, Markdown stays text', async (t) => {
  const text = textFrom(await renderReport(hostile, 'en', 'markdown'))
  t.notMatch(text, /<|[^\\]:\/\/|[^\\]\]\(|www\.|[^\\]@/)
  for (const line of text.split('\n')) {
    t.notMatch(line, /^\s*(```|---|===|\d+[.)]\s| {4})/)
    if (/^#+ /.test(line)) t.notMatch(line, /heading$/)
  }
  t.match(text, "| Programme | '=1+1 |")
  t.match(text, 'two\\\n  lines\\\n  three')
  // What is bold ends after a letter or before a mark: in Chinese no space would end it.
  for (const locale of ['en', 'zh-CN'] as const) {
    const bold = textFrom(await fileOf(locale, 'markdown')).match(/\*\*.+?\*\*./g) ?? []
    t.ok(bold.length > 2)
    for (const each of bold) t.match(each, /[\p{L})）]\*\*[\s\p{P}]$/u)
  }
})

t.test('whatever was written, PDF and Word files are whole and plain', async (t) => {
  const pdf = await renderReport(hostile, 'en', 'pdf')
  t.notMatch(Buffer.from(pdf).toString('latin1'), /\/(JavaScript|JS|Launch|URI|OpenAction)\b/)
  const text = textOfPdf(pdf)
  t.ok(text.includes('<script>alert(1)</script>'))
  const docx = await renderReport(hostile, 'en', 'docx')
  for (const part of Object.entries(partsOf(docx)))
    if (/\.(xml|rels)$/.test(part[0]))
      t.doesNotThrow(() => new SaxesParser().write(part[1]).close())
  t.same(fieldsIn(partsOf(docx)), ['PAGE', 'NUMPAGES'])
  t.notMatch(Object.values(partsOf(docx)).join(''), 'TargetMode="External"')
  t.ok(look(xmlOf(docx)).texts.includes('<script>alert(1)</script>'))
})

t.test('nothing is lost in a PDF, however long it is', async (t) => {
  const long = (mark: string) => `${mark}甲${'字'.repeat(1990)}${mark}乙`
  const grown = reportOf(
    {
      findings: [
        findingOf('4.1.2', 'strength', long('一')),
        findingOf('4.1.2', 'opportunity', `二甲${' x'.repeat(900)}${'y'.repeat(199)}二乙`),
      ],
      keyFactors: [long('三')],
      summaries: { '4.2': long('四') },
    },
    { comparison: null, about: { ...report.about, correction: long('五') } },
  )
  const text = textOfPdf(await renderReport(grown, 'zh-CN', 'pdf'))
  for (const mark of ['一', '二', '三', '四', '五'])
    for (const end of ['甲', '乙']) t.ok(text.includes(`${mark}${end}`), `${mark}${end}`)
  t.equal([...text].filter((letter) => letter === '字').length, 4 * 1990)
})

t.test('nothing is lost in a PDF, wherever its pages end', async (t) => {
  for (const longest of [60, 420, 880, 1400]) {
    const finding = (place: number, code: string) => {
      const words = `${place} `.repeat((longest * ((place % 5) + 1)) / 15)
      const text = `Begin${place}${place % 4 === 0 ? '\n' : ' '}${words}End${place}`
      const kind = place % 3 === 0 ? 'opportunity' : 'strength'
      return findingOf(code, kind, text, { evidence: `Seen${place}` })
    }
    const codes = [
      '4.1',
      '4.1.2',
      '4.1.2',
      '4.2.2',
      '4.3.3',
      '4.4',
      '4.4.7',
      '4.5.3',
      '4.6.2',
      '4.7',
    ]
    const findings = codes.map((code, place) => finding(place, code))
    const summaries = { '4.2': 'x '.repeat(longest / 2), '4.5': 'y\n'.repeat(longest / 60) }
    const text = textOfPdf(await renderReport(reportOf({ findings, summaries }), 'en', 'pdf'))
    for (const place of codes.keys())
      for (const word of ['Begin', 'End', 'Seen'])
        t.ok(text.includes(`${word}${place}`), `${word}${place} of ${longest}`)
    // Once as a category, once in the table of its items or the comparison.
    for (const { code, items = [] } of gbt.categories)
      for (const item of [{ code }, ...items])
        t.ok(text.split(item.code).length > 2, `the rows of ${item.code} of ${longest}`)
    t.equal(text.split('Categoryasawhole').length, gbt.categories.length + 1, `${longest}`)
  }
})

t.test('indices and exponents have letters in a PDF', async (t) => {
  const findings = [findingOf('4.1.2', 'strength', 'CO₂, Cₚₖ, 10⁻⁶ m³')]
  const text = textOfPdf(await renderReport(reportOf({ findings }), 'en', 'pdf'))
  t.ok(text.includes('CO2,Cpk,10−6m³'), text.slice(text.indexOf('CO'), text.indexOf('CO') + 20))
})

t.test('a draft says so, exact scores are told where the cycle tells them', async (t) => {
  const draft = reportOf(
    { exactScores: true },
    {
      comparison: null,
      about: {
        ...report.about,
        isReleased: false,
        cycle: null,
        digest: null,
        scoreSheetDigest: null,
        correction: 'A wrong figure',
      },
    },
  )
  const text = textFrom(await renderReport(draft, 'en', 'markdown'))
  t.match(text, '**This is a draft. It has not been released.**')
  t.match(text, '| Why it was corrected | A wrong figure |')
  t.match(text, '| 4.1.2 Role of senior leaders | 65% | Established | 80% |')
  t.match(text, '| 4.4.4 Information and knowledge resources | not applicable | – | 45% |')
  t.match(text, 'Key factors\n\nNone.')
  t.notMatch(text, /Released on|Compar|Record|Cycle/)
})

t.test(
  'levels reached are named, and those of a body that has not said so are marked',
  async (t) => {
    const { contents } = report
    const always = { validFrom: null, validTo: null }
    const year = { validFrom: '2025-01-01', validTo: '2030-12-31' }
    const level = { awardingBody: 'The body', source: 'cycle', official: true, ...always } as const
    const three = { band: 'three', label: { en: 'Three' } }
    const recognition = [
      { ...level, code: 'stars', name: { en: 'The stars' }, official: false, ...three },
      { ...level, code: 'prize', name: { en: 'The prize' }, band: null, label: null },
      { ...level, code: 'old', name: { en: 'Old' }, ...three, validTo: '2030-12-31' },
      { ...level, code: 'new', name: { en: 'New' }, ...three, validFrom: '2025-01-01' },
      { ...level, code: 'now', name: { en: 'Now' }, ...three, ...year },
    ]
    const shown = { ...report, contents: { ...contents, recognition } }
    const text = textFrom(await renderReport(shown, 'en', 'markdown'))
    t.match(text, '| The stars (not an official level of the awarding body) | Three | – |')
    t.match(text, '| The prize | no level reached | – |')
    t.match(text, '| Old | Three | until 2030-12-31 |')
    t.match(text, '| New | Three | since 2025-01-01 |')
    t.match(text, '| Now | Three | 2025-01-01 to 2030-12-31 |')
    t.match(text, 'Levels are those of the tables in force on 2026-11-20.')
    const chinese = textFrom(await renderReport(shown, 'zh-CN', 'markdown'))
    t.match(chinese, '| 至 2030-12-31 |')
    t.match(chinese, '| 自 2025-01-01 起 |')
    t.match(chinese, '| 2025-01-01 至 2030-12-31 |')
    t.match(chinese, '等级依据 2026-11-20 有效的等级表确定。')
  },
)

const levelsSaid: Readonly<Record<Locale, readonly string[]>> = {
  en: [
    'Figures are levels from 1 to 5.',
    'Figures of the participants may lie between two levels.',
    'Level 4',
    'Level 2.5',
    'Level 3.525',
    'Below level 1',
  ],
  'zh-CN': [
    '数值为 1 级至 5 级的等级。',
    '参与者的数值可能介于两级之间。',
    '4 级',
    '2.5 级',
    '3.525 级',
    '未达 1 级',
  ],
}

t.test('where a model speaks of levels, so does the comparison, in every form', async (t) => {
  const levelled = levelReport()
  const [first, second, third] = levelled.comparison?.nodes.map(({ code }) => code) ?? []
  for (const locale of ['en', 'zh-CN'] as const) {
    const file = (format: ReportFormat) => renderReport(levelled, locale, format)
    const markdown = textFrom(await file('markdown'))
    t.equal(markdown, golden(`report-levels.${locale}.md`, markdown))
    const page = textFrom(await file('html')).replace(/<style>.*?<\/style>/s, '')
    const html = look(page).texts.join('\n')
    const pdf = textOfPdf(await file('pdf'))
    const docx = await file('docx')
    for (const each of levelsSaid[locale]) {
      t.ok(html.includes(each), `${each} on the page`)
      t.ok(pdf.includes(each.replaceAll(' ', '')), `${each} in the PDF`)
      t.ok(wordsIn(docx).includes(each), `${each} in the Word file`)
      t.ok(markdown.includes(each), each)
    }
    for (const text of [markdown, html, pdf, wordsIn(docx), xmlOf(docx)])
      t.notMatch(text, /\d ?%/, 'a percent is no figure of this model')
  }
  const rows = textFrom(await renderReport(levelled, 'en', 'markdown'))
    .split('## Comparison')[1]
    ?.split('\n')
    .filter((line) => line.startsWith('| '))
  const row = (code = '') => rows?.find((line) => line.startsWith(`| ${code} `))
  t.match(row(first), '| Level 4 | Level 2.5 | Level 3.525 | Level 3 |')
  t.match(row(second), '| Below level 1 | Level 3 | Level 4.025 | Below level 1 |')
  t.match(row(third), '| Level 4 | Below level 1 | Level 1.525 | Level 3 |')
  const usually = textFrom(await fileOf('en', 'markdown'))
  t.match(usually, 'Figures are percents', 'control: other models speak of percents')
  t.notMatch(usually, /Level \d|between two levels/)
})

t.test('pictures of levels have an axis and rings of levels', async (t) => {
  const { comparison, questionnaire } = levelReport()
  if (comparison === null) throw new Error('it has one')
  const named = { locale: 'en', unit: 'level', names: namesIn(questionnaire, 'en') } as const
  const radar = look(await pictureOf(comparisonRadar(comparison, named), 'radar'))
  t.ok(radar.texts.some((text) => text.includes('Each ring is one level.')))
  const { texts } = look(await pictureOf(comparisonItems(comparison, named), 'bars'))
  for (const level of ['0', '1', '2', '3', '4', '5']) t.ok(texts.includes(level), level)
  t.notOk(texts.some((text) => text.includes('%')))
})
