// Numbers for ids, in the order in which they are first seen. A million ids of 16 bytes take some 30 MB in these
// typed arrays, a fifth of what a Map of texts takes. What is told apart by them is in pool.ts.
import { at } from './at.ts'

export const idBytes = 16

export type IdNumbers = {
  /** The number of the 16 bytes given: a new one where they were never seen. */
  readonly numberOf: (id: Uint8Array) => number
  readonly count: () => number
  /** The usual spelling of the id behind a number. */
  readonly textOf: (number: number) => string
}

export const idNumbers = (): IdNumbers => {
  let slots = new Int32Array(256).fill(-1) // a power of two, at most half full
  let bytes = new Uint8Array(128 * idBytes)
  let count = 0

  const isAt = (number: number, id: Uint8Array): boolean => {
    for (let place = 0; place < idBytes; place += 1)
      if (bytes[number * idBytes + place] !== id[place]) return false
    return true
  }

  const slotOf = (id: Uint8Array): number => {
    let slot = hashOf(id) & (slots.length - 1)
    for (;;) {
      const number = at(slots, slot)
      if (number < 0 || isAt(number, id)) return slot
      slot = (slot + 1) & (slots.length - 1)
    }
  }

  const grow = (): void => {
    const larger = new Uint8Array(bytes.length * 2)
    larger.set(bytes)
    bytes = larger
    slots = new Int32Array(slots.length * 2).fill(-1)
    for (let number = 0; number < count; number += 1)
      slots[slotOf(bytes.subarray(number * idBytes, (number + 1) * idBytes))] = number
  }

  return {
    numberOf: (id) => {
      if (id.length !== idBytes) throw new RangeError(`an id of ${id.length} bytes`)
      if ((count + 1) * 2 > slots.length) grow()
      const slot = slotOf(id)
      const known = at(slots, slot)
      if (known >= 0) return known
      slots[slot] = count
      bytes.set(id, count * idBytes)
      count += 1
      return count - 1
    },
    count: () => count,
    textOf: (number) => {
      if (number >= count) throw new RangeError(`no id of number ${number}`)
      return uuidAt(bytes, number)
    },
  }
}

/** FNV-1a over the bytes; the ids are ours, so nobody chooses them to collide. */
const hashOf = (bytes: Uint8Array): number => {
  let hash = 0x811c9dc5
  for (let place = 0; place < idBytes; place += 1)
    hash = Math.imul(hash ^ (bytes[place] as number), 0x01000193)
  return (hash ^ (hash >>> 15)) >>> 0
}

const hexOf = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Bytes `width * row` and following as lower-case hexadecimal digits. */
export const hexAt = (bytes: Uint8Array, row: number, width: number): string => {
  let text = ''
  for (let place = row * width; place < (row + 1) * width; place += 1)
    text += at(hexOf, at(bytes, place))
  return text
}

/** The id in a row of ids, in its usual spelling. */
export const uuidAt = (bytes: Uint8Array, row: number): string => {
  const hex = hexAt(bytes, row, idBytes)
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)]
  return [...parts, hex.slice(20)].join('-')
}

/** The order of two rows of ids, which is that of their spellings: negative where the first is smaller. */
export const compareIds = (bytes: Uint8Array, one: number, other: number): number => {
  for (let place = 0; place < idBytes; place += 1) {
    const first = bytes[one * idBytes + place] as number
    const difference = first - (bytes[other * idBytes + place] as number)
    if (difference !== 0) return difference
  }
  return 0
}
