import t from 'tap'
import { ExactNumber, Outcome } from '../../../src/core/scoring/outcome.ts'

t.test('an outcome is that of one method, whole and without strangers', async (t) => {
  for (const right of [
    { uncapped: 53.75, exactUncapped: '215/4' },
    { phase: 'none' },
    { sum: 130, of: 400 },
    { level: 3, gapAt: 4, toMeetNext: ['5.2.l4.s1'], ignoredAbove: 2 },
    { level: 5, gapAt: null, toMeetNext: [], ignoredAbove: 0 },
    { margin: -1.5, exactMargin: '-3/2', passed: false },
  ])
    t.same(Outcome.parse(right), right)
  for (const wrong of [
    {},
    { phase: 'luck' },
    { sum: 130 },
    { level: 6, gapAt: null, toMeetNext: [], ignoredAbove: 0 },
    { phase: 'plan', sum: 130, of: 400 },
  ])
    t.notOk(Outcome.safeParse(wrong).success, JSON.stringify(wrong))
})

t.test('exact numbers are fractions in text', async (t) => {
  for (const right of ['45', '-3/2', '27/4']) t.ok(ExactNumber.safeParse(right).success)
  for (const wrong of ['1.5', '1/0', '', '/2']) t.notOk(ExactNumber.safeParse(wrong).success)
})
