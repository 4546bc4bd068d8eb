// Which problems an operation may answer: those it declares, and those that follow from its other members.
// The members themselves are declared in the contracts; who is asked at run time is bind.ts.
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
  // A broken Content-Type is refused also where no body is taken; with GET nobody looks at it.
  { when: ({ method }) => method !== 'GET', problems: ['unsupported-media-type'] },
  { when: ({ body }) => body !== null, problems: ['too-large'] },
  {
    when: ({ body, file }) => body !== null && file === null,
    problems: ['malformed-json', 'body-too-complex'],
  },
  { when: ({ file }) => file !== null, problems: ['file-refused'] },
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
