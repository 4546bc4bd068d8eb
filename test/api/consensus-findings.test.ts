// The findings of a panel over HTTP: written by its lead while the consensus is open, seen by whoever sees it.
import t from 'tap'
import { canonicalJson } from '../../src/core/document/canonical.ts'
import { newId } from '../support/house.ts'
import * as things from '../support/panel-things.ts'
import { playing } from '../support/panels.ts'
import { stage } from '../support/stage.ts'
import { made } from '../support/things.ts'

const theStage = await stage(t)
const { operations, sql } = theStage
const here = async () => playing(operations, await theStage.house(), sql)
const lead = 'leadAssessor'
const manager = 'programmeManager'

t.test('201, 200, 204: noted, replaced, taken out, and listed in their order', async (t) => {
  const { play, samples } = await here()
  const { call } = play
  const params = await things.opened(samples)(play)
  const before = (await call('getConsensus', { params, as: lead })).body.etag
  const sample = samples('addConsensusFinding').body as object
  const first = await call('addConsensusFinding', { params, as: lead, body: sample })
  t.match(first, { status: 201, body: { nodeCode: '4.1.2', kind: 'strength' } })
  t.equal(
    first.headers.location,
    `/v1/organizations/${play.house.organizationId}/submissions/${params.submissionId}/consensus/findings/${first.body.id}`,
  )
  const body = { ...sample, nodeCode: '4.1', kind: 'opportunity' }
  const second = await call('addConsensusFinding', { params, as: lead, body })
  t.equal(second.status, 201)
  t.not((await call('getConsensus', { params, as: lead })).body.etag, before, 'its tag moves')
  const where = { ...params, findingId: first.body.id }
  const put = { params: where, as: lead, body: { ...sample, importance: 'double' } } as const
  t.match(await call('putConsensusFinding', { ...put, ifMatch: second.body.etag }), { status: 412 })
  const changed = await call('putConsensusFinding', { ...put, ifMatch: first.body.etag })
  t.match(changed, { status: 200, body: { id: first.body.id, importance: 'double' } })
  const asLead = await call('listConsensusFindings', { params, as: lead })
  t.same(
    asLead.body.items.map(({ id, etag }: { id: string; etag: string }) => [id, etag]),
    [
      [first.body.id, changed.body.etag],
      [second.body.id, second.body.etag],
    ],
  )
  const asMember = await call('listConsensusFindings', { params, as: 'assessor' })
  t.equal(asMember.status, 200)
  t.notOk(
    asMember.body.items.some((each: object) => 'etag' in each),
    'who cannot write has no tag',
  )
  const gone = { params: where, as: lead, ifMatch: changed.body.etag } as const
  t.equal((await call('removeConsensusFinding', gone)).status, 204)
  t.equal((await call('removeConsensusFinding', gone)).status, 204, 'what is not there is removed')
  t.match(await call('putConsensusFinding', { ...put, ifMatch: first.body.etag }), { status: 404 })
  t.match(await call('listConsensusFindings', { params, as: lead }), {
    body: { items: { length: 1 } },
  })
})

t.test('findings of locked reviews are merged, and no others', async (t) => {
  const { play, samples } = await here()
  const { call } = play
  const known = await things.seated(samples)(play)
  const { submissionId } = known
  const params = { submissionId }
  const { id } = await things.begin(play, submissionId, 'assessor')
  const reviewing = { ...params, reviewId: id as string }
  const add = { ...samples('addReviewFinding'), params: reviewing, as: 'assessor' } as const
  const noted = made(await call('addReviewFinding', add), 'addReviewFinding').body.id as string
  const ifMatch = await things.score(play, reviewing, { as: 'assessor' })
  made(await call('lockReview', { params: reviewing, ifMatch, as: 'assessor' }), 'lockReview')
  await things.review(play, submissionId, { as: lead })
  const early = samples('addConsensusFinding')
  t.match(await call('addConsensusFinding', { ...early, params, as: lead }), { status: 404 })
  t.match(await call('listConsensusFindings', { params, as: lead }), { status: 404 })
  made(await call('openConsensus', { params, as: lead }), 'openConsensus')
  const sample = early.body as object
  const merged = { ...sample, sources: [noted] }
  const adding = { params, as: lead } as const
  t.match(await call('addConsensusFinding', { ...adding, body: merged }), {
    status: 201,
    body: { sources: [noted] },
  })
  const wrong = { ...sample, nodeCode: '4.1.2.1', sources: [noted, newId()] }
  t.match(await call('addConsensusFinding', { ...adding, body: wrong }), {
    status: 422,
    body: {
      code: 'document-invalid',
      errors: [{ pointer: '/nodeCode' }, { pointer: '/sources/1' }],
    },
  })
  const [finding] = (await call('listConsensusFindings', adding)).body.items
  const put = { ...adding, params: { ...params, findingId: finding.id }, ifMatch: finding.etag }
  t.match(await call('putConsensusFinding', { ...put, body: wrong }), {
    status: 422,
    body: { code: 'document-invalid' },
  })
})

t.test('warnings are for whoever sees it, and forbid nothing', async (t) => {
  const { play, samples } = await here()
  const { call } = play
  const params = await things.opened(samples)(play)
  const body = {
    ...(samples('addConsensusFinding').body as object),
    evidence: '',
    text: 'It is good.',
  }
  t.equal((await call('addConsensusFinding', { params, as: lead, body })).status, 201)
  const warned = await call('checkConsensusFindings', { params, as: 'assessor' })
  t.same(
    warned.body.items.map(({ code }: { code: string }) => code),
    ['judging-word', 'evidence-missing'],
  )
})

t.test('409 from the proposal on; the manager sees them once it is final', async (t) => {
  const { play, samples } = await here()
  const { call } = play
  const { findingId, etag, ...params } = await things.noted(samples)(play)
  const { body } = made(await call('acceptSuggestions', { params, as: lead }), 'accept')
  const sample = samples('addConsensusFinding')
  const late = made(await call('addConsensusFinding', { ...sample, params, as: lead }), 'add')
  const stale = { params, as: lead, ifMatch: body.etag } as const
  t.match(
    await call('proposeConsensus', stale),
    { status: 412 },
    'nobody proposes what they did not see',
  )
  let ifMatch = (await call('getConsensus', { params, as: lead })).body.etag
  for (const [id, as] of [
    ['proposeConsensus', lead],
    ['agreeToConsensus', lead],
    ['agreeToConsensus', 'assessor'],
  ] as const) {
    ifMatch = made(await call(id, { params, as, ifMatch }), id).body.etag
    const where = { ...params, findingId }
    for (const write of [
      call('addConsensusFinding', { ...sample, params, as: lead }),
      call('putConsensusFinding', { ...sample, params: where, as: lead, ifMatch: etag }),
      call('removeConsensusFinding', { params: where, as: lead, ifMatch: etag }),
    ])
      t.match(await write, { status: 409, body: { code: 'illegal-transition' } })
    t.match(await call('listConsensusFindings', { params, as: manager }), { status: 404 })
  }
  made(await call('finalizeConsensus', { params, as: manager }), 'finalize')
  for (const as of [lead, 'assessor', manager] as const)
    t.same(
      (await call('listConsensusFindings', { params, as })).body.items.map(
        ({ id }: { id: string }) => id,
      ),
      [findingId, late.body.id],
      as,
    )
  t.match(await call('listConsensusFindings', { params }), { status: 404 }, 'the applicant')
})

t.test('409 with how many there are, beyond what anybody reads', async (t) => {
  const { play, samples } = await here()
  const params = await things.opened(samples)(play)
  const { organizationId } = play.house
  const { nodeCode: _, ...content } = samples('addConsensusFinding').body as { nodeCode: string }
  await sql`insert into consensus_findings (organization_id, id, consensus_id, code, content, revision, created_at, updated_at)
    select organization_id, gen_random_uuid(), id, '4.1.2', ${canonicalJson(content)}, 1, now(), now()
    from consensuses, generate_series(1, 400) where organization_id = ${organizationId}`
  const call = { ...samples('addConsensusFinding'), params, as: lead } as const
  t.match(await play.call('addConsensusFinding', call), {
    status: 409,
    body: { code: 'quota-reached', used: 400, max: 400 },
  })
})

t.test('a proposal and a finding cannot pass each other', async (t) => {
  const { play, samples } = await here()
  const { call } = play
  const { submissionId, etag } = await things.accepted(samples)(play)
  const params = { submissionId }
  const sample = samples('addConsensusFinding')
  const [proposed, ...added] = await Promise.all([
    call('proposeConsensus', { params, as: lead, ifMatch: etag }),
    ...Array.from({ length: 8 }, () =>
      call('addConsensusFinding', { ...sample, params, as: lead }),
    ),
  ])
  const noted = added.filter(({ status }) => status === 201).length
  if (proposed?.status === 200) t.equal(noted, 0, 'who proposed saw no finding')
  else t.match(proposed, { status: 412 })
  const listed = await call('listConsensusFindings', { params, as: lead })
  t.equal(listed.body.items.length, noted, 'and what was refused left nothing')
})
