import { deepStrictEqual } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { nodeOrder } from '../../../src/core/document/nodes.ts'
import { fraction, toText } from '../../../src/core/exact.ts'
import type { Answers } from '../../../src/core/scoring/members.ts'
import { nodeScores, numbersOnly } from '../../../src/core/scoring/numbers.ts'
import { planOf } from '../../../src/core/scoring/plan.ts'
import { score } from '../../../src/core/scoring/score.ts'
import { referenceWeighting } from '../../../src/core/scoring/weighting.ts'
import { classical, maturity, pass, statements } from '../../fixtures/methods.ts'
import { questionnaireOf, small } from '../../fixtures/questionnaires.ts'
import { cases, noDigests } from '../../support/random-scoring.ts'

const plan = planOf(small(), referenceWeighting(small()))
const notApplicable = { reasonCode: 'outsourced', justification: 'A partner does it.' }
const rule = { policy: 'zero' as const, maxShareBp: 10_000 }
const answers: Answers = {
  '1.1': { percent: 50 },
  '1.2': { percent: 45 },
  '2.1': { percent: 70 },
  '3': { percent: 30 },
}

t.test('the vector is items and leaves, categories, total, in basis points', async (t) => {
  const { nodes, points, max } = numbersOnly({ plan, answers })
  t.same(nodeOrder(small()), ['1.1', '1.2', '2.1', '3', '1', '2', 'total'])
  t.same([...nodes], [5000, 4500, 7000, 3000, 4800, 7000, 5100])
  t.same([points, max], [fraction(51n), fraction(100n)])
})

t.test('a node that does not apply bars its category and the total', async (t) => {
  const { nodes } = numbersOnly({
    plan,
    answers: { ...answers, '1.2': { notApplicable } },
    notApplicable: rule,
  })
  t.same([...nodes], [5000, -1, 7000, 3000, -1, 7000, -1])
})

t.test(
  'a part that does not apply bars category and total, not the node it belongs to',
  async (t) => {
    const away = 'not_applicable' as const
    const document = statements()
    const of = (given: Answers) => {
      const input = {
        plan: planOf(document, referenceWeighting(document)),
        answers: given,
        notApplicable: rule,
        allowIncomplete: true,
      }
      const numbers = [...numbersOnly(input).nodes]
      t.same(numbers, nodeScores(score({ ...input, digests: noDigests }), document))
      return numbers
    }
    const leaf = { '1.s1': 60, '1.s2': 60, '1.s3': 60, '1.s4': 60, '1.s5': 60, '1.s6': 60 }
    const answered = {
      '1': { statements: leaf },
      '2.1': { statements: { '2.1.s1': 40, '2.1.s2': 20 } },
      '2.2': { statements: { '2.2.s1': 20 } },
    }
    t.same(nodeOrder(document), ['1', '2.1', '2.2', '2', 'total'])
    t.same(of(answered), [6000, 3000, 2000, 2667, 4000])
    const item = { ...answered, '2.1': { statements: { '2.1.s1': 40, '2.1.s2': away } } }
    t.same(of(item), [6000, 4000, 2000, -1, -1])
    t.same(of({ ...answered, '1': { statements: { ...leaf, '1.s2': away } } }), [
      ...[6000, 3000, 2000, 2667],
      -1,
    ])
    const open = { ...answered, '2.1': { statements: { '2.1.s2': away } } }
    t.same(of(open), [6000, 0, 2000, -1, -1], 'also where the rest is unanswered')
  },
)

t.test('what is unanswered is refused, or counts zero', async (t) => {
  const { '3': _, ...rest } = answers
  t.throws(() => numbersOnly({ plan, answers: rest }), { code: 'incomplete' })
  const { nodes } = numbersOnly({ plan, answers: rest, allowIncomplete: true })
  t.same([...nodes], [5000, 4500, 7000, 0, 4800, 7000, 4500])
})

t.test('absence is refused where the programme has not switched it on', async (t) => {
  t.throws(() => numbersOnly({ plan, answers: { ...answers, '1.2': { notApplicable } } }), {
    code: 'document-invalid',
  })
})

t.test('pilots are not in the vector', async (t) => {
  const piloted = questionnaireOf({
    categories: [
      {
        code: 'x',
        items: [
          ['a', 10],
          ['b', 5, { effectiveFrom: '2.0.0' }],
        ],
      },
    ],
  })
  const { nodes } = numbersOnly({
    plan: planOf(piloted, referenceWeighting(piloted)),
    answers: { a: { percent: 50 }, b: { percent: 100 } },
  })
  t.same([...nodes], [5000, 5000, 5000])
})

t.test('bare numbers and sheet agree exactly', async () => {
  fc.assert(
    fc.property(cases, (each) => {
      const input = {
        plan: planOf(each.questionnaire, each.weighting),
        answers: each.answers,
        notApplicable: each.notApplicable,
        allowIncomplete: true,
      }
      const sheet = score({ ...input, digests: noDigests })
      const { nodes, points } = numbersOnly(input)
      deepStrictEqual([...nodes], nodeScores(sheet, each.questionnaire))
      deepStrictEqual(points === null ? undefined : toText(points), sheet.total?.exactPoints)
      deepStrictEqual(nodes.length, nodeOrder(each.questionnaire).length)
    }),
    { numRuns: 500 },
  )
})

t.test('a sheet without a total has no score for it; a foreign sheet is a bug', async (t) => {
  const sheet = score({ plan, answers, digests: noDigests })
  t.equal(nodeScores({ ...sheet, total: null }, small()).at(-1), -1)
  t.throws(() => nodeScores({ ...sheet, nodes: [] }, small()), RangeError)
})

t.test('a model without a total has none in its vector, nor clauses without figures', async (t) => {
  const of = (document: ReturnType<typeof small>, given: Answers) => {
    const input = {
      plan: planOf(document, referenceWeighting(document)),
      answers: given,
      notApplicable: rule,
      allowIncomplete: true,
    }
    const numbers = numbersOnly(input)
    t.same([...numbers.nodes], nodeScores(score({ ...input, digests: noDigests }), document))
    t.equal(numbers.nodes.length, nodeOrder(document).length)
    return numbers
  }
  const caf = of(classical(), { '1.1': { score: 26 }, '1.2': { score: 45 }, '1.3': { score: 62 } })
  t.same([...caf.nodes], [2600, 4500, 6200, 0, 0, 4433, 0])
  t.match(caf, { points: null, max: null })
  t.same([...of(maturity('level'), { '5.2': { level: 3 } }).nodes], [6000, 0, 0])
  t.same([...of(pass(), { A: { points: 74 } }).nodes].slice(-3), [0, 0, 0])
  const none = Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`1.s${n}`, 'not_applicable']))
  const quick = of(statements(), { '1': { statements: none as Record<string, 'not_applicable'> } })
  t.same([...quick.nodes], [-1, 0, 0, 0, -1], 'a leaf of which nothing applies')
})
