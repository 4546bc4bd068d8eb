// The members of every problem as shapes, and one example of each: what the document shows and tests check.
// The types they must agree with are in core/problem.ts; a missing line does not compile.
import { z } from 'zod'
import { columns, columnTexts } from '../core/access/vocabulary.ts'
import {
  Problem,
  type ProblemCode,
  type ProblemError,
  type ProblemParameters,
} from '../core/problem.ts'
import { inWords } from '../core/text.ts'
import { problemStatus } from './problems.ts'
import { mostErrors } from './zod.ts'

const word = z.string().max(200)
const words = z.array(word).max(mostErrors)
const count = z.int().min(0).max(2_147_483_647)
const moment = z.string().max(35)

const ErrorEntry: z.ZodType<ProblemError> = z
  .strictObject({
    pointer: z.string().max(2000).optional(),
    parameter: word.optional(),
    header: word.optional(),
    code: z
      .string()
      .max(60)
      .regex(/^[a-z0-9_-]+$/),
    detail: z.string().max(2000),
  })
  .meta({
    id: 'ProblemError',
    description:
      'One finding and its place: a JSON pointer into the body, a parameter, or a header; `code` is stable.',
    // The optional members are absent rather than undefined.
  }) as never
const errors = z.array(ErrorEntry).max(mostErrors)

type Shapes = { readonly [Code in ProblemCode]: Readonly<Record<string, z.ZodType>> }

const members: Shapes = {
  'malformed-request': {},
  'malformed-json': {},
  'body-too-complex': { limit: z.enum(['depth', 'members', 'items']), max: count },
  'validation-failed': { errors },
  'cursor-invalid': { reason: word },
  'cohort-not-offered': {},
  'idempotency-key-required': {},
  'credential-in-query': {},
  unauthenticated: { reason: word },
  'insufficient-scope': { requiredScope: word },
  forbidden: {
    action: word,
    roles: z
      .array(z.enum(columns))
      .max(columns.length)
      .meta({ description: inWords(columnTexts, 'Who may do it, on whatever condition.') }),
  },
  'conflict-of-interest': {},
  'not-found': {},
  'method-not-allowed': { allow: words },
  'not-acceptable': { available: words },
  'request-timeout': {},
  'illegal-transition': { state: word, event: word, allowed: words },
  'already-exists': { pointer: z.string().max(2000).optional(), parameter: word.optional() },
  'in-use': { usedBy: words },
  immutable: { since: moment },
  'quota-reached': { used: count, max: count },
  'window-closed': { opensAt: moment, closesAt: moment },
  'quorum-missing': { have: count, need: count },
  'second-person-required': { requestedAt: moment },
  'plan-outdated': { changed: words },
  'request-in-progress': {},
  gone: { goneAt: moment, successor: word.nullable() },
  'precondition-failed': {
    currentEtag: word.nullable(),
    current: z.unknown().optional(),
    changed: z.array(word).max(2000).optional(),
  },
  'too-large': { maxBytes: count },
  'uri-too-long': { max: count },
  'unsupported-media-type': { accepted: words },
  incomplete: { errors },
  'document-invalid': { errors },
  'warnings-not-accepted': { warnings: errors },
  'idempotency-key-reused': {},
  'import-rejected': { rejected: count, reportUrl: word },
  'file-refused': { reason: word },
  'digest-mismatch': { expected: word, actual: word },
  'address-refused': { reason: word },
  'precondition-required': { header: word },
  'rate-limited': { violatedPolicies: words },
  'headers-too-large': { maxBytes: count },
  internal: {},
  unavailable: {
    reason: z.enum(['overloaded', 'database', 'draining', 'read_only', 'contention', 'identity']),
  },
  'deadline-exceeded': {},
}

const instant = '2026-03-01T08:00:00Z'
const finding = { pointer: '/answers/4.1.2', code: 'missing', detail: 'This is required.' }

const samples: ProblemParameters = {
  'malformed-request': {},
  'malformed-json': {},
  'body-too-complex': { limit: 'depth', max: 32 },
  'validation-failed': { errors: [finding] },
  'cursor-invalid': { reason: 'other_filter' },
  'cohort-not-offered': {},
  'idempotency-key-required': {},
  'credential-in-query': {},
  unauthenticated: { reason: 'missing' },
  'insufficient-scope': { requiredScope: 'submissions:write' },
  forbidden: {
    action: 'submissions:submit',
    roles: ['organization_admin', 'partner_app'],
  },
  'conflict-of-interest': {},
  'not-found': {},
  'method-not-allowed': { allow: ['GET', 'HEAD', 'OPTIONS'] },
  'not-acceptable': { available: ['application/json'] },
  'request-timeout': {},
  'illegal-transition': { state: 'final', event: 'submit', allowed: [] },
  'already-exists': { pointer: '/slug' },
  'in-use': { usedBy: ['submissions'] },
  immutable: { since: instant },
  'quota-reached': { used: 100, max: 100 },
  'window-closed': { opensAt: instant, closesAt: '2026-04-01T08:00:00Z' },
  'quorum-missing': { have: 1, need: 3 },
  'second-person-required': { requestedAt: instant },
  'plan-outdated': { changed: ['questionnaire'] },
  'request-in-progress': {},
  gone: { goneAt: instant, successor: null },
  'precondition-failed': { currentEtag: '"4"' },
  'too-large': { maxBytes: 262_144 },
  'uri-too-long': { max: 4096 },
  'unsupported-media-type': { accepted: ['application/json'] },
  incomplete: { errors: [finding] },
  'document-invalid': { errors: [finding] },
  'warnings-not-accepted': { warnings: [finding] },
  'idempotency-key-reused': {},
  'import-rejected': { rejected: 7, reportUrl: '/v1/reports/1' },
  'file-refused': { reason: 'encrypted' },
  'digest-mismatch': { expected: 'sha256:aa', actual: 'sha256:bb' },
  'address-refused': { reason: 'private_address' },
  'precondition-required': { header: 'If-Match' },
  'rate-limited': { violatedPolicies: ['write'], retryAfterSeconds: 30 },
  'headers-too-large': { maxBytes: 16_384 },
  internal: {},
  unavailable: { reason: 'overloaded', retryAfterSeconds: 1 },
  'deadline-exceeded': { retryAfterSeconds: 1 },
}

/** One worked problem of a code. */
export const sampleProblem = (code: ProblemCode): Problem => new Problem(code, samples[code])

/** `NotFoundProblem` for `not-found`. */
export const problemName = (code: ProblemCode): string =>
  `${code.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())}Problem`

/** The whole body of a problem, closed: nothing else may be said. */
export const problemShape = (code: ProblemCode): z.ZodType =>
  z
    .strictObject({
      type: z.literal(`/problems/${code}`),
      title: z.string().max(200),
      status: z.literal(problemStatus[code]),
      detail: z.string().max(2000),
      instance: z
        .string()
        .max(45)
        .regex(/^urn:uuid:[0-9a-f-]{36}$/),
      code: z.literal(code),
      ...members[code],
    })
    .meta({ id: problemName(code), description: `Problem \`${code}\`.` })

/** The shapes by code, made once: a name may be described only once. */
export const problemShapes = Object.fromEntries(
  Object.keys(problemStatus).map((code) => [code, problemShape(code as ProblemCode)]),
) as { readonly [Code in ProblemCode]: z.ZodType }
