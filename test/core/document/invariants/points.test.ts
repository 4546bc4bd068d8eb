import t from 'tap'
import * as invariants from '../../../../src/core/document/invariants/points.ts'
import { readQuestionnaire } from '../../../../src/core/document/read.ts'
import {
  right,
  type Wrong,
  wrongPoints,
  wrongQuestionnaires,
} from '../../../fixtures/wrong-questionnaires.ts'
import { jsonIn } from '../../../support/examples.ts'
import { spoil } from '../../../support/spoil.ts'

const findings = (wrong: Pick<Wrong, 'changes'>) =>
  Object.values(invariants).flatMap((invariant) => invariant(spoil(right(), wrong.changes)))

t.test('the right document has no finding', async (t) => {
  t.same(findings({ changes: {} }), [])
})

for (const wrong of wrongPoints) {
  t.test(`${wrong.name} is refused with its place`, async (t) => {
    const [first] = findings(wrong).filter(({ code }) => code === wrong.code)
    t.match(first, { pointer: wrong.pointer, code: wrong.code, detail: wrong.detail })
  })
}

t.test('no other fault keeps these invariants from answering', async (t) => {
  for (const wrong of wrongQuestionnaires) t.doesNotThrow(() => findings(wrong), wrong.name)
})

t.test('a mean has one maximum and no total', async (t) => {
  const caf = readQuestionnaire(jsonIn('schemas/models/caf-2020-classical/1.0.0.json'))
  const of = (changes: Wrong['changes']) =>
    Object.values(invariants).flatMap((invariant) => invariant(spoil(caf, changes)))
  t.same(of({}), [])
  t.match(of({ '/scoring/total': 900 }), [{ code: 'total-invented', pointer: '/scoring/total' }])
  t.match(of({ '/categories/0/items/1/points': 90 }), [
    { code: 'mean-maximum', pointer: '/categories/0/items/1/points' },
  ])
  const leaf = spoil(caf, { '/categories/0/items': undefined })
  t.doesNotThrow(() => Object.values(invariants).flatMap((invariant) => invariant(leaf)))
})
