import t from 'tap'
import {
  kindFindings,
  kindsUsed,
  probeFindings,
  setsUsed,
} from '../../../../src/core/document/invariants/kinds.ts'
import { pass } from '../../../fixtures/methods.ts'
import {
  right,
  type Wrong,
  wrongKinds,
  wrongQuestionnaires,
} from '../../../fixtures/wrong-questionnaires.ts'
import { spoil } from '../../../support/spoil.ts'

const findings = (wrong: Pick<Wrong, 'changes'>) =>
  [kindFindings, probeFindings].flatMap((invariant) => invariant(spoil(right(), wrong.changes)))

t.test('the right document has no finding', async (t) => {
  t.same(findings({ changes: {} }), [])
})

for (const wrong of wrongKinds) {
  t.test(`${wrong.name} is refused with its place`, async (t) => {
    const [first] = findings(wrong).filter(({ code }) => code === wrong.code)
    t.match(first, { pointer: wrong.pointer, code: wrong.code, detail: wrong.detail })
  })
}

t.test('no other fault keeps these invariants from answering', async (t) => {
  for (const wrong of wrongQuestionnaires) t.doesNotThrow(() => findings(wrong), wrong.name)
})

t.test('kinds are known once each, with the band sets that judge them', async (t) => {
  t.same(kindsUsed(right()), ['process', 'result'])
  t.same(
    setsUsed(right()).map(({ kind, set, pointer }) => [kind, set.code, pointer]),
    [
      ['process', 'process-six', '/bandSets/0'],
      ['result', 'result-six', '/bandSets/1'],
    ],
  )
  t.same(setsUsed(spoil(right(), { '/bandSets': [] })), [])
})

t.test('a method that gives points judges by no bands', async (t) => {
  t.same(kindFindings(pass()), [])
})
