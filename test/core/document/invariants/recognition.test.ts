import t from 'tap'
import {
  recognitionFindings,
  tableFindings,
} from '../../../../src/core/document/invariants/recognition.ts'
import { classical } from '../../../fixtures/methods.ts'
import {
  right,
  wrongQuestionnaires,
  wrongRecognition,
} from '../../../fixtures/wrong-questionnaires.ts'
import { spoil } from '../../../support/spoil.ts'

t.test(
  'the right document has no finding, nor one whose tables end and begin in time',
  async (t) => {
    t.same(recognitionFindings(right()), [])
    t.same(recognitionFindings(spoil(right(), { '/recognition/0/validTo': '2025-01-01' })), [])
    t.same(recognitionFindings(spoil(right(), { '/recognition/0/validFrom': null })), [])
  },
)

for (const wrong of wrongRecognition) {
  t.test(`${wrong.name} is refused with its place`, async (t) => {
    t.match(recognitionFindings(spoil(right(), wrong.changes)), [
      { pointer: wrong.pointer, code: wrong.code, detail: wrong.detail },
    ])
  })
}

t.test('a table may stand elsewhere, and a model without a total takes none', async (t) => {
  const [table] = right().recognition
  if (table === undefined) throw new Error('the right document has a table')
  t.same(tableFindings(right(), table, '/settings/recognition/3'), [])
  t.match(tableFindings(classical(), table, '/settings/recognition/3'), [
    { pointer: '/settings/recognition/3', code: 'recognition-without-total' },
  ])
})

t.test('no other fault keeps these invariants from answering', async (t) => {
  for (const wrong of wrongQuestionnaires)
    t.doesNotThrow(() => recognitionFindings(spoil(right(), wrong.changes)), wrong.name)
})
