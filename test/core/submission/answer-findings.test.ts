import t from 'tap'
import type { Answer } from '../../../src/core/submission/answer.ts'
import { answerFindings, asBody } from '../../../src/core/submission/answer-findings.ts'
import { radar, statements } from '../../fixtures/methods.ts'
import { gbt, gbtByFactors, gbtWith, itemsOf, notApplicable } from '../../support/submissions.ts'

const area = itemsOf(gbt)[0]?.areas[0]?.code ?? ''

/** code, pointer and what the detail must say, of each finding. */
type Expected = readonly (readonly [string, string, RegExp])[]
const cases: readonly (readonly [string, string, Answer, Expected])[] = [
  ['a percent on the step', '4.1.2', { percent: 45 }, []],
  ['the ends of the scale', '4.1.2', { percent: 0 }, []],
  ['the ends of the scale', '4.1.2', { percent: 100 }, []],
  ['nothing at all', '4.1.2', {}, []],
  ['text alone', '4.1.2', { comment: 'x', narrative: { [area]: 'x' } }, []],
  ['rated factors', '4.1.2', { percent: 45, factors: { approach: 30, learning: 65 } }, []],
  ['N/A where allowed', '4.1.2', { notApplicable, comment: 'x' }, []],
  ['text in the profile', 'OP.1', { comment: 'x', evidence: [{ title: 'x' }] }, []],
  [
    'off the step',
    '4.1.2',
    { percent: 47 },
    [['percent-off-step', '/answers/4.1.2/percent', /45 or 50/]],
  ],
  [
    'finer than anything',
    '4.1.2',
    { percent: 45.001 },
    [['percent-off-step', '/answers/4.1.2/percent', /45 or 50/]],
  ],
  [
    'too much',
    '4.1.2',
    { percent: 101 },
    [['percent-off-step', '/answers/4.1.2/percent', /nearest: 100\./]],
  ],
  [
    'too little',
    '4.1.2',
    { percent: -5 },
    [['percent-off-step', '/answers/4.1.2/percent', /nearest: 0\./]],
  ],
  [
    'factors too',
    '4.1.2',
    { factors: { approach: 47, deployment: 200, levels: 45, constructor: 45 } },
    [
      ['percent-off-step', '/answers/4.1.2/factors/approach', /45 or 50/],
      ['percent-off-step', '/answers/4.1.2/factors/deployment', /nearest: 100/],
      ['factor-unknown', '/answers/4.1.2/factors/levels', /approach, deployment, learning/],
      ['factor-unknown', '/answers/4.1.2/factors/constructor', /constructor/],
    ],
  ],
  [
    'value and N/A',
    '4.1.2',
    { percent: 45, notApplicable },
    [['value-and-not-applicable', '/answers/4.1.2/notApplicable', /never both/]],
  ],
  [
    'factors and N/A',
    '4.1.2',
    { factors: {}, notApplicable },
    [['value-and-not-applicable', '/answers/4.1.2/notApplicable', /never both/]],
  ],
  [
    'N/A of a result',
    '4.7.2',
    { notApplicable },
    [['not-applicable-refused', '/answers/4.7.2/notApplicable', /4\.7\.2 applies to everybody/]],
  ],
  [
    'N/A for no reason',
    '4.1.2',
    { notApplicable: { ...notApplicable, justification: ' \n' } },
    [['justification-missing', '/answers/4.1.2/notApplicable/justification', /Say why/]],
  ],
  [
    'a narrative elsewhere',
    '4.1.2',
    { narrative: { '4.1.3.1': 'x', [area]: 'x' } },
    [['area-unknown', '/answers/4.1.2/narrative/4.1.3.1', /not an area of 4\.1\.2/]],
  ],
  [
    'a score in the profile',
    'OP.1',
    { percent: 45, factors: { approach: 45 }, notApplicable, narrative: { x: 'x' } },
    [
      ['takes-no-score', '/answers/OP.1/percent', /OP\.1 takes no score/],
      ['takes-no-score', '/answers/OP.1/factors', /OP\.1 takes no score/],
      ['takes-no-score', '/answers/OP.1/notApplicable', /OP\.1 takes no score/],
      ['area-unknown', '/answers/OP.1/narrative/x', /not an area of OP\.1/],
    ],
  ],
  [
    'a category',
    '4.1',
    { percent: 45 },
    [['takes-no-score', '/answers/4.1', /4\.1 takes no score: answer 4\.1\.2, 4\.1\.3/]],
  ],
  [
    'an area',
    area,
    { percent: 45 },
    [['takes-no-score', `/answers/${area}`, /takes no score: answer 4\.1\.2\./]],
  ],
  ['no node', '9.9', { percent: 45 }, [['node-unknown', '/answers/9.9', /9\.9 is not in/]]],
  [
    'a name of the prototype',
    'constructor',
    {},
    [['node-unknown', '/answers/constructor', /is not in/]],
  ],
  [
    'everything wrong at once',
    '4.7.2',
    { percent: 47, factors: { approach: 45 }, notApplicable, narrative: { x: 'x' } },
    [
      ['factor-unknown', '/answers/4.7.2/factors/approach', /levels, trends/],
      ['percent-off-step', '/answers/4.7.2/percent', /45 or 50/],
      ['value-and-not-applicable', '/answers/4.7.2/notApplicable', /never both/],
      ['not-applicable-refused', '/answers/4.7.2/notApplicable', /everybody/],
      ['area-unknown', '/answers/4.7.2/narrative/x', /not an area/],
    ],
  ],
]

t.test('every wrong answer is refused with its pointer and what would be right', async (t) => {
  for (const [name, code, answer, expected] of cases) {
    const findings = answerFindings(gbt, code, answer)
    t.same(
      findings.map((finding) => [finding.code, finding.pointer]),
      expected.map(([reason, pointer]) => [reason, pointer]),
      name,
    )
    for (const [place, [, , says]] of expected.entries())
      t.match(findings[place]?.detail, says, `${name} says what would be right`)
  }
})

t.test('an answer that is the body names its code as a parameter', async (t) => {
  t.same(
    answerFindings(gbt, '9.9', {}, asBody).map(({ detail, ...rest }) => rest),
    [{ parameter: 'code', code: 'node-unknown' }],
  )
  t.same(
    answerFindings(gbt, '4.1.2', { percent: 47 }, asBody).map(({ detail, ...rest }) => rest),
    [{ pointer: '/percent', code: 'percent-off-step' }],
  )
})

t.test('the step is the one of the document', async (t) => {
  const findings = (step: number, percent: number) =>
    answerFindings(gbtWith({ step }), '4.1.2', { percent }).length
  t.equal(findings(0.1, 0.3), 0, '0.3 is three tenths')
  t.equal(findings(0.1, 0.35), 1)
  t.equal(findings(5, 0.3), 1)
})

t.test('factors are rated as the document wants', async (t) => {
  const codes = (questionnaire: typeof gbt, answer: Answer) =>
    answerFindings(questionnaire, '4.1.2', answer).map(({ code }) => code)
  t.same(codes(gbtWith({ factors: 'none' }), { factors: { approach: 45 } }), ['factors-unused'])
  t.same(codes(gbtByFactors, { percent: 45 }), ['percent-derived'])
})

t.test('a member of another method is refused with those that are known', async (t) => {
  t.match(answerFindings(radar(), '1.1', { percent: 45 }), [
    {
      pointer: '/answers/1.1/percent',
      code: 'member-unknown',
      detail: /known: attributes/,
    },
  ])
  t.match(answerFindings(statements(), 'P.1', { score: 4, notApplicable }), [
    { pointer: '/answers/P.1/score', code: 'takes-no-score' },
    { pointer: '/answers/P.1/notApplicable', code: 'takes-no-score' },
  ])
  const both = { attributes: {}, notApplicable }
  t.match(answerFindings(radar(), '1.1', both), [{ code: 'value-and-not-applicable' }])
})

t.test(
  'parts that do not apply are taken here; the programme is asked at submitting',
  async (t) => {
    const answer = { statements: { '2.1.s1': 'not_applicable' as const } }
    t.same(answerFindings(statements(), '2.1', answer), [])
  },
)
