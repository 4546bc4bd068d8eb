import t from 'tap'
import { z } from 'zod'
import {
  effectiveProvenance,
  QuestionnaireV1,
} from '../../../src/core/document/questionnaire-v1.ts'
import { fullSize, small } from '../../fixtures/questionnaires.ts'
import { spoil } from '../../support/spoil.ts'

t.test('the format takes right documents unchanged and unknown members nowhere', async (t) => {
  t.same(QuestionnaireV1.parse(small()), small())
  t.ok(QuestionnaireV1.safeParse(fullSize()).success)
  for (const pointer of [
    '/extra',
    '/edition/extra',
    '/scoring/parameters/extra',
    '/categories/0/items/0/extra',
    '/categories/2/leaf/extra',
    '/bandSets/0/bands/0/extra',
  ]) {
    t.notOk(QuestionnaireV1.safeParse(spoil(small(), { [pointer]: 1 })).success, pointer)
  }
})

t.test('the format has a JSON Schema with one definition for every name', async (t) => {
  const schema = z.toJSONSchema(QuestionnaireV1)
  const names = Object.keys(schema.$defs ?? {})
  for (const name of ['ItemV1', 'AreaV1', 'LeafV1', 'QuestionV1', 'BandSetV1', 'Provenance']) {
    t.ok(names.includes(name), name)
  }
})

t.test('a leaf never allows not applicable', async (t) => {
  const wrong = spoil(small(), { '/categories/2/leaf/naAllowed': true })
  t.notOk(QuestionnaireV1.safeParse(wrong).success)
})

t.test('provenance is inherited from the nearest node above', async (t) => {
  const root = { status: 'confirmed' } as const
  const low = { status: 'unconfirmed', confidence: 'low' } as const
  t.same(effectiveProvenance(root), root)
  t.same(effectiveProvenance(root, undefined, undefined), root)
  t.same(effectiveProvenance(root, low, undefined), low)
  t.same(effectiveProvenance(root, low, root), root)
})
