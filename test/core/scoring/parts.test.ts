import t from 'tap'
import { fraction, one, toText } from '../../../src/core/exact.ts'
import {
  namedParts,
  type Part,
  partIn,
  pointerOfPart,
  wholeMember,
} from '../../../src/core/scoring/parts.ts'
import { answerableOf } from '../../../src/core/submission/answerable.ts'
import { modelOf } from '../../support/models.ts'
import { gbt, gbtByFactors } from '../../support/submissions.ts'

const grainOf = ({ grain }: Part) => {
  if ('step' in grain) return `step ${toText(grain.step)}`
  return 'scale' in grain ? `of ${grain.scale.length}` : `statements ${grain.statements}`
}
const said = (questionnaire: typeof gbt, place = 0) =>
  answerableOf(questionnaire).scored[place]?.rater.parts.map(
    (part) => `${pointerOfPart(part)} ${grainOf(part)}`,
  )

t.test('every method says of which parts its values are made', async (t) => {
  t.same(said(gbt), ['/percent step 5'])
  t.same(said(gbtByFactors), [
    '/factors/approach step 5',
    '/factors/deployment step 5',
    '/factors/learning step 5',
    '/factors/integration step 5',
  ])
  t.same(said(modelOf('efqm-2020')), [
    '/attributes/sound step 1',
    '/attributes/implemented step 1',
    '/attributes/evaluated-understood step 1',
    '/attributes/learn-improve step 1',
  ])
  t.same(said(modelOf('caf-2020-classical')), ['/score step 1'])
  t.same(said(modelOf('caf-2020-classical'), 27), ['/score step 1'])
  t.same(
    said(modelOf('caf-2020-fine-tuned')),
    ['plan', 'do', 'check', 'act'].map((member) => `/${member} step 1`),
  )
  t.same(said(modelOf('caf-2020-fine-tuned'), 27), ['/trends step 1', '/targets step 1'])
  t.same(said(modelOf('iso-9004-2018')), ['/levels statements 2,2,3,2,2'])
  t.same(said(modelOf('iso-9004-2018-quick')), ['/level step 1'])
  t.same(said(modelOf('deming-prize-2018')), ['/points step 1/10'])
  t.same(said(modelOf('baldrige-2023-2024-quick')), [
    '/statements/1.1.s1 of 6',
    '/statements/1.1.s2 of 6',
  ])
})

t.test('a part is read where it stands, and names of objects are none of its names', async (t) => {
  const score = wholeMember('score', { step: one })
  t.equal(partIn({ score: 0 }, score), 0)
  t.equal(partIn({}, score), undefined)
  const [sound = score, odd = score] = namedParts('attributes', ['sound', 'constructor'], {
    step: fraction(5n),
  })
  t.equal(partIn({ attributes: { sound: 40 } }, sound), 40)
  t.equal(partIn({ attributes: {} }, sound), undefined)
  t.equal(partIn({ attributes: {} }, odd), undefined)
  t.equal(partIn({}, sound), undefined)
})
