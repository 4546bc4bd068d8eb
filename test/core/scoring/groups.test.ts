import t from 'tap'
import { toText } from '../../../src/core/exact.ts'
import { readAnswers } from '../../../src/core/scoring/answers.ts'
import { groupWorths } from '../../../src/core/scoring/groups.ts'
import { planOf } from '../../../src/core/scoring/plan.ts'
import { rollUp } from '../../../src/core/scoring/roll-up.ts'
import { referenceWeighting } from '../../../src/core/scoring/weighting.ts'
import { worths } from '../../../src/core/scoring/worth.ts'
import { small } from '../../fixtures/questionnaires.ts'

t.test('a group adds its nodes up, items and leaves, and knows its full maximum', async (t) => {
  const plan = planOf(small(), referenceWeighting(small()))
  const answers = {
    '1.1': { percent: 50 },
    '1.2': { notApplicable: { reasonCode: 'x', justification: 'y' } },
    '2.1': { percent: 100 },
    '3': { percent: 5 },
  }
  const rolled = rollUp(plan, readAnswers(plan, answers, true), 'exclude')
  const nodes = worths(plan, rolled).flatMap((branch) => [branch, ...branch.parts])
  t.same(
    groupWorths(plan.groups, nodes).map(({ code, points, max, full, count, parts }) => [
      code,
      toText(points),
      toText(max),
      toText(full),
      count,
      parts,
    ]),
    [
      ['process', '45', '60', '80', 3, []],
      ['result', '1', '20', '20', 1, []],
    ],
  )
})
