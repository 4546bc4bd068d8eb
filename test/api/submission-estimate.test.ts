// Estimating a submission under another model over HTTP: figures by hand, what is refused, and that nothing comes of
// it but the answer.
import t from 'tap'
import { createGrant } from '../../src/api/grants/contract.ts'
import { getScore, getSubmission } from '../../src/api/submissions/contract.ts'
import { estimateSubmission } from '../../src/api/submissions/contract-estimate.ts'
import { planSubmissionMigration } from '../../src/api/submissions/contract-migration.ts'
import { readQuestionnaire } from '../../src/core/document/read.ts'
import { readShipped } from '../../src/documents.ts'
import { own, publishedBy } from '../support/authoring.ts'
import { secondAdmin } from '../support/benchmarks.ts'
import { complete, draft, questionnaire, submitted } from '../support/drafts.ts'
import { newId } from '../support/house.ts'
import { type Call, stage } from '../support/stage.ts'
import { answersTo, notApplicable } from '../support/submissions.ts'

const theStage = await stage(t)
const { sql } = theStage
const home = await theStage.house()
const { call } = home

const to = { key: 'baldrige-2023-2024', version: '1.0.0' }
/** 45 but for the sources of 6.2, which is the worked example of scoring.md, and one of 7.1. */
const answers = complete({
  '4.4.3': { percent: 35 },
  '4.4.6': { percent: 65 },
  '4.4.7': { percent: 30 },
  '4.5.3': { percent: 50 },
  '4.7.5': { percent: 20 },
})

type Node = { readonly code: string }
type Params = { readonly submissionId: string }

const estimateOf = (params: Params, body: object = {}, more: Call = {}) =>
  call(estimateSubmission, { params, body: { to, ...body }, ...more })
const nodeIn = ({ body }: { readonly body: { readonly nodes: readonly Node[] } }, code: string) =>
  body.nodes.find((each) => each.code === code)
const refusal = (status: number, code: string, more: object = {}) => ({
  status,
  body: { status, code, ...more },
})
const refusedTo = (code: string) =>
  refusal(422, 'document-invalid', { errors: [{ pointer: '/to', code }] })

t.test('200 with figures as by hand, labelled, of the sheet that is stored', async (t) => {
  const { params } = await submitted(home, answers)
  const answer = await estimateOf(params)
  t.equal(answer.status, 200, answer.text)
  t.match(answer.body, {
    variant: 'estimate',
    from: questionnaire,
    to,
    provenance: { status: 'unconfirmed', confidence: 'medium' },
  })
  t.equal(answer.body.nodes.length, 17, 'every scored node of the other model')
  // 35 weak, 65, 30 and 50 partial: (1 x 35 + 2 x 65 + 2 x 30 + 2 x 50) / 7.
  t.match(nodeIn(answer, '6.2'), {
    percent: 46.43,
    exactPercent: '325/7',
    span: { lowest: 30, exactLowest: '30', highest: 65, exactHighest: '65' },
    missing: [],
  })
  // 45 partial, 20 weak, 45 partial: (90 + 20 + 90) / 5.
  t.match(nodeIn(answer, '7.1'), {
    exactPercent: '40',
    span: { exactLowest: '20', exactHighest: '45' },
  })
  t.match(nodeIn(answer, '1.1'), {
    exactPercent: '45',
    sources: [{ code: '4.1.2', strength: 'full' }],
  })
  const sheet = await call(getScore, { params })
  t.match(answer.body.digests, {
    questionnaire: sheet.body.digests.questionnaire,
    answers: sheet.body.digests.answers,
  })
  for (const absent of ['total', 'recognition', 'groups'])
    t.notOk(absent in answer.body, `no ${absent}`)
})

t.test('200 from the other side; what only weak sources speak for has none', async (t) => {
  const shipped = readShipped().find(({ key }) => key === to.key)
  const baldrige = readQuestionnaire(JSON.parse(shipped?.document ?? ''))
  const given = answersTo(baldrige, { '6.1': { percent: 45 }, '6.2': { percent: 60 } })
  const { params } = await submitted(home, given, { questionnaire: to })
  const answer = await estimateOf(params, { to: questionnaire })
  t.match(answer.body, { from: to, to: questionnaire })
  t.match(nodeIn(answer, '4.5.3'), { percent: 52.5, exactPercent: '105/2' })
  for (const code of ['4.4.3', '4.4.5'])
    t.match(nodeIn(answer, code), { percent: null, exactPercent: null, span: null }, code)
})

t.test('of a draft: 422 names what is missing, or only what is there speaks', async (t) => {
  const { params } = await draft(home, {
    '4.4.3': { percent: 35 },
    '4.4.6': { percent: 65 },
    '4.4.7': { notApplicable },
  })
  const refused = await estimateOf(params)
  t.match(refused, refusal(422, 'incomplete'))
  t.same(refused.body.errors.length, 20)
  t.match(refused.body.errors[0], { pointer: '/answers/4.1.2', code: 'answer-missing' })
  const answer = await estimateOf(params, { allowIncomplete: true })
  t.equal(answer.status, 200, answer.text)
  // 35 weak and 65 partial: (35 + 130) / 3; neither gap nor "not applicable" is a zero.
  t.match(nodeIn(answer, '6.2'), { exactPercent: '55', missing: ['4.4.7', '4.5.3'] })
  t.match(nodeIn(answer, '1.1'), { percent: null, span: null, missing: ['4.1.2'] })
})

t.test('422 where no crosswalk leads, nothing is there, or it is withheld', async (t) => {
  const { params } = await submitted(home, answers)
  const second = await secondAdmin(theStage, home)
  const [shared, withheld] = [own(), own()]
  await publishedBy(home, second, shared, { visibility: 'association' })
  await publishedBy(home, second, withheld, { visibility: 'private' })
  for (const [target, code] of [
    [{ key: 'nowhere', version: '1.0.0' }, 'questionnaire-unknown'],
    [{ ...to, version: '9.0.0' }, 'questionnaire-unknown'],
    [{ key: withheld.key, version: '1.0.0' }, 'questionnaire-unknown'],
    [{ key: shared.key, version: '1.0.0' }, 'no-mapping'],
    [{ key: 'gbt-19580-2004', version: '1.0.0' }, 'no-mapping'],
    [questionnaire, 'no-mapping'],
  ] as const)
    t.match(await estimateOf(params, { to: target }), refusedTo(code), target.key)
})

t.test('nothing is stored, and no answer moves over a crosswalk', async (t) => {
  const { params, submissionId } = await submitted(home, answers)
  const stored = () => sql`
    select kind, sheet_digest from score_sheets where submission_id = ${submissionId}`
  const before = [await call(getSubmission, { params }), await stored()] as const
  t.equal((await estimateOf(params)).status, 200)
  t.equal((await call(getSubmission, { params })).text, before[0].text)
  t.same([...(await stored())], [...before[1]])
  const plan = await call(planSubmissionMigration, { params, body: { to } })
  t.match(plan, refusedTo('no-mapping'))
})

t.test('for whoever may read the score: by grant too, and that is put on record', async (t) => {
  const { params, submissionId } = await submitted(home, answers)
  for (const as of ['organizationContributor', 'organizationViewer'] as const)
    t.equal((await estimateOf(params, {}, { as })).status, 200, as)
  const grantee = { kind: 'association', id: home.strangerAssociationId }
  const lend = (scope: string) =>
    call(createGrant, { body: { grantee, scopes: [scope], purpose: 'A joint project' } })
  const stranger = () => estimateOf(params, {}, { as: 'strangerAdmin' })
  t.match(await stranger(), refusal(404, 'not-found'))
  t.equal((await lend('submissions:read')).status, 201)
  t.match(await stranger(), refusal(404, 'not-found'), 'answers are not scores')
  t.equal((await lend('scores:read')).status, 201)
  t.equal((await stranger()).status, 200)
  const [event] = await sql`
    select actor_person_id as by from organization_events
    where organization_id = ${home.organizationId} and type = 'content.read' and subject = ${submissionId}`
  t.equal(event?.by, home.cast.strangerAdmin.personId)
  t.match(await estimateOf({ submissionId: newId() }), refusal(404, 'not-found'))
})
