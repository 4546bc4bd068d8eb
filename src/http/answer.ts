// Makes the bytes of an answer from a value and the contract, and sends answers as they are.
// When they are made, inside a unit or after a read, is up to the handler; problems are refusals.ts.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Answer, answerOf, type Seen } from '../core/request.ts'
import { mediaTypeOf } from './body.ts'
import { cacheControl, contentEtag, etagCondition, isNotModified } from './caching.ts'
import { vary } from './headers.ts'
import type { Operation } from './operation.ts'
import { checkEncoding, encoderOf } from './zod.ts'

/** How soon a client may ask again for the state of what 202 started, in seconds. */
const pollAfterSeconds = '2'

export type AnswerMaker = {
  /** Makes an Answer of the operation; `seen` is null outside a unit. */
  readonly make: (value: unknown, seen: Seen | null, params: unknown) => Answer
  /** Throws unless an Answer that came ready-made is one of this operation. */
  readonly check: (answer: Answer) => void
}

/**
 * Prepares the encoders of an operation. `strict` (tests) checks every body against its shape and the
 * encoder against the body; a breach throws, inside the unit, so that nothing is committed.
 */
export const answerMaker = (operation: Operation, strict: boolean): AnswerMaker => {
  const encoders = new Map(
    Object.entries(operation.reply).flatMap(([status, shape]) =>
      shape === null ? [] : [[Number(status), { shape, encode: encoderOf(shape) }] as const],
    ),
  )
  const isJson = operation.replyType.endsWith('json')
  const usual = Number(Object.keys(operation.reply)[0])

  const make: AnswerMaker['make'] = (value, seen, params) => {
    const status = operation.status?.(value as never) ?? usual
    const content = operation.present?.(value as never, seen) ?? value
    const encoder = encoders.get(status)
    const body = encoder === undefined ? null : isJson ? encoder.encode(content) : String(content)
    if (strict && encoder !== undefined && body !== null) {
      checkEncoding(encoder.shape, content, isJson ? body : JSON.stringify(body))
    }
    return answerOf({
      status,
      headers: {
        ...(body === null ? {} : { 'content-type': contentType(operation.replyType) }),
        ...etagOf(operation, content, body),
        ...locationOf(operation, status, content, params),
        ...(status === 202 ? { 'retry-after': pollAfterSeconds } : {}),
      },
      body,
    })
  }

  const check: AnswerMaker['check'] = ({ status, headers, body }) => {
    const encoder = encoders.get(status)
    if (!(status in operation.reply) || (encoder === undefined) !== (body === null)) {
      throw new Error(`the answer breaks its contract: ${status} is not declared so`)
    }
    if (encoder === undefined || body === null) return
    const type = mediaTypeOf(headers['content-type']) ?? operation.replyType
    if (!operation.replyTypes.includes(type))
      throw new Error(`the answer breaks its contract: ${type} is not declared`)
    if (isJson && !type.endsWith('json')) return
    if (isJson) {
      const text = typeof body === 'string' ? body : bufferOf(body).toString()
      checkEncoding(encoder.shape, JSON.parse(text), text)
    } else if (typeof body === 'string') {
      checkEncoding(encoder.shape, body, JSON.stringify(body))
    }
  }

  return { make, check }
}

/** JSON is UTF-8 by definition and takes no charset; text needs it said. */
const contentType = (type: string): string =>
  type.startsWith('text/') ? `${type}; charset=utf-8` : type

/** The member `etag` is the header, byte for byte; what may be kept without one is known by its bytes. */
const etagOf = (
  operation: Operation,
  content: unknown,
  body: string | null,
): Readonly<Record<string, string>> => {
  if (typeof content === 'object' && content !== null && 'etag' in content) {
    return { etag: String(content.etag) }
  }
  return operation.method === 'GET' && operation.cache !== 'no-store' && body !== null
    ? { etag: contentEtag(body) }
    : {}
}

const locationOf = (
  operation: Operation,
  status: number,
  content: unknown,
  params: unknown,
): Readonly<Record<string, string>> =>
  operation.location !== null && (status === 201 || status === 202)
    ? { location: operation.location(content as never, params as never) }
    : {}

/** Sends an Answer byte for byte; a reader who already has it gets 304 and no body. */
export const sendAnswer = (
  answer: Answer,
  operation: Operation,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply => {
  reply.header('cache-control', cacheControl(operation)).headers(answer.headers)
  const isKept = operation.cache !== 'no-store'
  const hasForms = operation.replyTypes.length > 1
  if (hasForms) vary(reply, 'Accept')
  if (hasForms || isKept) vary(reply, 'Accept-Language')
  if (isKept) vary(reply, 'Accept-Encoding')
  const { etag } = answer.headers
  const known = etagCondition(request.headers['if-none-match']) ?? undefined
  if (operation.method === 'GET' && etag !== undefined && isNotModified(known, etag)) {
    return reply.code(304).removeHeader('content-type').send()
  }
  if (answer.body === null) return reply.code(answer.status).send()
  if (typeof answer.body !== 'string') return reply.code(answer.status).send(bufferOf(answer.body))
  return reply.code(answer.status).serializer(asItIs).send(answer.body)
}

const bufferOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength)

/** Without a serializer of ours the framework would add a charset to the media type. */
const asItIs = (body: string): string => body
