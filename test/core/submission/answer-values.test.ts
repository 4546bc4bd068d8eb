import t from 'tap'
import { z } from 'zod'
import { answerValuePatches, answerValues } from '../../../src/core/submission/answer-values.ts'

const value = z.strictObject(answerValues)
const patch = z.strictObject(answerValuePatches)

const right = [
  { percent: 45, factors: { approach: 30 } },
  { attributes: { sound: 60, 'evaluated-understood': 40 } },
  { score: 26, phases: { plan: true, do: false } },
  { score: 26, trend: 30, targets: 40 },
  { plan: 65, do: 40, check: 20, act: 5 },
  { trends: 35, targets: 58 },
  { levels: [['met', 'not_met'], ['not_applicable']] },
  { level: 3 },
  { points: 11.5 },
  { statements: { '1.s1': 60, '1.s2': 'not_applicable' } },
]

t.test('the values of every method have a shape', async (t) => {
  for (const each of right) t.same(value.parse(each), each)
  for (const wrong of [
    { percent: '45' },
    { attributes: { Sound: 60 } },
    { phases: { plan: 'yes' } },
    { phases: { luck: true } },
    { levels: ['met'] },
    { levels: [['perhaps']] },
    { levels: [[], [], [], [], [], []] },
    { level: null },
    { statements: { '1.s1': 'met' } },
    { luck: 1 },
  ])
    t.notOk(value.safeParse(wrong).success, JSON.stringify(wrong))
})

t.test('a patch takes the same, and null in the place of a member or of a part', async (t) => {
  t.same(Object.keys(answerValuePatches).sort(), Object.keys(answerValues).sort())
  for (const each of right) t.same(patch.parse(each), each)
  for (const name of Object.keys(answerValues)) t.ok(patch.safeParse({ [name]: null }).success)
  for (const part of [
    { attributes: { sound: null } },
    { phases: { plan: null } },
    { statements: { '1.s1': null } },
  ])
    t.ok(patch.safeParse(part).success, JSON.stringify(part))
})
