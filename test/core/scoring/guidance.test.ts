import t from 'tap'
import { fraction } from '../../../src/core/exact.ts'
import { bandsOf, demandBandSet } from '../../../src/core/scoring/bands.ts'
import { guidance, silence } from '../../../src/core/scoring/guidance.ts'
import { small } from '../../fixtures/questionnaires.ts'

const bands = bandsOf(demandBandSet(small(), 'process'))

t.test('ratings show their span and warn outside of it, no more', async (t) => {
  const at = (percent: bigint) => guidance([15, 50], fraction(percent), '/answers/a/percent', bands)
  t.same(at(30n), {
    explanation: [{ rule: 'factors.range', inputs: { from: '10', to: '65' }, result: null }],
    warnings: [],
  })
  for (const percent of [5n, 70n])
    t.match(at(percent).warnings, [
      { pointer: '/answers/a/percent', code: 'percent-outside-factors', detail: /10 to 65/ },
    ])
  t.equal(guidance([], fraction(5n), '', bands), silence)
})
