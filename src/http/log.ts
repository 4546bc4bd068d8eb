// What is logged of a request and of an error: allow-lists, so that no secret and no content can slip in.
// One line per answered request (OBS-01); where the lines go is the composer's choice.
import { createHash } from 'node:crypto'
import { type FastifyInstance, type FastifyServerOptions, LogController } from 'fastify'
import { clientRequestId } from './headers.ts'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'
/** Where lines go; standard output where absent. */
export type LogStream = { readonly write: (line: string) => void }

/** Errors whose message is written by our own code or the engine; others may quote what they were given. */
const speakers = new Set(['Error', 'TypeError', 'RangeError', 'ReferenceError', 'Problem'])

type LoggedError = {
  readonly type: string
  readonly message: string
  readonly stack: string
  readonly [member: string]: unknown
}

/** Name, code and stack frames of an error; its message only where it cannot contain anybody's data. */
export const loggedError = (error: unknown): LoggedError => {
  if (!(error instanceof Error)) return { type: typeof error, message: '', stack: '' }
  const type = error.constructor.name
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return {
    type,
    message: speakers.has(type) ? error.message : '',
    stack: frames.map((line) => line.trim()).join('\n'),
    ...('code' in error ? { code: error.code } : {}),
    ...('constraint_name' in error ? { constraint: error.constraint_name } : {}),
    ...(error.cause === undefined ? {} : { cause: loggedError(error.cause) }),
  }
}

/** Options for the framework's logger; null: silent. */
export const logOptions = (level: LogLevel | null, stream?: LogStream) =>
  ({
    logger:
      level === null
        ? false
        : {
            level,
            base: null,
            timestamp: () => `,"time":"${new Date().toISOString()}"`,
            formatters: { level: (label: string) => ({ level: label }) },
            serializers: { err: loggedError },
            ...(stream === undefined ? {} : { stream }),
          },
    // Its lines carry the address as sent; ours name the route.
    logController: new LogController({
      disableRequestLogging: true,
      requestIdLogLabel: 'requestId',
    }),
  }) satisfies FastifyServerOptions

/** Logs each answered request: route template, never the address; the caller as a hash. */
export const installAccessLog = (app: FastifyInstance): void => {
  app.addHook('onResponse', async (request, reply) => {
    const { organizationId, associationId } = request.params as Record<string, unknown>
    const bytes = reply.getHeader('content-length')
    request.log.info(
      {
        clientRequestId: clientRequestId(request) ?? undefined,
        method: request.method,
        route: request.routeOptions.url,
        operation: request.routeOptions.config.operation?.id,
        organizationId: uuidOnly(organizationId),
        associationId: uuidOnly(associationId),
        actor: actorOf(request.principal),
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime * 10) / 10,
        bytes: bytes === undefined ? undefined : Number(bytes),
      },
      'answered',
    )
  })
}

const actorOf = (principal: { keyId: string | null; personId: string } | null) =>
  principal === null
    ? undefined
    : createHash('sha256')
        .update(principal.keyId ?? principal.personId)
        .digest('hex')
        .slice(0, 16)

/** A path parameter is the caller's text until its shape has read it: only an id is worth a line. */
const uuidOnly = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value) ? value : undefined
