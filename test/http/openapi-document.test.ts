import Ajv2020 from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import t from 'tap'
import { z } from 'zod'
import { openApiDocument } from '../../src/http/openapi-document.ts'
import { operation } from '../../src/http/operation.ts'
import { getNote, sampleAnswers, sampleApi } from '../support/sample-api.ts'
import { sampleInfo } from '../support/sample-document.ts'

const { operations } = sampleApi()
// biome-ignore lint/suspicious/noExplicitAny: a test walks the document as a reader would
const document = openApiDocument(sampleInfo, operations) as any
const one = document.paths['/v1/organizations/{organizationId}/notes/{noteId}']
const all = document.paths['/v1/organizations/{organizationId}/notes']
// biome-ignore lint/suspicious/noExplicitAny: as above
const walk = (part: any, see: (node: any) => void): void => {
  if (typeof part !== 'object' || part === null) return
  see(part)
  for (const inside of Object.values(part)) walk(inside, see)
}

t.test('equal operations give equal bytes, in whatever order they are bound', async (t) => {
  const again = openApiDocument(sampleInfo, [...sampleApi().operations].reverse())
  t.equal(JSON.stringify(again), JSON.stringify(document))
})

t.test('every reference leads somewhere, and every component is used', async (t) => {
  const references = new Set<string>()
  walk(document, ({ $ref }) => typeof $ref === 'string' && references.add($ref))
  for (const reference of references) {
    const [, , kind = '', name = ''] = reference.split('/')
    t.ok(document.components[kind]?.[name], reference)
  }
  for (const [kind, entries] of Object.entries(document.components)) {
    if (kind === 'securitySchemes') continue
    for (const name of Object.keys(entries as object)) {
      t.ok(references.has(`#/components/${kind}/${name}`), `${kind}/${name} is used`)
    }
  }
})

t.test('an operation says all it promises', async (t) => {
  t.match(all.post, {
    operationId: 'createNote',
    tags: ['notes'],
    description: /Needs the scope `submissions:write`/,
    security: [{ apiKey: [] }, { oidc: [] }],
    'x-scope': 'submissions:write',
    parameters: [
      { name: 'organizationId', in: 'path', required: true, description: 'Organization id.' },
      { $ref: '#/components/parameters/IdempotencyKey' },
      { $ref: '#/components/parameters/Lang' },
    ],
    requestBody: {
      required: true,
      content: { 'application/json': { example: { text: 'Good' } } },
    },
    responses: {
      201: {
        description: 'Created.',
        headers: { Location: {}, ETag: {}, 'Idempotency-Replayed': {} },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Note' } } },
      },
    },
  })
  t.same(Object.keys(all.post.responses), [
    '201',
    '400',
    '401',
    '403',
    '404',
    '406',
    '408',
    '409',
    '413',
    '414',
    '415',
    '422',
    '429',
    '431',
    '500',
    '503',
  ])
})

t.test('preconditions, lists, empty answers and long runs are told apart', async (t) => {
  const names = (parameters: { $ref?: string; name?: string }[]) =>
    parameters.map(({ $ref, name }) => $ref?.split('/').pop() ?? name)
  t.same(names(one.put.parameters), [
    'organizationId',
    'noteId',
    'IfMatchOrNew',
    'IfNoneMatchNew',
    'Lang',
  ])
  t.same(names(one.patch.parameters), ['organizationId', 'noteId', 'IfMatch', 'Lang'])
  t.same(names(all.get.parameters), ['organizationId', 'limit', 'cursor', 'mine', 'Lang'])
  t.ok('application/merge-patch+json' in one.patch.requestBody.content)
  t.notOk('content' in one.delete.responses['204'])
  t.notOk('requestBody' in one.delete)
  t.ok('304' in one.get.responses)
  t.notOk('304' in all.get.responses, 'what has no tag is never unchanged')
  const counting = document.paths['/v1/organizations/{organizationId}/notes/count'].post
  t.ok('Retry-After' in counting.responses['202'].headers)
  t.notOk('ETag' in all.get.responses['200'].headers, 'a list that is not kept has no tag')
})

t.test('an answer is shown as it was recorded, wherever it fits', async (t) => {
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const { paths } = openApiDocument(sampleInfo, operations, sampleAnswers) as any
  const path = '/v1/organizations/{organizationId}/notes'
  const note = sampleAnswers.getNote[200]
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const shown = (method: any, status: string, type = 'application/json') =>
    method.responses[status].content[type].example
  t.same(shown(paths[path].get, '200'), { items: [note], nextCursor: null })
  const { put, patch } = paths[`${path}/{noteId}`]
  t.same(shown(put, '201'), note)
  t.same(shown(put, '200'), note, 'of another status with the same shape')
  t.notOk('example' in patch.responses['200'].content['application/json'], 'nothing was recorded')
  t.equal(shown(paths['/v1/text'].get, '200', 'text/plain'), 'Text')
  const { content } = paths[`${path}/export`].get.responses['200']
  t.equal(content['text/csv'].example, 'id\r\nn1\r\n')
  t.notOk('example' in content['application/zip'], 'text is no example of a packed file')
})

t.test('what is public says so', async (t) => {
  const model = document.paths['/v1/models/{modelKey}'].get
  t.same(model.security, [])
  t.notOk('x-scope' in model)
  t.notOk('401' in model.responses)
  t.ok('ETag' in model.responses['200'].headers, 'kept answers are known by their bytes')
  t.ok('text/plain' in document.paths['/v1/text'].get.responses['200'].content)
})

t.test('only tags in use, and none that is unknown', async (t) => {
  t.same(
    document.tags.map(({ name }: { name: string }) => name),
    ['models', 'notes'],
  )
  const stray = operation({
    id: 'stray',
    method: 'GET',
    url: '/v1/stray',
    summary: 'Stray',
    tag: 'nothing',
    scope: null,
    tenant: null,
    reply: { 200: z.string() },
  })
  t.throws(
    () => openApiDocument(sampleInfo, [stray as never]),
    /operation stray: there is no tag nothing/,
  )
})

t.test('an example of a parameter is the value its text stands for', async (t) => {
  const made = operation({
    id: 'made',
    method: 'GET',
    url: '/v1/made',
    summary: 'Made',
    tag: 'models',
    scope: null,
    tenant: null,
    query: z.strictObject({
      count: z.string().meta({ type: 'integer', description: 'How many.' }),
      flag: z.string().meta({ type: 'boolean' }).optional(),
      word: z.string().max(9).optional(),
      none: z.string().max(9).optional(),
    }),
    reply: { 200: z.string().max(9) },
    sample: { query: { count: '3', flag: 'true', word: '3' } },
  })
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const { paths } = openApiDocument(sampleInfo, [made as never]) as any
  t.match(paths['/v1/made'].get.parameters, [
    { name: 'count', example: 3, required: true, description: 'How many.' },
    { name: 'flag', example: true, required: false },
    { name: 'word', example: '3' },
    { name: 'none' },
  ])
  t.notOk('example' in paths['/v1/made'].get.parameters[3])
  const bare = operation({
    id: 'bare',
    method: 'POST',
    url: '/v1/bare',
    summary: 'Bare',
    tag: 'models',
    scope: null,
    tenant: null,
    body: z.strictObject({}),
    reply: { 204: null },
  })
  const undocumented = openApiDocument(sampleInfo, [bare as never])
  t.notMatch(JSON.stringify(undocumented.paths), /"example":/, 'without a sample there is none')
})

t.test('every example satisfies its schema', async (t) => {
  const ajv = new Ajv2020.default({ strict: false })
  formats.default(ajv)
  ajv.addSchema({ ...document, $id: 'https://sample.test/openapi' })
  const absolute = (schema: unknown) =>
    JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"https://sample.test/openapi#/'))
  let checked = 0
  walk(document, ({ schema, example, examples }) => {
    if (schema === undefined) return
    const values = [
      ...(example === undefined ? [] : [example]),
      ...Object.values(examples ?? {}).map(
        // biome-ignore lint/suspicious/noExplicitAny: as above
        ({ $ref }: any) => document.components.examples[$ref.split('/').pop()].value,
      ),
    ]
    for (const value of values) {
      const fits = ajv.compile(absolute(schema))
      t.ok(fits(value), `${JSON.stringify(value)}: ${JSON.stringify(fits.errors)}`)
      checked += 1
    }
  })
  t.ok(checked > 50, `${checked} examples`)
})

t.test('a form beside JSON is text, and has neither its shape nor its example', async (t) => {
  const drawing = {
    ...getNote,
    id: 'drawNote',
    url: `${getNote.url}/picture`,
    replyTypes: ['application/json', 'image/svg+xml'],
  }
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const drawn = openApiDocument(sampleInfo, [drawing]) as any
  const { content } = drawn.paths[drawing.url].get.responses[200]
  t.ok('$ref' in content['application/json'].schema)
  t.match(content['image/svg+xml'], { schema: { type: 'string' } })
  t.notOk('example' in content['image/svg+xml'])
})

t.test('files are bytes under their media types, and carry a name when they leave', async (t) => {
  const brought = document.paths['/v1/organizations/{organizationId}/notes/import'].post
  const schema = { type: 'string', format: 'binary', maxLength: 100 }
  t.match(brought.requestBody.content, {
    'text/csv': { schema, example: 'id\nn1\n' },
    'application/zip': { schema },
  })
  t.notOk('example' in brought.requestBody.content['application/zip'])
  t.match(brought.parameters, [
    {},
    { name: 'dryRun' },
    { $ref: '#/components/parameters/IdempotencyKeyUnlessDry' },
    {},
  ])
  const taken = document.paths['/v1/organizations/{organizationId}/notes/export'].get
  t.match(taken.responses[200].content, {
    'text/csv': { schema: { format: 'binary' } },
    'application/zip': { schema: { format: 'binary' } },
  })
  t.ok('Content-Disposition' in taken.responses[200].headers)
})
