// Every answer with a body has an example in the OpenAPI document, recorded of a real answer; here each is held to
// its shape and to what an example may show. That the document shows them, test/rules/generated sees to.
import t from 'tap'
import { readExamples } from '../../src/examples.ts'
import type { Operation } from '../../src/http/operation.ts'
import type { Json } from '../../src/http/zod-describe.ts'
import { servedOperations } from '../support/provoked.ts'
import { fitsReply, settled, shortened } from '../support/recorded-answers.ts'

const repair =
  'Record it: node scripts/ts.mjs scripts/examples.ts <operation id> && npm run generate'

/** A file that is no text: there is nothing to show. */
const isBinary = ({ replyTypes }: Operation) =>
  replyTypes.every((type) => type.includes('openxmlformats'))

/** Statuses of an operation whose body has no example that fits, not even one of another status and equal shape. */
const lacking = (operation: Operation, answers: Readonly<Record<string, Json>>) =>
  Object.entries(operation.reply).flatMap(([status, shape]) => {
    if (shape === null || isBinary(operation)) return []
    const alike = Object.keys(answers).filter((each) => operation.reply[Number(each)] === shape)
    const fits = fitsReply(operation, Number(status))
    return alike.length > 0 && alike.every((each) => fits(answers[each] ?? null)) ? [] : [status]
  })

const operations = await servedOperations()
const examples = readExamples()

t.test('every answer with a body has an example that is one of its answers', async (t) => {
  for (const operation of operations)
    t.same(lacking(operation, examples[operation.id] ?? {}), [], `${operation.id}: ${repair}`)
  const [operation] = operations.filter(({ id }) => id === 'getMe')
  if (operation === undefined) throw new Error('no operation to spoil')
  t.same(
    lacking(operation, { 200: { scopes: [], roles: [] } }),
    ['200'],
    'control: a member is missing',
  )
  t.same(lacking(operation, {}), ['200'], 'control: there is none')
})

t.test('an example is of an operation, and of an answer that it gives', async (t) => {
  for (const [id, answers] of Object.entries(examples)) {
    const reply = operations.find((each) => each.id === id)?.reply ?? {}
    for (const status of Object.keys(answers))
      t.ok(status in reply, `openapi/examples/${id}.json: delete what is of no answer (${status}).`)
  }
})

/** Lists that are empty where all is well, and whose scene is well. This list only shrinks. */
const contentEmpty = ['checkConsensusFindings', 'checkReviewFindings']

type Listed = { readonly items?: readonly Json[] }

t.test('an example is no empty list', async (t) => {
  const empty = Object.entries(examples).flatMap(([id, answers]) =>
    Object.values(answers).some((each) => (each as Listed).items?.length === 0) ? [id] : [],
  )
  t.same(empty, contentEmpty, `Let the scenes of these make something to list. ${repair}`)
})

t.test(
  'no example holds a secret, an id or a moment of the run that it was recorded of',
  async (t) => {
    const text = JSON.stringify(examples)
    const ids =
      text.match(/\b[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\b/g) ?? []
    for (const id of new Set(ids)) t.match(id, /^01(89|92)/, id)
    for (const secret of text.match(/exk_(live|test)_\w+/g) ?? [])
      t.match(secret, /^exk_live_[0_]+$/)
  },
)

t.test('what differs from run to run is settled, and what the sample says stays', async (t) => {
  const rewriting = {
    sample: '{"endsAt":"2027-01-01T00:00:00Z"}',
    recordedAt: new Date('2026-11-29T10:00:00Z'),
  }
  const answer = {
    id: '01a2268a-343b-70bc-9940-6d7792eda48e',
    again: ['01a2268a-343b-70bc-9940-6d7792eda48e', '01a2268a-343b-70bc-9940-6d7792eda48f'],
    changedAt: '2026-11-29T09:02:15.500Z',
    madeAt: '2026-11-29T09:02:14.720Z',
    expiresAt: '2027-02-27T09:02:14.720Z',
    endsAt: '2027-01-01T00:00:00Z',
    editionOn: '2012-03-09',
    fromOn: '2026-11-30',
    digest: 'ab'.repeat(32),
    secret: `exk_live_${'1'.repeat(22)}_${'a'.repeat(43)}_${'b'.repeat(6)}`,
    last4: 'bbbb',
    count: 3,
    nothing: null,
  }
  const once = settled(answer, rewriting)
  t.match(once, {
    id: '01920f3e-7a10-7c3e-8b1a-000000000001',
    again: ['01920f3e-7a10-7c3e-8b1a-000000000001', '01920f3e-7a10-7c3e-8b1a-000000000002'],
    changedAt: '2026-03-02T09:01:00.000Z',
    madeAt: '2026-03-02T09:00:00.000Z',
    expiresAt: '2026-05-31T09:00:00.000Z',
    endsAt: '2027-01-01T00:00:00Z',
    editionOn: '2012-03-09',
    fromOn: '2026-03-03',
    secret: /^exk_live_[0_]+$/,
    last4: '0000',
    count: 3,
    nothing: null,
  })
  const other = JSON.parse(
    JSON.stringify(answer).replaceAll('ab', 'cd').replaceAll('eda48', 'eda49'),
  )
  t.same(settled(other, rewriting), once, 'another run, the same example')
})

t.test('lists are cut short where the shape lets them', async (t) => {
  const long = {
    items: [1, 2, 3].map((id) => ({ id, of: [1, 2, 3] })),
    byCode: { '1.1': 1, '1.2': 2, '1.3': 3 },
  }
  t.same(
    shortened(long, () => true),
    {
      items: [1, 2].map((id) => ({ id, of: [1, 2] })),
      byCode: { '1.1': 1, '1.2': 2 },
    },
  )
  t.same(
    shortened(long, () => false),
    long,
  )
})
