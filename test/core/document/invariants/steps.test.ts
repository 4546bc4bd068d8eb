import t from 'tap'
import { stepFindings } from '../../../../src/core/document/invariants/steps.ts'

const none = { ofPercents: {}, ofPoints: {} }

t.test('steps that may stand have no finding, nor have those that are not stated', async (t) => {
  t.same(stepFindings(none), [])
  t.same(
    stepFindings({ ofPercents: { a: 5, b: 0.01, c: undefined }, ofPoints: { d: 3, e: undefined } }),
    [],
  )
})

t.test('steps are positive and on the grain; those of percents divide one hundred', async (t) => {
  const findings = stepFindings({
    ofPercents: { a: 0, b: 3, c: -5 },
    ofPoints: { d: 0.001, e: 3, f: 1e-9 },
  })
  t.same(
    findings.map(({ pointer, code }) => [pointer, code]),
    [
      ['/scoring/parameters/a', 'step-grain'],
      ['/scoring/parameters/c', 'step-grain'],
      ['/scoring/parameters/d', 'step-grain'],
      ['/scoring/parameters/f', 'step-grain'],
      ['/scoring/parameters/b', 'step-misses-hundred'],
    ],
  )
})
