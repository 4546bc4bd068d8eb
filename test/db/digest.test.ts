// Digests: known answers, replacement of peppers, and refusal of everything else.
import t from 'tap'
import {
  type Peppers,
  randomHex,
  randomness,
  seal,
  sealAlike,
  sha256,
  sha256Lines,
  sign,
  unseal,
  verify,
} from '../../src/db/digest.ts'

t.test('SHA-256 gives the known answer, over UTF-8', async (t) => {
  t.equal(sha256('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  t.equal(sha256('卓越'), sha256(Buffer.from('卓越').toString('utf8')))
})

t.test('lines are digested like one text, each ended', async (t) => {
  t.equal(sha256Lines(['a', 'b']), sha256('a\nb\n'))
  t.not(sha256Lines(['ab']), sha256Lines(['a', 'b']))
  t.equal(sha256Lines([]), sha256(''))
})

t.test('HMAC-SHA-256 gives the known answer of RFC 4231, case 2', async (t) => {
  t.equal(
    sign(['Jefe'], 'what do ya want for nothing?'),
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  )
})

t.test('the first pepper signs, every pepper verifies', async (t) => {
  const old: Peppers = ['old']
  const both: Peppers = ['new', 'old']
  t.ok(verify(both, 'key', sign(old, 'key')), 'made before the replacement')
  t.ok(verify(both, 'key', sign(both, 'key')))
  t.notOk(verify(old, 'key', sign(both, 'key')), 'the new one signs')
})

t.test('nothing else verifies', async (t) => {
  const digest = sign(['pepper'], 'key')
  t.notOk(verify(['pepper'], 'kez', digest))
  t.notOk(verify(['salt'], 'key', digest))
  t.notOk(verify(['pepper'], 'key', digest.slice(2)))
  t.notOk(verify(['pepper'], 'key', ''))
  t.notOk(verify(['pepper'], 'key', `${digest}x`))
  t.notOk(verify(['pepper'], 'key', digest.toUpperCase()))
  t.notOk(verify(['pepper'], 'key', `0${digest.slice(1)}`))
})

t.test('randomness has the length asked for and does not repeat', async (t) => {
  t.equal(randomness(32).length, 32)
  t.match(randomHex(16), /^[0-9a-f]{32}$/)
  t.not(randomHex(16), randomHex(16))
})

t.test('what is sealed opens under any pepper, and is never the same twice', async (t) => {
  const text = '{"secret":"exk_test","name":"卓越"}'
  const sealed = seal(['old'], text)
  t.equal(unseal(['old'], sealed), text)
  t.equal(unseal(['new', 'old'], sealed), text, 'after the pepper was replaced')
  t.not(seal(['old'], text), sealed)
  t.notMatch(Buffer.from(sealed, 'base64url').toString('latin1'), /secret/)
})

t.test('what is sealed alike is the same for the same text under one pepper alone', async (t) => {
  const sealed = sealAlike(['old'], 'secret 1')
  t.equal(sealAlike(['old', 'new'], 'secret 1'), sealed)
  t.equal(unseal(['new', 'old'], sealed), 'secret 1')
  t.notMatch(Buffer.from(sealed, 'base64url').toString('latin1'), /secret/)
  const nonceOf = (text: string, pepper = 'old') => sealAlike([pepper], text).slice(0, 16)
  t.not(nonceOf('secret 1'), nonceOf('secret 2'), 'no nonce serves two texts')
  t.not(nonceOf('secret 1'), nonceOf('secret 1', 'new'))
})

t.test('what is sealed does not open when altered, cut or under another pepper', async (t) => {
  const sealed = seal(['pepper'], 'text')
  t.equal(unseal(['salt'], sealed), null)
  t.equal(
    unseal(
      ['pepper'],
      sealed.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')),
    ),
    null,
  )
  t.equal(unseal(['pepper'], sealed.slice(0, 30)), null)
  t.equal(unseal(['pepper'], ''), null)
})
