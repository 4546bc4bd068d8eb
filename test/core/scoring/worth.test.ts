import t from 'tap'
import type { PercentPointsParameters } from '../../../src/core/document/parameters-v1.ts'
import { toText } from '../../../src/core/exact.ts'
import { readAnswers } from '../../../src/core/scoring/answers.ts'
import type { Answers } from '../../../src/core/scoring/members.ts'
import { planOf } from '../../../src/core/scoring/plan.ts'
import { rollUp } from '../../../src/core/scoring/roll-up.ts'
import type { NotApplicablePolicy } from '../../../src/core/scoring/sheet.ts'
import { referenceWeighting } from '../../../src/core/scoring/weighting.ts'
import { worths } from '../../../src/core/scoring/worth.ts'
import { classical, maturity, statements } from '../../fixtures/methods.ts'
import { questionnaireOf } from '../../fixtures/questionnaires.ts'

const notApplicable = { reasonCode: 'outsourced', justification: 'A partner does it.' }
const categories = [
  {
    code: 'x',
    items: [
      ['a', 30],
      ['b', 10],
      ['z', 0],
      ['p', 5, { effectiveFrom: '2.0.0' }],
    ],
  },
  { code: 'y', items: [['q', 5, { effectiveFrom: '2.0.0' }]] },
  { code: 'l', leaf: { points: 20, kind: 'result' } },
] as const

const told = (
  answers: Answers,
  parameters: Partial<PercentPointsParameters> = {},
  policy: NotApplicablePolicy = 'zero',
) => {
  const document = questionnaireOf({ categories, parameters })
  const plan = planOf(document, referenceWeighting(document))
  const branches = worths(plan, rollUp(plan, readAnswers(plan, answers, true), policy))
  return new Map(
    branches
      .flatMap((branch) => [branch, ...branch.parts])
      .map(({ code, status, points, max, weightless, explanation }) => [
        code,
        {
          status,
          points: toText(points),
          max: toText(max),
          weightless,
          rules: explanation.map(({ rule, result }) => [rule, result]),
        },
      ]),
  )
}

const full: Answers = {
  a: { percent: 50 },
  b: { percent: 90 },
  z: { percent: 100 },
  p: { percent: 70 },
  l: { percent: 52 },
}
const step = { step: 1 }

t.test('each node says what it earned', async (t) => {
  const nodes = told(full, step)
  t.same([...nodes.keys()], ['x', 'a', 'b', 'z', 'p', 'y', 'q', 'l'])
  t.match(nodes.get('x'), { status: 'scored', points: '24', rules: [['category.sum', '24']] })
  t.match(nodes.get('a'), { points: '15', rules: [['item.points', '15']], weightless: false })
  t.match(nodes.get('z'), { points: '0', rules: [['weight.zero', '0']], weightless: true })
  t.match(nodes.get('p'), {
    status: 'pilot',
    points: '0',
    max: '0',
    rules: [['item.pilot', '70']],
    weightless: false,
  })
  t.match(nodes.get('q'), { status: 'pilot', rules: [['item.pilot-unanswered', null]] })
  t.match(nodes.get('y'), {
    status: 'pilot',
    weightless: true,
    rules: [['category.no-percent', '0']],
  })
  t.match(nodes.get('l'), { status: 'scored', points: '52/5', rules: [['item.points', '52/5']] })
})

t.test('rounding categories and points is told step by step', async (t) => {
  const nodes = told(full, { ...step, categoryStep: 5, pointsStep: 1 })
  t.match(nodes.get('x'), {
    points: '24',
    rules: [
      ['category.mean', '60'],
      ['category.step', '60'],
      ['category.points', '24'],
      ['category.points-step', '24'],
    ],
  })
  t.match(nodes.get('l'), {
    points: '10',
    rules: [
      ['category.step', '50'],
      ['item.points', '10'],
      ['category.points-step', '10'],
    ],
  })
  t.match(told(full, { ...step, categoryMean: 'plain' }).get('x'), {
    rules: [
      ['category.plain-mean', '80'],
      ['category.points', '32'],
    ],
  })
})

t.test('what was not answered earns zero or is left out', async (t) => {
  const { a: _, l: __, ...rest } = full
  const zero = told(rest, step)
  t.match(zero.get('a'), {
    status: 'unanswered',
    points: '0',
    max: '30',
    rules: [['item.unanswered', '0']],
  })
  t.match(zero.get('l'), { status: 'unanswered', rules: [['item.unanswered', '0']] })
  const left = told(rest, { ...step, unanswered: 'renormalise', categoryStep: 5 })
  t.match(left.get('a'), { rules: [['item.left-out', null]] })
  t.match(left.get('l'), { points: '0', rules: [['item.left-out', null]] })
  t.match(told({}, step).get('x'), { status: 'unanswered' })
})

t.test('what does not apply says what the policy made of it', async (t) => {
  const answers = { ...full, b: { notApplicable } }
  t.match(told(answers, step).get('b'), {
    status: 'not_applicable',
    max: '10',
    rules: [['na.zero', '0']],
  })
  t.match(told(answers, step, 'exclude').get('b'), {
    points: '0',
    max: '0',
    rules: [['na.exclude', null]],
  })
  t.match(told(answers, step, 'pro_rata').get('b'), { points: '5', rules: [['na.credit', '5']] })
  const none = { l: full.l, a: { notApplicable }, b: { notApplicable }, z: { notApplicable } }
  const nobody = told(none, step, 'pro_rata')
  t.match(nobody.get('x'), { status: 'not_applicable', points: '0', max: '40' })
  t.match(nobody.get('a'), { points: '0', rules: [['na.no-credit', '0']] })
})

t.test('a category to which the model gives no figure says so', async (t) => {
  const plan = planOf(maturity('level'), referenceWeighting(maturity('level')))
  const branches = worths(plan, rollUp(plan, readAnswers(plan, {}, true), 'zero'))
  t.match(branches[0], {
    figured: false,
    explanation: [{ rule: 'category.no-figure', inputs: { count: '2' } }],
    parts: [{ figured: true }, { figured: true }],
  })
})

t.test('a leaf of which nothing applies is worth what the policy says', async (t) => {
  const plan = planOf(statements(), referenceWeighting(statements()))
  const codes = [1, 2, 3, 4, 5, 6].map((n) => `1.s${n}`)
  const none = Object.fromEntries(codes.map((code) => [code, 'not_applicable' as const]))
  const under = (policy: NotApplicablePolicy) => {
    const read = readAnswers(plan, { '1': { statements: none } }, true)
    const [leaf] = worths(plan, rollUp(plan, read, policy))
    return [leaf?.status, leaf?.explanation[0]?.rule, leaf && toText(leaf.max)]
  }
  t.same(under('zero'), ['not_applicable', 'na.zero', '20'])
  t.same(under('exclude'), ['not_applicable', 'na.exclude', '0'])
  t.same(under('pro_rata'), ['not_applicable', 'na.no-credit', '20'])
})

t.test('a node of which parts do not apply says how much that is of it', async (t) => {
  const plan = planOf(statements(), referenceWeighting(statements()))
  const worthOf = (given: Readonly<Record<string, number | 'not_applicable'>>) => {
    const read = readAnswers(plan, { '2.1': { statements: given } }, true)
    return worths(plan, rollUp(plan, read, 'zero'))[1]?.parts[0]
  }
  t.match(worthOf({ '2.1.s1': 40, '2.1.s2': 'not_applicable' }), {
    status: 'scored',
    partly: true,
    explanation: [
      { rule: 'na.part', inputs: { percent: '50', reference: '20' }, result: '10' },
      { rule: 'item.points', result: '8' },
    ],
  })
  t.match(worthOf({ '2.1.s2': 'not_applicable' }), {
    status: 'unanswered',
    partly: true,
    explanation: [{ rule: 'na.part' }, { rule: 'item.unanswered' }],
  })
  t.match(worthOf({ '2.1.s1': 40, '2.1.s2': 20 }), { partly: false })
  t.match(worthOf({ '2.1.s1': 'not_applicable', '2.1.s2': 'not_applicable' }), {
    status: 'not_applicable',
    partly: false,
  })
})

t.test('a mean keeps the maximum of its category, whatever leaves it', async (t) => {
  const plan = planOf(classical(), referenceWeighting(classical()))
  const answers = { '1.1': { score: 60 }, '1.2': { notApplicable }, '1.3': { score: 30 } }
  const [first] = worths(plan, rollUp(plan, readAnswers(plan, answers, true), 'exclude'))
  t.match(first, { percent: { n: 45n, d: 1n }, max: { n: 100n, d: 1n } })
})
