// UUIDv7 (RFC 9562) from given time and randomness: ids that sort by their making. Pure; the process
// passes the clock and the random bytes in.

/**
 * `at`: milliseconds since 1970, below 2^48. `random`: ten fresh random bytes. Returns lower-case text.
 */
export const uuidV7 = (at: number, random: Uint8Array): string => {
  const time = at.toString(16).padStart(12, '0')
  let hex = ''
  for (const byte of random) hex = `${hex}${pairs[byte]}`
  const variant = ((Number.parseInt(hex.charAt(4), 16) & 0x3) | 0x8).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(1, 4)}-${variant}${hex.slice(5, 8)}-${hex.slice(8, 20)}`
}

/** The two digits of each byte. */
const pairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
