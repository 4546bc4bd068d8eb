// Every limit of the transport in one place (SEC-04, REL-08, REL-11), and the options that enforce them.
// Limits of a JSON body stand in operation.ts, requests per minute in rate-limit.ts.
import type { FastifyServerOptions } from 'fastify'

export const limits = {
  /** Body of an operation that does not state its own. */
  bodyBytes: 256 * 1024,
  /** One path parameter, in characters. */
  parameterCharacters: 100,
  /** The query string as sent, without the question mark. */
  queryBytes: 4 * 1024,
  /** Request line and all headers together. */
  headerBytes: 16 * 1024,
  /** From the first byte to the last of one request. */
  requestTimeoutMs: 30_000,
  headersTimeoutMs: 15_000,
  /** Silence on a connection in the middle of a request or an answer. */
  connectionTimeoutMs: 90_000,
  /** Silence between two requests; longer than usual load balancers wait, so they close first. */
  keepAliveTimeoutMs: 72_000,
  requestsPerSocket: 10_000,
  /** Above the statement's 10 s and below the client's 30 s. */
  handlerTimeoutMs: 15_000,
  /** How often Node looks for requests that are too slow. */
  timeoutCheckMs: 5_000,
} as const

export type ServerConfig = {
  /** Networks (CIDR) of proxies whose `X-Forwarded-For` is believed; empty: none. */
  readonly trustProxy: readonly string[]
  /** Makes the request id: a UUIDv7. */
  readonly newId: () => string
}

/**
 * Options for `Fastify()` that bound every request. Logging and the framework's error paths are added by
 * those who own them (log.ts, refusals.ts). Closing never answers 503: what was accepted is served.
 */
export const transportOptions = ({ trustProxy, newId }: ServerConfig) =>
  ({
    http: {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersTimeoutMs,
      connectionsCheckingInterval: limits.timeoutCheckMs,
      // Checked by us, with a problem as answer; Node would answer without a body.
      requireHostHeader: false,
    },
    requestTimeout: limits.requestTimeoutMs,
    connectionTimeout: limits.connectionTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    maxRequestsPerSocket: limits.requestsPerSocket,
    handlerTimeout: limits.handlerTimeoutMs,
    bodyLimit: limits.bodyBytes,
    routerOptions: { maxParamLength: limits.parameterCharacters },
    exposeHeadRoutes: true,
    return503OnClosing: false,
    trustProxy: trustProxy.length === 0 ? false : [...trustProxy],
    requestIdHeader: false,
    genReqId: newId,
  }) satisfies FastifyServerOptions & { http: object }
