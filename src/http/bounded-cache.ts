// Remembers values until together they are too heavy; the one unused for longest leaves first.
// What may be remembered for ever is said by those who use it: nothing in here grows old.

export type BoundedCache<Value> = {
  readonly get: (key: string) => Value | undefined
  /** What is heavier than all that may be kept is not remembered. Returns the value. */
  readonly set: (key: string, value: Value) => Value
}

/** `most` and `weightOf` in the same unit, such as characters. */
export const boundedCache = <Value>(
  most: number,
  weightOf: (value: Value) => number,
): BoundedCache<Value> => {
  const kept = new Map<string, { readonly value: Value; readonly weight: number }>()
  let weight = 0
  const drop = (key: string): void => {
    weight -= kept.get(key)?.weight ?? 0
    kept.delete(key)
  }
  return {
    get: (key) => {
      const entry = kept.get(key)
      if (entry === undefined) return undefined
      kept.delete(key)
      kept.set(key, entry)
      return entry.value
    },
    set: (key, value) => {
      const added = weightOf(value)
      drop(key)
      if (added > most) return value
      kept.set(key, { value, weight: added })
      weight += added
      for (const oldest of kept.keys()) {
        if (weight <= most) break
        drop(oldest)
      }
      return value
    },
  }
}
