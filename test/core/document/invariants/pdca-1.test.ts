import t from 'tap'
import {
  pdcaClassicalFindings,
  pdcaFineTunedFindings,
} from '../../../../src/core/document/invariants/pdca-1.ts'
import { questionnaireFindings } from '../../../../src/core/document/invariants.ts'
import { wrongClassical, wrongFineTuned } from '../../../fixtures/wrong-methods.ts'
import { spoil } from '../../../support/spoil.ts'

for (const [method, findings, { right, wrong }] of [
  ['classical', pdcaClassicalFindings, wrongClassical],
  ['fine-tuned', pdcaFineTunedFindings, wrongFineTuned],
] as const) {
  t.test(`${method}: the right document has no finding`, async (t) => {
    t.same(findings(right()), [])
    t.same(questionnaireFindings(right()), [])
  })

  for (const { name, changes, pointer, code, detail } of wrong) {
    t.test(`${method}: ${name} is refused with its place`, async (t) => {
      const document = spoil(right(), changes)
      const meant = questionnaireFindings(document).filter((each) => each.code === code)
      t.match(
        meant.find((each) => each.pointer === pointer),
        { detail },
      )
      t.doesNotThrow(() => findings(document))
    })
  }
}
