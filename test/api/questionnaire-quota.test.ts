// How many questionnaire drafts an association may have open at once: counted one by one, however many ask together.
import t from 'tap'
import {
  createQuestionnaireDraft,
  deleteQuestionnaireDraft,
  listQuestionnaireDrafts,
} from '../../src/api/questionnaires/contract-drafts.ts'
import { draftOf, own, publish } from '../support/authoring.ts'
import { demand, secondAdmin } from '../support/benchmarks.ts'
import { newId } from '../support/house.ts'
import { type House, stage } from '../support/stage.ts'

const most = 3
/** What keeps those waiting who ask together; the control takes it away. */
const queue = { stands: true }
const withoutQueue = (text: string) => text.replace(/ for no key update$/, '')

const theStage = await stage(t, {
  env: { EXCELLENCE_DRAFT_QUOTA: String(most) },
  rewrite: (text) => (queue.stands ? text : withoutQueue(text)),
})
const { sql } = theStage
const as = 'associationAdmin'

const create = ({ call }: House, more: object = {}) =>
  call(createQuestionnaireDraft, { as, body: { document: {} }, ...more })
const full = (used: number) => ({ status: 409, body: { code: 'quota-reached', used, max: most } })
const openIn = async ({ associationId }: House): Promise<number> => {
  const [row] = await sql`
    select count(*)::int as n from questionnaire_drafts
    where association_id = ${associationId} and state = 'draft'`
  return row?.n
}

t.test('409 for one more than there may be; deleting and publishing make room', async (t) => {
  const house = await theStage.house()
  const { call } = house
  const begun = await draftOf(house, own())
  for (let at = 1; at < most; at += 1) t.equal((await create(house)).status, 201)
  t.match(await create(house), full(most))
  t.equal(await openIn(house), most)
  const [last] = (await call(listQuestionnaireDrafts, { as })).body.items
  const gone = { as, params: { questionnaireDraftId: last.id }, ifMatch: last.etag }
  demand(204, await call(deleteQuestionnaireDraft, gone))
  t.equal((await create(house)).status, 201)
  t.match(await create(house), full(most))
  demand(409, await publish(house, begun, as))
  demand(200, await publish(house, begun, await secondAdmin(theStage, house)))
  t.equal((await create(house)).status, 201, 'what was published does not count')
  t.match(await create(house), full(most))
})

t.test('each association has its own, and a retry takes no second place', async (t) => {
  const house = await theStage.house()
  const once = { idempotencyKey: newId() }
  const answers = [await create(house, once), await create(house, once), await create(house, once)]
  t.same(new Set(answers.map(({ text }) => text)).size, 1)
  t.equal(await openIn(house), 1)
  while ((await openIn(house)) < most) demand(201, await create(house))
  t.match(await create(house), full(most))
  const chapter = { params: { associationId: house.chapterId }, as: 'chapterAdmin' }
  t.equal((await create(house, chapter)).status, 201)
})

t.test('who may not write is told so, not that it is full', async (t) => {
  const house = await theStage.house()
  for (let at = 0; at < most; at += 1) demand(201, await create(house))
  t.match(await create(house, { as: 'programmeManager' }), { status: 403 })
  t.match(await create(house, { as: 'strangerAdmin' }), { status: 404 })
})

/** Empties the association, then lets twelve ask at once; how many drafts there are then. */
const rush = async (house: House): Promise<number> => {
  await sql`delete from questionnaire_drafts where association_id = ${house.associationId}`
  const answers = await Promise.all(Array.from({ length: 12 }, () => create(house)))
  for (const { status } of answers) t.ok(status === 201 || status === 409, String(status))
  return openIn(house)
}

t.test('of many at once as many are made as there may be', async (t) => {
  const house = await theStage.house()
  for (let round = 0; round < 5; round += 1) t.equal(await rush(house), most)
  queue.stands = false
  t.teardown(async () => {
    queue.stands = true
  })
  let overrun = 0
  for (let round = 0; round < 20 && overrun <= most; round += 1) overrun = await rush(house)
  t.ok(overrun > most, 'control: without the queue there are more')
})
