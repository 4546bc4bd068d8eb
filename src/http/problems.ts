// How a problem looks over HTTP (RFC 9457): its status, and its body in the caller's language.
// What can be refused with is core/problem.ts; how errors become problems is refusals.ts.
import { isProblem, type Problem, type ProblemCode, type ProblemError } from '../core/problem.ts'
import type { Locale } from '../core/request.ts'
import { errorTextsZhCn } from './error-texts-zh-cn.ts'
import { type ProblemTexts, problemTextsEn } from './problem-texts-en.ts'
import { problemTextsZhCn, shapeTextsZhCn } from './problem-texts-zh-cn.ts'

export const problemMediaType = 'application/problem+json'

export const problemStatus: { readonly [Code in ProblemCode]: number } = {
  'malformed-request': 400,
  'malformed-json': 400,
  'body-too-complex': 400,
  'validation-failed': 400,
  'cursor-invalid': 400,
  'cohort-not-offered': 400,
  'idempotency-key-required': 400,
  'credential-in-query': 400,
  unauthenticated: 401,
  'insufficient-scope': 403,
  forbidden: 403,
  'conflict-of-interest': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'not-acceptable': 406,
  'request-timeout': 408,
  'illegal-transition': 409,
  'already-exists': 409,
  'in-use': 409,
  immutable: 409,
  'quota-reached': 409,
  'window-closed': 409,
  'quorum-missing': 409,
  'second-person-required': 409,
  'plan-outdated': 409,
  'request-in-progress': 409,
  gone: 410,
  'precondition-failed': 412,
  'too-large': 413,
  'uri-too-long': 414,
  'unsupported-media-type': 415,
  incomplete: 422,
  'document-invalid': 422,
  'warnings-not-accepted': 422,
  'idempotency-key-reused': 422,
  'import-rejected': 422,
  'file-refused': 422,
  'digest-mismatch': 422,
  'address-refused': 422,
  'precondition-required': 428,
  'rate-limited': 429,
  'headers-too-large': 431,
  internal: 500,
  unavailable: 503,
  'deadline-exceeded': 503,
}

export const problemCodes = Object.keys(problemStatus) as readonly ProblemCode[]

export const problemTexts: { readonly [Language in Locale]: ProblemTexts } = {
  en: problemTextsEn,
  'zh-CN': problemTextsZhCn,
}

/** The body of a problem: the members of RFC 9457, the code, then the members of that code. */
export type ProblemBody = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly instance: string
  readonly code: ProblemCode
  readonly [member: string]: unknown
}

/**
 * Only `title` and `detail` depend on the language (API-02), also those of errors whose code has a Chinese sentence. A
 * problem's own sentence is English, so another language shows the help of the catalogue; everything particular
 * stands in the members anyway.
 * `requestId` is the UUID of the response header `Request-Id`.
 */
export const toProblemBody = (problem: Problem, locale: Locale, requestId: string): ProblemBody => {
  const { title, help } = problemTexts[locale][problem.code]
  const members: Readonly<Record<string, unknown>> = problem.parameters
  const { retryAfterSeconds, ...shown } = members
  return {
    type: `/problems/${problem.code}`,
    title,
    status: problemStatus[problem.code],
    detail: locale === 'en' ? (problem.detail ?? help) : help,
    instance: `urn:uuid:${requestId}`,
    code: problem.code,
    ...shown,
    ...(locale !== 'en' && isProblem(problem, 'validation-failed', 'document-invalid', 'incomplete')
      ? { errors: problem.parameters.errors.map(inChinese) }
      : {}),
  }
}

const inChineseWords: ReadonlyMap<string, string> = new Map([
  ...Object.entries(shapeTextsZhCn),
  ...Object.entries(errorTextsZhCn),
])

/** The English sentence stays beside: it has the names and figures. */
const inChinese = (error: ProblemError): ProblemError => {
  const sentence = inChineseWords.get(error.code)
  return sentence === undefined ? error : { ...error, detail: `${sentence}（${error.detail}）` }
}

/** Headers that a problem brings along: when to come back, what to send instead, how to sign in. */
export const problemHeaders = (problem: Problem): Readonly<Record<string, string>> => {
  const members: Readonly<Record<string, unknown>> = problem.parameters
  const particular = particularHeaders[problem.code]?.(members) ?? {}
  const wait = members.retryAfterSeconds
  return {
    'cache-control': 'no-store',
    ...(typeof wait === 'number' ? { 'retry-after': String(wait) } : {}),
    ...particular,
  }
}

type Members = Readonly<Record<string, unknown>>

const particularHeaders: {
  readonly [Code in ProblemCode]?: (members: Members) => Readonly<Record<string, string>>
} = {
  'method-not-allowed': ({ allow }) => ({ allow: String(allow).replaceAll(',', ', ') }),
  // PATCH is the only method with merge patches, so the types tell which header is due (API-25).
  'unsupported-media-type': ({ accepted }) => ({
    [String(accepted).includes('merge-patch') ? 'accept-patch' : 'accept-post']: String(accepted),
  }),
  'request-in-progress': () => ({ 'retry-after': '1' }),
  // RFC 6750: no error code for those who sent nothing.
  unauthenticated: ({ reason }) => ({
    'www-authenticate': reason === 'missing' ? 'Bearer' : 'Bearer error="invalid_token"',
  }),
  'insufficient-scope': ({ requiredScope }) => ({
    'www-authenticate': `Bearer error="insufficient_scope", scope="${requiredScope}"`,
  }),
}
