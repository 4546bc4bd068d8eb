import t from 'tap'
import { nodeOrder } from '../../../src/core/document/nodes.ts'
import { planOf } from '../../../src/core/scoring/plan.ts'
import { score } from '../../../src/core/scoring/score.ts'
import { storedFigures } from '../../../src/core/scoring/stored-sheet.ts'
import { referenceWeighting } from '../../../src/core/scoring/weighting.ts'
import type { Answers } from '../../../src/core/submission/answer.ts'
import { withoutProgramme } from '../../../src/core/submission/submit.ts'
import { answersTo, gbt, notApplicable } from '../../support/submissions.ts'

const digest = '0'.repeat(64)
const digests = { questionnaire: digest, weighting: digest, answers: digest }
const plan = planOf(gbt, referenceWeighting(gbt))
const figuresOf = (answers: Answers) =>
  storedFigures(
    score({ plan, digests, answers, allowIncomplete: true, notApplicable: withoutProgramme }),
    gbt,
  )
const place = (code: string) => nodeOrder(gbt).indexOf(code)

t.test('a complete sheet: every node has its basis points', async (t) => {
  const figures = figuresOf(answersTo(gbt))
  t.match(figures, { complete: true, notApplicableShareBp: 0 })
  t.ok(figures.nodeScores.every((bp) => bp === 4500))
  t.equal(figures.nodeScores.length, nodeOrder(gbt).length)
})

t.test('a gap is told, and so is the share that does not apply', async (t) => {
  t.match(figuresOf(answersTo(gbt, { '4.1.2': null })), { complete: false })
  const figures = figuresOf(answersTo(gbt, { '4.1.2': { notApplicable } }))
  t.match(figures, { complete: true, notApplicableShareBp: 500 })
  t.equal(figures.nodeScores[place('4.1.2')], -1)
  t.equal(figures.nodeScores[place('total')], -1, 'a total over less is not compared')
})
