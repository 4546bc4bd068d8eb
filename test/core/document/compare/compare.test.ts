import t, { type Test as TapTest } from 'tap'
import {
  type Change,
  compareQuestionnaires,
} from '../../../../src/core/document/compare/compare.ts'
import type { Questionnaire } from '../../../../src/core/document/questionnaire-v1.ts'
import { questionnaireOf, small } from '../../../fixtures/questionnaires.ts'
import { spoil } from '../../../support/spoil.ts'

const item = '/categories/0/items/0'

/** The comparison of the small questionnaire with a changed copy of it. */
const after = (changes: Readonly<Record<string, unknown>>) =>
  compareQuestionnaires(small(), spoil(small(), changes))

/** The one change there is. */
const only = (t: TapTest, changes: readonly Change[]): Change | undefined => {
  t.equal(changes.length, 1, 'one change', { changes })
  return changes[0]
}

t.test('a version compared with itself says nothing', async (t) => {
  t.same(compareQuestionnaires(small(), small()), { class: null, changes: [] })
  t.same(after({ '/version': '1.0.1' }).changes, [], 'the number itself is no change')
})

const weighed: readonly (readonly [what: string, changes: Record<string, unknown>, as: string])[] =
  [
    ['the title', { '/title/en': 'Another' }, 'editorial'],
    ['evidence, which only helps', { [`${item}/evidence/en`]: 'Other papers' }, 'editorial'],
    ['provenance', { '/provenance/confidence': 'low' }, 'editorial'],
    ['related nodes', { [`${item}/relatedNodes`]: ['3'] }, 'editorial'],
    ['the display unit', { '/scoring/displayUnit': 0.1 }, 'compatible'],
    ['a bound of recognition', { '/recognition/0/bands/1/from': 45 }, 'compatible'],
    ['members of a group', { '/groups/0/nodes': ['1.1'] }, 'compatible'],
    ['the step', { '/scoring/parameters/step': 1 }, 'breaking'],
    ['points', { [`${item}/points`]: 25 }, 'breaking'],
    ['the kind', { [`${item}/kind`]: 'result' }, 'breaking'],
    ['N/A allowed no longer', { [`${item}/naAllowed`]: false }, 'breaking'],
    ['the factors', { '/bandSets/0/factors': ['approach'] }, 'breaking'],
    ['a member nobody knows', { [`${item}/surprise`]: 1 }, 'breaking'],
    ['the reserved codes', { '/reserved': ['9.9', '9.8'] }, 'editorial'],
  ]

for (const [what, changes, as] of weighed) {
  t.test(`${what}: ${as}`, async (t) => {
    t.equal(only(t, after(changes).changes)?.class, as)
    t.equal(after(changes).class, as)
  })
}

t.test('N/A allowed anew is compatible', async (t) => {
  const strict = spoil(small(), { [`${item}/naAllowed`]: false })
  t.equal(compareQuestionnaires(strict, small()).class, 'compatible')
})

t.test('a changed text is as heavy as its author declares', async (t) => {
  const text = { [`${item}/intent/en`]: 'Another intent' }
  t.match(only(t, after(text).changes), { class: 'editorial', text: true, meaningChanged: null })
  t.match(only(t, after({ ...text, [`${item}/meaningChanged`]: false }).changes), {
    class: 'editorial',
    meaningChanged: false,
  })
  t.match(only(t, after({ ...text, [`${item}/meaningChanged`]: true }).changes), {
    class: 'breaking',
    meaningChanged: true,
    member: 'intent',
    pointer: `${item}/intent`,
  })
})

t.test('a new language is no new meaning, whatever is declared', async (t) => {
  const change = only(
    t,
    after({ [`${item}/intent/fr`]: 'Le but', [`${item}/meaningChanged`]: true }).changes,
  )
  t.match(change, { class: 'editorial', text: false, meaningChanged: null })
})

t.test('descriptors are compared one by one', async (t) => {
  const change = only(t, after({ '/bandSets/0/bands/0/descriptors/approach/en': 'Other' }).changes)
  t.match(change, { member: 'descriptors/approach', text: true, code: '0' })
  t.equal(change?.pointer, '/bandSets/0/bands/0/descriptors/approach')
  const gone = only(t, after({ '/bandSets/0/bands/0/descriptors/approach': undefined }).changes)
  t.match(gone, { class: 'editorial', after: null })
  const without = spoil(small(), { '/bandSets/0/bands/0/descriptors': undefined })
  t.equal(compareQuestionnaires(without, small()).changes.length, 4, 'from none to four')
})

const withPilot = (version: string, more: Partial<Questionnaire> = {}): Questionnaire =>
  questionnaireOf({
    categories: [
      {
        code: 'x',
        items: [
          ['a', 10],
          ['b', 5, { effectiveFrom: '2.0.0' }],
        ],
      },
    ],
    more: { version, ...more },
  })

t.test('nodes, areas and questions that come and go', async (t) => {
  const [first, ...others] = small().categories
  const fewer = { ...small(), categories: others }
  const gone = compareQuestionnaires(small(), fewer as Questionnaire)
  t.equal(gone.class, 'breaking')
  t.match(
    gone.changes.find(({ type }) => type === 'node'),
    {
      change: 'removed',
      code: '1.1',
      pointer: item,
      before: { points: 30 },
      after: null,
    },
  )
  const come = compareQuestionnaires(fewer as Questionnaire, small())
  t.match(come.changes[0], { change: 'added', type: 'category', code: first?.code, before: null })
  const question = [
    ...(small().categories[0]?.items?.[0]?.areas[0]?.questions ?? []),
    { code: '1.1.a.q2', probes: [], text: { en: 'And?', 'zh-CN': '还有呢？' } },
  ]
  t.equal(after({ [`${item}/areas/0/questions`]: question }).class, 'compatible')
  t.equal(after({ [`${item}/areas/0/questions`]: [] }).class, 'compatible')
  t.equal(after({ [`${item}/areas`]: [] }).class, 'breaking', 'its narrative has no home')
})

t.test('a pilot comes and goes compatibly, and breaks when it begins to count', async (t) => {
  const without = questionnaireOf({ categories: [{ code: 'x', items: [['a', 10]] }] })
  t.equal(compareQuestionnaires(without, withPilot('1.1.0')).class, 'compatible')
  t.equal(compareQuestionnaires(withPilot('1.1.0'), without).class, 'breaking', 'its area goes')
  const counts = compareQuestionnaires(withPilot('1.1.0'), withPilot('2.0.0'))
  t.match(
    counts.changes.find(({ member }) => member === 'pilot'),
    { class: 'breaking', code: 'b' },
  )
})

t.test('a node that moves to another category is breaking, a pilot is not', async (t) => {
  const two = (second: 'x' | 'y', effectiveFrom?: string) =>
    questionnaireOf({
      categories: (['x', 'y'] as const).map((code) => ({
        code,
        items: [
          [`${code}1`, 10],
          ...(code === second
            ? ([['m', 5, effectiveFrom === undefined ? {} : { effectiveFrom }]] as const)
            : []),
        ],
      })),
    })
  const above = (changes: readonly Change[]) => changes.find(({ member }) => member === 'above')
  const moved = compareQuestionnaires(two('x', '2.0.0'), two('y', '2.0.0')).changes
  t.match(above(moved), { class: 'compatible', before: 'x', after: 'y' })
  const counted = compareQuestionnaires(two('x'), two('y')).changes
  t.match(above(counted), { class: 'breaking' })
})

t.test('another order is compatible and named once', async (t) => {
  const turned = { ...small(), categories: [...small().categories].reverse() }
  const { changes } = compareQuestionnaires(small(), turned)
  t.same(
    changes.map(({ type, member, class: of }) => [type, member, of]),
    [
      ['category', 'order', 'compatible'],
      ['node', 'order', 'compatible'],
    ],
  )
})

t.test('a member that comes or goes is null on the other side', async (t) => {
  t.match(only(t, after({ '/edition/issued': '2026-01-01' }).changes), { before: null })
  const issued = spoil(small(), { '/edition/issued': '2026-01-01' })
  t.match(only(t, compareQuestionnaires(issued, small()).changes), { after: null })
})
