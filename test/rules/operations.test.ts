// The security matrix (SEC-01): every operation against every kind of caller. First everybody who must be
// refused, then the one who may: a refusal proves nothing unless the same call succeeds for somebody. What
// succeeds is the sample of the operation, so that every example of the document is a request that was served.
import t from 'tap'
import type { Operation } from '../../src/http/operation.ts'
import { committed } from '../../src/tools/generate.ts'
import { type Scene, sampleOf, scenesOf } from '../support/scenes.ts'
import { type Call, type CastName, type House, type Stage, stage } from '../support/stage.ts'
import { digestOf } from '../support/stored.ts'

/**
 * Scenes that need more than a house; they are played in full in the test named. That their samples are among
 * what it plays is seen at the end of a whole run (scripts/provoked.ts).
 */
const playedElsewhere: Readonly<Record<string, string>> = {
  getBenchmarkEdition: 'test/api/benchmarks.test.ts',
  getBenchmarkCells: 'test/api/benchmarks.test.ts',
  compareSubmission: 'test/api/benchmarks.test.ts',
  getAssociationOperation: 'test/api/operations.test.ts',
}

const absentId = '01890000-0000-7000-8000-000000000000'

const codeOf = (body: { readonly code?: string } | null) => body?.code

type Refusal = {
  readonly who: string
  readonly status: number
  readonly code: string | undefined
  readonly call: Call
}

/** Calls that never may succeed, whoever the operation is for. */
const refusalsOf = (
  operation: Operation,
  scene: Scene,
  call: Call,
  keys: Readonly<Record<'revoked' | 'expired' | 'scopeless', string>>,
): readonly Refusal[] => {
  const idName = /\{(\w+Id)\}[^{]*$/.exec(operation.url)?.[1]
  const roles = Object.entries(scene.refused) as [CastName, 403 | 404][]
  return [
    { who: 'nobody', status: 401, code: 'unauthenticated', call: { ...call, as: null } },
    {
      who: 'a made-up key',
      status: 401,
      code: 'unauthenticated',
      call: { ...call, as: 'exk_live_x' },
    },
    {
      who: 'a revoked key',
      status: 401,
      code: 'unauthenticated',
      call: { ...call, as: keys.revoked },
    },
    {
      who: 'an expired key',
      status: 401,
      code: 'unauthenticated',
      call: { ...call, as: keys.expired },
    },
    {
      who: 'a key without the scope',
      status: 403,
      code: 'insufficient-scope',
      call: { ...call, as: keys.scopeless },
    },
    ...roles.map(([who, status]) => ({
      who,
      status,
      code: status === 404 ? 'not-found' : 'forbidden',
      call: { ...call, as: who },
    })),
    {
      who: 'an unknown parameter',
      status: 400,
      code: 'validation-failed',
      call: { ...call, as: scene.as, query: { ...call.query, xUnknown: '1' } },
    },
    ...(idName === undefined
      ? []
      : [
          {
            who: 'an id that is none',
            status: 400,
            code: 'validation-failed',
            call: { ...call, as: scene.as, params: { ...call.params, [idName]: 'x' } },
          },
          {
            who: 'an id of nothing',
            // What is not there need not be removed: DELETE says 204 to its own people.
            ...(operation.method === 'DELETE' && operation.url.endsWith('}')
              ? { status: 204, code: undefined }
              : { status: 404, code: 'not-found' }),
            call: { ...call, as: scene.as, params: { ...call.params, [idName]: absentId } },
          },
        ]),
    ...(operation.body === null || operation.file !== null
      ? []
      : [
          {
            who: 'an unknown member',
            status: 400,
            code: 'validation-failed',
            call: { ...call, as: scene.as, body: { ...(call.body as object), xUnknown: 1 } },
          },
        ]),
    ...(operation.revision === null
      ? []
      : [
          {
            who: 'no precondition',
            status: 428,
            code: 'precondition-required',
            call: withoutMatch({ ...call, as: scene.as }),
          },
          {
            who: 'a stale precondition',
            status: 412,
            code: 'precondition-failed',
            call: { ...withoutMatch({ ...call, as: scene.as }), ifMatch: '"stale"' },
          },
        ]),
    ...(operation.idempotency === 'key'
      ? [
          {
            who: 'no idempotency key',
            status: 400,
            code: 'idempotency-key-required',
            call: { ...call, as: scene.as, idempotencyKey: null },
          },
        ]
      : []),
  ]
}

/**
 * Whether it says how something shall be: whoever says again what is stored, since its answer was lost, is told so
 * whatever tag it sends (decision 0039).
 */
const isState = ({ method, revision }: Operation): boolean =>
  (method === 'PUT' || method === 'PATCH') && revision !== null

const withoutMatch = ({ ifMatch: _, ifNoneMatch: __, ...call }: Call): Call => call

const spoiledKeys = async ({ sql }: Stage, house: House, operation: Operation, as: CastName) => {
  const other = operation.scope === 'operations:read' ? 'scores:read' : 'operations:read'
  const [revoked, expired, scopeless] = await Promise.all([
    house.keyOf(as, [other]),
    house.keyOf(as, [other]),
    house.keyOf(as, [other]),
  ])
  for (const table of ['organization_keys', 'association_keys']) {
    await sql`update ${sql(table)} set revoked_at = now(), revoked_by = person_id where id = ${revoked.apiKeyId}`
    await sql`update ${sql(table)} set created_at = now() - interval '2 day', expires_at = now() - interval '1 day' where id = ${expired.apiKeyId}`
  }
  return { revoked: revoked.key, expired: expired.key, scopeless: scopeless.key }
}

/** What an operation takes that a sample must show: body, query, and whatever is not an id of something made. */
const sampleGaps = ({ sample, params, query, body }: Operation): readonly string[] => [
  ...(body !== null && sample?.body === undefined ? ['body'] : []),
  ...(query !== null && Object.keys(sample?.query ?? {}).length === 0 ? ['query'] : []),
  ...Object.keys(params?.shape ?? {})
    .filter((name) => !name.endsWith('Id') && sample?.params?.[name] === undefined)
    .map((name) => `params.${name}`),
]

type Described = {
  readonly operationId: string
  readonly parameters: readonly { readonly name?: string; in: string; readonly example?: unknown }[]
  readonly requestBody?: { readonly content: Record<string, { readonly example?: unknown }> }
}

/** The examples of one operation in the document, in the form of a sample: parameters as text. */
const examplesOf = ({ parameters, requestBody }: Described): Call => {
  const shown = (place: string) =>
    Object.fromEntries(
      parameters.flatMap(({ name, in: where, example }) =>
        where === place && example !== undefined ? [[name, String(example)]] : [],
      ),
    )
  const [content] = Object.values(requestBody?.content ?? {})
  return { params: shown('path'), query: shown('query'), body: content?.example }
}

const main = async () => {
  const theStage = await stage(t)
  const { operations } = theStage
  const scenes = scenesOf(operations)
  const named = new Map(operations.map((operation) => [operation.id, operation]))
  const guarded = operations.filter(({ scope }) => scope !== null)

  t.test('every operation has a sample that says all it takes', async (t) => {
    for (const operation of operations)
      t.same(sampleGaps(operation), [], `${operation.id}: name them in the sample of its contract.`)
    const [listed] = operations.filter(({ id }) => id === 'listAnswerRevisions')
    if (listed === undefined) throw new Error('no operation to spoil')
    t.same(sampleGaps({ ...listed, sample: null }), ['query', 'params.code'], 'control')
  })

  t.test('the examples of the document are the samples', async (t) => {
    const { paths } = JSON.parse(committed('openapi/openapi.json') ?? '') as {
      readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>
    }
    const described = Object.values(paths).flatMap((methods) => Object.values(methods))
    t.equal(described.length, operations.length)
    for (const each of described) {
      const operation = named.get(each.operationId)
      const sample = { params: {}, query: {}, body: undefined, ...operation?.sample }
      t.strictSame(examplesOf(each), sample, `${each.operationId}: npm run generate`)
    }
  })

  t.test('every sample is run: by its scene, by the test named, or in public', async (t) => {
    for (const { id } of guarded)
      t.ok(id in scenes || id in playedElsewhere, `${id}: add a scene to test/support/scenes.ts.`)
    for (const id of [...Object.keys(scenes), ...Object.keys(playedElsewhere)])
      t.ok(named.has(id), `${id} has a scene and is no operation: delete the scene.`)
  })

  t.test('public operations are these, and the list only shrinks', async (t) => {
    const open = operations.filter(({ scope }) => scope === null).map(({ id }) => id)
    t.same(open.toSorted(), [
      'compareQuestionnaireVersions',
      'getApiCatalog',
      'getProblemType',
      'getQuestionnaireDocument',
      'getQuestionnaireFhir',
      'getQuestionnaireVersion',
      'getQuestionnaireWorkbook',
      'getQuestionnaireXlsForm',
      'listQuestionnaires',
      ...(named.has('getSecurityText') ? ['getSecurityText'] : []),
    ])
  })

  for (const operation of operations.filter(({ scope }) => scope === null))
    t.test(`${operation.id} serves anybody`, async (t) => {
      const house = await theStage.house()
      const served = await house.call(operation, { ...sampleOf(operation), as: null })
      t.equal(served.status, 200, served.text.slice(0, 300))
    })

  for (const operation of guarded.filter(({ id }) => id in scenes)) {
    t.test(
      `${operation.id} refuses whom it must, changes nothing then, and serves whom it is for`,
      async (t) => {
        const house = await theStage.house()
        const scene = scenes[operation.id]
        if (scene === undefined) throw new Error(`no scene for ${operation.id}`)
        const play = {
          house,
          sql: theStage.sql,
          call: (id: string, call?: Call) => {
            const other = named.get(id)
            if (other === undefined) throw new Error(`There is no operation ${id}.`)
            return house.call(other, call)
          },
        }
        const call = await scene.set(play)
        for (const [name, shown] of Object.entries(operation.sample?.params ?? {}))
          t.equal(call.params?.[name], shown, `${name} is that of the sample`)
        const keys = await spoiledKeys(theStage, house, operation, scene.as)
        const before = await digestOf(theStage)
        for (const refusal of refusalsOf(operation, scene, call, keys)) {
          const { status, body, headers } = await house.call(operation, refusal.call)
          t.equal(`${status} ${codeOf(body)}`, `${refusal.status} ${refusal.code}`, refusal.who)
          if (status !== 204)
            t.match(headers['content-type'], /^application\/problem\+json/, refusal.who)
        }
        t.equal(await digestOf(theStage), before, 'no refusal changed anything')
        const good = { ...call, as: scene.as, idempotencyKey: 'the-key-of-this-scene' }
        const served = await house.call(operation, good)
        t.equal(served.status, scene.status, `${scene.as} is served: ${served.text.slice(0, 300)}`)
        if (isState(operation)) {
          const told = await digestOf(theStage)
          for (const old of [good, { ...withoutMatch(good), ifMatch: '"stale"' }]) {
            const { status, body } = await house.call(operation, old)
            t.equal(`${status} ${body.etag}`, `200 ${served.body.etag}`, 'it is so already')
          }
          t.equal(await digestOf(theStage), told, 'saying it again changes nothing')
        }
        if (operation.idempotency !== 'key') return
        const other = { ...good, query: { ...good.query, lang: 'zh-CN' } }
        const { status, body } = await house.call(operation, other)
        t.equal(
          `${status} ${codeOf(body)}`,
          '422 idempotency-key-reused',
          'a key is for one request',
        )
      },
    )
  }
}

await main()
