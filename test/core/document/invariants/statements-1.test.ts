import t from 'tap'
import { statementsFindings } from '../../../../src/core/document/invariants/statements-1.ts'
import { questionnaireFindings } from '../../../../src/core/document/invariants.ts'
import { wrongStatements } from '../../../fixtures/wrong-methods.ts'
import { spoil } from '../../../support/spoil.ts'

const { right, wrong } = wrongStatements

t.test('the right document has no finding', async (t) => {
  t.same(statementsFindings(right()), [])
  t.same(questionnaireFindings(right()), [])
})

for (const { name, changes, pointer, code, detail } of wrong) {
  t.test(`${name} is refused with its place`, async (t) => {
    const document = spoil(right(), changes)
    const meant = questionnaireFindings(document).filter((each) => each.code === code)
    t.match(
      meant.find((each) => each.pointer === pointer),
      { detail },
    )
    t.doesNotThrow(() => statementsFindings(document))
  })
}
