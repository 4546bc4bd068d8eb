// Which refusals belong into the events, and how many of them: a caller with standing who is refused is
// recorded (AUD-01), but more than a hundred a minute of one principal are counted, not listed.
import { isProblem, type ProblemCode } from '../core/problem.ts'

/** What a caller may not do, or not in this state. Missing things and stale reads say nothing of intent. */
const recorded: ReadonlySet<ProblemCode> = new Set([
  'insufficient-scope',
  'forbidden',
  'conflict-of-interest',
  'illegal-transition',
  'already-exists',
  'in-use',
  'immutable',
  'quota-reached',
  'window-closed',
  'quorum-missing',
  'second-person-required',
  'plan-outdated',
  'incomplete',
  'document-invalid',
  'warnings-not-accepted',
  'import-rejected',
] as const)

/** The code to record, or null if this failure is none that belongs into the events. */
export const recordedCode = (error: unknown): ProblemCode | null =>
  isProblem(error) && recorded.has(error.code) ? error.code : null

export const listedAMinute = 100

/** Counts refusals a minute of each principal. */
export type RefusalCounter = {
  /**
   * Whether this refusal is listed; if so, how many were not since the last one that was. Takes the
   * time of the service's own clock in milliseconds.
   */
  readonly next: (principalId: string, atMs: number) => { readonly unlisted: number } | null
}

type Window = { readonly since: number; count: number; unlisted: number }

/** `principals`: how many are remembered; the one first seen is forgotten first. */
export const refusalCounter = (principals = 10_000): RefusalCounter => {
  const windows = new Map<string, Window>()
  const open = (principalId: string, since: number, unlisted: number): Window => {
    windows.delete(principalId)
    const [oldest] = windows.keys()
    if (windows.size === principals && oldest !== undefined) windows.delete(oldest)
    const window = { since, count: 0, unlisted }
    windows.set(principalId, window)
    return window
  }
  return {
    next: (principalId, atMs) => {
      const last = windows.get(principalId)
      const window =
        last !== undefined && atMs - last.since < 60_000
          ? last
          : open(principalId, atMs, last?.unlisted ?? 0)
      window.count += 1
      if (window.count > listedAMinute) {
        window.unlisted += 1
        return null
      }
      const { unlisted } = window
      window.unlisted = 0
      return { unlisted }
    },
  }
}
