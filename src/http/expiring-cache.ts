// Remembers a bounded number of answers for a while. Forgetting is always right, so nothing is refreshed.
// What may be remembered, and for how long, is said by those who use it.

export type ExpiringCache<Value> = {
  readonly get: (key: string) => Value | undefined
  /** `untilMs` is on the clock of the cache. */
  readonly set: (key: string, value: Value, untilMs: number) => void
}

/** `now` in milliseconds; when `capacity` is reached, what was put in first leaves first. */
export const expiringCache = <Value>(capacity: number, now: () => number): ExpiringCache<Value> => {
  const entries = new Map<string, { readonly value: Value; readonly untilMs: number }>()
  return {
    get: (key) => {
      const entry = entries.get(key)
      if (entry === undefined || entry.untilMs > now()) return entry?.value
      entries.delete(key)
      return undefined
    },
    set: (key, value, untilMs) => {
      entries.delete(key)
      const [oldest] = entries.keys()
      if (oldest !== undefined && entries.size >= capacity) entries.delete(oldest)
      entries.set(key, { value, untilMs })
    },
  }
}
