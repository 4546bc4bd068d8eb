// Turns whatever was thrown, anywhere between socket and handler, into a problem answer (API-01, F12).
// Which problems there are and how they look is problems.ts.
import { STATUS_CODES } from 'node:http'
import type {
  FastifyError,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  FastifyServerOptions,
} from 'fastify'
import { isProblem, Problem, type ProblemParameters } from '../core/problem.ts'
import { acceptedTypes } from './body.ts'
import { commonHeaders } from './headers.ts'
import { localeOf } from './language.ts'
import { limits } from './limits.ts'
import type { Operation } from './operation.ts'
import { problemsOf } from './operation-problems.ts'
import { problemHeaders, problemMediaType, problemStatus, toProblemBody } from './problems.ts'

/** The problem behind any error; what nobody expected is `internal`, with the error as its cause. */
export const toProblem = (error: unknown, request?: FastifyRequest): Problem => {
  if (isProblem(error)) return error
  const more = { cause: error }
  const operation = request?.routeOptions.config.operation
  switch (codeOf(error)) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Problem(
        'too-large',
        { maxBytes: operation?.limits.bytes ?? limits.bodyBytes },
        more,
      )
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Problem('unsupported-media-type', { accepted: acceptedTypes(operation) }, more)
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new Problem('uri-too-long', { max: limits.parameterCharacters }, more)
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_ERR_ROUTE_MISSING_CONTENT_TYPE':
    case 'ECONNRESET':
      return new Problem('malformed-request', {}, more)
    case 'FST_ERR_HANDLER_TIMEOUT':
      return new Problem('deadline-exceeded', { retryAfterSeconds: 1 }, more)
    default:
      return new Problem('internal', {}, more)
  }
}

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : null

/** Sends a problem; without the framework's serializers, which would refuse what they do not expect. */
export const sendProblem = (
  problem: Problem,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply =>
  reply
    .code(problemStatus[problem.code])
    .headers(problemHeaders(problem))
    .header('content-type', problemMediaType)
    .serializer(JSON.stringify)
    .send(toProblemBody(problem, request.locale, request.id))

/**
 * The error handler. Unexpected errors are logged once, here, and shown to nobody. `strict` (tests) turns
 * a problem that the operation never declared into `internal`, and one that names a place which the request does
 * not have, and says in `detail` what happened.
 */
export const errorHandler =
  ({ strict }: { readonly strict: boolean }) =>
  (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const thrown = toProblem(error, request)
    const problem = strict ? declaredOrBroken(thrown, request) : thrown
    if (problem.code === 'internal') {
      request.log.error({ err: problem.cause ?? problem }, 'unexpected error')
    } else if (problem.cause !== undefined) {
      request.log.info({ err: problem.cause, problem: problem.code }, 'refused')
    }
    return sendProblem(problem, request, reply)
  }

const declaredOrBroken = (problem: Problem, request: FastifyRequest): Problem => {
  const { operation } = request.routeOptions.config
  if (problem.code === 'internal') return internal(messageOf(problem.cause), problem.cause)
  if (operation === undefined) return problem
  if (!problemsOf(operation).includes(problem.code))
    return internal(
      `${operation.id} answered ${problem.code} without declaring it: name it in its problems.`,
      problem,
    )
  if (isProblem(problem, 'already-exists') && !isInRequest(problem.parameters, operation, request))
    return internal(
      `${operation.id} answered ${JSON.stringify(problem.parameters)}, which its request does not have: name what it ` +
        'has, or nothing.',
      problem,
    )
  return problem
}

/** Whether the place that a problem names is one of the request, with what its shape adds. */
const isInRequest = (
  { pointer = '', parameter }: ProblemParameters['already-exists'],
  { body: shape }: Operation,
  { body, params }: FastifyRequest,
): boolean => {
  const given = shape === null ? null : shape.safeParse(body).data
  const isNamed = parameter === undefined || Object.hasOwn(Object(params), parameter)
  return isNamed && hasMember(given, pointer.split('/').slice(1))
}

const hasMember = (value: unknown, path: readonly string[]): boolean => {
  const [name, ...inside] = path
  if (name === undefined) return true
  return Object.hasOwn(Object(value), name) && hasMember(Object(value)[name], inside)
}

const internal = (detail: string, cause: unknown) => new Problem('internal', {}, { detail, cause })
const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)

/** Knows which methods a path has, from the routes the framework registered. */
export type RouteTable = {
  readonly add: (method: string | readonly string[], url: string) => void
  /** Methods for a path as sent, `OPTIONS` included; empty: no such path. */
  readonly methodsFor: (path: string) => readonly string[]
}

export const routeTable = (): RouteTable => {
  const routes: { readonly methods: readonly string[]; readonly segments: readonly string[] }[] = []
  const fits = (template: readonly string[], path: readonly string[]) =>
    template.length === path.length &&
    template.every((part, index) =>
      part.startsWith(':') ? path[index] !== '' : part === path[index],
    )
  return {
    add: (method, url) => {
      routes.push({ methods: [method].flat(), segments: url.split('/') })
    },
    methodsFor: (path) => {
      const segments = path.split('/')
      const methods = routes
        .filter((route) => fits(route.segments, segments))
        .flatMap((route) => route.methods)
      return methods.length === 0 ? [] : [...new Set([...methods, 'OPTIONS'])].toSorted()
    },
  }
}

/** What no route took: 405 with `Allow` for a known path, an answer to OPTIONS, otherwise 404. */
export const notFoundHandler =
  (table: RouteTable) =>
  (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const allow = table.methodsFor(request.url.replace(/\?.*$/s, ''))
    if (allow.length === 0) throw new Problem('not-found', {})
    if (request.method !== 'OPTIONS') throw new Problem('method-not-allowed', { allow })
    return reply.code(204).header('allow', allow.join(', ')).send()
  }

/** Installs the handlers on the application. */
export const installRefusals = (
  app: FastifyInstance,
  given: { readonly strict: boolean },
): void => {
  const table = routeTable()
  app.addHook('onRoute', ({ method, url }) => table.add(method, url))
  app.setErrorHandler(errorHandler(given))
  app.setNotFoundHandler(notFoundHandler(table))
}

/** Options for the errors that never reach a route: addresses the router refuses, bytes Node refuses. */
export const refusalOptions = (newId: () => string) =>
  ({
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      request.locale = localeOf(request.headers['accept-language'])
      reply.headers(commonHeaders(request.id, request.locale))
      sendProblem(toProblem(error), request, reply)
    },
    clientErrorHandler: (error, socket) => {
      // A broken or finished connection gets nothing: there is nobody to read it.
      if (error.code === 'ECONNRESET' || !socket.writable) {
        socket.destroy()
        return
      }
      socket.end(rawAnswer(rawProblem(error.code), newId()))
    },
  }) satisfies FastifyServerOptions

const rawProblem = (code: string): Problem => {
  if (code === 'HPE_HEADER_OVERFLOW') {
    return new Problem('headers-too-large', { maxBytes: limits.headerBytes })
  }
  return new Problem(
    code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'request-timeout' : 'malformed-request',
    {},
  )
}

/** A whole HTTP response for a socket whose request could not be parsed; the language is unknown. */
const rawAnswer = (problem: Problem, requestId: string): string => {
  const status = problemStatus[problem.code]
  const body = JSON.stringify(toProblemBody(problem, 'en', requestId))
  const headers = {
    date: new Date().toUTCString(),
    ...commonHeaders(requestId, 'en'),
    ...problemHeaders(problem),
    'content-type': problemMediaType,
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n')
}
