import t from 'tap'
import {
  compareIds,
  hexAt,
  idBytes,
  idNumbers,
  uuidAt,
} from '../../../src/core/benchmark/id-numbers.ts'
import { bytesOf, organizationId } from '../../fixtures/benchmark/candidate.ts'
import { randomFor } from '../../fixtures/benchmark/population.ts'

t.test('an id keeps its number, however many come after it', async (t) => {
  const { numberOf, count, textOf } = idNumbers()
  const ids = Array.from({ length: 3000 }, (_, number) => organizationId(number))
  for (const round of [1, 2])
    for (const [number, id] of ids.entries())
      if (numberOf(bytesOf(id)) !== number) t.fail(`${id} in round ${round}`)
  t.equal(count(), 3000)
  for (const [number, id] of ids.entries()) if (textOf(number) !== id) t.fail(id)
})

t.test('what is no id has no number, and a number never given no id', async (t) => {
  const { numberOf, textOf } = idNumbers()
  t.throws(() => numberOf(new Uint8Array(15)), RangeError)
  t.throws(() => textOf(0), RangeError)
})

t.test('rows of ids are spelled and ordered as their texts are', async (t) => {
  const random = randomFor(11)
  const bytes = Uint8Array.from({ length: 40 * idBytes }, () => random.below(3) * 127)
  bytes.copyWithin(idBytes, 0, idBytes)
  for (let one = 0; one < 40; one += 1)
    for (let other = 0; other < 40; other += 1) {
      const [a, b] = [uuidAt(bytes, one), uuidAt(bytes, other)]
      const expected = a < b ? -1 : a > b ? 1 : 0
      if (Math.sign(compareIds(bytes, one, other)) !== expected) t.fail(`${a} and ${b}`)
    }
  t.equal(uuidAt(bytesOf(organizationId(7)), 0), organizationId(7))
  t.equal(hexAt(Uint8Array.of(0, 255, 16, 1), 1, 2), '1001')
})
