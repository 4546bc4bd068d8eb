import t from 'tap'
import { questionnaireFindings } from '../../../src/core/document/invariants.ts'
import { fullSize, small } from '../../fixtures/questionnaires.ts'
import { wrongByMethod } from '../../fixtures/wrong-methods.ts'
import { right, wrongQuestionnaires } from '../../fixtures/wrong-questionnaires.ts'
import { spoil } from '../../support/spoil.ts'

t.test('right documents have no finding', async (t) => {
  t.same(questionnaireFindings(small()), [])
  t.same(questionnaireFindings(fullSize()), [])
})

t.test('every wrong copy is refused with pointer, code and message', async (t) => {
  for (const { name, changes, pointer, code, detail } of wrongQuestionnaires) {
    const found = questionnaireFindings(spoil(right(), changes))
    const meant = found.find((each) => each.pointer === pointer && each.code === code)
    t.match(meant, { detail }, name)
  }
})

t.test('so is every wrong copy of every other method, and the right ones are not', async (t) => {
  for (const [method, { right, wrong }] of Object.entries(wrongByMethod)) {
    t.same(questionnaireFindings(right()), [], method)
    for (const { name, changes, pointer, code, detail } of wrong) {
      const found = questionnaireFindings(spoil(right(), changes))
      const meant = found.find((each) => each.pointer === pointer && each.code === code)
      t.match(meant, { detail }, `${method}: ${name}`)
    }
  }
})

t.test('all findings come at once', async (t) => {
  const findings = questionnaireFindings(
    spoil(small(), {
      '/categories/1/items/0/code': '1',
      '/scoring/total': 99,
      '/groups/1/nodes/0': 'nobody',
      '/bandSets/0/bands/2/from': 40,
    }),
  )
  const codes = new Set(findings.map(({ code }) => code))
  for (const code of ['code-repeated', 'sum-wrong', 'node-missing', 'bands-gap']) {
    t.ok(codes.has(code), code)
  }
})
