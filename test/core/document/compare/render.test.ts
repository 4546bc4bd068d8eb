import t from 'tap'
import { compareQuestionnaires } from '../../../../src/core/document/compare/compare.ts'
import { renderComparison } from '../../../../src/core/document/compare/render.ts'
import type { Locale } from '../../../../src/core/request.ts'
import { small } from '../../../fixtures/questionnaires.ts'
import { spoil } from '../../../support/spoil.ts'

const item = '/categories/0/items/0'

const sentences = (changes: Readonly<Record<string, unknown>>, locale: Locale = 'en') =>
  renderComparison(compareQuestionnaires(small(), spoil(small(), changes)), locale)

t.test('no difference is a sentence too', async (t) => {
  t.same(sentences({}), ['The two say the same.'])
  t.same(sentences({}, 'zh-CN'), ['两者内容相同。'])
})

t.test('a change names what, where, from and to, headed by its class', async (t) => {
  t.same(sentences({ [`${item}/points`]: 25 }), ['[breaking] scored node 1.1, points: 30 → 25'])
  t.same(sentences({ [`${item}/points`]: 25 }, 'zh-CN'), ['[不兼容] 评分节点 1.1，points：30 → 25'])
  t.same(sentences({ '/edition/label': '2026' }), ['[editorial] edition, label: 2025 → 2026'])
})

t.test(
  'a text is read in the language of the reader and says whether its meaning changed',
  async (t) => {
    const changes = { [`${item}/name/en`]: 'Renamed', [`${item}/name/zh-CN`]: '改名' }
    t.same(sentences({ ...changes, [`${item}/meaningChanged`]: false }), [
      '[editorial] scored node 1.1, name: “Item 1.1” → “Renamed” (meaning kept)',
    ])
    t.same(sentences({ ...changes, [`${item}/meaningChanged`]: true }, 'zh-CN'), [
      '[不兼容] 评分节点 1.1，name：“Item 1.1（中文）” → “改名” (含义改变)',
    ])
  },
)

t.test('what comes, goes, moves or stands in another order', async (t) => {
  t.same(sentences({ [`${item}/areas/0/questions`]: [] }), [
    '[compatible] question 1.1.a.q1 removed',
  ])
  const [first, second, third] = small().categories
  const turned = renderComparison(
    compareQuestionnaires(small(), { ...small(), categories: [second, first, third] } as never),
    'en',
  )
  t.same(turned, [
    '[compatible] other order of category',
    '[compatible] other order of scored node',
  ])
  const added = { '/recognition': [] }
  t.same(sentences(added), ['[compatible] recognition table levels removed'])
  const moved = structuredClone(small())
  const question = moved.categories[0]?.items?.[0]?.areas[0]?.questions.pop()
  if (question !== undefined) moved.categories[0]?.items?.[1]?.areas[0]?.questions.push(question)
  t.same(renderComparison(compareQuestionnaires(small(), moved), 'en'), [
    '[compatible] question 1.1.a.q1 moved from 1.1.a to 1.2.a',
  ])
})

t.test('a member that was not there is a dash, a long value is cut', async (t) => {
  t.same(sentences({ '/edition/issued': '2026-01-01' }), [
    '[editorial] edition, issued: – → 2026-01-01',
  ])
  const [long] = sentences({ [`${item}/name/en`]: 'x'.repeat(400) })
  t.match(long, /x{100}…$/)
  t.ok((long ?? '').length < 300)
})
