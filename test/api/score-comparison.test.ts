// Two scores of a submission side by side over HTTP: what was stored, and what a draft would get.
import t from 'tap'
import { compareScores, getScore } from '../../src/api/submissions/contract.ts'
import {
  associationWeighting,
  complete,
  draft,
  organizationWeighting,
  submitted,
} from '../support/drafts.ts'
import { newId } from '../support/house.ts'
import { stage } from '../support/stage.ts'

const { house } = await stage(t)
const answers = complete({ '4.1.2': { percent: 65 }, '4.3.2': { percent: 30 } })

t.test('200: both sheets as they were stored, and what the own one changes', async (t) => {
  const home = await house()
  const weighting = await organizationWeighting(home)
  const { params } = await submitted(home, answers, { weighting })
  const { status, body } = await home.call(compareScores, { params })
  t.equal(status, 200)
  const sheet = async (kind: string) =>
    (await home.call(getScore, { params, query: { weighting: kind } })).body
  t.same(body.first, await sheet('reference'))
  t.same(body.other, await sheet('own'))
  // Ten points move from 65 % to 30 %.
  t.match(body.differences.total, { points: -3.5, exactPoints: '-7/2', maxPoints: 0 })
  const at = (code: string) =>
    body.differences.nodes.find((node: { readonly code: string }) => node.code === code)
  t.match(at('4.1.2'), { points: -6.5, maxPoints: -10, percent: 0 })
  t.match(at('4.3.2'), { points: 3, maxPoints: 10, percent: 0 })
  t.match(at('4.7.2'), { points: 0, maxPoints: 0 })
})

t.test(
  "200: a draft's sheets are made on the spot, under its association's weighting too",
  async (t) => {
    const home = await house()
    const weighting = await associationWeighting(home)
    const { params } = await draft(home, answers, { weighting })
    const { status, body } = await home.call(compareScores, { params, query: { with: 'own' } })
    t.equal(status, 200)
    t.match(body, {
      first: { weighting: { kind: 'reference' }, variant: 'official' },
      other: { weighting: { kind: 'own', id: weighting.id }, variant: 'custom' },
      differences: { total: { points: -1.75 } },
    })
  },
)

t.test('404 where there is nothing to compare, and to whoever sees no score', async (t) => {
  const home = await house()
  for (const { params } of [await draft(home), await submitted(home)])
    for (const other of ['own', 'programme'])
      t.equal((await home.call(compareScores, { params, query: { with: other } })).status, 404)
  t.equal((await home.call(compareScores, { params: { submissionId: newId() } })).status, 404)
  const { params } = await draft(home, {}, { weighting: await organizationWeighting(home) })
  for (const as of ['associationAdmin', 'otherOrganizationAdmin'] as const)
    t.equal((await home.call(compareScores, { params, as })).status, 404, as)
})

t.test('400 for a weighting that is no other', async (t) => {
  const home = await house()
  const { params } = await draft(home)
  t.equal((await home.call(compareScores, { params, query: { with: 'reference' } })).status, 400)
})
