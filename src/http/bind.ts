// Puts operations on the application: hooks in their order, one route per operation, one answer per value.
// What an operation promises is operation.ts; what it does is said in the slices.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Principal } from '../core/context.ts'
import { type Answer, type Charge, type Context, isAnswer } from '../core/request.ts'
import { answerMaker, sendAnswer } from './answer.ts'
import { demandScope } from './authorize.ts'
import { checkBodyHeaders, installParsers } from './body.ts'
import { contextOf, readRequest } from './context.ts'
import { checkFraming } from './framing.ts'
import { commonHeaders, crossOrigin } from './headers.ts'
import { localeOf } from './language.ts'
import { installAccessLog } from './log.ts'
import type { Operation, Replies } from './operation.ts'
import { defaultPolicies, type Policies, rateLimiter } from './rate-limit.ts'
import { installRefusals } from './refusals.ts'
import { installRequestState } from './request-state.ts'

/**
 * What a handler is given: the parts of the request, read by the operation's shapes, the Context, and how to say whose
 * quota the request counts towards where the operation leaves that to it (`rateBy`).
 */
export type Input<Params, Query, Body> = {
  readonly context: Context
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly charge: Charge
}

/** Returns a value to present, or an Answer already made of one (inside a unit). Refusals are thrown. */
export type Handler<Params, Query, Body, Value> = (
  input: Input<Params, Query, Body>,
) => Promise<Value | Answer<Value>> | Value | Answer<Value>

export type Bind = <Params, Query, Body, Value, R extends Replies>(
  operation: Operation<Params, Query, Body, Value, R>,
  handler: Handler<Params, Query, Body, Value>,
) => void

export type Kernel = {
  /** Who calls: null without a credential; throws unauthenticated or rate-limited for a bad one. */
  readonly authenticate: (request: FastifyRequest) => Promise<Principal | null>
  /** Monotonic milliseconds, for windows of time. */
  readonly now: () => number
  readonly policies?: Policies
  /** Origins of browsers that may call, compared exactly. */
  readonly corsOrigins?: readonly string[]
  /** Tests: an undeclared problem or an answer outside its shape becomes `internal`, saying why. */
  readonly strict?: boolean
}

/**
 * Prepares the application and hands out `bind`. Call it once, before any route. Order of refusal:
 * framing, media type and declared size, credential, rate, scope (all before the body is read), shape.
 */
export const binder = (
  app: FastifyInstance,
  kernel: Kernel,
): { readonly bind: Bind; readonly operations: readonly Operation[] } => {
  const { strict = false, policies = defaultPolicies, corsOrigins = [] } = kernel
  const operations: Operation[] = []
  const allowOrigin = crossOrigin(corsOrigins)
  const rates = rateLimiter(policies, kernel.now)

  installRequestState(app)
  installParsers(app)
  installRefusals(app, { strict })
  installAccessLog(app)
  app.addHook('onRequest', async (request, reply) => {
    request.locale = localeOf(languageAsked(request))
    reply.headers(commonHeaders(request.id, request.locale))
    allowOrigin(request, reply)
    checkFraming(request)
    const { operation } = request.routeOptions.config
    if (operation === undefined) return
    checkBodyHeaders(request, operation)
    // A public operation asks nobody: no query, and no refusal it never promised.
    if (operation.scope !== null) request.principal = await kernel.authenticate(request)
    rates.take(request, reply, operation)
    demandScope(request, operation)
  })

  const settleRate = async (request: FastifyRequest, reply: FastifyReply): Promise<void> =>
    rates.settle(request, reply)

  const bind: Bind = (operation, handler) => {
    // Inside the kernel the types of one operation do not matter; the shapes vouch for them.
    const served: Operation = operation as never
    const handle = handler as Handler<unknown, unknown, unknown, unknown>
    const { make, check } = answerMaker(served, strict)
    operations.push(served)
    app.route({
      method: served.method,
      url: served.url.replaceAll(/\{(\w+)\}/g, ':$1'),
      bodyLimit: served.limits.bytes,
      config: { operation: served },
      ...(served.rate === null ? {} : { onSend: settleRate }),
      handler: async (request: FastifyRequest, reply: FastifyReply) => {
        const read = readRequest(request, served)
        const { params } = read.given
        const context = contextOf(request, served, read, (value, seen) => make(value, seen, params))
        const charge: Charge = (holder) => rates.charge(request, reply, served, holder)
        const result = await handle({ context, charge, ...read.given })
        if (reply.sent) return reply // its time was over, and the caller has been told so
        const answer = isAnswer(result) ? result : make(result, null, params)
        if (strict) check(answer)
        return sendAnswer(answer, served, request, reply)
      },
    })
  }

  return { bind, operations }
}

/** The parameter `lang` counts like the header and wins; a broken one is refused with the shape. */
const languageAsked = ({ query, headers }: FastifyRequest): string | undefined => {
  const { lang } = query as { readonly lang?: unknown }
  return typeof lang === 'string' ? lang : headers['accept-language']
}
