import t from 'tap'
import { breakingChanges } from '../../src/tools/compare-openapi.ts'

type Loose = { [name: string]: Loose }

/** A small released document with a body, a list, a recursive shape, a union, headers and two credentials. */
const released = () => ({
  openapi: '3.1.1',
  security: [{ key: ['notes:read'] }],
  paths: {
    '/notes': {
      parameters: [{ $ref: '#/components/parameters/Language' }],
      get: {
        operationId: 'listNotes',
        parameters: [
          {
            in: 'query',
            name: 'limit',
            schema: { type: 'integer', minimum: 0, maximum: 200, default: 50 },
          },
          { in: 'query', name: 'state', schema: { type: 'string', enum: ['open', 'done'] } },
        ],
        responses: {
          200: {
            description: 'Notes',
            headers: { ETag: { required: true, schema: { type: 'string' } } },
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['items', 'nextCursor'],
                  properties: {
                    items: { type: 'array', items: { $ref: '#/components/schemas/Note' } },
                    nextCursor: { anyOf: [{ type: 'string' }, { type: 'null' }] },
                    counts: { type: 'object', additionalProperties: { type: 'integer' } },
                  },
                },
              },
              'text/csv': { schema: { type: 'string' } },
            },
          },
          400: { $ref: '#/components/responses/Refused' },
        },
      },
      post: {
        operationId: 'createNote',
        'x-scope': 'notes:write',
        security: [{ key: ['notes:write'] }, { token: [] }],
        requestBody: {
          content: {
            'application/json': { schema: { $ref: '#/components/schemas/NewNote' } },
            'application/xml': { schema: { $ref: '#/components/schemas/NewNote' } },
          },
        },
        responses: {
          201: { description: 'Made' },
          400: { $ref: '#/components/responses/Refused' },
          409: {
            description: 'Not now',
            content: {
              'application/problem+json': {
                schema: {
                  oneOf: [
                    { $ref: '#/components/schemas/Busy' },
                    { $ref: '#/components/schemas/Taken' },
                  ],
                },
              },
            },
          },
        },
      },
    },
    '/ping': {
      get: { operationId: 'ping', security: [], responses: { 204: { description: 'ok' } } },
    },
  },
  components: {
    securitySchemes: {
      key: { type: 'http', scheme: 'bearer' },
      token: { type: 'http', scheme: 'bearer' },
    },
    parameters: {
      Language: {
        in: 'header',
        name: 'Accept-Language',
        schema: { type: 'string', maxLength: 80 },
      },
    },
    responses: {
      Refused: {
        description: 'Refused',
        content: {
          'application/problem+json': { schema: { $ref: '#/components/schemas/Refusal' } },
        },
      },
    },
    schemas: {
      Refusal: {
        type: 'object',
        required: ['code'],
        properties: { code: { type: 'string', enum: ['validation-failed', 'cursor-invalid'] } },
      },
      Busy: { type: 'object', required: ['code'], properties: { code: { const: 'busy' } } },
      Taken: {
        type: 'object',
        required: ['code', 'by'],
        properties: { code: { const: 'taken' }, by: { type: 'string' } },
      },
      Note: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'state'],
        properties: {
          id: { type: 'string', format: 'uuid' },
          state: { type: 'string', enum: ['open', 'done'] },
          score: { type: 'number' },
          madeAt: { type: ['string', 'null'], format: 'date-time' },
          replies: { type: 'array', items: { $ref: '#/components/schemas/Note' } },
        },
      },
      NewNote: {
        type: 'object',
        additionalProperties: false,
        required: ['text'],
        properties: {
          text: { type: 'string', minLength: 1, maxLength: 2000 },
          mark: { anyOf: [{ type: 'integer', maximum: 5 }, { const: 'none' }] },
          size: { allOf: [{ $ref: '#/components/schemas/Size' }, { required: ['unit'] }] },
          labels: { type: 'object', additionalProperties: { type: 'string', maxLength: 40 } },
          tags: { type: 'array', items: { type: 'string', maxLength: 40 }, maxItems: 10 },
        },
      },
      Size: {
        type: 'object',
        properties: { amount: { type: 'number', multipleOf: 0.5 }, unit: { type: 'string' } },
      },
    },
  },
})

/** The part of a document at a path of member names, to be edited. */
const at = (document: unknown, ...steps: string[]): Loose =>
  steps.reduce((part, step) => part[step] as Loose, document as Loose)
const set = (...path: string[]) => {
  const name = path.pop() ?? ''
  return (value: unknown) => (document: unknown) => {
    at(document, ...path)[name] = value as Loose
  }
}
const drop =
  (...path: string[]) =>
  (document: unknown) => {
    const name = path.pop() ?? ''
    const part: unknown = at(document, ...path)
    if (Array.isArray(part)) part.splice(Number(name), 1)
    else delete at(document, ...path)[name]
  }

const list = ['paths', '/notes', 'get']
const create = ['paths', '/notes', 'post']
const answer = [...list, 'responses', '200', 'content', 'application/json', 'schema', 'properties']
const note = ['components', 'schemas', 'Note', 'properties']
const input = ['components', 'schemas', 'NewNote', 'properties']
const conflicts = [
  ...create,
  'responses',
  '409',
  'content',
  'application/problem+json',
  'schema',
  'oneOf',
]
const limit = [...list, 'parameters', '0']

type Edit = readonly [what: string, change: (document: unknown) => void, pointer?: string]

const breaking: readonly Edit[] = [
  ['a path is renamed', drop('paths', '/ping'), '/paths/~1ping/get'],
  ['an operation is removed', drop(...create), '/paths/~1notes/post'],
  [
    'an operation id is renamed',
    set(...list, 'operationId')('allNotes'),
    '/paths/~1notes/get/operationId',
  ],
  ['a parameter is removed', drop(...list, 'parameters', '1'), '/paths/~1notes/get/parameters/1'],
  [
    'a shared parameter is removed',
    drop('paths', '/notes', 'parameters'),
    '/components/parameters/Language',
  ],
  [
    'a parameter becomes required',
    set(...limit, 'required')(true),
    '/paths/~1notes/get/parameters/0',
  ],
  [
    'a new required parameter',
    set(...create, 'parameters')([{ in: 'query', name: 'why', required: true, schema: {} }]),
    '/paths/~1notes/post/parameters/0',
  ],
  [
    'a parameter is written in another way',
    set(...limit, 'style')('pipeDelimited'),
    '/paths/~1notes/get/parameters/0/style',
  ],
  [
    'another default',
    set(...limit, 'schema', 'default')(20),
    '/paths/~1notes/get/parameters/0/schema/default',
  ],
  [
    'a lower maximum',
    set(...limit, 'schema', 'maximum')(100),
    '/paths/~1notes/get/parameters/0/schema/maximum',
  ],
  [
    'a higher minimum',
    set(...limit, 'schema', 'minimum')(1),
    '/paths/~1notes/get/parameters/0/schema/minimum',
  ],
  [
    'a value of a request is removed',
    set(...list, 'parameters', '1', 'schema', 'enum')(['open']),
    '/paths/~1notes/get/parameters/1/schema/enum',
  ],
  [
    'a shared parameter gets shorter',
    set('components', 'parameters', 'Language', 'schema', 'maxLength')(40),
    '/components/parameters/Language/schema/maxLength',
  ],
  [
    'the body becomes required',
    set(...create, 'requestBody', 'required')(true),
    '/paths/~1notes/post/requestBody',
  ],
  [
    'a body where none was',
    set(...list, 'requestBody')({ required: true, content: {} }),
    '/paths/~1notes/get/requestBody',
  ],
  [
    'a media type of the body is removed',
    drop(...create, 'requestBody', 'content', 'application/xml'),
    '/paths/~1notes/post/requestBody/content/application~1xml',
  ],
  [
    'a member of the body is removed',
    drop(...input, 'tags'),
    '/components/schemas/NewNote/properties/tags',
  ],
  [
    'a member of the body becomes required',
    set('components', 'schemas', 'NewNote', 'required')(['text', 'tags']),
    '/components/schemas/NewNote/properties/tags',
  ],
  [
    'a member of the body changes its type',
    set(...input, 'text', 'type')('integer'),
    '/components/schemas/NewNote/properties/text',
  ],
  [
    'a text gets a pattern',
    set(...input, 'text', 'pattern')('^a'),
    '/components/schemas/NewNote/properties/text/pattern',
  ],
  [
    'items of a list get shorter',
    set(...input, 'tags', 'items', 'maxLength')(20),
    '/components/schemas/NewNote/properties/tags/items/maxLength',
  ],
  [
    'a list may not repeat',
    set(...input, 'tags', 'uniqueItems')(true),
    '/components/schemas/NewNote/properties/tags/uniqueItems',
  ],
  [
    'a form of a union is removed',
    set(...input, 'mark', 'anyOf')([{ type: 'integer', maximum: 5 }]),
    '/components/schemas/NewNote/properties/mark/anyOf/1',
  ],
  [
    'only listed values where any was accepted',
    set(...input, 'text', 'enum')(['a']),
    '/components/schemas/NewNote/properties/text',
  ],
  [
    'a grain that does not fit the old one',
    set('components', 'schemas', 'Size', 'properties', 'amount', 'multipleOf')(1),
    // A joined shape counts as standing where its parts are joined.
    '/components/schemas/NewNote/properties/size/properties/amount/multipleOf',
  ],
  [
    'a joined shape requires more',
    set(...input, 'size', 'allOf', '1', 'required')(['unit', 'amount']),
    '/components/schemas/NewNote/properties/size/properties/amount',
  ],
  [
    'members by name are refused',
    set(...input, 'labels', 'additionalProperties')(false),
    '/components/schemas/NewNote/properties/labels/additionalProperties',
  ],
  [
    'members by name get shorter',
    set(...input, 'labels', 'additionalProperties', 'maxLength')(10),
    '/components/schemas/NewNote/properties/labels/additionalProperties/maxLength',
  ],
  [
    'a member of an answer is removed',
    drop(...note, 'score'),
    '/components/schemas/Note/properties/score',
  ],
  [
    'a member of an answer may be absent',
    set('components', 'schemas', 'Note', 'required')(['id']),
    '/components/schemas/Note/properties/state',
  ],
  [
    'a member of an answer changes its type',
    set(...note, 'score', 'type')('string'),
    '/components/schemas/Note/properties/score',
  ],
  [
    'a member of an answer may be null now',
    set(...note, 'score', 'type')(['number', 'null']),
    '/components/schemas/Note/properties/score',
  ],
  [
    'a value of an answer is removed',
    set(...note, 'state', 'enum')(['open']),
    '/components/schemas/Note/properties/state/enum',
  ],
  [
    'values of an answer are no longer listed',
    drop(...note, 'state', 'enum'),
    '/components/schemas/Note/properties/state/enum',
  ],
  [
    'an instant becomes free text',
    drop(...note, 'madeAt', 'format'),
    '/components/schemas/Note/properties/madeAt/format',
  ],
  [
    'a form of an answer is removed',
    set(...answer, 'nextCursor')({ type: 'null' }),
    `/${answer.join('/').replace('/notes', '~1notes').replace('application/', 'application~1')}/nextCursor/anyOf/0`,
  ],
  [
    'members by name of an answer change their type',
    set(...answer, 'counts', 'additionalProperties', 'type')('string'),
    `/${answer.join('/').replace('/notes', '~1notes').replace('application/', 'application~1')}/counts/additionalProperties`,
  ],
  [
    'members by name of an answer are gone',
    set(...answer, 'counts', 'additionalProperties')(false),
    `/${answer.join('/').replace('/notes', '~1notes').replace('application/', 'application~1')}/counts/additionalProperties`,
  ],
  ['a status is removed', drop(...list, 'responses', '400'), '/paths/~1notes/get/responses/400'],
  [
    'success may look otherwise',
    set(...list, 'responses', '202')({ description: 'Later' }),
    '/paths/~1notes/get/responses/202',
  ],
  [
    'a problem is removed',
    set('components', 'schemas', 'Refusal', 'properties', 'code', 'enum')(['validation-failed']),
    '/components/schemas/Refusal/properties/code/enum',
  ],
  [
    'a problem of an operation is removed',
    set(...conflicts)([{ $ref: '#/components/schemas/Busy' }]),
    '/components/schemas/Taken',
  ],
  [
    'a problem of an operation is renamed',
    set('components', 'schemas', 'Taken', 'properties', 'code', 'const')('gone'),
    '/components/schemas/Taken',
  ],
  [
    'a problem loses a member',
    drop('components', 'schemas', 'Taken', 'properties', 'by'),
    '/components/schemas/Taken/properties/by',
  ],
  [
    'a media type of an answer is removed',
    drop(...list, 'responses', '200', 'content', 'text/csv'),
    '/paths/~1notes/get/responses/200/content/text~1csv',
  ],
  [
    'a header of an answer is removed',
    drop(...list, 'responses', '200', 'headers', 'ETag'),
    '/paths/~1notes/get/responses/200/headers/ETag',
  ],
  [
    'a header of an answer may be absent',
    set(...list, 'responses', '200', 'headers', 'ETag', 'required')(false),
    '/paths/~1notes/get/responses/200/headers/ETag',
  ],
  [
    'a public operation asks for a credential',
    drop('paths', '/ping', 'get', 'security'),
    '/paths/~1ping/get/security',
  ],
  [
    'another scope is asked',
    set('security')([{ key: ['notes:list'] }]),
    '/paths/~1notes/get/security',
  ],
  [
    'another scope is asked beside the scheme',
    set(...create, 'x-scope')('notes:admin'),
    '/paths/~1notes/post/x-scope',
  ],
  [
    'one of two credentials no longer opens',
    set(...create, 'security')([{ key: ['notes:write'] }]),
    '/paths/~1notes/post/security',
  ],
  [
    'a credential is presented otherwise',
    set('components', 'securitySchemes', 'key')({ type: 'apiKey', in: 'header', name: 'X-Key' }),
    '/components/securitySchemes/key/type',
  ],
]

const compatible: readonly Edit[] = [
  ['nothing', () => undefined],
  ['a new operation', set('paths', '/more')({ get: { operationId: 'more', responses: {} } })],
  [
    'a new optional parameter',
    set(...create, 'parameters')([{ in: 'query', name: 'why', schema: { type: 'string' } }]),
  ],
  ['a higher maximum', set(...limit, 'schema', 'maximum')(500)],
  ['a bound less', drop(...limit, 'schema', 'minimum')],
  [
    'a further value in a request',
    set(...list, 'parameters', '1', 'schema', 'enum')(['open', 'done', 'late']),
  ],
  ['any value in a request', drop(...list, 'parameters', '1', 'schema', 'enum')],
  ['a number where an integer was', set(...limit, 'schema', 'type')('number')],
  ['a new optional member of the body', set(...input, 'colour')({ type: 'string' })],
  [
    'a member of the body is no longer required',
    set('components', 'schemas', 'NewNote', 'required')([]),
  ],
  [
    'a further form in a request',
    set(...input, 'mark', 'anyOf')([{ type: 'integer' }, { const: 'none' }, { type: 'null' }]),
  ],
  [
    'a finer grain',
    set('components', 'schemas', 'Size', 'properties', 'amount', 'multipleOf')(0.25),
  ],
  ['a further media type', set(...create, 'requestBody', 'content', 'application/yaml')({})],
  ['a new member of an answer', set(...note, 'colour')({ type: 'string' })],
  ['a new value in an answer', set(...note, 'state', 'enum')(['open', 'done', 'late'])],
  [
    'a member of an answer is always there',
    set('components', 'schemas', 'Note', 'required')(['id', 'state', 'score']),
  ],
  ['an integer where a number was', set(...note, 'score', 'type')('integer')],
  ['never null any more', set(...answer, 'nextCursor')({ type: 'string' })],
  ['a longer text in an answer', set(...note, 'id', 'maxLength')(80)],
  [
    'a further problem of an operation',
    (document) => {
      const schemas = at(document, 'components', 'schemas')
      schemas.Late = { type: 'object', properties: { code: { const: 'late' } } } as never
      const forms: unknown = at(document, ...conflicts)
      if (Array.isArray(forms)) forms.push({ $ref: '#/components/schemas/Late' })
    },
  ],
  ['a new problem', set(...list, 'responses', '429')({ description: 'Too many' })],
  [
    'a new header',
    set(...list, 'responses', '200', 'headers', 'Age')({ schema: { type: 'integer' } }),
  ],
  ['a further credential', set('security')([{ key: ['notes:read'] }, { token: [] }])],
  ['no scope asked', drop(...create, 'x-scope')],
  ['no credential asked', set('security')([])],
  [
    'the case of a header field',
    set('components', 'parameters', 'Language', 'name')('accept-language'),
  ],
  [
    'a shape moves into a component',
    (document) => {
      at(document, 'components', 'schemas').Text = at(document, ...input).text as Loose
      set(...input, 'text')({ $ref: '#/components/schemas/Text' })(document)
    },
  ],
]

const changesOf = (change: (document: unknown) => void) => {
  const next = released()
  change(next)
  return breakingChanges(released(), next)
}

t.test('every breaking edit is found, at its place, with its reason', async (t) => {
  for (const [what, change, pointer] of breaking) {
    const changes = changesOf(change)
    t.ok(
      changes.some((each) => each.pointer === pointer),
      what,
      { expected: pointer, found: changes },
    )
    t.ok(
      changes.every((each) => each.what !== '' && each.why !== ''),
      `${what}: said in words`,
    )
  }
})

t.test('every compatible edit passes', async (t) => {
  for (const [what, change] of compatible) t.same(changesOf(change), [], what)
})

t.test('a broken component is reported once, however many operations use it', async (t) => {
  t.equal(changesOf(drop(...note, 'score')).length, 1)
})

t.test('what cannot be compared is refused, not passed', async (t) => {
  const linking = (reference: string) => changesOf(set(...limit, 'schema')({ $ref: reference }))
  t.throws(() => linking('https://example.org/schema.json'), /local/)
  t.throws(() => linking('#/components/schemas/Nobody'), /nothing is there/)
  t.throws(
    () =>
      changesOf((document) => {
        at(document, 'components', 'schemas').Loop = { $ref: '#/components/schemas/Loop' } as never
        set(...limit, 'schema')({ $ref: '#/components/schemas/Loop' })(document)
      }),
    /circle/,
  )
})
