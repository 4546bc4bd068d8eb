// Headers of every response, whatever it answers: security (SEC-08), request id, language, cross-origin.
// Headers that depend on the answer are set by bind.ts, caching.ts and problems.ts.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Locale } from '../core/request.ts'

/** The service answers data to programs: nothing may be framed, run, sniffed or sent on. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
}

/** What every response carries, also those written to a bare socket. */
export const commonHeaders = (
  requestId: string,
  locale: Locale,
): Readonly<Record<string, string>> => ({
  ...securityHeaders,
  'request-id': requestId,
  'content-language': locale,
})

/** Response headers a browser's script may read, beside the few that are always readable. */
const exposed =
  'Content-Language, ETag, Idempotency-Replayed, Location, RateLimit, RateLimit-Policy, Request-Id, Retry-After'
const preflightHeaders: Readonly<Record<string, string>> = {
  'access-control-allow-headers':
    'Accept, Accept-Language, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match',
  'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
  'access-control-max-age': '600',
}

/**
 * Lets scripts of the listed origins call, by exact comparison; credentials travel in `Authorization`,
 * never in cookies. Others get no header, so the browser refuses them.
 */
export const crossOrigin =
  (origins: readonly string[]) =>
  (request: FastifyRequest, reply: FastifyReply): void => {
    if (origins.length === 0) return
    reply.header('vary', 'Origin')
    const { origin } = request.headers
    if (origin === undefined || !origins.includes(origin)) return
    reply.headers({
      'access-control-allow-origin': origin,
      'access-control-expose-headers': exposed,
      ...(request.method === 'OPTIONS' ? preflightHeaders : {}),
    })
  }

/** Adds a name to `Vary` without losing those already there. */
export const vary = (reply: FastifyReply, ...names: readonly string[]): void => {
  const before = reply.getHeader('vary')
  reply.header('vary', [...(typeof before === 'string' ? [before] : []), ...names].join(', '))
}

const clientId = /^[A-Za-z0-9._-]{1,64}$/

/** The caller's own id of the request: only logged, and only if it is harmless. */
export const clientRequestId = (request: FastifyRequest): string | null => {
  const given = request.headers['request-id'] ?? request.headers['x-request-id']
  return typeof given === 'string' && clientId.test(given) ? given : null
}
