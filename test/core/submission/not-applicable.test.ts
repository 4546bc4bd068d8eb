import t from 'tap'
import {
  notApplicableFindings,
  withoutProgramme,
} from '../../../src/core/submission/not-applicable.ts'
import { answersTo, gbt, itemsOf, notApplicable } from '../../support/submissions.ts'

const marking = (...codes: string[]) =>
  answersTo(gbt, Object.fromEntries(codes.map((code) => [code, { notApplicable }])))
const findings = (codes: string[], rule = withoutProgramme as typeof withoutProgramme | null) =>
  notApplicableFindings(gbt, marking(...codes), rule).map(({ pointer, code }) => [pointer, code])

const points = Object.fromEntries(itemsOf(gbt).map((item) => [item.code, item.points]))

t.test('the share is of reference points: 10 % pass, more do not', async (t) => {
  // 50 + 30 + 20 points, from three categories
  const exactly = ['4.1.2', '4.1.3', '4.4.3', '4.4.4']
  const sum = exactly.reduce((total, code) => total + (points[code] ?? 0), 0)
  const rule = (maxShareBp: number) => ({ policy: 'zero', maxShareBp }) as const
  t.same(findings(exactly, rule(sum * 10)), [], 'as much as allowed')
  t.same(
    findings(exactly, rule(sum * 10 - 1)),
    exactly.map((code) => [`/answers/${code}`, 'not-applicable-share']),
    'a basis point less is too little',
  )
  t.equal(withoutProgramme.maxShareBp, 1000)
})

t.test('a refused share reads larger than the largest allowed one', async (t) => {
  const rule = { policy: 'zero', maxShareBp: 499 } as const
  t.match(notApplicableFindings(gbt, marking('4.1.2'), rule), [
    { detail: 'Marked as not applicable: 5 % of the points; at most 4.99 % may be.' },
  ])
})

t.test('no category is left without anything to score', async (t) => {
  const category = gbt.categories.find(({ code }) => code === '4.3')
  const codes = (category?.items ?? []).map(({ code }) => code)
  t.same(
    findings(codes, { policy: 'exclude', maxShareBp: 10_000 }),
    codes.map((code) => [`/answers/${code}`, 'not-applicable-category']),
  )
  t.same(findings(codes.slice(1), { policy: 'exclude', maxShareBp: 10_000 }), [])
})

t.test('a programme may switch it off', async (t) => {
  t.same(findings(['4.1.2', '4.2.2'], null), [
    ['/answers/4.1.2', 'not-applicable-off'],
    ['/answers/4.2.2', 'not-applicable-off'],
  ])
  t.same(findings([], null), [])
})

t.test('nothing marked, nothing refused, not even where nothing is worth anything', async (t) => {
  t.same(findings([]), [])
  t.same(notApplicableFindings({ ...gbt, categories: [] }, {}, withoutProgramme), [])
})
