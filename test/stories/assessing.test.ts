// An award from its programme to the released report, over real HTTP against the service as a process: six assessors, of
// whom one has a conflict and one steps back. Before each step: what the others see. STORY_KEEP=<folder> keeps the report
// in all its forms and languages there, with a comparison.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { questionnaire } from '../support/assessing.ts'
import { reachableFolder } from '../support/cluster.ts'
import { findings, organizationName, sealed } from '../support/panel-texts.ts'
import { startProcess } from '../support/process.ts'
import { begunReview, locks, type Marks, type Story, storyOf } from '../support/story.ts'
import { deciding, keep, reading, releasing } from '../support/story-report.ts'

/** Whose reviews count. */
const panel = ['lead', 'ann', 'bob', 'cai'] as const

/** Close together but for two items far apart, one that one cannot judge, one that two cannot: below the quorum. */
const marks: Readonly<Record<(typeof panel)[number], Marks>> = {
  lead: (code) => ({ '4.2.2': 30, '4.6.3': 25 })[code] ?? 50,
  ann: (code) => (code === '4.7.7' ? null : 55),
  bob: (code) => (code === '4.4.3' || code === '4.7.7' ? null : ({ '4.2.2': 65 }[code] ?? 45)),
  cai: (code) => ({ '4.5.3': 65, '4.6.3': 60 })[code] ?? 50,
}

const declaring = async (t: Test, { asked, call, must, sees, hides, cycle }: Story) => {
  await hides(t, 'submitted')
  await sees(t, 'GET ~', { manager: 200 })
  await sees(t, 'GET ~/answers', { manager: 404, lead: 404, ann: 404, eva: 404 })
  const { body } = await must('ann', `GET /me/assignments/${asked.ann}`)
  t.match(body, {
    state: 'proposed',
    waitsFor: 'declaration',
    applicant: { name: organizationName },
  })
  t.notOk('submissionId' in body, 'which submission it is comes with the declaration')
  t.match((await must('ann', 'GET /me/work-items')).body, { items: [{ task: 'declare' }] })

  for (const as of [...panel, 'dan'] as const)
    await must(as, `POST /me/assignments/${asked[as]}/declare`, { body: { interests: [] } })
  const interest = { kind: 'employment', to: 'applicant', endedOn: '2024-06-30', note: '' }
  const declared = await must('eva', `POST /me/assignments/${asked.eva}/declare`, {
    body: { interests: [interest] },
  })
  t.match(declared.body, { state: 'conflicted', waitsFor: null })
  t.notOk('submissionId' in declared.body)
  for (const line of ['GET ~/answers', 'GET ~/reviews', 'POST ~/reviews']) {
    const { status, body: refusal } = await call('eva', line)
    t.match({ status, refusal }, { status: 403, refusal: { code: 'conflict-of-interest' } }, line)
  }
  const waived = await call('manager', `POST ${cycle}/assignments/${asked.eva}/waive`, {
    body: { reason: 'It is long ago.' },
  })
  t.not(waived.status, 200, 'a block is never waived')
  await hides(t, 'in_review')
  await sees(t, 'GET ~/answers', { ann: 200, manager: 404, second: 404 })
}

const reviewing = async (t: Test, story: Story) => {
  const { asked, call, must, sees, hides } = story
  const { key, version } = questionnaire
  const document = await must('lead', `GET /questionnaires/${key}/versions/${version}`)
  const codes: string[] = document.body.categories.flatMap(
    ({ items }: { items: { code: string }[] }) => items.map(({ code }) => code),
  )
  t.equal(codes.length, 23)

  const started = await begunReview(story, 'dan', { codes: codes.slice(0, 5), marks: () => 10 })
  const reason = 'A relative now works there.'
  await must('dan', `POST /me/assignments/${asked.dan}/recuse`, { body: { reason } })
  for (const line of ['GET ~/answers', `GET ${started}`, 'GET ~/reviews'])
    await sees(t, line, { dan: 404 })

  for (const as of panel) {
    const given = as === 'bob' ? codes.filter((code) => code !== '4.4.3') : codes
    const review = await begunReview(story, as, { codes: given, marks: marks[as] })
    const noted = { ...findings[1], text: sealed.review }
    await must(as, `POST ${review}/findings`, { body: noted })
    const early = await locks(story, as, review)
    if (as === 'bob') {
      t.match(early, { status: 422, body: { code: 'incomplete' } })
      t.same(
        early.body.errors.map(({ pointer }: { pointer: string }) => pointer),
        ['/scores/4.4.3'],
      )
      const cannotJudge = 'No figures were given for two of the four sites.'
      await must(as, `PUT ${review}/scores/4.4.3`, { body: { cannotJudge }, isNew: true })
      t.equal((await locks(story, as, review)).status, 200)
    } else t.equal(early.status, 200, `${as} locks`)
    const members = panel.filter((other) => other !== as && other !== 'lead')
    for (const other of members) await sees(t, `GET ${review}`, { [other]: 404 })
    if (as !== 'lead')
      t.notMatch((await must('lead', `GET ${review}`)).text, /percent|SEALED/, 'its state alone')
    await sees(t, `GET ${review}`, { applicant: 404, stranger: 404, dan: 404, eva: 403 })
  }
  const listed = await must('manager', 'GET ~/reviews')
  t.same(
    listed.body.items.map(({ state }: { state: string }) => state).sort(),
    ['excluded', ...panel.map(() => 'locked')],
    'a manager sees how far they are',
  )
  t.notMatch(listed.text, /percent|SEALED/, 'and nothing that was said')
  t.equal((await must('ann', 'GET ~/reviews')).body.items.length, 1, 'the own one alone')
  await sees(t, 'GET ~/consensus', { lead: 404, ann: 404, manager: 404 })
  t.equal((await call('ann', 'GET ~/score')).status, 404, 'nor what the applicant says of itself')
  await hides(t, 'in_review')
}

/** What the panel reads of the locked reviews, as it came. */
const reviewsOf = async ({ must }: Story): Promise<string> => {
  const { items } = (await must('bob', 'GET ~/reviews')).body as { items: { personId: string }[] }
  return JSON.stringify(items)
}

type Item = { readonly code: string; readonly figures: { readonly state: string } }

const agreeing = async (t: Test, { call, must, sees, hides }: Story) => {
  t.equal((await call('ann', 'POST ~/consensus')).status, 403, 'the lead opens')
  const opened = (await must('lead', 'POST ~/consensus')).body
  const item = (code: string) => opened.items.find((each: Item) => each.code === code)?.figures
  t.match(item('4.1.2'), { n: 4, suggestionBp: 5000, state: 'close', flags: [] })
  t.match(item('4.2.2'), { rangeBp: 3500, state: 'discuss', flags: ['range'] })
  t.match(item('4.4.3'), { n: 3, belowQuorum: false })
  t.match(item('4.7.7'), { n: 2, belowQuorum: true })
  t.match((await must('ann', 'GET ~/reviews')).body.items, { length: 4 }, 'all locked ones')
  const managed = await must('manager', 'GET ~/consensus')
  t.notOk('approvals' in managed.body || 'score' in managed.body.items[0], 'figures alone')
  t.notMatch((await must('manager', 'GET ~/reviews')).text, /percent|SEALED/)
  await sees(t, 'GET ~/consensus', { ann: 200, dan: 404, eva: 403 })
  await hides(t, 'in_review')

  let { etag } = (await must('lead', 'POST ~/consensus/accept-suggestions')).body
  const early = await call('lead', 'POST ~/consensus/propose', { ifMatch: etag })
  t.match(early, { status: 422, body: { code: 'incomplete' } })
  t.same(
    early.body.errors.map(({ pointer }: { pointer: string }) => pointer),
    ['4.2.2', '4.5.3', '4.6.3', '4.7.7'].map((code) => `/scores/${code}`),
    'what the reviews do not settle',
  )
  const score = (code: string, percent: number, note: string | null) =>
    call('lead', `PUT ~/consensus/scores/${code}`, { body: { percent, note }, isNew: true })
  t.match(await score('4.2.2', 45, null), { status: 422, body: { code: 'incomplete' } })
  for (const [code, percent] of Object.entries({
    '4.2.2': 45,
    '4.5.3': 55,
    '4.6.3': 45,
    '4.7.7': 50,
  }))
    t.equal((await score(code, percent, sealed.note)).status, 201, code)
  for (const body of findings) await must('lead', 'POST ~/consensus/findings', { body })

  const current = async () => (await must('lead', 'GET ~/consensus')).body.etag as string
  const proposes = async () => {
    ;({ etag } = (
      await must('lead', 'POST ~/consensus/propose', { ifMatch: await current() })
    ).body)
  }
  await proposes()
  const objection = { code: '4.6.3', reason: 'Two sites carried out more than half of them.' }
  t.match((await must('cai', 'POST ~/consensus/objections', { body: objection })).body, {
    state: 'open',
  })
  const before = (await must('lead', 'GET ~/consensus')).body.items
  const { etag: ifMatch } = before.find((each: Item) => each.code === '4.6.3').score
  const heard = { percent: 50, note: `${sealed.note}: seen anew.` }
  await must('lead', 'PUT ~/consensus/scores/4.6.3', { body: heard, ifMatch })
  await proposes()
  for (const as of ['lead', 'ann', 'bob', 'cai'] as const) {
    const { body } = await must(as, 'POST ~/consensus/agree', { ifMatch: etag })
    etag = body.etag
    t.equal(body.state, as === 'cai' ? 'agreed' : 'proposed', 'who objected is waited for')
  }
  await hides(t, 'in_review')
}

const visiting = async (t: Test, { call, must, sees, hides }: Story) => {
  const issue = { kind: 'verify', question: sealed.visit, source: 'Answer 4.5.3' }
  const issues = ['4.5.3', '4.7.2'].map((code) => ({ code, ...issue }))
  await must('lead', 'POST ~/consensus/visit', { body: { issues } })
  await sees(t, 'GET ~/consensus/visit', { ann: 200, manager: 404, dan: 404 })
  t.match(await call('lead', 'POST ~/consensus/visit/begin'), {
    status: 422,
    body: { errors: { length: 4 } },
  })
  for (const as of panel) await must(as, 'POST ~/consensus/visit/declarations')
  let { etag } = (await must('lead', 'POST ~/consensus/visit/begin')).body
  const outcomes = [
    { kind: 'changed', percent: 65, evidence: sealed.visit },
    { kind: 'confirmed', evidence: sealed.visit },
  ]
  for (const [place, body] of outcomes.entries()) {
    const line = `PUT ~/consensus/visit/issues/${place}/outcome`
    ;({ etag } = (await must('lead', line, { body, ifMatch: etag })).body)
  }
  const reported = await must('lead', 'POST ~/consensus/visit/report')
  t.match(reported.body, { changes: [{ code: '4.5.3', fromPercent: 55, toPercent: 65 }] })
  t.match((await must('lead', 'GET ~/consensus')).body, { state: 'agreed', visited: true })
  await hides(t, 'in_review')
}

t.test('an award, from its programme to the released report', { timeout: 300_000 }, async (t) => {
  const dataDir = join(reachableFolder(t), 'data')
  if (keep !== undefined) mkdirSync(keep, { recursive: true })
  const demo = keep === undefined ? 'off' : 'on'
  const service = startProcess(t, { dataDir, env: { EXCELLENCE_DEMO: demo } })
  const story = await storyOf({ DATA_DIR: dataDir }, await service.ready)
  const acts = { declaring, reviewing, agreeing, visiting, deciding, releasing, reading }
  const locked: string[] = []
  for (const [name, act] of Object.entries(acts)) {
    await t.test(name, (t) => act(t, story))
    if (name !== 'declaring' && name !== 'reviewing') locked.push(await reviewsOf(story))
  }
  t.equal(new Set(locked).size, 1, 'locked reviews stay as they are, byte for byte')
  t.match(locked[0], sealed.review, 'control: with what was said in them')
  t.notMatch(`${service.logged()}${service.said()}`, /SEALED/, 'nothing that was said is logged')
  t.match(service.logged(), story.submissionId.slice(0, 8), 'control: the service logs')
})
