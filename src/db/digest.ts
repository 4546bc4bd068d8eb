// The one place of cryptography for what is stored: digests of texts, keyed digests of secrets, sealed
// texts, fresh randomness. What is digested, and how a key is spelled, is decided elsewhere (core).
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'

/** SHA-256 of the text's UTF-8 bytes, 64 lower-case hexadecimal digits. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** SHA-256 of lines, each ended by a line feed: of many rows without one text of all of them. */
export const sha256Lines = (lines: Iterable<string>): string => {
  const hash = createHash('sha256')
  for (const line of lines) hash.update(`${line}\n`)
  return hash.digest('hex')
}

/**
 * Server-side secrets, newest first: the first signs, all verify, so that a pepper can be replaced while
 * old digests still count.
 */
export type Peppers = readonly [string, ...string[]]

/** HMAC-SHA-256 of the text under the first pepper, 64 lower-case hexadecimal digits. */
export const sign = (peppers: Peppers, text: string): string =>
  hmac(peppers[0], text).toString('hex')

/**
 * Whether `digest` was made from `text` under any of the peppers. Every pepper is tried and compared in
 * constant time, so that the duration tells neither which one fits nor how much of it. As text, so that
 * one digest has one spelling.
 */
export const verify = (peppers: Peppers, text: string, digest: string): boolean => {
  const given = Buffer.from(digest)
  return peppers
    .map((pepper) => Buffer.from(hmac(pepper, text).toString('hex')))
    .map((expected) => given.length === expected.length && timingSafeEqual(given, expected))
    .includes(true)
}

const cipher = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16

/** A key for sealing, apart from what signs: two uses of one secret never meet. */
const sealingKey = (pepper: string): Buffer => hmac(pepper, 'excellence sealed text')

/** Encrypts a text under the first pepper, so that a dump of the database does not open it (base64url). */
export const seal = (peppers: Peppers, text: string): string =>
  sealedWith(randomBytes(nonceBytes), peppers, text)

/** The same, and the same text alike every time, for what is shown again where nothing changed. */
export const sealAlike = (peppers: Peppers, text: string): string =>
  // A nonce of the whole text is used for this text alone.
  sealedWith(hmac(peppers[0], `excellence nonce\n${text}`).subarray(0, nonceBytes), peppers, text)

const sealedWith = (nonce: Buffer, peppers: Peppers, text: string): string => {
  const sealing = createCipheriv(cipher, sealingKey(peppers[0]), nonce)
  const sealed = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()])
  return Buffer.concat([nonce, sealing.getAuthTag(), sealed]).toString('base64url')
}

/** The text that was sealed under any of the peppers, or null: it was altered, or its pepper is gone. */
export const unseal = (peppers: Peppers, sealed: string): string | null => {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length < nonceBytes + tagBytes) return null
  for (const pepper of peppers) {
    const opening = createDecipheriv(cipher, sealingKey(pepper), bytes.subarray(0, nonceBytes))
    opening.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
    const text = opening.update(bytes.subarray(nonceBytes + tagBytes))
    try {
      return Buffer.concat([text, opening.final()]).toString('utf8')
    } catch {
      // Not this pepper: the tag does not fit.
    }
  }
  return null
}

/** Fresh random bytes from the operating system. */
export const randomness = (bytes: number): Uint8Array => randomBytes(bytes)

/** Fresh randomness as lower-case hexadecimal digits, two a byte: for generated passwords and secrets. */
export const randomHex = (bytes: number): string => randomBytes(bytes).toString('hex')

const hmac = (pepper: string, text: string): Buffer =>
  createHmac('sha256', pepper).update(text).digest()
