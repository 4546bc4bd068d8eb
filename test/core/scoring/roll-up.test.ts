import t from 'tap'
import type { PercentPointsParameters } from '../../../src/core/document/parameters-v1.ts'
import { type Fraction, fraction, toText } from '../../../src/core/exact.ts'
import { readAnswers } from '../../../src/core/scoring/answers.ts'
import type { Answers } from '../../../src/core/scoring/members.ts'
import { planOf } from '../../../src/core/scoring/plan.ts'
import { percentOf, pointsAt, rollUp, scaledTo } from '../../../src/core/scoring/roll-up.ts'
import type { NotApplicablePolicy } from '../../../src/core/scoring/sheet.ts'
import { referenceWeighting } from '../../../src/core/scoring/weighting.ts'
import { classical } from '../../fixtures/methods.ts'
import { type CategoryOutline, questionnaireOf } from '../../fixtures/questionnaires.ts'

const notApplicable = { reasonCode: 'outsourced', justification: 'A partner does it.' }

type Given = {
  readonly categories: readonly CategoryOutline[]
  readonly answers: Answers
  readonly parameters?: Partial<PercentPointsParameters>
  readonly policy?: NotApplicablePolicy
}

const figuresOf = ({ categories, answers, parameters = {}, policy = 'zero' }: Given) => {
  const document = questionnaireOf({ categories, parameters })
  const plan = planOf(document, referenceWeighting(document))
  const rolled = rollUp(plan, readAnswers(plan, answers, true), policy)
  const text = (value: Fraction | null) => (value === null ? null : toText(value))
  return {
    categories: rolled.categories.map(({ percent, points, max, additive, counted }) => ({
      percent: text(percent),
      points: toText(points),
      max: toText(max),
      additive,
      counted,
    })),
    percent: text(rolled.percent),
    points: toText(rolled.points),
    max: toText(rolled.max),
  }
}

const pair: CategoryOutline = {
  code: 'x',
  items: [
    ['a', 30],
    ['b', 10],
  ],
}
const rated = { a: { percent: 50 }, b: { percent: 90 } }

t.test('category points are the sum of its nodes, the percent follows from them', async (t) => {
  t.same(figuresOf({ categories: [pair], answers: rated }), {
    categories: [{ percent: '60', points: '24', max: '40', additive: true, counted: 2 }],
    percent: '60',
    points: '24',
    max: '40',
  })
})

t.test('a plain mean weighs nodes alike and the points follow from it', async (t) => {
  t.match(
    figuresOf({ categories: [pair], answers: rated, parameters: { categoryMean: 'plain' } }),
    {
      categories: [{ percent: '70', points: '28', additive: false }],
    },
  )
})

t.test('steps round the percent first and the points before the total', async (t) => {
  const odd = { a: { percent: 50 }, b: { percent: 55 } }
  t.match(figuresOf({ categories: [pair], answers: odd, parameters: { categoryStep: 5 } }), {
    categories: [{ percent: '50', points: '20', additive: false }],
  })
  t.match(figuresOf({ categories: [pair], answers: odd, parameters: { pointsStep: 1 } }), {
    categories: [{ percent: '205/4', points: '21' }],
    points: '21',
  })
})

t.test(
  'a leaf is rounded like a category: 160/3 % of 20 is 10.67, with the steps 11',
  async (t) => {
    const at = (parameters: Partial<PercentPointsParameters>) => {
      const leaf = { points: 20, kind: 'process' as const }
      const document = questionnaireOf({ categories: [{ code: 'x', leaf }], parameters })
      const plan = planOf(document, referenceWeighting(document))
      const read = readAnswers(plan, { x: { percent: 50 } }, false).map((category) => ({
        ...category,
        nodes: category.nodes.map((reading) => ({ ...reading, percent: fraction(160n, 3n) })),
      }))
      const [figures] = rollUp(plan, read, 'zero').categories
      return [figures?.percent, figures?.points].map((each) => toText(each ?? fraction(0n)))
    }
    t.same(at({}), ['160/3', '32/3'])
    t.same(at({ categoryStep: 5, pointsStep: 1 }), ['55', '11'])
  },
)

t.test(
  'a mean over the answered part only is no default: unfinished work earns nothing',
  async (t) => {
    const answers = { a: { percent: 50 } }
    t.match(figuresOf({ categories: [pair], answers }), { categories: [{ points: '15' }] })
    t.match(figuresOf({ categories: [pair], answers, parameters: { unanswered: 'renormalise' } }), {
      categories: [{ percent: '50', points: '20', max: '40', counted: 1 }],
    })
    t.match(
      figuresOf({ categories: [pair], answers: {}, parameters: { unanswered: 'renormalise' } }),
      { categories: [{ percent: null, points: '0', max: '40' }], points: '0' },
    )
    const plain = { unanswered: 'renormalise', categoryMean: 'plain' } as const
    t.match(figuresOf({ categories: [pair], answers: {}, parameters: plain }), {
      categories: [{ percent: null, points: '0' }],
    })
  },
)

t.test('nodes that do not apply earn nothing, leave, or share in their category', async (t) => {
  const answers = { a: { percent: 50 }, b: { notApplicable } }
  const under = (policy: NotApplicablePolicy) => figuresOf({ categories: [pair], answers, policy })
  t.match(under('zero'), { categories: [{ points: '15', max: '40', additive: true }] })
  t.match(under('exclude'), { categories: [{ points: '15', max: '30', additive: true }] })
  t.match(under('pro_rata'), { categories: [{ points: '20', max: '40', additive: false }] })
})

t.test(
  'a pilot and a node of weight zero move nothing; a category of zeros has no percent',
  async (t) => {
    const categories: CategoryOutline[] = [
      {
        code: 'x',
        items: [
          ['a', 10],
          ['b', 0],
          ['c', 9, { effectiveFrom: '2.0.0' }],
        ],
      },
      { code: 'y', items: [['d', 0]] },
    ]
    const answers = {
      a: { percent: 50 },
      b: { percent: 100 },
      c: { percent: 100 },
      d: { percent: 90 },
    }
    const expected = {
      categories: [
        { percent: '50', points: '5', max: '10' },
        { percent: null, points: '0', max: '0' },
      ],
      points: '5',
    }
    t.match(figuresOf({ categories, answers }), expected)
    t.match(
      figuresOf({
        categories: [{ code: 'y', items: [['d', 0]] }],
        answers: { d: { percent: 90 } },
        parameters: { categoryMean: 'plain' },
      }),
      {
        categories: [{ percent: null }],
        percent: null,
      },
    )
  },
)

t.test('percents keep their fractions: a sum over unlike denominators is exact', async (t) => {
  const answers = { a: { percent: 33.3 }, b: { percent: 66.25 } }
  t.match(figuresOf({ categories: [pair], answers, parameters: { step: 0.01 } }), {
    categories: [{ points: '3323/200' }],
  })
})

t.test('points, percents and scaling are exact', async (t) => {
  t.same(pointsAt(fraction(15n), fraction(45n)), fraction(27n, 4n))
  t.same(percentOf(fraction(1n), fraction(3n)), fraction(100n, 3n))
  t.equal(percentOf(fraction(0n), fraction(0n)), null)
  t.same(scaledTo(fraction(64n), fraction(140n), fraction(180n)), fraction(576n, 7n))
  t.equal(scaledTo(fraction(64n), fraction(180n), fraction(180n)), null)
  t.equal(scaledTo(fraction(0n), fraction(0n), fraction(180n)), null)
})

t.test('a category that is a mean keeps its own maximum when nodes leave it', async (t) => {
  const plan = planOf(classical(), referenceWeighting(classical()))
  const absent = {
    notApplicable: { reasonCode: 'outsourced', justification: 'A partner does it.' },
  }
  const answers = { '1.1': { score: 60 }, '1.2': absent, '1.3': { score: 30 } }
  const { categories } = rollUp(plan, readAnswers(plan, answers, true), 'exclude')
  t.match(categories[0], { percent: { n: 45n, d: 1n }, max: { n: 100n, d: 1n }, counted: 2 })
})
