import t from 'tap'
import { fraction } from '../../../src/core/exact.ts'
import {
  bandAt,
  bandsOf,
  demandBandSet,
  saidBand,
  spanOf,
} from '../../../src/core/scoring/bands.ts'
import { small } from '../../fixtures/questionnaires.ts'

const set = demandBandSet(small(), 'process')
const bands = bandsOf(set)

t.test('bands have exact bounds and count from 1', async (t) => {
  t.match(bands[1], {
    from: { n: 10n, d: 1n },
    to: { n: 25n, d: 1n },
    band: { bandSet: 'process-six', position: 2, from: 10, to: 25 },
  })
  t.throws(() => demandBandSet(small(), 'maturity'), /kind maturity has no bands/)
})

t.test('a value in a hole between bands is in the lower one, and marked', async (t) => {
  t.match(bandAt(bands, fraction(55n, 2n)), { band: { position: 2 }, between: true }, '27.5')
  t.match(bandAt(bands, fraction(25n)), { band: { position: 2 }, between: false })
  t.equal(bandAt(bands.slice(1), fraction(5n)), null)
  t.match(saidBand(bands, fraction(55n, 2n)), { band: { position: 2 }, flags: ['between_bands'] })
  t.match(saidBand(bands, fraction(25n)), { band: { position: 2 }, flags: [] })
  t.same(saidBand(bands.slice(1), fraction(5n)), { band: null, flags: [] })
})

t.test('values span from the lowest of their bands to the highest', async (t) => {
  t.match(spanOf(bands, [50, 10, 30]), { lowest: { position: 2 }, highest: { position: 4 } })
  t.match(spanOf(bands, [5]), { lowest: { position: 1 }, highest: { position: 1 } })
  t.equal(spanOf(bands, []), null)
  t.equal(spanOf(bands.slice(1), [5]), null)
})
