import t from 'tap'
import { after, reaches, stepBetween, stepFor } from '../../../../src/core/document/compare/step.ts'

t.test('each class needs its step', async (t) => {
  t.same((['editorial', 'compatible', 'breaking'] as const).map(stepFor), [
    'patch',
    'minor',
    'major',
  ])
})

t.test('the next version after a step', async (t) => {
  t.equal(after('1.4.2', 'patch'), '1.4.3')
  t.equal(after('1.4.2', 'minor'), '1.5.0')
  t.equal(after('1.4.2', 'major'), '2.0.0')
})

t.test('the step between two versions is the first number that rises', async (t) => {
  t.equal(stepBetween('1.4.2', '1.4.3'), 'patch')
  t.equal(stepBetween('1.4.2', '1.5.0'), 'minor')
  t.equal(stepBetween('1.4.2', '3.0.0'), 'major')
  t.equal(stepBetween('1.10.0', '1.9.9'), null, 'ten is after nine')
  t.equal(stepBetween('1.4.2', '1.4.2'), null)
  t.equal(stepBetween('2.0.0', '1.9.9'), null)
})

t.test('a larger step is enough, a smaller one is not', async (t) => {
  t.ok(reaches('major', 'minor'))
  t.ok(reaches('minor', 'minor'))
  t.notOk(reaches('patch', 'minor'))
})
