import t from 'tap'
import { fraction } from '../../../src/core/exact.ts'
import { recognitionOf } from '../../../src/core/scoring/recognition.ts'
import { small } from '../../fixtures/questionnaires.ts'
import { spoil } from '../../support/spoil.ts'

const at = (points: [bigint, bigint], shown: number, document = small()) =>
  recognitionOf(document, new Map([['total', { points: fraction(...points), shown }]]))

t.test('lower bounds are inclusive and compare the exact value', async (t) => {
  t.match(at([40n, 1n], 40), [{ band: 'good', value: '40', next: { band: 'excellent', from: 60 } }])
  t.match(at([399n, 10n], 40), [{ band: 'none', value: '399/10' }])
  t.match(at([100n, 1n], 100), [{ band: 'excellent', next: null }])
})

t.test('the explanation tells a bound that only the shown figure reaches', async (t) => {
  const rules = (given: ReturnType<typeof at>) =>
    given.flatMap(({ explanation }) => explanation.map(({ rule }) => rule))
  t.same(rules(at([399n, 10n], 40)), ['recognition.reached', 'recognition.rounding'])
  t.same(rules(at([39n, 1n], 39)), ['recognition.reached', 'recognition.bound'])
  t.same(rules(at([60n, 1n], 60)), ['recognition.reached'])
})

t.test('below the lowest bound there is no band', async (t) => {
  const high = spoil(small(), { '/recognition/0/bands/0/from': 10 })
  t.match(at([5n, 1n], 5, high), [{ band: null, next: { band: 'none', from: 10 } }])
})

t.test('a table carries whose it is and when; one of another scope is left out', async (t) => {
  t.match(at([1n, 1n], 1), [
    { code: 'levels', official: false, scope: 'total', validFrom: '2025-01-01', validTo: null },
  ])
  t.same(at([1n, 1n], 1, spoil(small(), { '/recognition/0/scope': 'result' })), [])
})
