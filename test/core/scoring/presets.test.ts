import t from 'tap'
import {
  imitatesTool,
  parametersInForce,
  presetNames,
  presetsOf,
  radarPresets,
  SheetParameters,
  statementsPresets,
  Variation,
} from '../../../src/core/scoring/presets.ts'
import { classical, radar, statements } from '../../fixtures/methods.ts'
import { small } from '../../fixtures/questionnaires.ts'

t.test('the presets are the four of radar@1 and the tool of statements@1', async (t) => {
  t.same(
    [...Object.keys(radarPresets), ...Object.keys(statementsPresets)].sort(),
    [...presetNames].sort(),
  )
  t.equal(presetsOf(radar()), radarPresets)
  t.equal(presetsOf(statements()), statementsPresets)
  t.same(presetsOf(classical()), {})
  t.same(presetsOf(small()), {})
})

t.test('parameters in force are complete, with the name of the set that they are', async (t) => {
  t.same(parametersInForce(radar()), {
    preset: 'exact-attributes',
    combine: 'attributes',
    inputRound: null,
    elementRound: null,
    partRound: null,
    unanswered: 'zero',
    categoryMean: 'weighted',
    categoryStep: null,
    pointsStep: null,
  })
  t.match(parametersInForce(radar({ combine: 'elements' })), { preset: 'exact-elements' })
  const form = { combine: 'elements', elementRound: 10, partRound: 10 } as const
  t.match(parametersInForce(radar(form)), { preset: 'assessbase-form', unanswered: 'zero' })
  t.match(parametersInForce(radar({ ...form, unanswered: 'renormalise' })), {
    preset: 'assessbase-form',
  })
  t.match(parametersInForce(radar({ partRound: 5 })), { preset: null, partRound: 5 })
  t.match(parametersInForce(classical()), { preset: null, combine: null })
  for (const each of [radar(), statements(), classical(), small()])
    t.ok(SheetParameters.safeParse(parametersInForce(each)).success)
})

t.test('only sets of tools are custom by themselves', async (t) => {
  t.equal(imitatesTool(radar()), false)
  t.equal(imitatesTool(radar({ combine: 'elements' })), false)
  t.equal(imitatesTool(radar({ partRound: 5 })), false, 'a model may publish its own rounding')
  t.equal(imitatesTool(radar({ combine: 'elements', elementRound: 10, partRound: 10 })), true)
  t.equal(imitatesTool(statements({ categoryStep: 5, pointsStep: 1 })), true)
})

t.test('a variation names what it varies, and nothing else', async (t) => {
  t.ok(Variation.safeParse({ preset: 'tool', pointsStep: null }).success)
  for (const wrong of [{ preset: 'luck' }, { step: 5 }, { unanswered: null }])
    t.notOk(Variation.safeParse(wrong).success, JSON.stringify(wrong))
})
