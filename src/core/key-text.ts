// How an API key is spelled (IAM-01): exk_<live|test>_<22 base62 id>_<43 base62 secret>_<6 base62 CRC32>.
// The checksum refuses a mistyped key without any query; digests and randomness are db/digest's.

export type KeyMode = 'live' | 'test'

/** A key taken apart. `id` is the UUID of its row; `text` is what is digested and compared. */
export type KeyText = {
  readonly mode: KeyMode
  readonly id: string
  readonly text: string
}

/**
 * Spells a key. `id` is a UUID in lower case; `secret` is 32 random bytes, big-endian, which fit into 43
 * digits (256 of 256.03 bits).
 */
export const spellKey = (mode: KeyMode, id: string, secret: Uint8Array): string => {
  const bits = secret.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
  const body = `exk_${mode}_${idDigits(id)}_${toBase62(bits, 43)}`
  return `${body}_${checksum(body)}`
}

/** Takes a key apart, or null if it cannot be one of ours: form, checksum, id out of range. */
export const readKey = (text: string): KeyText | null => {
  const [, body, mode, digits, sum] = pattern.exec(text) ?? []
  if (body === undefined || digits === undefined || sum !== checksum(body)) return null
  const id = idOf(digits)
  return id === null ? null : { mode: mode === 'live' ? 'live' : 'test', id, text }
}

const pattern = /^(exk_(live|test)_([0-9A-Za-z]{22})_[0-9A-Za-z]{43})_([0-9A-Za-z]{6})$/

/** A UUID as 22 base62 digits; the shortest form that sorts like the UUID itself. */
export const idDigits = (id: string): string => toBase62(BigInt(`0x${id.replaceAll('-', '')}`), 22)

/** The UUID of 22 digits; null above 128 bits, where two spellings would mean one id. */
export const idOf = (digits: string): string | null => {
  const value = fromBase62(digits)
  if (value >> 128n !== 0n) return null
  const hex = value.toString(16).padStart(32, '0')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

const toBase62 = (value: bigint, length: number): string => {
  let rest = value
  let digits = ''
  for (let place = 0; place < length; place++) {
    digits = `${alphabet.charAt(Number(rest % 62n))}${digits}`
    rest /= 62n
  }
  return digits
}

const fromBase62 = (digits: string): bigint =>
  [...digits].reduce((sum, digit) => sum * 62n + BigInt(alphabet.indexOf(digit)), 0n)

const checksum = (text: string): string => toBase62(BigInt(crc32(text)), 6)

/** CRC-32 (ISO 3309, as in zlib) of ASCII text: an integer from 0 to 2^32-1. */
export const crc32 = (text: string): number => {
  let crc = 0xffffffff
  for (let at = 0; at < text.length; at++) {
    crc ^= text.charCodeAt(at)
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return (crc ^ 0xffffffff) >>> 0
}
