// Why a process of ours cannot start: a plain error with a code, a sentence and what to do about it.
// Exit codes and their printing are left to main.ts; problems of requests are in core/problem.ts.

/** Everything that may keep the service or a tool from starting. */
export const startupCodes = [
  'no-binaries',
  'no-account',
  'data-dir-unwritable',
  'data-dir-foreign',
  'data-dir-in-use',
  'data-other-major',
  'server-failed',
  'role-unsafe',
  'server-unsafe',
  'roles-missing',
  'migration-changed',
  'migration-malformed',
  'migration-blocked',
  'migration-failed',
  'schema-behind',
  'schema-ahead',
  'database-unreachable',
  'port-taken',
  'secrets-unreadable',
] as const
export type StartupCode = (typeof startupCodes)[number]
export type StartupError = Error & {
  readonly code: StartupCode
  /** The data folder it is about, where it is about one. */
  readonly home: string | null
}

/** Makes the error; `message` is read by the operator and ends with what to do. */
export const startupError = (
  code: StartupCode,
  message: string,
  { cause, home = null }: { readonly cause?: unknown; readonly home?: string | null } = {},
): StartupError =>
  Object.assign(new Error(message, cause === undefined ? {} : { cause }), { code, home })

/** Tells such an error from any other (Node's own also carry a `code`). */
export const isStartupError = (error: unknown): error is StartupError =>
  error instanceof Error &&
  'code' in error &&
  (startupCodes as readonly unknown[]).includes(error.code)
