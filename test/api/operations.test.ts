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
