// Judgements over HTTP: what they come to, without storing anything.
import t from 'tap'
import { previewElicitation } from '../../src/api/scores/contract-elicitation.ts'
import { listWeightings } from '../../src/api/weightings/contract.ts'
import { questionnaire } from '../support/drafts.ts'
import { stage } from '../support/stage.ts'

const { house } = await stage(t)
const home = await house()
const preview = (elicitation: object, more: object = {}) =>
  home.call(previewElicitation, { body: { questionnaire, elicitation, ...more } })
const codes = ['4.1.2', '4.1.3', '4.1.4']
const pairs = (rows: readonly (readonly number[])[]) => ({ kind: 'ahp', inputs: [{ codes, rows }] })

t.test('200: whole weights, priorities and consistency', async (t) => {
  const { status, body } = await preview(
    pairs([
      [1, 2, 4],
      [0.5, 1, 2],
      [0.25, 0.5, 1],
    ]),
  )
  t.equal(status, 200)
  t.match(body, {
    mode: 'within_category',
    items: { '4.1.2': 571, '4.1.3': 286, '4.1.4': 143 },
    priorities: [{ category: '4.1', consistency: { ratio: 0, isConsistent: true, lambda: 3 } }],
    isPublishable: true,
  })
  t.same((await home.call(listWeightings)).body.items, [], 'nothing is stored')
})

t.test('200: a circle gives equal weights, and says that it is one', async (t) => {
  const { body } = await preview(
    pairs([
      [1, 3, 1 / 3],
      [1 / 3, 1, 3],
      [3, 1 / 3, 1],
    ]),
  )
  t.match(body, {
    items: { '4.1.2': 334, '4.1.3': 333, '4.1.4': 333 },
    priorities: [{ consistency: { isConsistent: false, worst: { codes, product: 27 } } }],
    isPublishable: false,
  })
})

t.test('200: swings and rankings have no consistency', async (t) => {
  const swings = { kind: 'swing', inputs: { '4.1.2': 100, '4.1.3': 50, '4.1.4': 50 } }
  t.match((await preview(swings)).body, {
    items: { '4.1.2': 500, '4.1.3': 250, '4.1.4': 250 },
    priorities: [{ consistency: null }],
  })
  t.equal((await preview({ kind: 'roc', inputs: codes })).status, 200)
})

t.test('422 names what is wrong, 400 what is no judgement', async (t) => {
  const refused = async (elicitation: object, pointer: string, code: string) =>
    t.match(await preview(elicitation), {
      status: 422,
      body: { code: 'document-invalid', errors: [{ pointer, code }] },
    })
  await refused(pairs([[1]]), '/elicitation/inputs/0/rows', 'not-square')
  await refused(
    pairs([
      [1, 2, 4],
      [0.4, 1, 2],
      [0.25, 0.5, 1],
    ]),
    '/elicitation/inputs/0/rows/0/1',
    'not-reciprocal',
  )
  await refused(
    pairs([
      [1, 0.1, 4],
      [9, 1, 2],
      [0.25, 0.5, 1],
    ]),
    '/elicitation/inputs/0/rows/0/1',
    'off-scale',
  )
  await refused(
    { kind: 'roc', inputs: ['4.1.2', '4.1.3'] },
    '/elicitation/inputs',
    'weight-missing',
  )
  t.equal((await preview({ kind: 'manual' })).status, 400)
  t.equal((await preview({ kind: 'ahp', inputs: [] })).status, 400)
  const eleven = Array.from({ length: 11 }, (_, place) => `x${place}`)
  t.equal((await preview({ kind: 'ahp', inputs: [{ codes: eleven, rows: [] }] })).status, 400)
})

t.test('422 for an unknown questionnaire, 404 within a house that is not there', async (t) => {
  const elicitation = { kind: 'roc', inputs: codes }
  t.equal(
    (await preview(elicitation, { questionnaire: { ...questionnaire, version: '9.9.9' } })).status,
    422,
  )
  t.equal(
    (await preview(elicitation, { within: { organizationId: home.otherOrganizationId } })).status,
    404,
  )
  t.equal(
    (await preview(elicitation, { within: { organizationId: home.organizationId } })).status,
    200,
  )
})
