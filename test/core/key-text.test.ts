// The spelling of API keys: what goes in comes out, and what was mistyped is refused without a query.
import t from 'tap'
import { crc32, idDigits, idOf, readKey, spellKey } from '../../src/core/key-text.ts'

const id = '01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a42'
const secret = Uint8Array.from({ length: 32 }, (_, at) => at * 8)

t.test('the checksum is the CRC-32 that everybody knows', async (t) => {
  t.equal(crc32('123456789'), 0xcbf43926) // the check value of the standard
  t.equal(crc32(''), 0)
})

t.test('a UUID has 22 digits and comes back, also at both ends', async (t) => {
  const ends = ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
  for (const each of [id, ...ends]) {
    t.equal(idDigits(each).length, 22)
    t.equal(idOf(idDigits(each)), each)
  }
})

t.test('digits order like the UUIDs they spell', async (t) => {
  t.ok(
    idDigits('01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a42') <
      idDigits('01920f3e-7a11-7c3e-8b1a-000000000000'),
  )
})

t.test('digits above 128 bits are no id', async (t) => {
  t.equal(idOf('zzzzzzzzzzzzzzzzzzzzzz'), null)
})

t.test('a key reads as what was spelled, in both modes', async (t) => {
  for (const mode of ['live', 'test'] as const) {
    const text = spellKey(mode, id, secret)
    t.match(text, /^exk_(live|test)_[0-9A-Za-z]{22}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}$/)
    t.strictSame(readKey(text), { mode, id, text })
  }
})

t.test('every secret has 43 digits of its own, the greatest too', async (t) => {
  const greatest = spellKey('live', id, new Uint8Array(32).fill(255))
  const least = spellKey('live', id, new Uint8Array(32))
  t.equal(greatest.length, least.length)
  t.not(greatest, least)
})

t.test('a flipped character is refused, wherever it stands', async (t) => {
  const text = spellKey('live', id, secret)
  for (let at = 0; at < text.length; at++) {
    const flipped = text.slice(0, at) + (text[at] === 'x' ? 'y' : 'x') + text.slice(at + 1)
    t.equal(readKey(flipped), null, `position ${at}`)
  }
})

t.test('an id out of range is refused though its checksum fits', async (t) => {
  // Made with the same functions, so that only the range can be the reason.
  const body = `exk_live_${'z'.repeat(22)}_${'0'.repeat(43)}`
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
  let rest = crc32(body)
  let sum = ''
  for (let place = 0; place < 6; place++) {
    sum = `${digits.charAt(rest % 62)}${sum}`
    rest = Math.floor(rest / 62)
  }
  t.equal(readKey(`${body}_${sum}`), null)
})

t.test('other tokens are none of ours', async (t) => {
  for (const text of [
    '',
    'exk_',
    'eyJhbGciOiJFUzI1NiJ9.e30.x',
    `${spellKey('live', id, secret)}x`,
  ]) {
    t.equal(readKey(text), null)
  }
})
