import t from 'tap'
import { uuidV7 } from '../../src/core/uuid.ts'

const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

t.test('time comes first, version and variant stand where the RFC puts them', async (t) => {
  const id = uuidV7(0x017f22e279b0, Uint8Array.from([0x0c, 0xc3, 0xff, 1, 2, 3, 4, 5, 6, 7]))
  t.equal(id, '017f22e2-79b0-7cc3-bf01-020304050607')
})

t.test('every id has the shape of a UUIDv7, whatever the randomness', async (t) => {
  for (const byte of [0x00, 0x3f, 0x80, 0xff])
    t.match(uuidV7(1_700_000_000_000, new Uint8Array(10).fill(byte)), shape)
  t.match(uuidV7(1, new Uint8Array(10)), shape)
})

t.test('a later id sorts after an earlier one', async (t) => {
  const random = new Uint8Array(10).fill(0xff)
  t.ok(uuidV7(1_700_000_000_000, random) < uuidV7(1_700_000_000_001, new Uint8Array(10)))
})
