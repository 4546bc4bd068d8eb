import t from 'tap'
import { maturityLevelFindings } from '../../../../src/core/document/invariants/maturity-level-1.ts'
import { questionnaireFindings } from '../../../../src/core/document/invariants.ts'
import { wrongMaturity } from '../../../fixtures/wrong-methods.ts'
import { spoil } from '../../../support/spoil.ts'

const { right, wrong } = wrongMaturity

t.test('the right document has no finding', async (t) => {
  t.same(maturityLevelFindings(right()), [])
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
    t.doesNotThrow(() => maturityLevelFindings(document))
  })
}
