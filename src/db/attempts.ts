// Runs a transaction again where that is right: after a serialization failure or deadlock the whole
// closure, up to five times (REL-06); after a lost connection a read once, a write never, as it may have
// committed (F9). Everything else leaves as failures.ts translates it.
import { setTimeout as pause } from 'node:timers/promises'
import type { Database } from './client.ts'
import { isConnectionLoss, isRetryable, translated } from './failures.ts'

export const maxAttempts = 5

export const attempts = async <Value>(
  db: Pick<Database, 'counts'>,
  kind: 'read' | 'write',
  transaction: () => Promise<Value>,
  attempt = 1,
): Promise<Value> => {
  try {
    return await transaction()
  } catch (error) {
    const lost = isConnectionLoss(error)
    if (lost) db.counts.lost += 1
    const again = lost ? kind === 'read' && attempt === 1 : isRetryable(error)
    if (!again || attempt === maxAttempts) throw translated(error)
    db.counts.retried += 1
    await pause(Math.random() * 5 * 2 ** attempt) // jitter: those that collided must not meet again
    return attempts(db, kind, transaction, attempt + 1)
  }
}
