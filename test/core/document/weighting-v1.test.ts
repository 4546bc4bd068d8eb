import t from 'tap'
import { WeightingV1 } from '../../../src/core/document/weighting-v1.ts'
import { spoil } from '../../support/spoil.ts'

const weighting = {
  format: 'weighting/v1',
  key: 'our-view',
  version: '1.0.0',
  title: 'Our view',
  owner: { kind: 'organization', id: '01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a42' },
  edition: 'gbt-19580-2012',
  mode: 'weights',
  total: 1000,
  items: { '4.3.2': 45, '4.3.3': 0 },
  elicitation: {
    kind: 'ahp',
    inputs: [
      {
        codes: ['4.3.2', '4.3.3'],
        rows: [
          [1, 3],
          [1 / 3, 1],
        ],
      },
    ],
  },
  rationale: '',
}

t.test('the format takes a zero weight and every way of elicitation', async (t) => {
  t.same(WeightingV1.parse(weighting), weighting)
  for (const elicitation of [
    { kind: 'manual' },
    { kind: 'swing', inputs: { '4.3.2': 100, '4.3.3': 80 } },
    { kind: 'roc', inputs: ['4.3.2', '4.3.3'] },
  ]) {
    t.ok(WeightingV1.safeParse({ ...weighting, elicitation }).success, elicitation.kind)
  }
})

t.test('unknown members, owners and modes are refused', async (t) => {
  for (const changes of [{ '/extra': 1 }, { '/owner/kind': 'person' }, { '/mode': 'equal' }]) {
    t.notOk(WeightingV1.safeParse(spoil(weighting, changes)).success)
  }
})
