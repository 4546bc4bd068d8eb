import t from 'tap'
import { percentPointsFindings } from '../../../../src/core/document/invariants/percent-points-1.ts'
import {
  right,
  type Wrong,
  wrongPercentPoints,
  wrongQuestionnaires,
} from '../../../fixtures/wrong-questionnaires.ts'
import { spoil } from '../../../support/spoil.ts'

const findings = (wrong: Pick<Wrong, 'changes'>) =>
  percentPointsFindings(spoil(right(), wrong.changes))

t.test('the right document has no finding', async (t) => {
  t.same(findings({ changes: {} }), [])
})

for (const wrong of wrongPercentPoints) {
  t.test(`${wrong.name} is refused with its place`, async (t) => {
    const [first] = findings(wrong).filter(({ code }) => code === wrong.code)
    t.match(first, { pointer: wrong.pointer, code: wrong.code, detail: wrong.detail })
  })
}

t.test('no other fault keeps these invariants from answering', async (t) => {
  for (const wrong of wrongQuestionnaires) t.doesNotThrow(() => findings(wrong), wrong.name)
})
