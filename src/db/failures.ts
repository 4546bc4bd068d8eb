// What the driver and the server report, and what becomes of it: retried, refused as a Problem, or a bug.
// Constraint names are in violations.ts; what a lost connection does to a unit is in guard.ts.
import { Problem } from '../core/problem.ts'
import { violation } from './violations.ts'

type Reported = {
  readonly name?: unknown
  readonly code?: unknown
  readonly severity?: unknown
  readonly syscall?: unknown
  readonly constraint_name?: unknown
  readonly cause?: unknown
}

/** The driver's own error: drizzle wraps it and repeats the parameters, which no log may see. */
export const reported = (error: unknown): unknown => {
  const { name, cause } = asReported(error)
  return name === 'Error' && cause !== undefined && 'query' in (error as object) ? cause : error
}

/** SQLSTATE of a server error, the code of any other, or an empty string. */
export const codeOf = (error: unknown): string => {
  const { code } = asReported(reported(error))
  return typeof code === 'string' ? code : ''
}

/** Administrator or crash took the backend, or it had been idle in its transaction for too long. */
const ended = new Set(['57P01', '57P02', '57P03', '57P05', '25P03'])

/**
 * Whether the connection is gone. After any other failure the transaction is still there, and ROLLBACK
 * ends it; after this one nothing may be sent any more (F1).
 */
export const isConnectionLoss = (error: unknown): boolean => {
  const cause = asReported(reported(error))
  const code = codeOf(error)
  return (
    cause.severity === 'FATAL' ||
    cause.severity === 'PANIC' ||
    ended.has(code) ||
    code.startsWith('CONNECT') || // CONNECTION_CLOSED, _DESTROYED, _ENDED, CONNECT_TIMEOUT of the driver
    typeof cause.syscall === 'string'
  )
}

/** Serialization failure or deadlock: nothing happened, the whole unit may be run again (REL-06). */
export const isRetryable = (error: unknown): boolean => ['40001', '40P01'].includes(codeOf(error))

/** A lock was not had in time. */
export const isLockTimeout = (error: unknown): boolean => codeOf(error) === '55P03'

const unavailable = new Set(['53000', '53100', '53200', '53300', '53400', '58000', '58030'])

/**
 * The refusal that a failure means to the caller, or the failure itself if it is nobody's but ours:
 * that is a bug, and answered as one.
 */
export const translated = (error: unknown): unknown => {
  if (error instanceof Problem) return error
  const cause = reported(error)
  const code = codeOf(error)
  if (isConnectionLoss(cause) || unavailable.has(code)) return refusal('database', cause)
  if (isRetryable(cause) || isLockTimeout(cause)) return refusal('contention', cause)
  if (code === '25006') return refusal('read_only', cause)
  if (code === '57014') return new Problem('deadline-exceeded', { retryAfterSeconds: 2 }, { cause })
  return violation(asReported(cause).constraint_name, cause) ?? cause
}

const refusal = (reason: 'database' | 'contention' | 'read_only', cause: unknown) =>
  new Problem('unavailable', { reason, retryAfterSeconds: 1 }, { cause })

const asReported = (error: unknown): Reported =>
  typeof error === 'object' && error !== null ? error : {}
