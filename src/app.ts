// Builds the HTTP application out of the kernel and the slices: the same in production, in tests and for the
// generated document. Building does no I/O; listening is serve.ts.
import Fastify, { type FastifyInstance } from 'fastify'
import { findKey, findSubject } from './api/api-keys/finders.ts'
import { keyUsage } from './api/api-keys/tasks-usage.ts'
import { slices } from './api/index.ts'
import { verify } from './db/digest.ts'
import type { Deps } from './deps.ts'
import { readExamples } from './examples.ts'
import { authenticator } from './http/authenticate.ts'
import { binder } from './http/bind.ts'
import type { LogLevel, LogStream } from './http/log.ts'
import { openapi } from './http/openapi.ts'
import type { Operation } from './http/operation.ts'
import type { Policies } from './http/rate-limit.ts'
import { serverOptions } from './http/server-options.ts'
import { installProbes } from './ops.ts'

export type AppOptions = {
  /** Null: no log. */
  readonly logLevel: LogLevel | null
  readonly logStream?: LogStream
  readonly isReady: () => Promise<boolean>
  /** Tests: an undeclared problem or an answer outside its shape becomes `internal`, saying why. */
  readonly strict?: boolean
  readonly policies?: Policies
  /** Monotonic milliseconds, for windows of time; absent: those of this process. */
  readonly now?: () => number
}

/** The application beside what it serves: fastify's instance is a promise too, so it cannot carry more. */
export type Built = { readonly app: FastifyInstance; readonly operations: readonly Operation[] }

/** Everything is registered when this resolves. */
export const buildApp = async (deps: Deps, options: AppOptions): Promise<Built> => {
  const { config, db, peppers, newId } = deps
  const { strict = false, policies, logLevel, logStream, isReady } = options
  const { now = () => performance.now() } = options
  const rates = policies === undefined ? {} : { policies }
  const app = Fastify(
    serverOptions({
      trustProxy: config.trustProxy,
      newId,
      logLevel,
      ...(logStream === undefined ? {} : { logStream }),
    }),
  )
  const authenticate = authenticator({
    findKey: findKey(db),
    findSubject: findSubject(db),
    verifyKey: (text, digest) => verify(peppers, text, digest),
    issuers: config.issuers,
    clock: () => db.clock(new Date()),
    now,
    ...rates,
  })
  const usage = keyUsage(deps)
  app.addHook('onClose', usage.flush)
  const { bind, operations } = binder(app, {
    authenticate: async (request) => usage.note(await authenticate(request)),
    now,
    strict,
    corsOrigins: config.corsOrigins,
    ...rates,
  })
  await openapi(app, { publicUrl: config.publicUrl, operations, answers: readExamples })
  for (const slice of slices) slice(deps)(bind)
  installProbes(app, isReady)
  await app.ready()
  return { app, operations }
}
