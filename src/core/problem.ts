// The closed list of problems and the parameters each carries: what the domain may refuse with.
// How a problem looks over HTTP (status, title, help) is in http/problems.ts.

/** One finding inside a problem: where it is and what is wrong there. Exactly one place is named. */
export type ProblemError = {
  readonly pointer?: string
  readonly parameter?: string
  readonly header?: string
  readonly code: string
  readonly detail: string
}

type Nothing = Record<never, never>
type Errors = { errors: readonly ProblemError[] }
/** Where the request named what exists: in its body, in its address, or, with neither, not at all. */
type Existing = { pointer?: string; parameter?: string }

/** Code → members that the problem carries beside type, title, status, detail and instance. */
export type ProblemParameters = {
  'malformed-request': Nothing
  'malformed-json': Nothing
  'body-too-complex': { limit: string; max: number }
  'validation-failed': Errors
  'cursor-invalid': { reason: string }
  'cohort-not-offered': Nothing
  'idempotency-key-required': Nothing
  'credential-in-query': Nothing
  unauthenticated: { reason: string }
  'insufficient-scope': { requiredScope: string }
  forbidden: { action: string; roles: readonly string[] }
  'conflict-of-interest': Nothing
  'not-found': Nothing
  'method-not-allowed': { allow: readonly string[] }
  'not-acceptable': { available: readonly string[] }
  'request-timeout': Nothing
  'illegal-transition': { state: string; event: string; allowed: readonly string[] }
  'already-exists': Existing
  'in-use': { usedBy: readonly string[] }
  immutable: { since: string }
  'quota-reached': { used: number; max: number }
  'window-closed': { opensAt: string; closesAt: string }
  'quorum-missing': { have: number; need: number }
  'second-person-required': { requestedAt: string }
  'plan-outdated': { changed: readonly string[] }
  'request-in-progress': Nothing
  gone: { goneAt: string; successor: string | null }
  'precondition-failed': {
    currentEtag: string | null
    current?: unknown
    changed?: readonly string[]
  }
  'too-large': { maxBytes: number }
  'uri-too-long': { max: number }
  'unsupported-media-type': { accepted: readonly string[] }
  incomplete: Errors
  'document-invalid': Errors
  'warnings-not-accepted': { warnings: readonly ProblemError[] }
  'idempotency-key-reused': Nothing
  'import-rejected': { rejected: number; reportUrl: string }
  'file-refused': { reason: string }
  'digest-mismatch': { expected: string; actual: string }
  'address-refused': { reason: string }
  'precondition-required': { header: string }
  'rate-limited': { violatedPolicies: readonly string[]; retryAfterSeconds: number }
  'headers-too-large': { maxBytes: number }
  internal: Nothing
  unavailable: { reason: UnavailableReason; retryAfterSeconds: number }
  'deadline-exceeded': { retryAfterSeconds: number }
}

export type UnavailableReason =
  | 'overloaded'
  | 'database'
  | 'draining'
  | 'read_only'
  | 'contention'
  | 'identity'

export type ProblemCode = keyof ProblemParameters

/**
 * An expected refusal. `detail` is the public sentence (omitted: the help text of the catalogue);
 * `cause` goes to the log only. Anything thrown that is not a Problem is a bug.
 */
export class Problem<Code extends ProblemCode = ProblemCode> extends Error {
  readonly code: Code
  readonly parameters: ProblemParameters[Code]
  readonly detail: string | null

  constructor(
    code: Code,
    parameters: ProblemParameters[Code],
    more: { detail?: string; cause?: unknown } = {},
  ) {
    super(more.detail ?? code, more.cause === undefined ? {} : { cause: more.cause })
    this.name = 'Problem'
    this.code = code
    this.parameters = parameters
    this.detail = more.detail ?? null
  }
}

/** Narrows an unknown error to a Problem with one of the given codes; with none given, to any Problem. */
export const isProblem = <Code extends ProblemCode>(
  error: unknown,
  ...codes: Code[]
): error is Problem<Code> =>
  error instanceof Problem && (codes.length === 0 || codes.includes(error.code as Code))

/** Hands the value through, or refuses: absent and invisible look the same to the caller. */
export const found = <Value>(value: Value | null | undefined): Value => {
  if (value === null || value === undefined) throw new Problem('not-found', {})
  return value
}
