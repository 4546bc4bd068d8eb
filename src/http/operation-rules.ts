// What must hold between the members of an operation, and which problems follow from them.
// The shapes themselves are declared in the contracts; who is asked at run time is bind.ts.
import type { z } from 'zod'
import type { ProblemCode } from '../core/problem.ts'
import type { Operation } from './operation.ts'

/** The problems any operation may answer: they come from the transport and from the house, not from it. */
export const universalProblems: readonly ProblemCode[] = [
  'malformed-request',
  'validation-failed',
  'credential-in-query',
  'not-acceptable',
  'request-timeout',
  'uri-too-long',
  'unsupported-media-type',
  'headers-too-large',
  'rate-limited',
  'internal',
  'unavailable',
  'deadline-exceeded',
]

type Rule = {
  readonly when: (operation: Operation) => boolean
  readonly problems: readonly ProblemCode[]
}

/** What follows from a member of the operation, so that no contract needs to repeat it. */
export const impliedProblems: readonly Rule[] = [
  { when: ({ scope }) => scope !== null, problems: ['unauthenticated', 'insufficient-scope'] },
  { when: ({ params }) => params !== null, problems: ['not-found'] },
  {
    when: ({ body }) => body !== null,
    problems: ['malformed-json', 'body-too-complex', 'too-large'],
  },
  { when: ({ query }) => query !== null && 'cursor' in query.shape, problems: ['cursor-invalid'] },
  {
    when: ({ idempotency }) => idempotency === 'key',
    problems: ['idempotency-key-required', 'idempotency-key-reused', 'request-in-progress'],
  },
  {
    when: ({ revision }) => revision !== null,
    problems: ['precondition-required', 'precondition-failed'],
  },
]

/** Every problem an operation may answer, sorted, each once: declared, implied and universal. */
export const problemsOf = (operation: Operation): readonly ProblemCode[] => {
  const implied = impliedProblems
    .filter(({ when }) => when(operation))
    .flatMap((rule) => rule.problems)
  return [...new Set([...operation.problems, ...implied, ...universalProblems])].sort()
}

/** The first contradiction inside an operation as a sentence, or null. */
export const faultOf = (operation: Operation): string | null => {
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
