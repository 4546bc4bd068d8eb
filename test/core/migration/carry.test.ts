import t from 'tap'
import type { MigrationMapping } from '../../../src/core/document/mapping-v1.ts'
import { carry, loaded } from '../../../src/core/migration/carry.ts'
import type { Answers } from '../../../src/core/submission/answer.ts'
import { small } from '../../fixtures/questionnaires.ts'

const sides = { source: small(), target: small() }

const mappingOf = (
  items: MigrationMapping['items'],
  areas: MigrationMapping['areas'] = [],
): MigrationMapping => ({
  format: 'mapping/v1',
  from: { key: 'sample-2025', version: '1.0.0' },
  to: { key: 'sample-2025', version: '1.0.0' },
  provenance: { status: 'confirmed' },
  purpose: 'migration',
  items,
  areas,
})

const same = (code: string, more: object = {}) => ({
  from: [code],
  to: [code],
  relation: 'equal' as const,
  scale: 'keep' as const,
  ...more,
})

const answers: Answers = {
  '1.1': { percent: 45, comment: 'one', narrative: { '1.1.a': 'text of 1.1' } },
  '1.2': { percent: 55, narrative: { '1.2.a': 'text of 1.2' } },
  'P.1': { comment: 'who we are' },
}

t.test('at the start every node stands for itself, answered or not', async (t) => {
  const load = loaded(small(), answers)
  t.same([...load.keys()], ['1.1', '1.2', '2.1', '3', 'P.1'])
  t.match(load.get('1.1'), { sources: ['1.1'], relation: 'equal', answer: { percent: 45 } })
  t.equal(load.get('2.1')?.answer, null)
  t.equal(loaded(small(), Object.create({ '1.1': { percent: 5 } })).get('1.1')?.answer, null)
})

t.test(
  'values and comments go by the row of their node, narrative by the row of its area',
  async (t) => {
    const mapping = mappingOf(
      [same('1.1'), same('P.1')],
      [
        { from: ['1.1.a', '1.2.a'], to: ['1.1.a'] },
        { from: ['1.2.a'], to: ['2.1.a', '3.a'] },
        { from: ['P.1.a'], to: ['P.1.a'] },
        { from: ['1.1.a'], to: ['nowhere'] },
      ],
    )
    const load = carry(loaded(small(), answers), mapping, sides)
    t.same(load.get('1.1')?.answer, {
      percent: 45,
      comment: 'one',
      narrative: { '1.1.a': 'text of 1.1\n\ntext of 1.2' },
    })
    t.same(load.get('P.1')?.answer, { comment: 'who we are' })
    t.match(load.get('2.1'), {
      sources: [],
      obstacle: 'source-unanswered',
      answer: { narrative: { '2.1.a': 'text of 1.2' } },
    })
    t.same(load.get('3')?.answer, { narrative: { '3.a': 'text of 1.2' } })
    t.notOk(load.has('1.2'), 'no row, no text')
  },
)

t.test('several areas of one node keep their texts apart', async (t) => {
  const source = structuredClone(small())
  source.categories[0]?.items?.[0]?.areas.push({
    code: '1.1.b',
    name: { en: 'b', 'zh-CN': 'b' },
    questions: [],
  })
  const mapping = mappingOf(
    [],
    [
      { from: ['1.1.a'], to: ['1.1.a'] },
      { from: ['1.2.a'], to: ['1.1.b'] },
    ],
  )
  const load = carry(loaded(source, answers), mapping, { source, target: source })
  t.same(load.get('1.1')?.answer?.narrative, { '1.1.a': 'text of 1.1', '1.1.b': 'text of 1.2' })
})

t.test('over several mappings the weakest relation and scale win', async (t) => {
  const first = carry(
    loaded(small(), answers),
    mappingOf([
      { ...same('1.1'), relation: 'subset', meaningChanged: true },
      { ...same('1.2'), scale: 'linear' },
    ]),
    sides,
  )
  const second = carry(
    first,
    mappingOf([same('1.1'), { ...same('1.2'), relation: 'superset' }]),
    sides,
  )
  t.match(second.get('1.1'), {
    relation: 'subset',
    scale: 'keep',
    meaningChanged: true,
    sources: ['1.1'],
  })
  t.match(second.get('1.2'), { relation: 'superset', scale: 'linear', meaningChanged: false })
})

t.test('a value lost on the way stays lost, and says why', async (t) => {
  const first = carry(
    loaded(small(), answers),
    mappingOf([{ ...same('1.1'), scale: 'reset' }]),
    sides,
  )
  const second = carry(first, mappingOf([same('1.1'), same('2.1')]), sides)
  t.match(second.get('1.1'), { obstacle: 'scale-reset', answer: { comment: 'one' } })
  t.match(second.get('2.1'), { obstacle: 'source-unanswered', answer: null })
})
