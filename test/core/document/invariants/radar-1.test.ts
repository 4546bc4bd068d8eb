import t from 'tap'
import { radarFindings } from '../../../../src/core/document/invariants/radar-1.ts'
import { questionnaireFindings } from '../../../../src/core/document/invariants.ts'
import { wrongRadar } from '../../../fixtures/wrong-methods.ts'
import { spoil } from '../../../support/spoil.ts'

const { right, wrong } = wrongRadar

t.test('the right document has no finding', async (t) => {
  t.same(radarFindings(right()), [])
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
    t.doesNotThrow(() => radarFindings(document))
  })
}

t.test('an edition may know no cap, and its elements need no names', async (t) => {
  const without = spoil(right(), {
    '/scoring/parameters/cap': null,
    '/bandSets/0/elementNames': undefined,
  })
  t.same(radarFindings(without), [])
})

t.test('a cap of a kind that has no elements names no attribute', async (t) => {
  const capped = spoil(right(), { '/scoring/parameters/cap/maturity': 'sound' })
  t.ok(radarFindings(capped).some(({ code }) => code === 'attribute-missing'))
})
