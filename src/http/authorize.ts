// Asks of every request to an operation: is the caller known, and does the credential hold the scope?
// Who the caller is was found in authenticate.ts; what a role allows is decided inside the unit (core/access).
import type { FastifyRequest } from 'fastify'
import { Problem } from '../core/problem.ts'
import type { Operation } from './operation.ts'

/** Throws unauthenticated, or insufficient-scope; public operations let everyone pass. */
export const demandScope = ({ principal }: FastifyRequest, { scope }: Operation): void => {
  if (scope === null) return
  if (principal === null) throw new Problem('unauthenticated', { reason: 'missing' })
  if (!principal.scopes.has(scope))
    throw new Problem('insufficient-scope', { requiredScope: scope })
}
