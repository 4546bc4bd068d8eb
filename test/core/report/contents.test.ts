import t from 'tap'
import { contentsOf, type ReportSources } from '../../../src/core/report/contents.ts'
import type { Finding } from '../../../src/core/review/finding.ts'
import { planOf } from '../../../src/core/scoring/plan.ts'
import { score } from '../../../src/core/scoring/score.ts'
import { referenceWeighting } from '../../../src/core/scoring/weighting.ts'
import { withoutProgramme } from '../../../src/core/submission/submit.ts'
import { numbered } from '../../support/assessment.ts'
import { modelOf } from '../../support/models.ts'
import { answersTo, gbt, itemsOf, notApplicable } from '../../support/submissions.ts'

const digest = 'a'.repeat(64)
const digests = { questionnaire: digest, weighting: digest, answers: digest }
const sheet = (answers: ReturnType<typeof answersTo>, questionnaire = gbt) =>
  score({
    plan: planOf(questionnaire, referenceWeighting(questionnaire)),
    digests,
    answers,
    notApplicable: withoutProgramme,
  })

const finding = (
  nodeCode: string,
  kind: Finding['kind'],
  other: Partial<Finding> = {},
): Finding => ({
  id: numbered(190),
  nodeCode,
  kind,
  text: `${kind} on ${nodeCode}`,
  language: 'en',
  importance: 'normal',
  factor: null,
  evidence: 'Answer',
  keyFactors: [],
  sources: [numbered(191)],
  ...other,
})

const sources: ReportSources = {
  questionnaire: gbt,
  official: sheet(answersTo(gbt, { '4.4.4': { notApplicable } })),
  self: sheet(answersTo(gbt, { '4.1.2': { percent: 90 } })),
  recognizedOn: '2031-04-01',
  recognition: [],
  findings: [
    finding('4.1.2', 'opportunity', { importance: 'double' }),
    finding('4.1.2', 'strength'),
    finding('4.1', 'strength', { importance: 'double' }),
  ],
  summaries: { '4.1': 'Leaders are seen.' },
  keyFactors: ['Four sites'],
  exactScores: false,
}
const contents = contentsOf(sources)
const itemIn = (given: typeof contents, code: string) =>
  given.categories.flatMap(({ items }) => items).find((item) => item.code === code)

t.test('every category and item, in the order of the questionnaire', async (t) => {
  t.same(
    contents.categories.map(({ code }) => code),
    gbt.categories.map(({ code }) => code),
  )
  t.equal(contents.categories.flatMap(({ items }) => items).length, 23)
  t.match(contents, {
    questionnaire: { key: gbt.key, version: gbt.version },
    keyFactors: ['Four sites'],
  })
  t.same(
    contents.categories.map(({ summary }) => summary),
    ['Leaders are seen.', '', '', '', '', '', ''],
  )
})

t.test('an item has its band, and its percent only where the cycle says so', async (t) => {
  t.same(itemIn(contents, '4.1.3')?.score, { from: 30, to: 45, percent: null })
  const exact = contentsOf({ ...sources, exactScores: true })
  t.same(itemIn(exact, '4.1.3')?.score, { from: 30, to: 45, percent: 45 })
})

t.test('where a model speaks of levels its items have them, with the percent', async (t) => {
  const questionnaire = modelOf('iso-9004-2018-quick')
  const answers = Object.fromEntries(
    itemsOf(questionnaire).map(({ code }) => [code, { level: code === '5.3' ? 0 : 3 }]),
  )
  const official = sheet(answers, questionnaire)
  const given = contentsOf({ ...sources, questionnaire, official, self: official, findings: [] })
  t.match(itemIn(given, '5.2'), {
    score: { from: 60, to: 60, percent: 60 },
    measures: { official: { level: 3 }, self: { level: 3 } },
  })
  t.match(itemIn(given, '5.3'), {
    score: { from: 0, to: 0, percent: 0 },
    measures: { official: { level: 0 } },
  })
  t.notOk('measures' in (itemIn(contents, '4.1.3') ?? {}))
})

/** The official sheet with something else said of one node. */
const officialWith = (code: string, other: Partial<(typeof sources.official.nodes)[number]>) => ({
  ...sources.official,
  nodes: sources.official.nodes.map((node) => (node.code === code ? { ...node, ...other } : node)),
})
const scoreIn = (code: string, other: Parameters<typeof officialWith>[1], exactScores = false) =>
  itemIn(contentsOf({ ...sources, exactScores, official: officialWith(code, other) }), code)?.score

t.test('a score in a hole between two bands is told to lie there', async (t) => {
  const flags = ['between_bands']
  t.same(scoreIn('4.1.3', { percent: 47, flags }), { from: 45, to: 50, percent: null })
  t.same(scoreIn('4.1.3', { percent: 47, flags }, true), { from: 45, to: 50, percent: 47 })
  const last = { bandSet: 'process', position: 6, from: 90, to: 95 }
  t.same(scoreIn('4.1.3', { percent: 97, flags, band: last }), { from: 95, to: 100, percent: null })
})

t.test('a score without bands is told exactly or not at all', async (t) => {
  t.equal(scoreIn('4.1.3', { band: null }), null)
  t.same(scoreIn('4.1.3', { band: null }, true), { from: 45, to: 45, percent: 45 })
})

t.test('a category lies where the ranges of its items leave it', async (t) => {
  const categoryIn = (given: typeof contents, code: string) =>
    given.categories.find((category) => category.code === code)
  const whole = categoryIn(contents, '4.1')
  t.match(whole?.score, { percent: null })
  t.same(whole?.self, sources.self.nodes.find(({ code }) => code === '4.1')?.percent)
  for (const { code, score, items } of contents.categories) {
    const sheet = sources.official.nodes
    const node = (of: string) => sheet.find((each) => each.code === of)
    const percent = node(code)?.percent ?? -1
    t.ok((score?.from ?? 101) <= percent && percent <= (score?.to ?? -1), code)
    const low = items.reduce(
      (points, item) => points + (node(item.code)?.maxPoints ?? 0) * (item.score?.from ?? 0),
      0,
    )
    t.equal(score?.from, Math.floor(low / (node(code)?.maxPoints ?? 0)), `${code}, by hand`)
  }
  const exact = categoryIn(contentsOf({ ...sources, exactScores: true }), '4.1')
  t.equal(exact?.score?.percent, sources.official.nodes.find(({ code }) => code === '4.1')?.percent)
  const silent = contentsOf({ ...sources, official: officialWith('4.1.3', { band: null }) })
  t.equal(categoryIn(silent, '4.1')?.score, null, 'an item that tells nothing leaves all open')
  const none = contentsOf({ ...sources, official: { ...sources.official, nodes: [] } })
  t.equal(categoryIn(none, '4.1')?.score, null)
})

t.test('the self-assessment stands beside', async (t) => {
  t.equal(itemIn(contents, '4.1.2')?.self, 90)
  t.equal(contents.total.official?.percent, sources.official.total?.percent)
  t.equal(contents.total.self?.points, sources.self.total?.points)
  t.equal(contents.total.official?.maxPoints, 1000, 'what could be reached stands beside')
  t.same(contents.recognition, [])
})

t.test('of a recognition the report tells the level, not how it was reckoned', async (t) => {
  const recognition: ReportSources['recognition'][number] = {
    code: 'award',
    name: { en: 'Award' },
    label: { en: 'Bronze' },
    awardingBody: 'The association',
    source: 'cycle',
    official: true,
    scope: 'total',
    validFrom: '2030-01-01',
    validTo: null,
    value: '450',
    band: 'bronze',
    next: { band: 'silver', from: 500 },
    explanation: [],
  }
  t.same(contentsOf({ ...sources, recognition: [recognition] }).recognition, [
    {
      code: 'award',
      name: { en: 'Award' },
      official: true,
      awardingBody: 'The association',
      source: 'cycle',
      band: 'bronze',
      label: { en: 'Bronze' },
      validFrom: '2030-01-01',
      validTo: null,
    },
  ])
  t.equal(contents.recognizedOn, '2031-04-01', 'and on which day the tables were read')
})

t.test('what does not apply, or is on no sheet, has no score', async (t) => {
  t.match(itemIn(contents, '4.4.4'), { status: 'not_applicable', score: null })
  const bare = contentsOf({
    ...sources,
    official: { ...sources.official, nodes: [], total: null },
    self: { ...sources.self, nodes: [] },
  })
  t.match(itemIn(bare, '4.1.2'), { status: 'unanswered', score: null, self: null })
  t.equal(bare.total.official, null)
})

t.test(
  'strengths before opportunities, double ones as themes, no ids and no sources',
  async (t) => {
    const item = itemIn(contents, '4.1.2')
    t.same(
      item?.findings.map(({ kind }) => kind),
      ['strength', 'opportunity'],
    )
    t.same(
      contents.categories[0]?.findings.map(({ text }) => text),
      ['strength on 4.1'],
    )
    t.same(
      contents.keyThemes.map(({ text }) => text),
      ['strength on 4.1', 'opportunity on 4.1.2'],
    )
    const text = JSON.stringify(contents)
    for (const hidden of [numbered(190), numbered(191), '"sources"', '"id"'])
      t.notOk(text.includes(hidden), hidden)
  },
)

t.test('a leaf carries its findings once', async (t) => {
  const [first, ...others] = gbt.categories
  const { items: _items, ...category } = first ?? {}
  const leaf = {
    ...category,
    points: 100,
    leaf: { kind: 'process', naAllowed: false, relatedNodes: [], areas: [] },
  }
  const questionnaire = { ...gbt, categories: [leaf, ...others] } as unknown as typeof gbt
  const given = contentsOf({ ...sources, questionnaire })
  t.same(given.categories[0]?.findings, [])
  t.equal(given.categories[0]?.score, given.categories[0]?.items[0]?.score)
  t.match(given.categories[0]?.items, [{ code: '4.1', findings: [{ text: 'strength on 4.1' }] }])
})
