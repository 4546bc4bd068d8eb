import t from 'tap'
import { z } from 'zod'
import { planOf } from '../../../src/core/scoring/plan.ts'
import { score } from '../../../src/core/scoring/score.ts'
import { ScoreSheet } from '../../../src/core/scoring/sheet.ts'
import { referenceWeighting } from '../../../src/core/scoring/weighting.ts'
import { fullSize } from '../../fixtures/questionnaires.ts'
import { noDigests } from '../../support/random-scoring.ts'
import { spoil } from '../../support/spoil.ts'

const document = fullSize()
const plan = planOf(document, referenceWeighting(document))
const answers = Object.fromEntries([...plan.scored.keys()].map((code) => [code, { percent: 45 }]))
const sheet = score({ plan, answers, digests: noDigests })

t.test('a sheet satisfies its shape and survives JSON', async (t) => {
  t.same(ScoreSheet.parse(JSON.parse(JSON.stringify(sheet))), sheet)
})

t.test('the shape takes no stranger, no unreduced form and no unknown rule', async (t) => {
  for (const changes of [
    { '/extra': 1 },
    { '/nodes/0/exactPoints': '1.5' },
    { '/nodes/0/exactPoints': '1/0' },
    { '/nodes/1/explanation/0/rule': 'guess' },
    { '/digests/answers': 'abc' },
    { '/variant': 'unofficial' },
  ]) {
    t.notOk(ScoreSheet.safeParse(spoil(sheet, changes)).success, JSON.stringify(changes))
  }
})

t.test('the shape can be described as JSON Schema', async (t) => {
  const names = Object.keys(z.toJSONSchema(ScoreSheet).$defs ?? {})
  for (const name of ['SheetNode', 'ExplanationLine', 'Recognition'])
    t.ok(names.includes(name), name)
})
