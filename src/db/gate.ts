// Admission to the database: so many units at once, a short queue, a deadline, and no organization with
// more than half (SEC-04, REL-10). The driver's own queue is unbounded and knows no deadline (F8).
import { Problem } from '../core/problem.ts'

export type GateOptions = {
  /** Units at once: the size of the connection pool. */
  readonly slots: number
  /** Units that may wait. */
  readonly queue: number
  readonly waitMs: number
}

export type Gate = {
  /**
   * Runs `work` in a slot. Refuses with `unavailable` (overloaded) when the queue is full, the owner has
   * its half of the queue, or the wait is too long; (draining) once `close` was called.
   */
  readonly pass: <Value>(owner: string | null, work: () => Promise<Value>) => Promise<Value>
  readonly state: () => {
    readonly running: number
    readonly waiting: number
    readonly refused: number
  }
  /** Admits nobody any more; resolves when the last unit has left. */
  readonly close: () => Promise<void>
}

type Waiter = {
  readonly owner: string | null
  readonly admit: () => void
  readonly refuse: (problem: Problem) => void
}

const refusal = (reason: 'overloaded' | 'draining') =>
  new Problem('unavailable', { reason, retryAfterSeconds: 1 })

/** Units without an owner (public reads, authentication) share the whole, as nobody can own them. */
export const openGate = ({ slots, queue, waitMs }: GateOptions): Gate => {
  const running = new Map<string | null, number>()
  const waiting = new Set<Waiter>()
  const share = {
    slots: Math.max(1, Math.floor(slots / 2)),
    queue: Math.max(1, Math.floor(queue / 2)),
  }
  let busy = 0
  let refused = 0
  let closed = false
  const emptied: (() => void)[] = []

  const runningOf = (owner: string | null) => running.get(owner) ?? 0
  const mayRun = (owner: string | null) =>
    busy < slots && (owner === null || runningOf(owner) < share.slots)
  const enter = (owner: string | null) => {
    busy += 1
    running.set(owner, runningOf(owner) + 1)
  }
  const leave = (owner: string | null) => {
    busy -= 1
    const left = runningOf(owner) - 1
    if (left === 0) running.delete(owner)
    else running.set(owner, left)
    for (const waiter of waiting) {
      if (busy === slots) break
      if (mayRun(waiter.owner)) waiter.admit()
    }
    if (busy === 0) for (const tell of emptied) tell()
  }
  const refuse = (reason: 'overloaded' | 'draining') => {
    refused += 1
    return refusal(reason)
  }
  const waitersOf = (owner: string | null) =>
    [...waiting].filter((waiter) => waiter.owner === owner).length

  const wait = (owner: string | null) =>
    new Promise<void>((resolve, reject) => {
      const done = () => {
        clearTimeout(timer)
        waiting.delete(waiter)
      }
      const waiter: Waiter = {
        owner,
        admit: () => {
          done()
          enter(owner)
          resolve()
        },
        refuse: (problem) => {
          done()
          reject(problem)
        },
      }
      const timer = setTimeout(() => waiter.refuse(refuse('overloaded')), waitMs)
      waiting.add(waiter)
    })

  const queued = async (owner: string | null) => {
    if (waiting.size >= queue) throw refuse('overloaded')
    if (owner !== null && waitersOf(owner) >= share.queue) throw refuse('overloaded')
    await wait(owner)
  }

  return {
    pass: async (owner, work) => {
      if (closed) throw refuse('draining')
      if (mayRun(owner)) enter(owner)
      else await queued(owner)
      try {
        return await work()
      } finally {
        leave(owner)
      }
    },
    state: () => ({ running: busy, waiting: waiting.size, refused }),
    close: () => {
      closed = true
      for (const waiter of waiting) waiter.refuse(refuse('draining'))
      return busy === 0 ? Promise.resolve() : new Promise((resolve) => emptied.push(resolve))
    },
  }
}
