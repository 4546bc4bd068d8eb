// Why a submission would not enter a benchmark edition, told to its own organization and to nobody else.
import t from 'tap'
import { getBenchmarkEligibility } from '../../src/api/benchmarks/contract-eligibility.ts'
import { getOrganization, giveBenchmarkConsent } from '../../src/api/organizations/contract.ts'
import { acceptSubmission, getSubmission } from '../../src/api/submissions/contract.ts'
import { background, builtEdition, demand, publishedEdition } from '../support/benchmarks.ts'
import { draft, submitted } from '../support/drafts.ts'
import { newId } from '../support/house.ts'
import { stage } from '../support/stage.ts'

const theStage = await stage(t)
const { sql } = theStage
const house = await theStage.house({ synthetic: true })
const { call, organizationId } = house
const ask = (params: Readonly<Record<string, string>>, query: object = {}, by: object = {}) =>
  call(getBenchmarkEligibility, { params, query: { ...query }, ...by })

/** A submission that its association has accepted. */
const final = async () => {
  const { params } = await submitted(house)
  const as = 'associationAdmin'
  const { etag } = (await call(getSubmission, { params, as })).body
  demand(200, await call(acceptSubmission, { params, ifMatch: etag, as }))
  return { params }
}

t.test('200 names everything that speaks against it, until nothing does', async (t) => {
  const { params } = await draft(house)
  const unfinished = await ask(params)
  t.equal(unfinished.status, 200)
  t.equal(unfinished.headers['cache-control'], 'private, no-store')
  t.match(unfinished.body, { eligible: false, minAgeDays: 90 })
  t.ok(unfinished.body.reasons.includes('not_final'))
  t.notOk(unfinished.body.reasons.includes('other_scoring'))
  const mine = await final()
  const young = (await ask(mine.params)).body.reasons
  t.ok(young.includes('too_young') && young.includes('consent_missing'), young.join())
  const { body: own } = await call(getOrganization)
  demand(200, await call(giveBenchmarkConsent, { body: { accepted: true }, ifMatch: own.etag }))
  await sql`update organizations set verified_at = now() where organization_id = ${organizationId}`
  await sql`update owner_groups set verified_at = null where id = (
    select owner_group_id from organizations where organization_id = ${organizationId})`
  t.same((await ask(mine.params)).body.reasons, ['too_young', 'owner_group_unverified'])
  await sql`update owner_groups set verified_at = now() where id = (
    select owner_group_id from organizations where organization_id = ${organizationId})`
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    await tx`update submissions set created_at = created_at - interval '91 days',
      submitted_at = submitted_at - interval '91 days', accepted_at = accepted_at - interval '91 days',
      final_at = final_at - interval '91 days', updated_at = updated_at - interval '91 days'
      where id = ${mine.params.submissionId}`
  })
  const { body } = await ask(mine.params)
  t.match(body, { eligible: true, reasons: [] })
  const next = await final()
  t.same((await ask(mine.params)).body.reasons, ['not_latest'], 'a later final replaces it')
  t.same((await ask(next.params)).body.reasons, ['too_young'])
})

t.test('200 by the rules of a published edition, and 404 of one that is not out', async (t) => {
  await background(t, theStage)
  const { params } = await submitted(house)
  const { benchmarkEditionId } = await publishedEdition(theStage, house, { minAgeDays: 30 })
  const { body } = await ask(params, { benchmarkEditionId })
  t.match(body, { eligible: false, minAgeDays: 30, cutOffAt: '2026-10-01T00:00:00.000Z' })
  t.same(body.reasons, ['not_final'], 'it is scored as the edition is')
  const built = await builtEdition(house)
  t.equal((await ask(params, { benchmarkEditionId: built.benchmarkEditionId })).status, 404)
  t.equal((await ask(params, { benchmarkEditionId: newId() })).status, 404)
})

t.test('401, 403 and 404 to everybody whom it does not concern', async (t) => {
  const { params } = await draft(house)
  t.equal((await ask(params, {}, { as: null })).status, 401)
  const { key } = await house.keyOf('organizationAdmin', ['benchmarks:read'])
  t.equal((await ask(params, {}, { as: key })).status, 403)
  for (const as of ['strangerAdmin', 'associationAdmin', 'otherOrganizationAdmin'])
    t.equal((await ask(params, {}, { as })).status, 404, as)
  t.equal((await ask({ submissionId: newId() })).status, 404)
  t.equal((await ask(params, { cohort: 'all' })).status, 400)
})
