// UUIDv7 (RFC 9562) from given time and randomness: ids that sort by their making. Pure; the process
// passes the clock and the random bytes in.

/**
 * `at`: milliseconds since 1970, below 2^48. `random`: ten fresh random bytes. Returns lower-case text.
 */
export const uuidV7 = (at: number, random: Uint8Array): string => {
  const time = at.toString(16).padStart(12, '0')
  const hex = [...random.subarray(0, 10)]
    .map((byte, place) => (place === 2 ? (byte & 0x3f) | 0x80 : byte).toString(16).padStart(2, '0'))
    .join('')
  const version = `7${hex.slice(1, 4)}`
  return `${time.slice(0, 8)}-${time.slice(8)}-${version}-${hex.slice(4, 8)}-${hex.slice(8, 20)}`
}
