import t from 'tap'
import { localize, QuestionnaireView } from '../../../src/core/document/localize.ts'
import { classical, maturity, pass, radar, statements } from '../../fixtures/methods.ts'
import { fullSize, small } from '../../fixtures/questionnaires.ts'
import { spoil } from '../../support/spoil.ts'

t.test('a reader gets one language, and the view satisfies its strict shape', async (t) => {
  for (const [asked, used, title] of [
    ['en', 'en', 'Sample model'],
    ['en-GB', 'en', 'Sample model'],
    ['zh-CN', 'zh-CN', 'Sample model（中文）'],
    ['fr', 'zh-CN', 'Sample model（中文）'],
  ] as const) {
    const view = localize(small(), asked)
    t.equal(view.localeUsed, used)
    t.equal(view.title, title)
    t.same(QuestionnaireView.parse(view), view)
  }
  t.ok(QuestionnaireView.safeParse(localize(fullSize(), 'en', 'compact')).success)
})

t.test('a text that falls back does so alone and says its language', async (t) => {
  const partly = spoil(small(), {
    '/categories/0/name/en': undefined,
    '/bandSets/0/bands/0/descriptors/approach/en': undefined,
  })
  const view = localize(partly, 'en')
  t.same(view.categories[0]?.name, { text: 'Category 1（中文）', lang: 'zh-CN' })
  t.same(view.bandSets[0]?.bands[0]?.descriptors?.approach, {
    text: 'approach 0（中文）',
    lang: 'zh-CN',
  })
  t.equal(view.categories[1]?.name, 'Category 2')
  t.same(QuestionnaireView.parse(view), view)
})

t.test('the provenance in force is that of the nearest node that states one', async (t) => {
  const confirmed = { status: 'confirmed' }
  const view = localize(
    spoil(small(), {
      '/categories/0/provenance': confirmed,
      '/categories/0/items/1/provenance': { status: 'unconfirmed', confidence: 'low' },
    }),
    'en',
  )
  const [first, second, leaf] = view.categories
  t.same(first?.provenance, confirmed)
  t.same(first?.items?.[0]?.areas[0]?.provenance, confirmed)
  t.same(first?.items?.[1]?.areas[0]?.provenance, { status: 'unconfirmed', confidence: 'low' })
  t.same(second?.provenance, { status: 'unconfirmed', confidence: 'high' })
  t.same(leaf?.leaf?.areas[0]?.provenance, { status: 'unconfirmed', confidence: 'high' })
})

t.test('the compact view leaves out questions and descriptors only', async (t) => {
  const compact = localize(small(), 'en', 'compact')
  t.equal(compact.view, 'compact')
  t.notMatch(JSON.stringify(compact), /"questions"|"descriptors"/)
  t.equal(compact.categories[0]?.items?.[0]?.areas[0]?.name, 'Area 1.1.a')
  t.equal(compact.bandSets[0]?.bands.length, 6)
})

t.test('a document that names no locale is read by its default', async (t) => {
  t.equal(localize(spoil(small(), { '/locales': [] }), 'fr').localeUsed, 'zh-CN')
})

t.test(
  'a view of every method satisfies its strict shape, statements and scales included',
  async (t) => {
    for (const document of [radar(), statements(), classical(), maturity(), pass()]) {
      const view = localize(document, 'en')
      t.same(QuestionnaireView.parse(view), view, document.scoring.method)
      t.notMatch(JSON.stringify(view), /（中文）/, document.scoring.method)
    }
    const quick = localize(statements(), 'en', 'compact')
    t.equal(quick.categories[0]?.leaf?.statements?.[0]?.text, 'Statement 1.s1')
    t.equal(quick.scales?.[0]?.levels[1]?.label, '20 %')
    t.equal(localize(radar(), 'en').bandSets[0]?.elementNames?.approach, 'approach')
  },
)
