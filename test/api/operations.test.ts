// Long-running operations over HTTP: seen by who started them, in any state, without telling others anything.
import t from 'tap'
import { buildBenchmarkEdition } from '../../src/api/benchmarks/contract-association.ts'
import { getAssociationOperation } from '../../src/api/operations/contract.ts'
import { background, build, draftEdition, secondAdmin } from '../support/benchmarks.ts'
import { newId } from '../support/house.ts'
import { stage } from '../support/stage.ts'

const theStage = await stage(t)
const as = 'associationAdmin'

t.test('200 with how far it is, and in the end with the address of the result', async (t) => {
  const house = await theStage.house({ synthetic: true })
  const edition = await draftEdition(house)
  const accepted = await house.call(buildBenchmarkEdition, { as, params: edition.params })
  t.equal(accepted.status, 202)
  const { id } = accepted.body
  const address = `/v1/associations/${house.associationId}/operations/${id}`
  t.match(accepted.headers, { location: address, 'retry-after': '2' })
  const waiting = await house.call(getAssociationOperation, { as, params: { operationId: id } })
  t.equal(waiting.status, 200)
  t.strictSame(waiting.body, accepted.body, 'nobody has worked yet')
  t.match(waiting.body, {
    kind: 'buildBenchmarkEdition',
    subject: edition.benchmarkEditionId,
    done: false,
    progress: 0,
    response: null,
    error: null,
  })
  t.equal(waiting.headers['cache-control'], 'private, no-store')

  await background(t, theStage)
  const { response, ...done } = await build(house, edition)
  t.match(done, { id, done: true, progress: 100, error: null }, 'the build under way is answered')
  const result = await theStage.app.inject({
    url: response.location,
    headers: { authorization: `Bearer ${house.cast[as].key}` },
  })
  t.match(result.json(), { id: edition.benchmarkEditionId, state: 'built' })
})

t.test('who did not start it gets 404, as for one that does not exist', async (t) => {
  const house = await theStage.house()
  const other = await theStage.house()
  const { params } = await draftEdition(house)
  const accepted = await house.call(buildBenchmarkEdition, { as, params })
  const operationId = accepted.body.id
  const second = await secondAdmin(theStage, house)
  const ask = (by: string | null, asked: object = {}) =>
    house.call(getAssociationOperation, { as: by, params: { operationId, ...asked } })
  const withoutInstance = ({ body: { instance: _, ...body } }: { body: { instance?: string } }) =>
    body
  const absent = await ask(as, { operationId: newId() })
  t.equal(absent.status, 404)
  for (const by of [second, 'programmeManager', 'strangerAdmin', 'organizationAdmin']) {
    const hidden = await ask(by)
    t.equal(hidden.status, 404, by)
    t.strictSame(withoutInstance(hidden), withoutInstance(absent), by)
  }
  const elsewhere = await ask(other.cast[as].key, { associationId: other.associationId })
  t.equal(elsewhere.status, 404, 'in another association there is no such operation')
  t.equal((await ask(null)).status, 401)
  const { key } = await house.keyOf(as, ['benchmarks:write'])
  t.match(await ask(key), { status: 403, body: { requiredScope: 'operations:read' } })
  t.equal((await ask(as, { operationId: 'not-an-id' })).status, 400)
  t.equal((await ask(as)).status, 200, 'the control: who started it sees it')
})

t.test('what ended 30 days ago goes with the next one of the same association', async (t) => {
  const { sql } = theStage
  const [house, other] = [await theStage.house(), await theStage.house()]
  const started = async (by: typeof house) =>
    by.call(buildBenchmarkEdition, { as, params: (await draftEdition(by)).params })
  const { id } = (await started(house)).body
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000)
  const ended = async (doneAt: Date | null) => {
    const operationId = newId()
    await sql`insert into association_operations (association_id, id, kind, subject, progress_percent, response,
        created_by, created_at, updated_at, done_at)
      select association_id, ${operationId}, kind, subject, 100, ${doneAt && '{"location":"/"}'}, created_by,
        ${daysAgo(40)}, ${daysAgo(29)}, ${doneAt} from association_operations where id = ${id}`
    return operationId
  }
  const kept = [await ended(daysAgo(29)), await ended(null)]
  const old: string[] = []
  for (let count = 0; count < 21; count += 1) old.push(await ended(daysAgo(31)))
  const ask = (operationId = '') =>
    house.call(getAssociationOperation, { as, params: { operationId } })
  const left = async () =>
    (await sql`select id from association_operations where id in ${sql(old)}`).length
  await started(other)
  t.equal(await left(), 21, 'another association clears up nothing here')
  await started(house)
  t.equal(await left(), 1, 'twenty at a time')
  await started(house)
  t.equal(await left(), 0)
  t.equal((await ask(old[0])).status, 404)
  for (const operationId of [...kept, id])
    t.equal((await ask(operationId)).status, 200, 'what has not ended stays, however old')
})
