import t from 'tap'
import { agreementOf, fewestAssessors } from '../../../src/core/agreement/agreement.ts'
import { krippendorff, shroutFleiss } from '../../fixtures/agreement/panels.ts'

t.test('all statistics come together, none without the deviation beside it', async (t) => {
  const agreement = agreementOf(shroutFleiss, 'interval')
  t.same(Object.keys(agreement ?? {}).sort(), [
    'icc21',
    'icc2k',
    'icc31',
    'kendallW',
    'krippendorffAlpha',
    'meanAbsoluteDeviation',
  ])
})

t.test('the metric is that of the questionnaire', async (t) => {
  const alpha = (metric: 'interval' | 'ordinal') =>
    agreementOf(krippendorff, metric)?.krippendorffAlpha.value?.toFixed(3)
  t.same([alpha('interval'), alpha('ordinal')], ['0.849', '0.815'])
})

t.test('nothing is shown of two, nor of three of whom one scored nothing', async (t) => {
  t.equal(fewestAssessors, 3)
  t.equal(
    agreementOf(
      [
        [1, 2],
        [2, 3],
        [3, 4],
      ],
      'interval',
    ),
    null,
  )
  t.equal(
    agreementOf(
      [
        [1, 2, null],
        [2, 3, null],
        [3, 4, null],
      ],
      'interval',
    ),
    null,
  )
  t.not(agreementOf([[1, 2, 3]], 'interval'), null)
})
