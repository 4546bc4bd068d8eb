// Who may keep an answer for how long, and when "not modified" is answer enough.
// Which operation allows what is said in its contract; revisions for writes are core/request.ts.
import { createHash } from 'node:crypto'
import type { EtagCondition } from '../core/request.ts'
import type { Operation } from './operation.ts'

/** `Cache-Control` of a successful answer; only public operations may stay in shared caches. */
export const cacheControl = ({ cache, scope }: Operation): string => {
  const reach = scope === null ? 'public' : 'private'
  switch (cache) {
    case 'immutable':
      return `${reach}, max-age=31536000, immutable`
    case 'no-cache':
      return `${reach}, no-cache`
    case 'private-1h':
      return 'private, max-age=3600'
    case 'no-store':
      return 'private, no-store'
  }
}

/** A strong entity tag of the very bytes, for answers that may be kept but carry no revision. */
export const contentEtag = (body: string | Uint8Array): string =>
  `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`

const etagList = /^\s*(?:(?:W\/)?"[\x21\x23-\x7e]*"\s*(?:,\s*|$))+$/

/**
 * Reads `If-Match` or `If-None-Match`: `*` or a list of entity tags, quotes kept.
 * Undefined: not sent; null: not readable.
 */
export const etagCondition = (header: string | undefined): EtagCondition | null | undefined => {
  if (header === undefined) return undefined
  if (header.trim() === '*') return '*'
  if (!etagList.test(header)) return null
  return [...header.matchAll(/(?:W\/)?"[^"]*"/g)].map(([tag]) => tag)
}

/** Whether a reader already has this answer: weak comparison, as RFC 9110 asks of `If-None-Match`. */
export const isNotModified = (condition: EtagCondition | undefined, etag: string): boolean =>
  condition !== undefined &&
  (condition === '*' || condition.some((tag) => opaque(tag) === opaque(etag)))

const opaque = (tag: string): string => tag.replace(/^W\//, '')
