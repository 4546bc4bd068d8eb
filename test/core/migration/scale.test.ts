import t from 'tap'
import { scoredNodes } from '../../../src/core/document/nodes.ts'
import { toText } from '../../../src/core/exact.ts'
import { scaleOf } from '../../../src/core/migration/scale.ts'
import { classical, fineTuned, maturity, pass, radar, statements } from '../../fixtures/methods.ts'
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

t.test('every method has its scale; only values of one number can be converted', async (t) => {
  const told = (document: ReturnType<typeof small>) => {
    const [node] = scoredNodes(document)
    if (node === undefined) throw new Error('no node')
    const { name, number } = scaleOf(document, node)
    return [name, number === null ? null : [number.member, toText(number.max), toText(number.step)]]
  }
  t.same(told(radar()), [
    'radar@1, sound, implemented, evaluated-understood, learn-improve by 1',
    null,
  ])
  t.same(told(radar({ elements: {} })), ['radar@1,  by 1', null])
  t.same(told(classical()), ['pdca-classical@1, 0 to 100', ['score', '100', '1']])
  t.same(told(fineTuned()), ['pdca-fine-tuned@1, process', null])
  t.same(told(maturity()), ['maturity-level@1, statements', null])
  t.same(told(maturity('level')), ['maturity-level@1, 0 to 5', ['level', '5', '1']])
  t.same(told(pass()), ['category-pass@1, 0 to 100 by 0.1', ['points', '100', '1/10']])
  t.same(told(statements()), ['statements@1, 0, 20, 40, 60, 80, 100', null])
  t.same(told(spoil(statements(), { '/scales': undefined })), ['statements@1, ', null])
})
