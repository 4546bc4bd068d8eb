import t from 'tap'
import { toInstant } from '../../src/core/instant.ts'

t.test('an instant is written in UTC, and none stays none', async (t) => {
  t.equal(toInstant(new Date('2026-03-01T08:30:00+08:00')), '2026-03-01T00:30:00.000Z')
  t.equal(toInstant(null), null)
})
