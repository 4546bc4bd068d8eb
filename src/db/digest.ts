// The one place of cryptographic digests: canonical texts, keyed digests of secrets, fresh randomness.
// What is digested, and how a key is spelled, is decided elsewhere (core/document, core/key-text).
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** SHA-256 of the text's UTF-8 bytes, 64 lower-case hexadecimal digits. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

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
 * constant time, so that the duration tells neither which one fits nor how much of it.
 */
export const verify = (peppers: Peppers, text: string, digest: string): boolean => {
  const given = Buffer.from(digest, 'hex')
  return peppers
    .map((pepper) => hmac(pepper, text))
    .map((expected) => given.length === expected.length && timingSafeEqual(given, expected))
    .includes(true)
}

/** Fresh random bytes from the operating system. */
export const randomness = (bytes: number): Uint8Array => randomBytes(bytes)

/** Fresh randomness as lower-case hexadecimal digits, two a byte: for generated passwords and secrets. */
export const randomHex = (bytes: number): string => randomBytes(bytes).toString('hex')

const hmac = (pepper: string, text: string): Buffer =>
  createHmac('sha256', pepper).update(text).digest()
