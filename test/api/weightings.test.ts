// Weightings over HTTP, of organizations and of associations: drafts, publishing, and never changing after.
import t from 'tap'
import {
  createAssociationWeighting,
  createWeighting,
  getAssociationWeighting,
  getWeighting,
  listAssociationWeightings,
  listWeightings,
  publishAssociationWeighting,
  publishWeighting,
} from '../../src/api/weightings/contract.ts'
import { canonicalJson } from '../../src/core/document/canonical.ts'
import { sha256 } from '../../src/db/digest.ts'
import { pointsMoved, questionnaire } from '../support/drafts.ts'
import { newId } from '../support/house.ts'
import { type CastName, type House, stage } from '../support/stage.ts'

const { house, sql } = await stage(t)

const refusal = (status: number, code: string, more: object = {}) => ({
  status,
  body: { status, code, ...more },
})
const named = (body: object = {}) => ({
  body: { questionnaire, title: 'More weight on customers', items: pointsMoved(), ...body },
})

/** Both kinds of owner keep the same promises; who plays which part differs. */
const kinds = {
  organization: {
    create: createWeighting,
    list: listWeightings,
    get: getWeighting,
    publish: publishWeighting,
    admin: 'organizationAdmin',
    denied: [
      ['organizationViewer', 403],
      ['associationAdmin', 404],
      ['otherOrganizationAdmin', 404],
    ],
    ownerOf: ({ organizationId }: House) => ({ organizationId }),
  },
  association: {
    create: createAssociationWeighting,
    list: listAssociationWeightings,
    get: getAssociationWeighting,
    publish: publishAssociationWeighting,
    admin: 'associationAdmin',
    denied: [
      ['organizationAdmin', 404],
      ['chapterAdmin', 404],
      ['strangerAdmin', 404],
    ],
    ownerOf: ({ associationId }: House) => ({ associationId }),
  },
} as const

for (const [kind, { create, list, get, publish, admin, denied, ownerOf }] of Object.entries(
  kinds,
)) {
  t.test(`weightings of an ${kind}`, async (t) => {
    const home = await house()
    const call: House['call'] = (operation, more = {}) =>
      home.call(operation, { as: admin, ...more })
    const count = async (): Promise<number> => (await call(list)).body.items.length
    const make = async (body: object = {}) => {
      const made = await call(create, named(body))
      t.equal(made.status, 201, made.text)
      return { ...made.body, params: { weightingId: made.body.id } }
    }

    t.test('201 makes a draft, names its address and its tag', async (t) => {
      const { status, body, headers } = await call(create, named())
      t.equal(status, 201)
      t.match(body, {
        owner: ownerOf(home),
        version: '1.0.0',
        edition: 'gbt-19580-2012',
        mode: 'points',
        total: 1000,
        state: 'draft',
        digest: null,
        publishedAt: null,
      })
      t.same(body.items, pointsMoved())
      t.equal(headers.etag, body.etag)
      const read = await call(get, { params: { weightingId: body.id } })
      t.same(read.body, body)
      t.match(headers.location, new RegExp(`/weightings/${body.id}$`))
    })
    t.test('201 repeated under one key is one weighting', async (t) => {
      const before = await count()
      const idempotencyKey = newId()
      const first = await call(create, { ...named(), idempotencyKey })
      const again = await call(create, { ...named(), idempotencyKey })
      t.equal(again.text, first.text)
      t.equal(await count(), before + 1)
    })
    t.test('201 in the other modes', async (t) => {
      const weights = Object.fromEntries(Object.keys(pointsMoved()).map((code) => [code, 3]))
      t.match(await call(create, named({ mode: 'weights', items: weights })), { status: 201 })
      const inside = { '4.1.2': 2, '4.1.3': 1, '4.1.4': 0 }
      t.match(await call(create, named({ mode: 'within_category', items: inside })), {
        status: 201,
      })
    })
    t.test('422 names every finding by its pointer, and nothing is made', async (t) => {
      const before = await count()
      const { '4.1.2': lost, ...less } = pointsMoved()
      t.ok(lost)
      const cases: readonly [object, object][] = [
        [{ items: less }, { pointer: '/items/4.1.2', code: 'weight-missing' }],
        [{ items: { ...pointsMoved(), '4.1.3': 31 } }, { pointer: '/items', code: 'sum-wrong' }],
        [{ items: { ...pointsMoved(), '9.9': 0 } }, { code: 'node-unknown' }],
        [{ items: { ...pointsMoved(), '4.1.3': -1 } }, { code: 'weight-negative' }],
        [{ questionnaire: { ...questionnaire, version: '9.0.0' } }, { pointer: '/questionnaire' }],
      ]
      for (const [body, error] of cases) {
        const answer = await call(create, named(body))
        t.match(answer, { status: 422, body: { code: 'document-invalid' } })
        t.ok(
          answer.body.errors.some((each: object) =>
            Object.entries(error).every(([name, value]) => Reflect.get(each, name) === value),
          ),
          JSON.stringify(error),
        )
      }
      t.equal(await count(), before)
    })
    t.test('400 for what the contract does not know', async (t) => {
      for (const body of [
        { xUnknown: 1 },
        { items: { '4.1.2': '45' } },
        { mode: 'percent' },
        { title: '' },
      ])
        t.match(await call(create, named(body)), refusal(400, 'validation-failed'))
    })
    t.test('409 for a version that there is, 201 for the next', async (t) => {
      const key = 'service-emphasis'
      await make({ key })
      t.match(
        await call(create, named({ key })),
        refusal(409, 'already-exists', { pointer: '/version' }),
      )
      t.match(await call(create, named({ key, version: '1.1.0' })), { status: 201 })
    })
    t.test('200 publishes: a digest of the whole document, and no change ever after', async (t) => {
      const draft = await make()
      const { params } = draft
      const { status, body } = await call(publish, { params, ifMatch: draft.etag })
      t.equal(status, 200)
      t.match(body, { state: 'published' })
      t.not(body.etag, draft.etag)
      const [id] = Object.values(ownerOf(home))
      const document = {
        format: 'weighting/v1',
        key: body.key,
        version: body.version,
        title: body.title,
        owner: { kind, id },
        edition: body.edition,
        mode: body.mode,
        total: body.total,
        items: body.items,
        elicitation: { kind: 'manual' },
        rationale: body.rationale,
      }
      t.equal(body.digest, sha256(canonicalJson(document)))
      t.match(
        await call(publish, { params, ifMatch: body.etag }),
        refusal(409, 'immutable', { since: body.publishedAt }),
      )
      const table = sql(`${kind}_weightings`)
      await t.rejects(sql`update ${table} set title = 'Changed' where id = ${draft.id}`)
      await t.rejects(sql`update ${table} set state = 'draft' where id = ${draft.id}`)
      await t.rejects(sql`delete from ${table} where id = ${draft.id}`)
      t.same((await call(get, { params })).body, body)
    })
    t.test('412 and 428 leave the draft a draft', async (t) => {
      const { params, etag } = await make()
      t.match(await call(publish, { params }), refusal(428, 'precondition-required'))
      t.match(
        await call(publish, { params, ifMatch: '"w9-other"' }),
        refusal(412, 'precondition-failed', { currentEtag: etag }),
      )
      t.equal((await call(get, { params })).body.state, 'draft')
    })
    t.test('200 lists newest first, by page and by filter', async (t) => {
      const all = (await call(list, { query: { limit: 200 } })).body
      t.equal(all.nextCursor, null)
      const first = await call(list, { query: { limit: 1 } })
      t.same(first.body.items, [all.items[0]])
      const second = await call(list, { query: { limit: 1, cursor: first.body.nextCursor } })
      t.same(second.body.items, [all.items[1]])
      const published = (await call(list, { query: { state: 'published' } })).body.items
      t.ok(published.length > 0)
      t.ok(published.every(({ state }: { state: string }) => state === 'published'))
      const query = { questionnaireKey: 'baldrige-2023-2024' }
      t.same((await call(list, { query })).body.items, [])
      const wrong = { limit: 1, cursor: first.body.nextCursor, state: 'draft' }
      t.match(await call(list, { query: wrong }), refusal(400, 'cursor-invalid'))
      t.match(await call(list, { query: { state: 'old' } }), refusal(400, 'validation-failed'))
    })
    t.test('401, 403 and 404 by who asks, and nothing changes', async (t) => {
      const { params, etag } = await make()
      const before = await count()
      t.equal((await call(create, { ...named(), as: null })).status, 401)
      for (const [as, status] of denied satisfies readonly (readonly [CastName, number])[]) {
        t.equal((await call(create, { ...named(), as })).status, status, `${as} makes`)
        t.equal(
          (await call(publish, { params, ifMatch: etag, as })).status,
          status,
          `${as} publishes`,
        )
        if (status === 403) continue
        t.equal((await call(get, { params, as })).status, 404, `${as} reads`)
        t.equal((await call(list, { as })).status, 404, `${as} lists`)
      }
      const { key } = await home.keyOf(admin, ['weightings:read'])
      t.match(await call(create, { ...named(), as: key }), refusal(403, 'insufficient-scope'))
      t.equal((await call(get, { params: { weightingId: newId() } })).status, 404)
      t.equal((await call(get, { params })).body.state, 'draft')
      t.equal(await count(), before)
    })
  })
}

t.test('a contributor writes weightings, but does not publish them', async (t) => {
  const { call } = await house()
  const as = 'organizationContributor'
  const { status, body } = await call(createWeighting, { ...named(), as })
  t.equal(status, 201)
  const params = { weightingId: body.id }
  t.match(
    await call(publishWeighting, { params, ifMatch: body.etag, as }),
    refusal(403, 'forbidden', { action: 'weightings:publish' }),
  )
})

t.test('the weighting of another owner is not found in this house', async (t) => {
  const home = await house()
  const { body } = await home.call(createWeighting, named())
  const params = { organizationId: home.otherOrganizationId, weightingId: body.id }
  t.equal((await home.call(getWeighting, { params, as: 'otherOrganizationAdmin' })).status, 404)
})
