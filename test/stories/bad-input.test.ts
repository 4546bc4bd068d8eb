// Bad input against every operation that is served: the right problem each time, never a failure of ours, and
// never a changed row. First a corpus with an expected answer each, then a fuzzer that knows the contract.
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { createGeneratorSync } from 'json-schema-faker'
import t, { type Test } from 'tap'
import type { Operation } from '../../src/http/operation.ts'
import { problemShapes } from '../../src/http/problem-shapes.ts'
import { problemStatus } from '../../src/http/problems.ts'
import { type Hostile, hostileOf, type Request, toInject } from '../support/hostile.ts'
import { sampleOf, scenesOf } from '../support/scenes.ts'
import { type Call, type House, stage } from '../support/stage.ts'
import { digestOf } from '../support/stored.ts'

const theStage = await stage(t)
const { app, operations } = theStage
const scenes = scenesOf(operations)
const absentId = '01890000-0000-7000-8000-000000000000'

/** The good request of an operation; without a scene about things that do not exist. */
const goodRequest = async (operation: Operation, house: House): Promise<Request> => {
  const scene = scenes[operation.id]
  const play = {
    house,
    sql: theStage.sql,
    call: (id: string, call?: Call) => {
      const other = operations.find((each) => each.id === id)
      if (other === undefined) throw new Error(`There is no operation ${id}.`)
      return house.call(other, call)
    },
  }
  const call = scene === undefined ? sampleOf(operation) : await scene.set(play)
  const params: Readonly<Record<string, string>> = {
    organizationId: house.organizationId,
    associationId: house.associationId,
    ...call.params,
  }
  const path = operation.url.replaceAll(/\{(\w+)\}/g, (_, name) =>
    encodeURIComponent(params[name] ?? absentId),
  )
  const query = new URLSearchParams(
    Object.entries(call.query ?? {}).map(([name, value]): [string, string] => [
      name,
      String(value),
    ]),
  ).toString()
  const { key } = house.cast[scene?.as ?? 'associationAdmin']
  return {
    operation,
    url: query === '' ? path : `${path}?${query}`,
    headers: {
      authorization: `Bearer ${key}`,
      ...(operation.body === null ? {} : { 'content-type': operation.mediaType }),
      ...(operation.idempotency === 'key' ? { 'idempotency-key': 'a-key-of-this-story' } : {}),
      ...(call.ifMatch === undefined ? {} : { 'if-match': call.ifMatch }),
      ...(call.ifNoneMatch === undefined ? {} : { 'if-none-match': call.ifNoneMatch }),
    },
    payload:
      operation.body === null
        ? null
        : operation.file === null
          ? JSON.stringify(call.body ?? {})
          : String(call.body),
  }
}

/** What is wrong with the answer to a hostile request, as a sentence; null: nothing. */
const fault = async ({ name, request, codes }: Hostile): Promise<string | null> => {
  const { statusCode, headers, body } = await app.inject(toInject(request))
  const told = `${name}: ${statusCode} ${body.slice(0, 200)}`
  if (headers['content-type'] !== 'application/problem+json') return told
  const problem = JSON.parse(body)
  // Without a scene it is about nothing that exists: there is no state for a precondition to miss.
  const absent = request.operation.id in scenes ? [] : (['not-found'] as const)
  const code = [...codes, ...absent].find((each) => each === problem.code)
  if (code === undefined) return `${told}, not ${codes.join(' or ')}`
  if (statusCode !== problemStatus[code] || statusCode !== problem.status) return `${told}: status`
  if (!problemShapes[code].safeParse(problem).success) return `${told}: shape`
  return /node_modules|SELECT |\bat .*:\d+:\d+/.test(body) ? `${told}: from inside` : null
}

/** What is left of each operation's request when the corpus is through: the fuzzer goes on from there. */
const afterwards = new Map<string, Request>()

/** The same request about what its answer has left behind. */
const renewed = (request: Request, etag: unknown): Request => {
  if (request.operation.revision === null || typeof etag !== 'string') return request
  const { 'if-none-match': _, ...headers } = request.headers
  return { ...request, headers: { ...headers, 'if-match': etag } }
}

t.test('the corpus: each bad request is refused as what it is, and nothing changes', async (t) => {
  let played = 0
  for (const operation of operations) {
    const house = await theStage.house()
    const request = await goodRequest(operation, house)
    const before = await digestOf(theStage)
    const faults: string[] = []
    for (const hostile of hostileOf(request)) {
      const found = await fault(hostile)
      if (found !== null) faults.push(found)
      played += 1
    }
    t.same(faults, [], operation.id)
    t.equal(await digestOf(theStage), before, `${operation.id}: nothing changed`)
    if (operation.id in scenes) {
      // Control: unspoiled, the very request is served, so it was the spoiling that was refused.
      const { statusCode, headers, body } = await app.inject(toInject(request))
      t.ok(statusCode < 300, `${operation.id} unspoiled: ${statusCode} ${body.slice(0, 200)}`)
      afterwards.set(operation.id, renewed(request, headers.etag))
    } else afterwards.set(operation.id, request)
  }
  t.equal(Reflect.get({}, 'polluted'), undefined, 'no prototype was reached')
  t.comment(`${played} bad requests`)
})

type Schema = Readonly<Record<string, unknown>>
type Reply = {
  readonly $ref?: string
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>
}
type Described = {
  readonly operationId: string
  readonly parameters?: readonly {
    readonly name: string
    readonly in: string
    readonly schema: Schema
  }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
  readonly responses: Readonly<Record<string, Reply>>
}
type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>
  readonly components: { readonly responses: Readonly<Record<string, Reply>> }
}

/** A small generator with a seed (mulberry32): a failure plays again from it. */
const dice = (seed: number) => {
  let state = seed
  return (below: number): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const nasty: readonly unknown[] = [
  ...[null, true, -1, 1.5, 1e300, Number.MAX_SAFE_INTEGER, '', ' ', [], {}, [[]], [null]],
  ...['x'.repeat(30_000), '\u202e', 'ﷺ'.repeat(300), '"', '\\', '%00', '1; drop table people', 'é'],
]

/** A copy with one thing wrong somewhere: gone, or replaced by something nasty. */
const mutated = (value: unknown, roll: (below: number) => number): unknown => {
  if (typeof value !== 'object' || value === null || roll(4) === 0) return nasty[roll(nasty.length)]
  const entries = Object.entries(value)
  if (entries.length === 0) return nasty[roll(nasty.length)]
  const [name] = entries[roll(entries.length)] ?? ['']
  if (Array.isArray(value)) {
    return value.map((each, at) => (String(at) === name ? mutated(each, roll) : each))
  }
  if (roll(4) === 0) return Object.fromEntries(entries.filter(([each]) => each !== name))
  return Object.fromEntries(
    entries.map(([each, inside]) => [each, each === name ? mutated(inside, roll) : inside]),
  )
}

const rounds = Number(process.env.FUZZ_ROUNDS ?? 3)
const seed = Number(process.env.FUZZ_SEED ?? 20_261)

const fuzz = async (t: Test, described: Described, document: Document) => {
  const operation = operations.find(({ id }) => id === described.operationId)
  if (operation === undefined) throw new Error(`${described.operationId} is not served`)
  const good = afterwards.get(operation.id)
  if (good === undefined) throw new Error(`${operation.id}: the corpus comes first`)
  const roll = dice(seed)
  const { components } = document
  const generator = createGeneratorSync({ seed, optionalsProbability: 0.5 } as object)
  const made = (schema: Schema): unknown => generator.generate({ ...schema, components } as never)
  const faults: string[] = []
  for (let round = 0; round < rounds; round++) {
    const { requestBody, parameters = [] } = described
    const query = new URLSearchParams()
    for (const { name, in: place, schema } of parameters) {
      if (place !== 'query' || roll(2) === 0) continue
      query.set(name, String(roll(2) === 0 ? made(schema) : nasty[roll(nasty.length)]))
    }
    const schema = requestBody?.content[operation.mediaType]?.schema
    const value = schema === undefined ? null : made(schema)
    const body = round % 2 === 0 ? value : mutated(value, roll)
    const request: Request = {
      ...good,
      url: `${good.url.split('?')[0]}?${query}`.slice(0, 3000),
      headers:
        operation.idempotency === 'key'
          ? {
              ...good.headers,
              'idempotency-key': `fuzz-${operation.id}-${round}`.slice(0, 64).padEnd(16, '-'),
            }
          : good.headers,
      payload:
        schema === undefined ? null : operation.file === null ? JSON.stringify(body) : String(body),
    }
    const found = await undeclared(request, described)
    if (found !== null)
      faults.push(`round ${round}: ${found} after ${String(request.payload).slice(0, 300)}`)
  }
  t.same(faults, [], described.operationId)
}

let shared: Readonly<Record<string, Reply>> = {}
const resolved = (reply: Reply | undefined): Reply | undefined =>
  reply?.$ref === undefined ? reply : shared[reply.$ref.replace('#/components/responses/', '')]

let validatorFor: (schema: Schema) => (value: unknown) => string | null = () => () => null

const undeclared = async (request: Request, { responses }: Described): Promise<string | null> => {
  const { statusCode, headers, body } = await app.inject(toInject(request))
  const told = `${statusCode} ${body.slice(0, 300)}`
  if (statusCode >= 500) return told
  const reply = resolved(responses[statusCode])
  if (reply === undefined) return `${told}: undeclared status`
  if (reply.content === undefined) return body === '' ? null : `${told}: a body`
  const [type = ''] = String(headers['content-type']).split(';')
  const schema = reply.content[type]?.schema
  if (schema === undefined) return `${told}: undeclared media type ${type}`
  if (!type.endsWith('json')) return null
  const complaint = validatorFor(schema)(JSON.parse(body))
  return complaint === null ? null : `${told}: ${complaint}`
}

t.test('the fuzzer: whatever is sent, the answer is one that the document declares', async (t) => {
  const document: Document = (await app.inject('/v1/openapi.json')).json()
  const ajv = new Ajv2020({ strict: false, allErrors: false, validateFormats: true })
  shared = document.components.responses
  addFormats.default(ajv as never)
  ajv.addSchema({ $id: 'https://excellence.test/', components: document.components })
  validatorFor = (schema) => {
    const text = JSON.stringify(schema).replaceAll('"#/', '"https://excellence.test/#/')
    const validate = ajv.compile(JSON.parse(text))
    return (value) => (validate(value) ? null : ajv.errorsText(validate.errors))
  }
  t.comment(`seed ${seed}, ${rounds} rounds an operation`)
  for (const methods of Object.values(document.paths)) {
    for (const described of Object.values(methods)) {
      if (described.operationId !== undefined) await fuzz(t, described, document)
    }
  }
})

t.test('control: an undeclared status and a body outside its shape are seen', async (t) => {
  const described: Described = { operationId: 'listQuestionnaires', responses: {} }
  const [operation] = operations.filter(({ id }) => id === 'listQuestionnaires')
  if (operation === undefined) throw new Error('no operation to try')
  const request: Request = { operation, url: '/v1/questionnaires', headers: {}, payload: null }
  t.match(await undeclared(request, described), /undeclared status/)
  const closed = { type: 'object', additionalProperties: false }
  const responses = { 200: { content: { 'application/json': { schema: closed } } } }
  t.match(await undeclared(request, { ...described, responses }), /must NOT have additional/)
  const good: Hostile = { name: 'good', request, codes: ['validation-failed'] }
  t.match(await fault(good), /good: 200/, 'and so is a bad request that is served')
})
