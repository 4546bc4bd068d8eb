// The parts of the OpenAPI document that every operation shares: headers, parameters, security, problems.
// What differs between operations is put together in openapi-document.ts.
import type { ProblemCode } from '../core/problem.ts'
import { problemName, problemShapes, sampleProblem } from './problem-shapes.ts'
import { problemMediaType, problemStatus, problemTexts, toProblemBody } from './problems.ts'
import type { describer, Json, JsonObject } from './zod-describe.ts'

export type Describe = ReturnType<typeof describer>['describe']

const text = (maxLength: number, pattern: string): JsonObject => ({
  type: 'string',
  maxLength,
  pattern,
})
const uuidText = { type: 'string', format: 'uuid', maxLength: 36 } as const
const seconds = { type: 'integer', format: 'int32', minimum: 0, maximum: 86_400 } as const
const visible = '^[\\x20-\\x7e]*$'
const etagText = text(130, '^"[\\x21\\x23-\\x7e]{1,128}"$')

/** Response headers by name: `components.headers`. */
export const headers: Readonly<Record<string, JsonObject>> = {
  'Access-Control-Allow-Origin': {
    description: 'The origin of the caller, if it is one of the configured ones.',
    schema: text(2048, visible),
  },
  Allow: { description: 'Methods of this path.', schema: text(200, visible) },
  'Content-Disposition': {
    description: 'A name for the file.',
    schema: text(200, visible),
  },
  'Content-Language': {
    description: 'Language of the texts in this answer.',
    schema: { type: 'string', enum: ['en', 'zh-CN'] },
  },
  ETag: {
    description:
      'Revision of the resource, equal to its member `etag`; send it back in `If-Match`.',
    schema: etagText,
  },
  'Idempotency-Replayed': {
    description: '`true` where the stored answer of the first request is repeated.',
    schema: { type: 'string', const: 'true' },
  },
  Location: { description: 'Address of what was made.', schema: text(2048, visible) },
  RateLimit: {
    description: 'What is left of each quota that counts, and the seconds until it is whole again.',
    schema: text(200, visible),
  },
  'RateLimit-Policy': {
    description: 'Each quota that counts, and its window.',
    schema: text(200, visible),
  },
  'Request-Id': { description: 'Names this request; quote it in questions.', schema: uuidText },
  'Retry-After': { description: 'Seconds to wait before trying again.', schema: seconds },
  'WWW-Authenticate': { description: 'How to identify oneself.', schema: text(500, visible) },
}

/** Request headers and the parameter every operation takes: `components.parameters`. */
export const parameters: Readonly<Record<string, JsonObject>> = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    description:
      'A fresh random key for every intended effect, repeated on retries: the effect happens once, and the first answer is repeated for 30 days.',
    schema: { ...text(66, '^"?[A-Za-z0-9_-]{16,64}"?$'), minLength: 16 },
    example: '8f14e45f-ceea-467f-ab4c-1b1b6e2f9d10',
  },
  IdempotencyKeyUnlessDry: {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description:
      'Required unless `dryRun` is true: a fresh random key, repeated on retries. The effect happens once, and the first answer is repeated for 30 days.',
    schema: { ...text(66, '^"?[A-Za-z0-9_-]{16,64}"?$'), minLength: 16 },
    example: '8f14e45f-ceea-467f-ab4c-1b1b6e2f9d10',
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    required: true,
    description:
      'The entity tag that was read; 412 if the resource has changed since, unless it is as asked already.',
    schema: etagText,
    example: '"3"',
  },
  IfMatchOrNew: {
    name: 'If-Match',
    in: 'header',
    required: false,
    description: 'To change: the entity tag that was read.',
    schema: etagText,
    example: '"3"',
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    required: false,
    description: 'An entity tag that is already known; 304 if it is still the current one.',
    schema: text(2000, visible),
    example: '"3"',
  },
  IfNoneMatchNew: {
    name: 'If-None-Match',
    in: 'header',
    required: false,
    description: 'To create: `*`; 412 if there is another one already.',
    schema: { type: 'string', const: '*' },
    example: '*',
  },
  Lang: {
    name: 'lang',
    in: 'query',
    required: false,
    description: 'Language of titles and texts, instead of `Accept-Language`.',
    schema: text(71, '^(?:[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,7}|\\*)$'),
    example: 'zh-CN',
  },
}

/** How callers identify themselves: `components.securitySchemes`. */
export const securitySchemes: Readonly<Record<string, JsonObject>> = {
  apiKey: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'exk_<live or test>_<id>_<secret>_<checksum>',
    description: 'An API key of this service, in `Authorization: Bearer`. It holds scopes.',
  },
  oidc: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description:
      'An access token (RFC 9068) of a configured OpenID Connect issuer, verified as RFC8725 asks. Its claim `scope` names the scopes.',
  },
}

const reference = (kind: string, name: string): JsonObject => ({
  $ref: `#/components/${kind}/${name}`,
})
export const parameterReference = (name: string) => reference('parameters', name)
export const headerReferences = (...names: readonly string[]): JsonObject =>
  Object.fromEntries(names.map((name) => [name, reference('headers', name)]))

/** Headers of every answer. */
export const everywhere = [
  'Access-Control-Allow-Origin',
  'Content-Language',
  'RateLimit',
  'RateLimit-Policy',
  'Request-Id',
] as const

const alsoWith: Readonly<Record<number, readonly string[]>> = {
  401: ['WWW-Authenticate'],
  403: ['WWW-Authenticate'],
  405: ['Allow'],
  409: ['Retry-After'],
  429: ['Retry-After'],
  503: ['Retry-After'],
}

/** Groups codes by status; each group is one response of the document, named by its codes. */
export const problemResponses = (codes: readonly ProblemCode[]) => {
  const statuses = [...new Set(codes.map((code) => problemStatus[code]))].toSorted((a, b) => a - b)
  return statuses.map((status) => {
    const group = codes.filter((code) => problemStatus[code] === status)
    return { status, codes: group, name: group.map(shortName).join('Or') }
  })
}

const shortName = (code: ProblemCode): string => problemName(code).replace(/Problem$/, '')

/** One response of `components.responses`: which problems it may be, with an example of each. */
export const problemResponse = (
  status: number,
  codes: readonly ProblemCode[],
  describe: Describe,
): JsonObject => {
  const shapes = codes.map((code) => describe(problemShapes[code], 'output'))
  const [only] = shapes
  return {
    description: codes.map((code) => `${problemTexts.en[code].title} (\`${code}\`).`).join(' '),
    headers: headerReferences(...[...everywhere, ...(alsoWith[status] ?? [])].toSorted()),
    content: {
      [problemMediaType]: {
        schema: shapes.length === 1 && only !== undefined ? only : { oneOf: shapes },
        examples: Object.fromEntries(
          codes.map((code) => [code, reference('examples', shortName(code))]),
        ),
      },
    },
  }
}

const sampleRequestId = '01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a42'

/** Worked problems: `components.examples`. */
export const problemExamples = (codes: readonly ProblemCode[]): JsonObject =>
  Object.fromEntries(
    codes.map((code) => [
      shortName(code),
      {
        summary: problemTexts.en[code].title,
        value: toProblemBody(sampleProblem(code), 'en', sampleRequestId) as unknown as Json,
      },
    ]),
  )

/** For sorting by code points. */
export const order = (a: string, b: string): number => (a < b ? -1 : Number(a > b))
export const byName = <Value>(
  record: Readonly<Record<string, Value>>,
): (readonly [string, Value])[] => Object.entries(record).toSorted(([a], [b]) => order(a, b))

export type Finished = JsonObject & {
  readonly paths: JsonObject
  readonly components: Readonly<Record<string, JsonObject>> & {
    readonly securitySchemes: JsonObject
  }
}

/** Adds the schemas and leaves out every component that nothing refers to. */
export const withUsedComponents = (document: Finished, schemas: JsonObject): JsonObject => {
  const { securitySchemes: schemes, ...kinds } = document.components
  const all = { ...kinds, schemas } as Readonly<Record<string, JsonObject>>
  const reached = new Set<string>()
  const follow = (part: Json): void => {
    for (const [, name = ''] of JSON.stringify(part).matchAll(/"#\/components\/([^"]+)"/g)) {
      const [kind = '', id = ''] = name.split('/')
      const component = all[kind]?.[id]
      if (component === undefined || reached.has(name)) continue
      reached.add(name)
      follow(component)
    }
  }
  follow(document.paths)
  const components = byName(all).map(([kind, entries]) => [
    kind,
    Object.fromEntries(byName(entries).filter(([id]) => reached.has(`${kind}/${id}`))),
  ])
  return {
    ...document,
    components: { ...Object.fromEntries(components), securitySchemes: schemes },
  }
}
