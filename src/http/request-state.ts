// What the kernel keeps with a request while it passes through the hooks: known to TypeScript, set once.
// What the domain gets to see of it is the Context (context.ts).
import type { FastifyInstance } from 'fastify'
import type { Principal } from '../core/context.ts'
import type { Locale } from '../core/request.ts'
import type { Operation } from './operation.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The caller; null until authenticated, and for good where the operation is public. */
    principal: Principal | null
    /** The body as it arrived; null where there was none. */
    rawBody: Buffer | null
    locale: Locale
  }
  interface FastifyContextConfig {
    /** Absent on routes that are no operations: the documentation pages and the 404 handler. */
    operation?: Operation
  }
}

/** Reserves the members, so that every request object has the same form. */
export const installRequestState = (app: FastifyInstance): void => {
  app.decorateRequest('principal', null)
  app.decorateRequest('rawBody', null)
  app.decorateRequest('locale', 'en')
}
