import t from 'tap'
import type { Questionnaire } from '../../../src/core/document/questionnaire-v1.ts'
import { Answer, AnswerPatch, AnswersPatch, statusOf } from '../../../src/core/submission/answer.ts'
import { answerableOf } from '../../../src/core/submission/answerable.ts'
import { statements } from '../../fixtures/methods.ts'
import { gbt, gbtByFactors, notApplicable } from '../../support/submissions.ts'

const fits = (answer: unknown) => Answer.safeParse(answer).success
const rare = '\u{20000}'

t.test('an answer has the members of the contract and no others', async (t) => {
  t.ok(fits({}))
  t.ok(
    fits({
      percent: 45,
      factors: { approach: 45 },
      comment: '',
      narrative: { '4.1.2.1': 'How we do it.' },
      evidence: [{ title: 'Minutes', url: 'https://example.org/a?b=c#d' }, { title: 'Plan' }],
    }),
  )
  t.ok(fits({ notApplicable }))
  for (const wrong of [
    { xUnknown: 1 },
    { percent: '45' },
    { percent: null },
    { percent: Number.POSITIVE_INFINITY },
    { factors: { 'no such': 1 } },
    { notApplicable: {} },
    { notApplicable: { ...notApplicable, reasonCode: 'Not A Code' } },
    { notApplicable: { ...notApplicable, justification: '' } },
    { narrative: { __x: 'text' } },
    { evidence: [{ title: '' }] },
    { evidence: [{ url: 'https://example.org' }] },
  ])
    t.notOk(fits(wrong), JSON.stringify(wrong))
})

t.test('every limit holds at its edge, in code points', async (t) => {
  const edges: readonly (readonly [number, (length: number) => unknown])[] = [
    [
      2000,
      (length) => ({ notApplicable: { ...notApplicable, justification: rare.repeat(length) } }),
    ],
    [2000, (length) => ({ comment: rare.repeat(length) })],
    [20_000, (length) => ({ narrative: { '4.1.2.1': rare.repeat(length) } })],
    [200, (length) => ({ evidence: [{ title: rare.repeat(length) }] })],
    [50, (length) => ({ evidence: Array.from({ length }, () => ({ title: 'x' })) })],
    [2000, (length) => ({ evidence: [{ title: 'x', url: 'https://e.org/'.padEnd(length, 'x') }] })],
    [60, (length) => ({ notApplicable: { ...notApplicable, reasonCode: 'x'.repeat(length) } })],
    [60, (length) => ({ factors: { ['x'.repeat(length)]: 5 } })],
  ]
  for (const [limit, answer] of edges) {
    t.ok(fits(answer(limit)), `${limit} fit`)
    t.notOk(fits(answer(limit + 1)), `${limit + 1} do not`)
  }
})

t.test('a link leads to the web and nowhere else', async (t) => {
  const link = (url: string) => fits({ evidence: [{ title: 'x', url }] })
  for (const url of ['http://example.org', 'HTTPS://例子.中国/纪要', 'https://example.org:8443/a'])
    t.ok(link(url), url)
  for (const url of [
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'ftp://example.org',
    '//example.org',
    'https://',
    'https:example.org',
    ' https://example.org',
    'https://example.org/a b',
    'https://[',
    '',
  ])
    t.notOk(link(url), url)
})

t.test('in a patch every member may be null, and nothing else is new', async (t) => {
  const patch = {
    percent: null,
    factors: { approach: null },
    notApplicable: { justification: null },
    comment: null,
    narrative: { '4.1.2.1': null },
    evidence: null,
  }
  t.ok(AnswerPatch.safeParse(patch).success)
  t.ok(AnswersPatch.safeParse({ answers: { '4.1.2': patch, '4.1.3': null } }).success)
  t.notOk(AnswerPatch.safeParse({ xUnknown: null }).success)
  t.notOk(AnswerPatch.safeParse({ evidence: [null] }).success)
  t.notOk(AnswersPatch.safeParse({ answers: { '': null } }).success)
  t.notOk(AnswersPatch.safeParse({ answers: {}, title: 'x' }).success)
  t.notOk(AnswersPatch.safeParse({}).success)
})

/** The rater of the first node, a process item. */
const raterIn = (questionnaire: Questionnaire) => {
  const rater = answerableOf(questionnaire).scored[0]?.rater
  if (rater === undefined) throw new Error('nothing is scored')
  return rater
}

t.test('what an answer does for its node', async (t) => {
  const rater = raterIn(gbt)
  const status = (answer: Answer) => statusOf(answer, rater)
  t.equal(status({ percent: 0 }), 'scored', 'nought is a value')
  t.equal(status({ notApplicable }), 'not_applicable')
  t.equal(status({ factors: { approach: 45 } }), 'empty', 'factors alone guide, they do not answer')
  t.equal(status({ comment: 'x' }), 'text')
  t.equal(status({ narrative: { a: 'x' } }), 'text')
  t.equal(status({ evidence: [{ title: 'x' }] }), 'text')
  t.equal(status({}), 'empty')
  t.equal(status({ comment: '', narrative: { a: '' }, evidence: [] }), 'empty')
  t.equal(statusOf({ percent: 45 }, null), 'empty', 'a node that takes no value')
})

t.test('where factors make the percent, all of them answer', async (t) => {
  const rater = raterIn(gbtByFactors)
  const factors = { approach: 45, deployment: 0, learning: 45, integration: 45 }
  t.equal(statusOf({ factors }, rater), 'scored')
  t.equal(statusOf({ factors: { approach: 45 } }, rater), 'empty')
})

t.test('a node of which no part applies is not applicable', async (t) => {
  const node = answerableOf(statements()).scored.find(({ code }) => code === '2.1')
  const none = { '2.1.s1': 'not_applicable', '2.1.s2': 'not_applicable' } as const
  t.equal(statusOf({ statements: none }, node?.rater ?? null), 'not_applicable')
  t.equal(statusOf({ statements: { '2.1.s1': 40 } }, node?.rater ?? null), 'empty')
})
