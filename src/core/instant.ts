// Instants as answers carry them.
import type { Instant } from './ids.ts'

/** RFC 3339 in UTC, to the millisecond; null stays null. */
export const toInstant = <At extends Date | null>(
  at: At,
): At extends Date ? Instant : Instant | null => (at?.toISOString() ?? null) as never
