// Reads JSON bodies and refuses what no shape should ever meet: wrong media types, nesting, unsafe values.
// Whether the body fits the operation is decided afterwards by its shape (zod.ts); files are read by the slices.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Problem, type ProblemError } from '../core/problem.ts'
import { type BodyLimits, bodyLimits, type Operation } from './operation.ts'
import { mostErrors, pointerOf } from './zod.ts'

const mediaTypes = ['application/json', 'application/merge-patch+json'] as const

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Parses and checks one body, before any shape sees it. Throws malformed-json (not JSON, not UTF-8, a
 * member named twice), body-too-complex, or validation-failed with a pointer for every NUL, lone
 * surrogate, number that JSON readers disagree about, and member that could reach a prototype.
 */
export const parseJson = (raw: Uint8Array, limits: BodyLimits = bodyLimits): unknown => {
  const { text, value } = decoded(raw)
  const seen = inspect(value, limits)
  if (seen.errors.length > 0) throw new Problem('validation-failed', { errors: seen.errors })
  // A valid text has one colon outside strings for every member: more colons, a member named twice.
  if (colonsIn(text) !== seen.members) {
    throw new Problem('malformed-json', {}, { detail: 'A member of an object is named twice.' })
  }
  return value
}

const decoded = (raw: Uint8Array): { text: string; value: unknown } => {
  try {
    const text = utf8.decode(raw)
    return { text, value: JSON.parse(text) }
  } catch {
    // The engine's message quotes the body, so it goes nowhere.
    throw new Problem('malformed-json', {})
  }
}

const colonsIn = (text: string): number =>
  text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '').split(':').length - 1

type Step = { readonly key: PropertyKey; readonly above: Step | null }
type Visit = { readonly value: unknown; readonly depth: number; readonly step: Step | null }

/** Walks without recursion: a body of a few kilobytes can nest deeper than the stack (F13). */
const inspect = (
  value: unknown,
  limits: BodyLimits,
): { members: number; errors: readonly ProblemError[] } => {
  const errors: ProblemError[] = []
  const open: Visit[] = [{ value, depth: 1, step: null }]
  let members = 0
  const refuse = (step: Step | null, code: string, detail: string): void => {
    if (errors.length < mostErrors) errors.push({ pointer: pointerOf(pathOf(step)), code, detail })
  }
  for (let visit = open.pop(); visit !== undefined; visit = open.pop()) {
    const { value: here, depth, step } = visit
    if (typeof here === 'string') {
      const fault = textFault(here)
      if (fault !== null) refuse(step, 'unsafe-text', fault)
    } else if (typeof here === 'number') {
      const fault = numberFault(here)
      if (fault !== null) refuse(step, 'unsafe-number', fault)
    } else if (typeof here === 'object' && here !== null) {
      if (depth > limits.depth) throw tooComplex('depth', limits.depth)
      const children = Object.entries(here)
      if (Array.isArray(here)) {
        if (children.length > limits.items) throw tooComplex('items', limits.items)
      } else {
        members += children.length
        if (members > limits.members) throw tooComplex('members', limits.members)
        for (const [key] of children) {
          const fault = keyFault(key)
          if (fault !== null) refuse({ key, above: step }, 'unsafe-member', fault)
        }
      }
      // Pushed backwards, so that findings come in the order of the body.
      for (const [key, inside] of children.reverse()) {
        open.push({ value: inside, depth: depth + 1, step: { key, above: step } })
      }
    }
  }
  return { members, errors }
}

const pathOf = (step: Step | null): PropertyKey[] =>
  step === null ? [] : [...pathOf(step.above), step.key]

const tooComplex = (limit: keyof BodyLimits, max: number) =>
  new Problem('body-too-complex', { limit, max })

/** Why a text must not enter (SEC-20): the database refuses NUL, and lone surrogates change silently. */
export const textFault = (text: string): string | null => {
  if (text.includes('\u0000')) return 'U+0000 is not allowed.'
  return /\p{Surrogate}/u.test(text) ? 'A lone surrogate is not text.' : null
}

/** 1e400 parses to infinity and 2^53 + 1 to its neighbour: neither is what was sent. */
const numberFault = (value: number): string | null => {
  if (!Number.isFinite(value)) return 'The number is too large.'
  return Number.isInteger(value) && !Number.isSafeInteger(value)
    ? 'Whole numbers beyond 2^53 - 1 are not exact.'
    : null
}

const dangerous = new Set(['__proto__', 'constructor', 'prototype'])
/** Why a member or parameter may not have this name (SEC-15, SEC-20), or null. */
export const keyFault = (key: string): string | null =>
  dangerous.has(key) ? 'This name is not allowed.' : textFault(key)

/** What the operation accepts as `Content-Type`; nothing where it takes no body. */
export const acceptedTypes = (operation: Operation | undefined): readonly string[] =>
  operation === undefined || operation.body === null
    ? []
    : (operation.file ?? [operation.mediaType])

/** The media type without parameters, lower case; only charset=utf-8 may follow (SEC-19). */
export const mediaTypeOf = (header: string | undefined): string | null => {
  const match = /^([a-z0-9.+-]+\/[a-z0-9.+-]+)[ \t]*(?:;[ \t]*charset="?utf-8"?[ \t]*)?$/i.exec(
    header ?? '',
  )
  return match?.[1]?.toLowerCase() ?? null
}

/**
 * Refuses before a byte of the body is read: 415 for a media type the operation does not take, 413 for a
 * declared length above its limit. A body where none is expected is a broken contract, not a media type.
 */
export const checkBodyHeaders = (request: FastifyRequest, operation: Operation): void => {
  const { headers } = request
  const declared = Number(headers['content-length'] ?? 0)
  const sends = declared > 0 || headers['transfer-encoding'] !== undefined
  if (!sends) return
  if (operation.body === null) {
    throw new Problem('validation-failed', {
      errors: [{ pointer: '', code: 'unknown-member', detail: 'No body is expected here.' }],
    })
  }
  if (headers['content-encoding'] !== undefined) throw unsupported(operation)
  const mediaType = mediaTypeOf(headers['content-type'])
  if (mediaType === null || !acceptedTypes(operation).includes(mediaType))
    throw unsupported(operation)
  if (declared > operation.limits.bytes) {
    throw new Problem('too-large', { maxBytes: operation.limits.bytes })
  }
}

const unsupported = (operation: Operation) =>
  new Problem('unsupported-media-type', { accepted: acceptedTypes(operation) })

/**
 * Replaces the framework's parsers by ours. The raw bytes stay with the request, because the fingerprint
 * of an idempotent request is made of them. What is no operation is not parsed: it will be 404 or 405.
 */
export const installParsers = (app: FastifyInstance): void => {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    [...mediaTypes, '*'],
    { parseAs: 'buffer' },
    async (request: FastifyRequest, raw: Buffer) => {
      const { operation } = request.routeOptions.config
      if (operation === undefined || raw.length === 0) return undefined
      request.rawBody = raw
      if (operation.file === null) return parseJson(raw, operation.limits)
      return { mediaType: mediaTypeOf(request.headers['content-type']), bytes: raw }
    },
  )
}
