// Reads what a request brings, all mistakes at once, and makes the Context the handlers work with.
// Whose request it is has been settled before, by authenticate.ts and authorize.ts.
import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Tenant } from '../core/context.ts'
import { Problem, type ProblemError } from '../core/problem.ts'
import type { Answer, Context, EtagCondition, Precondition, Seen } from '../core/request.ts'
import { preferredType } from './accept.ts'
import { keyFault, mediaTypeOf, textFault } from './body.ts'
import { etagCondition } from './caching.ts'
import { languageRange } from './language.ts'
import type { Operation } from './operation.ts'
import { mostErrors, readShape } from './zod.ts'

/** The parts of a request as the shapes of the operation let them through. */
export type Given = { readonly params: unknown; readonly query: unknown; readonly body: unknown }

const nothing = z.strictObject({})
const idempotencyKey = /^(?:[A-Za-z0-9_-]{16,64}|"[A-Za-z0-9_-]{16,64}")$/

/**
 * Reads parameters, query, body and headers of a request. Throws validation-failed with every finding of
 * all parts, then not-acceptable, idempotency-key-required, precondition-required, in this order.
 */
export const readRequest = (
  request: FastifyRequest,
  operation: Operation,
): {
  readonly given: Given
  readonly precondition: Precondition
  readonly key: string | null
  readonly replyType: string
} => {
  const params = readShape(operation.params ?? nothing, request.params, 'parameter')
  const sent = queryOf(request)
  const query = readShape(operation.query ?? nothing, sent.values, 'parameter')
  const body = bodyOf(request, operation)
  const headers = headersOf(request, operation)
  const errors = [
    ...unsafeValues(request.params),
    ...params.errors,
    ...sent.errors,
    ...query.errors,
    ...body.errors,
    ...headers.errors,
  ]
  if (errors.length > 0) {
    throw new Problem('validation-failed', { errors: errors.slice(0, mostErrors) })
  }
  const replyType = preferredType(request.headers.accept, operation.replyTypes)
  if (replyType === null) throw new Problem('not-acceptable', { available: operation.replyTypes })
  const takesKey = operation.idempotency === 'key' && !isDryRun(query.value)
  if (takesKey && headers.key === null) throw new Problem('idempotency-key-required', {})
  demandPrecondition(operation, headers.precondition)
  const given = { params: params.value, query: query.value, body: body.value }
  const key = takesKey ? headers.key : null
  return { given, precondition: headers.precondition, key, replyType }
}

/** What has no effect needs no key, and a key that is sent stays free for the real run (API-11). */
const isDryRun = (query: unknown): boolean =>
  (query as { readonly dryRun?: unknown } | null)?.dryRun === true

/** Puts the Context together; `make` turns a value into this operation's answer. */
export const contextOf = (
  request: FastifyRequest,
  operation: Operation,
  read: ReturnType<typeof readRequest>,
  make: (value: unknown, seen: Seen) => Answer,
): Context => ({
  requestId: request.id,
  operationId: operation.id,
  principal: request.principal,
  tenant: tenantOf(operation, read.given.params),
  idempotency: read.key === null ? null : { key: read.key, fingerprint: fingerprintOf(request) },
  precondition: read.precondition,
  address: request.ip,
  locale: request.locale,
  replyType: read.replyType,
  answer: make,
})

/** The path names the tenant; its shape has made sure that it is an id. */
const tenantOf = (operation: Operation, params: unknown): Tenant => {
  if (operation.tenant === null) return { kind: 'none' }
  const ids = params as Readonly<Record<string, never>>
  return { kind: operation.tenant, id: ids[`${operation.tenant}Id`] as never }
}

/** SHA-256 over method, address, media type and raw bytes: a retry sends the same, anything else does not. */
const fingerprintOf = (request: FastifyRequest): string =>
  createHash('sha256')
    .update(`${request.method}\n${request.url}\n`)
    .update(`${mediaTypeOf(request.headers['content-type']) ?? ''}\n`)
    .update(request.rawBody ?? '')
    .digest('hex')

type Findings = readonly ProblemError[]

/** The query without `lang`, which every operation takes; a repeated parameter is never guessed at. */
const queryOf = (
  request: FastifyRequest,
): { readonly values: Readonly<Record<string, unknown>>; readonly errors: Findings } => {
  const entries = Object.entries(request.query as Readonly<Record<string, unknown>>)
  const errors = entries.flatMap(([parameter, value]) => {
    const fault = Array.isArray(value) ? repeated : queryFault(parameter, value)
    return fault === null ? [] : [{ parameter, ...fault }]
  })
  const refused = new Set(errors.map(({ parameter }) => parameter))
  return {
    values: Object.fromEntries(entries.filter(([name]) => name !== 'lang' && !refused.has(name))),
    errors,
  }
}

const repeated = { code: 'repeated', detail: 'The parameter occurs more than once.' }

const queryFault = (name: string, value: unknown): { code: string; detail: string } | null => {
  const unsafe = keyFault(name) ?? textFault(String(value))
  if (unsafe !== null) return { code: 'unsafe-text', detail: unsafe }
  return name === 'lang' && !languageRange.test(String(value))
    ? { code: 'wrong-format', detail: 'Expected a language such as en or zh-CN.' }
    : null
}

const unsafeValues = (params: unknown): Findings =>
  Object.entries(params as Readonly<Record<string, string>>).flatMap(([name, value]) => {
    const detail = textFault(value)
    return detail === null ? [] : [{ parameter: name, code: 'unsafe-text', detail }]
  })

const bodyOf = (request: FastifyRequest, operation: Operation) =>
  operation.body === null
    ? { value: null, errors: [] }
    : readShape(operation.body, request.body, 'body')

const headersOf = (
  request: FastifyRequest,
  operation: Operation,
): { precondition: Precondition; key: string | null; errors: Findings } => {
  const { headers } = request
  const errors: ProblemError[] = []
  const condition = (
    name: 'if-match' | 'if-none-match',
    fits: (given: EtagCondition) => boolean,
  ) => {
    const given = etagCondition(headers[name])
    if (given === undefined || (given !== null && fits(given))) return given
    errors.push({
      header: name,
      code: 'wrong-format',
      detail: 'Expected entity tags, with quotes.',
    })
    return undefined
  }
  const isCreating = operation.revision === 'create-or-match'
  const ifMatch = condition('if-match', (given) => given !== '*' || operation.revision === null)
  const ifNoneMatch = condition('if-none-match', (given) => given === '*' || !isCreating)
  const sent = headers['idempotency-key']
  const key =
    typeof sent === 'string' && idempotencyKey.test(sent) ? sent.replaceAll('"', '') : null
  if (operation.idempotency === 'key' && sent !== undefined && key === null) {
    errors.push({
      header: 'idempotency-key',
      code: 'wrong-format',
      detail: 'Expected 16 to 64 letters, digits, hyphens or underscores.',
    })
  }
  const precondition = {
    ...(ifMatch == null ? {} : { ifMatch }),
    ...(ifNoneMatch == null ? {} : { ifNoneMatch }),
  }
  return { precondition, key, errors }
}

const demandPrecondition = (operation: Operation, { ifMatch, ifNoneMatch }: Precondition): void => {
  const isMissing =
    (operation.revision === 'match' && ifMatch === undefined) ||
    (operation.revision === 'create-or-match' && ifMatch === undefined && ifNoneMatch === undefined)
  if (!isMissing) return
  const header = operation.revision === 'match' ? 'If-Match' : 'If-Match or If-None-Match'
  throw new Problem('precondition-required', { header })
}
