// The options for `Fastify()`, put together: bounds, the framework's own error paths, the log.
// The numbers are in limits.ts, the answers in refusals.ts, the lines in log.ts.
import type { FastifyServerOptions } from 'fastify'
import { type ServerConfig, transportOptions } from './limits.ts'
import { type LogLevel, type LogStream, logOptions } from './log.ts'
import { refusalOptions } from './refusals.ts'

export type ServerOptionsConfig = ServerConfig & {
  /** Null: no log at all. */
  readonly logLevel: LogLevel | null
  readonly logStream?: LogStream
}

/** Everything the server needs to know before it exists; the same in production, tests and generation. */
export const serverOptions = (config: ServerOptionsConfig) =>
  ({
    ...transportOptions(config),
    ...refusalOptions(config.newId),
    ...logOptions(config.logLevel, config.logStream),
  }) satisfies FastifyServerOptions
