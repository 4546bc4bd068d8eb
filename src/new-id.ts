// The one maker of ids in a process: core/uuid.ts with the clock and randomness of this machine.
import { randomBytes } from 'node:crypto'
import { uuidV7 } from './core/uuid.ts'

const bytesEach = 10
/** Asking the system costs as much as the rest of an id, so many are fetched at once. */
const fetchedAtOnce = 400

let pool = new Uint8Array(0)
let used = 0

/** A fresh UUIDv7 in lower case. */
export const newId = (): string => {
  if (used === pool.length) {
    pool = randomBytes(bytesEach * fetchedAtOnce)
    used = 0
  }
  used += bytesEach
  return uuidV7(Date.now(), pool.subarray(used - bytesEach, used))
}
