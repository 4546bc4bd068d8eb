import t from 'tap'
import type { ProblemError } from '../../../src/core/problem.ts'
import {
  type Answer,
  hasAny,
  refuseForeign,
  valueMembers,
  valuesIn,
} from '../../../src/core/scoring/members.ts'
import { Answer as AnswerShape } from '../../../src/core/submission/answer.ts'

t.test('values are what an answer holds beside text, evidence and not applicable', async (t) => {
  const others = ['notApplicable', 'comment', 'narrative', 'evidence']
  t.same(
    new Set(Object.keys(AnswerShape.shape)),
    new Set([...valueMembers, ...others]),
    'every value member of the shape is known here, and the other way round',
  )
  t.same(valuesIn({ percent: 0, comment: 'x', score: undefined }), ['percent'])
  t.equal(hasAny({ percent: 0 }, ['percent', 'factors']), true)
  t.equal(hasAny({ comment: 'x' }, ['percent', 'factors']), false)
})

t.test('a member that the node does not read is refused with those it does', async (t) => {
  const refused = (answer: Answer) => {
    const errors: ProblemError[] = []
    refuseForeign(answer, ['score', 'phases'], '/answers/1', errors)
    return errors
  }
  t.same(refused({ score: 5, phases: {}, comment: 'x' }), [])
  t.same(refused({ percent: undefined }), [])
  t.same(refused({ percent: 5, level: 2 }), [
    {
      pointer: '/answers/1/percent',
      code: 'member-unknown',
      detail: '"percent" is not read here; known: score, phases.',
    },
    {
      pointer: '/answers/1/level',
      code: 'member-unknown',
      detail: '"level" is not read here; known: score, phases.',
    },
  ])
})
