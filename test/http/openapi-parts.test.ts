import t from 'tap'
import {
  byName,
  everywhere,
  headerReferences,
  headers,
  order,
  parameterReference,
  parameters,
  problemExamples,
  problemResponse,
  problemResponses,
  securitySchemes,
  withUsedComponents,
} from '../../src/http/openapi-parts.ts'
import { describer } from '../../src/http/zod-describe.ts'

t.test('problems of one status are one answer, named by their codes', async (t) => {
  t.same(problemResponses(['not-found', 'malformed-json', 'gone', 'validation-failed']), [
    {
      status: 400,
      codes: ['malformed-json', 'validation-failed'],
      name: 'MalformedJsonOrValidationFailed',
    },
    { status: 404, codes: ['not-found'], name: 'NotFound' },
    { status: 410, codes: ['gone'], name: 'Gone' },
  ])
})

t.test(
  'an answer says what it may be, with an example and the headers of its status',
  async (t) => {
    const { describe } = describer()
    const one = problemResponse(429, ['rate-limited'], describe)
    t.match(one, {
      description: 'Too many requests (`rate-limited`).',
      content: {
        'application/problem+json': {
          schema: { $ref: 'output:RateLimitedProblem' },
          examples: { 'rate-limited': { $ref: '#/components/examples/RateLimited' } },
        },
      },
    })
    t.ok('Retry-After' in (one.headers as object))
    const two = problemResponse(503, ['unavailable', 'deadline-exceeded'], describe)
    t.match(two, { content: { 'application/problem+json': { schema: { oneOf: [{}, {}] } } } })
    const plain = problemResponse(404, ['not-found'], describe)
    t.same(Object.keys(plain.headers as object), everywhere)
  },
)

t.test('examples are problems as they are sent', async (t) => {
  t.match(problemExamples(['forbidden']), {
    Forbidden: {
      summary: 'Not for you to do',
      value: { code: 'forbidden', status: 403, instance: /^urn:uuid:/ },
    },
  })
})

t.test('shared headers and parameters are referred to by name', async (t) => {
  t.same(parameterReference('Lang'), { $ref: '#/components/parameters/Lang' })
  t.same(headerReferences('ETag'), { ETag: { $ref: '#/components/headers/ETag' } })
  for (const name of everywhere) t.ok(name in headers, name)
  for (const [name, { schema, example }] of Object.entries(parameters)) {
    const { pattern, const: only } = schema as { pattern?: string; const?: string }
    t.ok(only === example || new RegExp(String(pattern)).test(String(example)), name)
  }
  t.same(Object.keys(securitySchemes), ['apiKey', 'oidc'])
})

t.test(
  'a component to which nothing refers is left out, what is reached through another stays',
  async (t) => {
    const refer = (name: string) => ({ $ref: `#/components/schemas/${name}` })
    const document = {
      paths: { a: refer('B'), b: refer('B'), c: refer('Absent') },
      components: { headers: { Unused: {} }, securitySchemes: { key: {} } },
    }
    const schemas = { C: {}, B: refer('A'), A: {} }
    t.strictSame(withUsedComponents(document, schemas), {
      ...document,
      components: { headers: {}, schemas: { A: {}, B: refer('A') }, securitySchemes: { key: {} } },
    })
    t.same(byName({ b: 1, a: 2 }), [
      ['a', 2],
      ['b', 1],
    ])
    t.same([order('a', 'b'), order('b', 'a'), order('a', 'a')], [-1, 1, 0])
  },
)
