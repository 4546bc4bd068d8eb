import t from 'tap'
import { toText } from '../../../src/core/exact.ts'
import { fieldsOf } from '../../../src/core/weighting/judged.ts'
import { judgementsOf } from '../../../src/core/weighting/judgement.ts'
import { small } from '../../fixtures/questionnaires.ts'

const fields = fieldsOf(small())

t.test('each matrix is a judgement, with findings at its cells', async (t) => {
  const [first, second] = judgementsOf(
    {
      kind: 'ahp',
      inputs: [
        {
          codes: ['1', '2', '3'],
          rows: [
            [1, 2, 4],
            [1 / 2, 1, 2],
            [1 / 4, 1 / 2, 1],
          ],
        },
        { codes: ['1.1', '1.2'], rows: [[1, 3], [3]] },
      ],
    },
    fields,
  )
  t.same(first?.findings, [])
  t.match(first?.weigh().consistency, {
    randomIndex: 'saaty-1980',
    worst: { codes: ['1', '2', '3'], product: 1 },
  })
  t.equal(first?.pointerAt(2), '/elicitation/inputs/0/codes/2')
  t.match(second?.findings, [{ pointer: '/elicitation/inputs/1/rows/1', code: 'not-square' }])
})

t.test('two things have no triple that could contradict itself', async (t) => {
  const rows = [
    [1, 3],
    [1 / 3, 1],
  ]
  const [only] = judgementsOf({ kind: 'ahp', inputs: [{ codes: ['1.1', '1.2'], rows }] }, fields)
  t.equal(only?.weigh().consistency?.worst, null)
})

t.test('a ranking is one judgement, whatever it ranks', async (t) => {
  const [only, ...others] = judgementsOf({ kind: 'roc', inputs: ['1.2', '1.1'] }, fields)
  t.same(others, [])
  t.same(only?.codes, ['1.2', '1.1'])
  t.equal(only?.pointerAt(1), '/elicitation/inputs/1')
  t.same(only?.weigh().shares.map(toText), ['3/4', '1/4'])
})

t.test('swings fall apart into categories and items, unless they are of all nodes', async (t) => {
  const groups = (inputs: Record<string, number>) =>
    judgementsOf({ kind: 'swing', inputs }, fields).map(({ codes }) => codes)
  t.same(groups({ '1.1': 100, '1.2': 20, '2.1': 30, '3': 40 }), [['3', '1.1', '1.2', '2.1']])
  t.same(groups({ '1.1': 100, '1.2': 20, '1': 100, '2': 40, '3': 10, x: 1 }), [
    ['1', '2', '3'],
    ['1.1', '1.2'],
    ['x'],
  ])
  const [only] = judgementsOf({ kind: 'swing', inputs: { '1.1': 60, '1.2': 0.001 } }, fields)
  t.match(only?.findings, [
    { pointer: '/elicitation/inputs/1.2', code: 'swing-grain' },
    { pointer: '/elicitation/inputs', code: 'largest-missing' },
  ])
  const [sound] = judgementsOf({ kind: 'swing', inputs: { '1.1': 100, '1.2': 25 } }, fields)
  t.same(sound?.weigh().shares.map(toText), ['4/5', '1/5'])
})
