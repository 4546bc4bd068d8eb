// What can be entered, by method: every method of the format has its inputs, with ranges and lists.
import t from 'tap'
import { nodesOf } from '../../../src/exchange/inputs/document.ts'
import { inputsOf } from '../../../src/exchange/inputs/inputs.ts'
import { byMethod, everyDocument } from '../../support/exchange-documents.ts'
import { spoil } from '../../support/spoil.ts'

const inputs = (method: string, code: string) => {
  const questionnaire = byMethod[method]
  const node = questionnaire && nodesOf(questionnaire).find((each) => each.code === code)
  if (questionnaire === undefined || node === undefined) throw new Error(`${method} has no ${code}`)
  return inputsOf(questionnaire, node).map(({ path, entry }) => [
    path.join('/'),
    entry.type === 'number'
      ? `${entry.min}..${entry.max} by ${entry.step}`
      : entry.type === 'choice'
        ? entry.options.map(({ value }) => value).join(' ')
        : 'flag',
  ])
}

t.test('percents with factors, without, or factors alone', async (t) => {
  t.same(inputs('percent-points@1', '1.1'), [
    ['percent', '0..100 by 5'],
    ['factors/approach', '0..100 by 5'],
    ['factors/deployment', '0..100 by 5'],
    ['factors/learning', '0..100 by 5'],
    ['factors/integration', '0..100 by 5'],
  ])
  t.equal(inputs('percent-points@1', '3')[1]?.[0], 'factors/levels')
  const rated = (factors: string) => {
    const changed = spoil(byMethod['percent-points@1'] as never, {
      '/scoring/parameters/factors': factors,
    }) as never
    const [node] = nodesOf(changed)
    return node === undefined ? [] : inputsOf(changed, node).map(({ path }) => path[0])
  }
  t.same(rated('none'), ['percent'])
  t.same(rated('weighted'), ['factors', 'factors', 'factors', 'factors'])
})

t.test('attributes, phases, ratings, points', async (t) => {
  t.same(inputs('radar@1', '1.1'), [
    ['attributes/sound', '0..100 by 1'],
    ['attributes/aligned', '0..100 by 1'],
  ])
  t.same(inputs('radar@1', '3'), [['attributes/trends', '0..100 by 1']])
  t.same(inputs('pdca-classical@1', '1.1')[0], ['score', '0..100 by 1'])
  t.same(
    inputs('pdca-classical@1', '1.1').slice(1),
    ['plan', 'do', 'check', 'act', 'pdca'].map((phase) => [`phases/${phase}`, 'flag']),
  )
  t.same(
    inputs('pdca-classical@1', '3').map(([path]) => path),
    ['score', 'trend', 'targets'],
  )
  t.same(
    inputs('pdca-fine-tuned@1', '1.1').map(([path]) => path),
    ['plan', 'do', 'check', 'act'],
  )
  t.same(
    inputs('pdca-fine-tuned@1', '3').map(([path]) => path),
    ['trends', 'targets'],
  )
  t.same(inputs('category-pass@1', '1.1'), [['points', '0..30 by 0.1']])
})

t.test('statements on a scale, levels by statements or as one', async (t) => {
  t.same(inputs('statements@1', '1.1'), [
    ['statements/1.1.s1', '0 50 100 not_applicable'],
    ['statements/1.1.s2', '0 50 100'],
  ])
  t.same(inputs('maturity-level@1', '1.1').slice(0, 3), [
    ['levels/0/0', 'met not_met not_applicable'],
    ['levels/0/1', 'met not_met not_applicable'],
    ['levels/1/0', 'met not_met not_applicable'],
  ])
  t.same(inputs('maturity-level@1 by level', '1.1'), [['level', '0 1 2 3 4 5']])
})

t.test('every node of every document can be entered, in both languages', async (t) => {
  for (const [name, questionnaire] of everyDocument)
    for (const node of nodesOf(questionnaire)) {
      const found = inputsOf(questionnaire, node)
      const isBare = node.statements.length + node.levelStatements.length === 0
      const needsStatements = /statements@1|^maturity-level@1$/.test(name) && isBare
      t.ok(found.length > 0 || needsStatements, `${name} ${node.code}`)
      for (const { label, path } of found)
        t.ok(label.en && label['zh-CN'], `${name} ${node.code} ${path}`)
    }
})

t.test('a method without inputs is a mistake of ours', async (t) => {
  const [document] = Object.values(byMethod)
  const changed = spoil(document as never, { '/scoring/method': 'guess@1' }) as never
  const [node] = nodesOf(changed)
  t.throws(() => node && inputsOf(changed, node), TypeError)
})
