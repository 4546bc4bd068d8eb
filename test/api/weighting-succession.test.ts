// A new version of an association's weighting that submissions use is two administrators' word; before, one is enough.
import t from 'tap'
import {
  createAssociationWeighting,
  getAssociationWeighting,
  publishAssociationWeighting,
  putAssociationWeighting,
} from '../../src/api/weightings/contract.ts'
import { demand, secondAdmin } from '../support/benchmarks.ts'
import {
  associationWeighting,
  complete,
  organizationWeighting,
  pointsMoved,
  questionnaire,
  submitted,
} from '../support/drafts.ts'
import { openPlain, thrown } from '../support/house.ts'
import { type House, stage } from '../support/stage.ts'

const theStage = await stage(t)
const { sql, addresses } = theStage
const as = 'associationAdmin'
const key = 'programme-view'

const draftOf = async ({ call }: House, version: string) => {
  const body = { questionnaire, title: 'Programme view', items: pointsMoved(10), key, version }
  const { body: made } = demand(201, await call(createAssociationWeighting, { as, body }))
  return { params: { weightingId: String(made.id) }, etag: String(made.etag) }
}
const publish = ({ call }: House, by: string, params: object, ifMatch: string) =>
  call(publishAssociationWeighting, { as: by, params: { ...params }, ifMatch })
const read = async ({ call }: House, params: Readonly<Record<string, string>>) =>
  demand(200, await call(getAssociationWeighting, { as, params })).body

t.test('one person publishes what no submission uses yet', async (t) => {
  const house = await theStage.house()
  const first = await associationWeighting(house, { body: { key } })
  const { params, etag } = await draftOf(house, '1.1.0')
  t.equal((await publish(house, 'programmeManager', params, etag)).status, 200)
  await submitted(house, complete(), { weighting: await organizationWeighting(house) })
  await submitted(house, complete())
  t.same(await sql`select * from weighting_uses where association_id = ${house.associationId}`, [])
  t.ok(first)
})

t.test('409 to the first, 200 to another, once submissions use a version of it', async (t) => {
  const house = await theStage.house()
  const second = await secondAdmin(theStage, house)
  const weighting = await associationWeighting(house, { body: { key } })
  await submitted(house, complete(), { weighting })
  const { params, etag } = await draftOf(house, '2.0.0')
  t.match(await publish(house, 'programmeManager', params, etag), {
    status: 403,
    body: { code: 'forbidden' },
  })
  const refused = { status: 409, body: { code: 'second-person-required' } }
  t.match(await publish(house, as, params, etag), refused)
  const asked = await read(house, params)
  t.match(asked, { state: 'draft', publication: { by: house.cast[as].personId } })
  t.not(asked.etag, etag)
  t.match(await publish(house, as, params, etag), { status: 412 })
  t.match(await publish(house, as, params, asked.etag), refused, 'the same person is no second')
  t.same(await read(house, params), asked)

  const body = { title: 'Programme view', items: pointsMoved(20) }
  const changed = await house.call(putAssociationWeighting, {
    as,
    params,
    body,
    ifMatch: asked.etag,
  })
  t.match(changed, { status: 200, body: { publication: null } }, 'a change takes it back')
  t.match(await publish(house, second, params, changed.body.etag), refused)
  const again = await read(house, params)
  t.match(await publish(house, as, params, again.etag), {
    status: 200,
    body: { state: 'published', publication: { at: again.publication.at } },
  })
  const other = await associationWeighting(house, { body: { key: 'another-view' } })
  t.ok(other, 'the control: of another weighting one person still is enough')
})

t.test(
  'the database holds both: who publishes is not who asked, and what is used stays so',
  async (t) => {
    const app = openPlain(t, addresses.appUrl)
    const [{ id = '', association_id: association = '' } = {}] = await sql`
    select id, association_id from association_weightings where publication_asked_by is not null limit 1`
    t.match(
      await thrown(() =>
        sql.begin(async (tx) => {
          await tx`set local session_replication_role = replica`
          await tx`update association_weightings set published_by = publication_asked_by where id = ${id}`
        }),
      ),
      { constraint_name: 'association_weightings_second_person_check' },
    )
    for (const text of [
      'delete from weighting_uses',
      'update weighting_uses set first_used_at = now()',
    ])
      t.match(
        await thrown(() =>
          app.begin(async (tx) => {
            await tx.unsafe(
              `set local app.tx = 'on'; set local app.association_id = '${association}'`,
            )
            await tx.unsafe(text)
          }),
        ),
        { code: '42501' },
        text,
      )
  },
)
