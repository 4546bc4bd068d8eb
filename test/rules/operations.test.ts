// The security matrix (SEC-01): every operation against every kind of caller. First everybody who must be
// refused, then the one who may: a refusal proves nothing unless the same call succeeds for somebody.
import t from 'tap'
import type { Operation } from '../../src/http/operation.ts'
import { type Scene, scenesOf } from '../support/scenes.ts'
import { type Call, type CastName, type House, type Stage, stage } from '../support/stage.ts'

/** Scenes that need more than a house; they are played in full in the test named. */
const playedElsewhere: Readonly<Record<string, string>> = {
  getBenchmarkEdition: 'test/api/benchmarks.test.ts',
  getBenchmarkCells: 'test/api/benchmarks.test.ts',
  compareSubmission: 'test/api/benchmarks.test.ts',
  getAssociationOperation: 'test/api/operations.test.ts',
}

const absentId = '01890000-0000-7000-8000-000000000000'

/** Everything that is stored but the record of refusals itself, as one digest. */
const digestOf = async ({ sql }: Stage): Promise<string> => {
  const tables = await sql`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname in ('public', 'bench', 'bench_pub')
      and tablename !~ '(_events|_event_heads|_idempotency|_keys)$' order by 1`
  const digests = await Promise.all(
    tables.map(({ name }) =>
      sql.unsafe(
        `select '${name}' || md5(coalesce(string_agg(r::text, ',' order by r::text), '')) as d from ${name} r`,
      ),
    ),
  )
  return digests.map(([row]) => row?.d).join()
}

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

const main = async () => {
  const theStage = await stage(t)
  const { operations } = theStage
  const scenes = scenesOf(operations)
  const named = new Map(operations.map((operation) => [operation.id, operation]))
  const guarded = operations.filter(({ scope }) => scope !== null)

  t.test('every operation that asks for a credential has a scene', async (t) => {
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
        const keys = await spoiledKeys(theStage, house, operation, scene.as)
        const before = await digestOf(theStage)
        for (const refusal of refusalsOf(operation, scene, call, keys)) {
          const { status, body, headers } = await house.call(operation, refusal.call)
          t.equal(`${status} ${codeOf(body)}`, `${refusal.status} ${refusal.code}`, refusal.who)
          if (status !== 204)
            t.match(headers['content-type'], /^application\/problem\+json/, refusal.who)
        }
        t.equal(await digestOf(theStage), before, 'no refusal changed anything')
        const served = await house.call(operation, { ...call, as: scene.as })
        t.equal(served.status, scene.status, `${scene.as} is served: ${served.text.slice(0, 300)}`)
      },
    )
  }
}

await main()
