// What one operation promises, as data: route, shapes, rights, problems, idempotency, caching.
// Serving it is bind.ts, describing it is openapi-document.ts; every rule about operations reads these objects.
import type { z } from 'zod'
import type { Owner, Scope } from '../core/context.ts'
import type { ProblemCode } from '../core/problem.ts'
import type { Seen } from '../core/request.ts'

import { FileBody } from './shapes.ts'

export * from './shapes.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * Who may keep an answer: `immutable` for a year, `no-cache` with a question each time, `private-1h` the
 * caller alone for an hour, `no-store` nobody (the default). Shared caches only where the operation is public.
 */
export type Cache = 'immutable' | 'no-cache' | 'private-1h' | 'no-store'

/** A quota that an operation may have beside the usual one for reads or writes (rate-limit.ts). */
export type Rate = 'benchmark'

/** Limits of one JSON body: bytes, and counts of nesting, members (all objects together), array elements. */
export type BodyLimits = {
  readonly bytes: number
  readonly depth: number
  readonly members: number
  readonly items: number
}

/** Status → shape of the JSON body; null: no body. */
export type Replies = Readonly<Record<number, z.ZodType | null>>

/** A value that may be presented: what the shape takes in, and read-only all through. */
export type Frozen<Value> = Value extends string | number | boolean | bigint | null | undefined
  ? Value
  : Value extends readonly (infer Element)[]
    ? readonly Frozen<Element>[]
    : Value extends object
      ? { readonly [Key in keyof Value]: Frozen<Value[Key]> }
      : Value

type Taken<Shape> = Shape extends z.ZodType ? Frozen<z.input<Shape>> : null
export type ReplyBody<R extends Replies> = { [Status in keyof R]: Taken<R[Status]> }[keyof R]
type Given<Shape> = Shape extends z.ZodType ? z.output<Shape> : Record<never, never>
type GivenBody<Shape> = Shape extends z.ZodType ? z.output<Shape> : null

/** One worked request: an example in the document, the happy case of the rules. What it is answered is recorded. */
export type Sample = {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
}

type Declared<P, Q, B, R extends Replies, Value> = {
  /** Verb and noun, `submitSubmission`: the OpenAPI `operationId`. */
  readonly id: string
  readonly method: Method
  /** Path with parameters in braces: `/v1/organizations/{organizationId}/submissions`. */
  readonly url: string
  /** One line, imperative, without a full stop. */
  readonly summary: string
  readonly description?: string
  /** The resource, spelled like the path segment; one of the tags of the document. */
  readonly tag: string
  /** The scope a credential must hold; null: public, no credential is asked. */
  readonly scope: Scope | null
  /** Whose path segment names the tenant; null: no tenant's data is touched. */
  readonly tenant: Owner['kind'] | null
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  readonly reply: R
  /** What this operation refuses with, beyond what follows from its other members (`problemsOf`). */
  readonly problems?: readonly ProblemCode[]
  /** `key`: the header is required (default of POST); `natural`: PUT, PATCH, DELETE; `none`: reads, previews. */
  readonly idempotency?: 'key' | 'natural' | 'none'
  /** `match`: If-Match required; `create-or-match`: one of If-None-Match: * and If-Match. */
  readonly revision?: 'match' | 'create-or-match'
  /** From the domain's value to the body of the answer; absent: the value is the body. */
  readonly present?: (value: Value, seen: Seen | null) => ReplyBody<R>
  /** Which of several statuses a value means; required as soon as `reply` names more than one. */
  readonly status?: (value: Value) => keyof R & number
  /** Address of what was made, sent with 201 and 202. */
  readonly location?: (body: ReplyBody<R>, params: Given<P>) => string
  readonly cache?: Cache
  /** A further quota: of the tenant in the path, or of the caller where there is none. */
  readonly rate?: Rate
  /**
   * `side`: the panel may ask too, whose asking no quota may tell the applicant. Whose it is, is then said by the action
   * (`charge`), unless an app of an organization asks, which is never of a panel.
   */
  readonly rateBy?: 'path' | 'side'
  /** Media type of the request body: `application/merge-patch+json` for PATCH, else `application/json`. */
  readonly mediaType?: 'application/json' | 'application/merge-patch+json'
  /** Media types of a body that is a file, handed over as bytes (`FileBody`) and read by the slice. */
  readonly file?: readonly [string, ...string[]]
  /** Media type of the answer; anything but JSON takes a string as value and sends it as it is. */
  readonly replyType?: string
  /** Where there are several: the handler makes its answers itself, each with its own `content-type`. */
  readonly replyTypes?: readonly [string, ...string[]]
  readonly limits?: Partial<BodyLimits>
  readonly sample?: Sample
}

/** A declared operation. The type parameters are what its handler receives and may answer with. */
export type Operation<
  Params = unknown,
  Query = unknown,
  Body = unknown,
  Value = unknown,
  R extends Replies = Replies,
> = Readonly<{
  id: string
  method: Method
  url: string
  summary: string
  description: string
  tag: string
  scope: Scope | null
  tenant: Owner['kind'] | null
  params: z.ZodObject | null
  query: z.ZodObject | null
  body: z.ZodType | null
  reply: R
  problems: readonly ProblemCode[]
  idempotency: 'key' | 'natural' | 'none'
  revision: 'match' | 'create-or-match' | null
  /** The functions are called by bind.ts alone, with what the shapes let through. */
  present: ((value: never, seen: Seen | null) => unknown) | null
  status: ((value: never) => number) | null
  location: ((body: never, params: never) => string) | null
  cache: Cache
  rate: Rate | null
  rateBy: 'path' | 'side'
  /** Of the body; the first where it is a file. */
  mediaType: string
  file: readonly string[] | null
  replyType: string
  /** All of them; `replyType` is the first. */
  replyTypes: readonly string[]
  limits: BodyLimits
  sample: Sample | null
  /** Only a type: carries what the handler is given and returns. */
  types?: { params: Params; query: Query; body: Body; value: Value }
}>

/** Default limits of a JSON body (SEC-04). */
export const bodyLimits: BodyLimits = { bytes: 256 * 1024, depth: 32, members: 2000, items: 500 }

/**
 * Declares an operation and checks that its parts fit together; a contradiction throws at start, because
 * it is a mistake of the programmer and no request should ever meet it.
 */
export const operation = <
  R extends Replies,
  P extends z.ZodObject | undefined = undefined,
  Q extends z.ZodObject | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
  Value = ReplyBody<R>,
>(
  declared: Declared<P, Q, B, R, Value>,
): Operation<Given<P>, Given<Q>, GivenBody<B>, Value, R> => {
  const made = {
    ...declared,
    description: declared.description ?? declared.summary,
    params: declared.params ?? null,
    query: declared.query ?? null,
    body: declared.body ?? null,
    problems: declared.problems ?? [],
    idempotency: declared.idempotency ?? usualIdempotency(declared.method),
    revision: declared.revision ?? null,
    present: declared.present ?? null,
    status: declared.status ?? null,
    location: declared.location ?? null,
    cache: declared.cache ?? 'no-store',
    rate: declared.rate ?? null,
    rateBy: declared.rateBy ?? 'path',
    mediaType: declared.file?.[0] ?? declared.mediaType ?? usualMediaType(declared.method),
    file: declared.file ?? null,
    replyType: declared.replyType ?? declared.replyTypes?.[0] ?? 'application/json',
    replyTypes: declared.replyTypes ?? [declared.replyType ?? 'application/json'],
    limits: { ...bodyLimits, ...declared.limits },
    sample: declared.sample ?? null,
  } as const
  const fault = faultOf(made)
  if (fault !== null) throw new Error(`operation ${declared.id}: ${fault}`)
  return Object.freeze(made)
}

const usualMediaType = (method: Method): string =>
  method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'

const usualIdempotency = (method: Method): 'key' | 'natural' | 'none' => {
  if (method === 'GET') return 'none'
  return method === 'POST' ? 'key' : 'natural'
}

/** The first contradiction inside an operation as a sentence, or null. */
const faultOf = (operation: Operation): string | null => {
  const { method, url, params, query, body, reply, tenant, idempotency } = operation
  const statuses = Object.keys(reply).map(Number)
  const named = [...url.matchAll(/\{([A-Za-z]+)\}/g)].map(([, name]) => String(name))
  const described = params === null ? [] : Object.keys(params.shape)
  if (named.toSorted().join() !== described.toSorted().join()) {
    return `the path names (${named.join()}), params describe (${described.join()})`
  }
  if (tenant !== null && !named.includes(`${tenant}Id`)) return `the path lacks {${tenant}Id}`
  if (method === 'GET' && idempotency !== 'none') return 'a read takes no idempotency key'
  if (idempotency === 'key' && method !== 'POST') return 'only POST takes an idempotency key'
  if (body !== null && (method === 'GET' || method === 'DELETE')) return `${method} takes no body`
  if (body === null && (method === 'PUT' || method === 'PATCH')) return `${method} needs a body`
  if ((operation.file === null) !== (body !== FileBody)) return 'a file comes as FileBody'
  if (statuses.length === 0) return 'no reply is declared'
  if (statuses.length > 1 && operation.status === null) return 'several replies need status()'
  if (!operation.replyType.endsWith('json') && operation.present !== null) {
    return 'present() makes JSON'
  }
  if (body !== null && operation.mediaType === 'application/merge-patch+json') {
    const { data = {} } = body.safeParse({})
    if (Object.keys(data as object).length > 0) return 'an empty patch changes nothing: no defaults'
  }
  const loose = [params, query].find((shape) => shape !== null && !isStrict(shape))
  if (loose !== undefined) return 'params and query must be strict objects'
  return null
}

const isStrict = (shape: z.ZodObject): boolean => shape._zod.def.catchall?._zod.def.type === 'never'
