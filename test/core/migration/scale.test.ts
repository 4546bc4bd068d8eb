import t from 'tap'
import { scoredNodes } from '../../../src/core/document/nodes.ts'
import { toText } from '../../../src/core/exact.ts'
import { scaleOf } from '../../../src/core/migration/scale.ts'
import { small } from '../../fixtures/questionnaires.ts'
import { spoil } from '../../support/spoil.ts'

const [first] = scoredNodes(small())

t.test('percents have one number, from 0 to 100 by the step of the document', async (t) => {
  if (first === undefined) return t.fail('no node')
  const { name, number } = scaleOf(small(), first)
  t.equal(name, 'percent-points@1, 0 to 100 % by 5')
  t.equal(number?.member, 'percent')
  t.same(
    [number?.min, number?.max, number?.step].map((each) => each && toText(each)),
    ['0', '100', '5'],
  )
  const finer = spoil(small(), { '/scoring/parameters/step': 1 })
  t.not(scaleOf(finer, first).name, name, 'another step is another scale')
})
