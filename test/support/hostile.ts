// Requests as data, and every way to spoil one: the corpus of bad input. What each must be answered with
// stands beside it; playing them is stories/bad-input.
import type { InjectOptions } from 'fastify'
import type { ProblemCode } from '../../src/core/problem.ts'
import type { Operation } from '../../src/http/operation.ts'

export type Request = {
  readonly operation: Operation
  /** As sent, with its query. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly payload: string | Buffer | null
}

/** One request that must be refused, with one of these problems. */
export type Hostile = {
  readonly name: string
  readonly request: Request
  readonly codes: readonly ProblemCode[]
}

export const toInject = ({ operation, url, headers, payload }: Request): InjectOptions => ({
  method: operation.method,
  url,
  headers,
  ...(payload === null ? {} : { payload }),
})

type Spoil = readonly [
  name: string,
  codes: readonly ProblemCode[],
  change: (request: Request) => Partial<Request>,
]

const invalid = ['validation-failed'] as const

const withHeader = (name: string, value: string) => (request: Request) => ({
  headers: { ...request.headers, [name]: value },
})
const withPayload = (payload: string | Buffer) => () => ({ payload })
/** Instead of what the good request asks under that name. */
const withQuery = (query: string) => (request: Request) => {
  const [path, asked = ''] = request.url.split('?')
  const kept = asked.split('&').filter((each) => each.split('=')[0] !== query.split('=')[0])
  return { url: `${path}?${[...kept, query].filter((each) => each !== '').join('&')}` }
}

/** Adds one member to the JSON object that is sent; `text` is what stands after its name. */
const withMember = (name: string, text: string) => (request: Request) => {
  const sent = String(request.payload)
  const rest = sent.slice(sent.indexOf('{') + 1)
  return { payload: `{"${name}":${text}${rest.trim() === '}' ? '' : ','}${rest}` }
}

const deep = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`

const bodies: readonly Spoil[] = [
  ['JSON that breaks off', ['malformed-json'], withPayload('{"a":')],
  ['a comment in JSON', ['malformed-json'], withPayload('{/* hi */}')],
  ['NaN', ['malformed-json'], withPayload('{"a":NaN}')],
  ['bytes that are not UTF-8', ['malformed-json'], withPayload(Buffer.from([0x22, 0xff, 0x22]))],
  ['a byte order mark', ['malformed-json'], withPayload('\ufeff{}')],
  ['a member named twice', ['malformed-json'], withPayload('{"a":1,"a":2}')],
  ['nesting of 5000', ['body-too-complex'], withPayload(deep(5000))],
  ['nesting just beyond the limit', ['body-too-complex'], withPayload(deep(40))],
  ['an endless list', ['body-too-complex'], withMember('x', `[${'1,'.repeat(50_001)}1]`)],
  ['1e400', invalid, withMember('x', '1e400')],
  ['2^53 + 1', invalid, withMember('x', '9007199254740993')],
  ['NUL in a text', invalid, withMember('x', '"a\\u0000b"')],
  ['a lone surrogate', invalid, withMember('x', '"\\ud800"')],
  ['a lone surrogate as a name', invalid, withMember('\\udc00', '1')],
  ['__proto__', invalid, withMember('__proto__', '{"polluted":true}')],
  ['constructor', invalid, withMember('constructor', '{"prototype":{"polluted":true}}')],
  ['a member nobody knows', invalid, withMember('xUnknown', '1')],
  ['a list instead of an object', invalid, withPayload('[]')],
  ['null instead of an object', invalid, withPayload('null')],
  ['a text instead of an object', invalid, withPayload('"{}"')],
  ['a number instead of an object', invalid, withPayload('0')],
]

const types: readonly Spoil[] = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json\t;x',
  'application/json; charset=utf-16',
  'application/json, text/plain',
  'application/xml',
  'json',
].map((type) => [
  `content type ${JSON.stringify(type)}`,
  ['unsupported-media-type'],
  withHeader('content-type', type),
])

/** What another operation takes is not what this one takes. */
const otherJson: Spoil = [
  'the other kind of JSON',
  ['unsupported-media-type'],
  ({ operation, headers }) => ({
    headers: {
      ...headers,
      'content-type':
        operation.mediaType === 'application/json'
          ? 'application/merge-patch+json'
          : 'application/json',
    },
  }),
]

const sizes: readonly Spoil[] = [
  [
    'one byte too many',
    ['too-large'],
    ({ operation }) => ({ payload: ' '.repeat(operation.limits.bytes + 1) }),
  ],
  ['5 MB', ['too-large'], withPayload(`"${'x'.repeat(5_000_000)}"`)],
  ['a compressed body', ['unsupported-media-type'], withHeader('content-encoding', 'gzip')],
]

const queries: readonly Spoil[] = [
  ['a parameter nobody knows', invalid, withQuery('xUnknown=1')],
  ['a parameter twice', invalid, withQuery('lang=en&lang=en')],
  ['__proto__ as a parameter', invalid, withQuery('__proto__=1')],
  ['NUL in a parameter', invalid, withQuery('lang=%00')],
  ['garbage behind a percent sign', invalid, withQuery('x=%zz')],
  ['an overlong surrogate', invalid, withQuery('lang=%ED%A0%80')],
  ['a key in the address', ['credential-in-query'], withQuery('apiKey=x')],
  ['5 kB of query', ['uri-too-long'], withQuery(`x=${'y'.repeat(5000)}`)],
]

const lists: readonly Spoil[] = [
  ...['-1', '1.5', 'ten', '1e3', '', '%2050', '0x10'].map(
    (limit): Spoil => [`limit=${limit}`, invalid, withQuery(`limit=${limit}`)],
  ),
  ['limit twice', invalid, withQuery('limit=1&limit=2')],
  ...['x', 'AAAA', 'bnVsbA', `${'A'.repeat(400)}`, '..%2F..%2Fetc'].map(
    (cursor): Spoil => [
      `cursor=${cursor.slice(0, 20)}`,
      ['cursor-invalid', 'validation-failed'],
      withQuery(`cursor=${cursor}`),
    ],
  ),
]

const headersOf: readonly Spoil[] = [
  ['no form we have', ['not-acceptable'], withHeader('accept', 'text/css')],
  ['every form excluded', ['not-acceptable'], withHeader('accept', '*/*;q=0')],
]

const credentials: readonly Spoil[] = [
  'Basic dXNlcjpwYXNz',
  'Bearer',
  'Bearer a b',
  'Bearer exk_live_x',
  'Bearer eyJhbGciOiJub25lIn0.e30.',
  `Bearer ${'x'.repeat(4000)}`,
].map((value) => [
  `authorization ${value.slice(0, 24)}`,
  ['unauthenticated'],
  withHeader('authorization', value),
])

const without =
  (...names: readonly string[]) =>
  ({ headers }: Request) => ({
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name))),
  })

const preconditions: readonly Spoil[] = [
  ['no precondition', ['precondition-required'], without('if-match', 'if-none-match')],
  ...['abc', '"a', 'W/"1"x', '"1" "2"', '*'].map(
    (tag): Spoil => [
      `if-match ${tag}`,
      ['validation-failed', 'precondition-failed'],
      (request) => ({ headers: { ...without('if-none-match')(request).headers, 'if-match': tag } }),
    ],
  ),
  [
    'a stale precondition',
    ['precondition-failed'],
    (request) => ({
      headers: { ...without('if-none-match')(request).headers, 'if-match': '"stale"' },
    }),
  ],
]

const keys: readonly Spoil[] = [
  ['no key', ['idempotency-key-required'], without('idempotency-key')],
  ...['short', 'x'.repeat(65), 'sixteen characters with blanks', '"unfinished-quotes-1'].map(
    (key): Spoil => [`key ${key.slice(0, 20)}`, invalid, withHeader('idempotency-key', key)],
  ),
]

/** The last parameter of the path, replaced. */
const withParameter = (text: string) => (request: Request) => {
  const at = request.operation.url.split('/').findLastIndex((part) => part.startsWith('{'))
  const [path = '', query] = request.url.split('?')
  const parts = path.split('/').map((part, index) => (index === at ? text : part))
  return { url: parts.join('/') + (query === undefined ? '' : `?${query}`) }
}

const nowhere = ['validation-failed', 'not-found'] as const
const parameters: readonly Spoil[] = [
  ['a parameter that is garbage', ['malformed-request'], withParameter('%zz')],
  ['a parameter that is no UTF-8', ['malformed-request'], withParameter('%FF')],
  ['NUL in the path', invalid, withParameter('%00')],
  ['101 characters', ['uri-too-long'], withParameter('a'.repeat(101))],
  ['a step upwards', nowhere, withParameter('..%2F..%2Fv1')],
  ['__proto__ in the path', nowhere, withParameter('__proto__')],
  ['SQL in the path', nowhere, withParameter(encodeURIComponent("' or 1=1 --"))],
  ['a half-width trick', nowhere, withParameter(encodeURIComponent('ｘ'))],
]

/** The same member of another type is never taken for what it is not. */
const retyped = (request: Request): readonly Spoil[] => {
  const body: unknown = JSON.parse(String(request.payload))
  return Object.entries(body as object).flatMap(([name, value]) =>
    wrongFor(value).map(
      (wrong): Spoil => [
        `${name} as ${JSON.stringify(wrong)}`,
        ['validation-failed', 'document-invalid'],
        () => ({ payload: JSON.stringify({ ...(body as object), [name]: wrong }) }),
      ],
    ),
  )
}

const wrongFor = (value: unknown): readonly unknown[] => {
  if (typeof value === 'string') return [1, true, ['x'], { x: 1 }]
  if (typeof value === 'number') return ['1', true, [1], -1e15, 1.000001]
  if (typeof value === 'boolean') return ['true', 1, 0, []]
  return ['x', 1, true]
}

const brokenType: Spoil = [
  'a broken content type without a body',
  ['unsupported-media-type'],
  withHeader('content-type', 'json'),
]

const noBody: readonly Spoil[] = [
  [
    'a body where none is expected',
    invalid,
    ({ headers }) => ({
      payload: '{}',
      headers: { ...headers, 'content-type': 'application/json' },
    }),
  ],
]

const files: readonly Spoil[] = [
  ['no file at all', invalid, withPayload('')],
  ['bytes that are no text', ['file-refused'], withPayload(Buffer.from([0x63, 0xff, 0xfe]))],
  ['a file without the column code', ['file-refused'], withPayload('name,percent\na,1\n')],
  ['a file that breaks off', ['file-refused'], withPayload('code,percent\n"4.1.2,1\n')],
  ['a column nobody knows', ['document-invalid'], withPayload('code,__proto__\n4.1.2,1\n')],
  ['NUL in a cell', ['document-invalid'], withPayload('code,comment\n4.1.2,a\u0000b\n')],
  [
    'a workbook that is none',
    ['file-refused'],
    ({ headers, operation }) => ({
      headers: { ...headers, 'content-type': String(operation.file?.at(-1)) },
      payload: 'PK\u0003\u0004 and nothing more',
    }),
  ],
]

const bodySpoils = (request: Request): readonly Spoil[] => {
  const { body, file } = request.operation
  if (body === null) return noBody
  if (file !== null) return [...files, ...types, otherJson, ...sizes]
  return [...bodies, ...types, otherJson, ...sizes, ...retyped(request)]
}

/** Every way to spoil this request that applies to its operation. */
export const hostileOf = (request: Request): readonly Hostile[] => {
  const { operation } = request
  const { query, revision, idempotency, scope } = operation
  const spoils: readonly Spoil[] = [
    ...(operation.body === null && operation.method !== 'GET' ? [brokenType] : []),
    ...bodySpoils(request),
    ...queries,
    ...(query !== null && 'cursor' in query.shape ? lists : []),
    ...headersOf,
    ...(scope === null ? [] : credentials),
    ...(revision === null ? [] : preconditions),
    ...(idempotency === 'key' ? keys : []),
    ...(operation.params === null ? [] : parameters),
  ]
  return spoils.map(([name, codes, change]) => ({
    name,
    codes,
    request: { ...request, ...change(request) },
  }))
}
