// One request as both kernels know it: what HTTP hands down and what it sends up again.
// How a request becomes a Context is in http/context.ts; what a unit does with it is in db/unit.ts.
import type { Owner, Principal, Standing, Tenant } from './context.ts'

/** The languages the service speaks, the default first. Only titles and details of problems vary (API-02). */
export const locales = ['en', 'zh-CN'] as const
export type Locale = (typeof locales)[number]

/**
 * `Idempotency-Key` of the request (16-64 characters, without quotes) and the SHA-256 of method, path,
 * media type and raw body in lower-case hex: equal bytes, equal fingerprint (API-11).
 */
export type Idempotency = { readonly key: string; readonly fingerprint: string }

/** `*`, or the entity tags as they stand in the header, quotes included. */
export type EtagCondition = '*' | readonly string[]

/** `If-Match` and `If-None-Match` (API-08, API-09); absent members were not sent. */
export type Precondition = {
  readonly ifMatch?: EtagCondition
  readonly ifNoneMatch?: EtagCondition
}

/**
 * Whether the current state satisfies the precondition, by strong comparison (RFC 9110, 13.1).
 * `current` is the entity tag as the member `etag` carries it, quotes included; null: there is nothing yet.
 */
export const holds = (precondition: Precondition, current: string | null): boolean => {
  const { ifMatch, ifNoneMatch } = precondition
  return (
    (ifMatch === undefined || matches(ifMatch, current)) &&
    (ifNoneMatch === undefined || !matches(ifNoneMatch, current))
  )
}

const matches = (condition: EtagCondition, current: string | null): boolean =>
  current !== null && (condition === '*' || condition.includes(current))

/**
 * Whose quota of an operation's own a request counts towards: that of the tenant in the path, or the caller's. Where it
 * depends on whose side the caller stands, the action says so as soon as it is known.
 */
export type QuotaHolder = 'tenant' | 'caller'
export type Charge = (holder: QuotaHolder) => void

/** What the transaction knows when the answer is made: who the caller is here, and when. */
export type Seen = { readonly standing: Standing; readonly now: Date }

/** The three parts of an answer that a replay must repeat byte for byte; header names in lower case. */
export type AnswerParts = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Bytes where the answer is a file that is no text; such answers are made of reads only. */
  readonly body: string | Uint8Array | null
}

const made: unique symbol = Symbol('answer')

/**
 * A finished answer, sent byte for byte. The type parameter remembers which value it was made of, so that
 * an action cannot answer an operation with another operation's value.
 */
export type Answer<Value = unknown> = AnswerParts & {
  readonly [made]: { readonly of?: Value }
}

/** The only way to make an Answer, from fresh or from stored parts. */
export const answerOf = <Value>(parts: AnswerParts): Answer<Value> =>
  Object.freeze({ ...parts, [made]: {} })

export const isAnswer = (value: unknown): value is Answer =>
  typeof value === 'object' && value !== null && made in value

/**
 * What a request brings. `answer` turns the value of a unit into the bytes that leave, inside the unit;
 * it is null for background tasks and the command line, which answer nobody. `address` is the client's
 * IP address, empty where there is none. `operationId` names method and route template. `replyType` is the media type
 * that the caller would rather have of those in which the operation answers.
 */
export type Context = {
  readonly requestId: string
  readonly operationId: string
  readonly principal: Principal | null
  readonly tenant: Tenant
  readonly idempotency: Idempotency | null
  readonly precondition: Precondition
  readonly address: string
  readonly locale: Locale
  readonly replyType: string
  readonly answer: ((value: unknown, seen: Seen) => Answer) | null
}

/** The tenant of a request to an operation that has one; without one it is a mistake of ours. */
export const ownerOf = ({
  operationId,
  tenant,
}: Pick<Context, 'operationId' | 'tenant'>): Owner => {
  if (tenant.kind === 'none') throw new TypeError(`${operationId} has no tenant.`)
  return tenant
}
