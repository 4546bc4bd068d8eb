import t from 'tap'
import { MappingV1 } from '../../../src/core/document/mapping-v1.ts'
import { jsonIn } from '../../support/examples.ts'
import { spoil } from '../../support/spoil.ts'

const migration = jsonIn('schemas/mapping/valid/migration.json') as object
const estimate = jsonIn('schemas/mapping/valid/estimate.json') as object

t.test('a mapping migrates or estimates, and its rows are of that purpose', async (t) => {
  t.ok(MappingV1.safeParse(migration).success)
  t.ok(MappingV1.safeParse(estimate).success)
  t.notOk(MappingV1.safeParse(spoil(migration, { '/purpose': 'estimate' })).success)
  t.notOk(MappingV1.safeParse(spoil(estimate, { '/purpose': 'migration' })).success)
  t.notOk(MappingV1.safeParse(spoil(migration, { '/purpose': 'other' })).success)
})

t.test('rows name at least one code on each side and nothing unknown', async (t) => {
  for (const wrong of [
    { '/items/0/from': [] },
    { '/items/0/relation': 'alike' },
    { '/items/0/scale': 'stretch' },
    { '/items/0/weights': [0.5] },
    { '/items/0/strength': 'full' },
    { '/areas/0/to': [] },
  ])
    t.notOk(MappingV1.safeParse(spoil(migration, wrong)).success, JSON.stringify(wrong))
})
