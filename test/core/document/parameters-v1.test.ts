import t from 'tap'
import {
  Kind,
  kinds,
  PdcaClassicalParameters,
  PercentPointsParameters,
  RadarParameters,
  Slug,
  statedByKind,
} from '../../../src/core/document/parameters-v1.ts'
import { classical, radar } from '../../fixtures/methods.ts'
import { small } from '../../fixtures/questionnaires.ts'
import { spoil } from '../../support/spoil.ts'

t.test('names are lower-case words', async (t) => {
  for (const right of ['process-six', 'a1']) t.ok(Slug.safeParse(right).success, right)
  for (const wrong of ['', 'Process', 'a--b', '-a', 'a.b']) t.notOk(Slug.safeParse(wrong).success)
})

t.test('kinds are a closed list, and what is stated by kind comes in its order', async (t) => {
  for (const kind of kinds) t.ok(Kind.safeParse(kind).success)
  t.notOk(Kind.safeParse('enabler').success)
  t.same(statedByKind({ maturity: 3, process: 1, result: undefined }), [
    ['process', 1],
    ['maturity', 3],
  ])
})

t.test('parameters are strict, each method with its own', async (t) => {
  const ofPercents = small().scoring.parameters
  t.ok(PercentPointsParameters.safeParse(ofPercents).success)
  t.notOk(PercentPointsParameters.safeParse({ ...ofPercents, luck: 1 }).success)
  const ofRadar = radar().scoring.parameters
  t.ok(RadarParameters.safeParse(ofRadar).success)
  t.ok(RadarParameters.safeParse({ ...ofRadar, cap: null }).success)
  t.notOk(RadarParameters.safeParse(spoil(ofRadar, { '/cap': undefined })).success, 'none is said')
  t.notOk(RadarParameters.safeParse({ ...ofRadar, combine: 'luck' }).success)
  const ofTables = classical().scoring.parameters
  t.ok(PdcaClassicalParameters.safeParse(ofTables).success)
  const backwards = ['do', 'plan', 'check', 'act', 'pdca']
  t.notOk(PdcaClassicalParameters.safeParse({ ...ofTables, phases: backwards }).success)
})
