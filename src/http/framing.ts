// Refuses requests whose frame is wrong, before anything is known about them: host, address, credentials
// in the query. What Node's parser refuses by itself is answered in refusals.ts.
import type { FastifyRequest } from 'fastify'
import { Problem } from '../core/problem.ts'
import { limits } from './limits.ts'

/** Parameter names that mean a credential; they would end up in logs and histories (IAM-08). */
const credentialNames = new Set([
  'accesstoken',
  'apikey',
  'authorization',
  'idtoken',
  'password',
  'secret',
  'token',
])

/** Throws malformed-request, uri-too-long or credential-in-query. */
export const checkFraming = (request: FastifyRequest): void => {
  checkHost(request)
  const mark = request.url.indexOf('?')
  if (mark >= 0 && Buffer.byteLength(request.url) - mark - 1 > limits.queryBytes) {
    throw new Problem('uri-too-long', { max: limits.queryBytes })
  }
  const parameters = Object.entries((request.query ?? {}) as Readonly<Record<string, unknown>>)
  if (parameters.some(([name, value]) => isCredential(name, value))) {
    throw new Problem('credential-in-query', {})
  }
}

const isCredential = (name: string, value: unknown): boolean =>
  credentialNames.has(name.toLowerCase().replaceAll(/[^a-z]/g, '')) ||
  [value].flat().some((text) => /^exk_(?:live|test)_/.test(String(text)))

/** Names stand at the even places. */
const isHost = (name: string, place: number): boolean =>
  place % 2 === 0 && name.length === 4 && name.toLowerCase() === 'host'

/** RFC 9112, 3.2: exactly one Host in HTTP/1.1, and one that can be a host. */
const checkHost = ({ raw }: FastifyRequest): void => {
  const hosts = raw.rawHeaders.filter(isHost).length
  const mayBeAbsent = raw.httpVersion === '1.0'
  const isValid = /^[A-Za-z0-9._~[\]:%-]*$/.test(raw.headers.host ?? '')
  if (hosts > 1 || (hosts === 0 && !mayBeAbsent) || !isValid) {
    throw new Problem('malformed-request', {}, { detail: 'Send one valid Host header.' })
  }
}
