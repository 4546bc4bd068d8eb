import fc from 'fast-check'
import t from 'tap'
import type { Questionnaire } from '../../../src/core/document/questionnaire-v1.ts'
import { ContentVersion } from '../../../src/core/ids.ts'
import { completenessOf, statusesOf } from '../../../src/core/submission/completeness.ts'
import { answersTo, gbt, gbtByFactors, itemsOf, notApplicable } from '../../support/submissions.ts'

const codes = itemsOf(gbt).map(({ code }) => code)

t.test('nothing answered is nothing, everything is everything', async (t) => {
  t.match(completenessOf(gbt, {}), {
    complete: false,
    scored: 0,
    notApplicable: 0,
    unanswered: 23,
    answeredItemsBp: 0,
    answeredPointsBp: 0,
    missing: codes,
    profile: { answered: 0, missing: gbt.profile.map(({ code }) => code) },
  })
  t.match(completenessOf(gbt, answersTo(gbt)), {
    complete: true,
    scored: 23,
    unanswered: 0,
    answeredItemsBp: 10_000,
    answeredPointsBp: 10_000,
    missing: [],
    pilot: { total: 0, answered: 0 },
  })
})

t.test('items and points are two measures, and N/A is an answer', async (t) => {
  const answers = answersTo(gbt, {
    '4.1.2': null, // 50 of 110 points of the category, of 1000 of the total
    '4.1.3': { notApplicable },
    '4.1.4': { comment: 'begun' },
  })
  const missed = itemsOf(gbt).filter(({ code }) => ['4.1.2', '4.1.4'].includes(code))
  const missedPoints = missed.reduce((sum, { points }) => sum + points, 0)
  const result = completenessOf(gbt, answers)
  t.match(result, {
    complete: false,
    scored: 20,
    notApplicable: 1,
    unanswered: 2,
    answeredItemsBp: Math.floor((21 / 23) * 10_000),
    answeredPointsBp: (1000 - missedPoints) * 10,
    missing: ['4.1.2', '4.1.4'],
  })
  t.match(result.categories[0], { code: '4.1', notApplicable: 1, answeredItemsBp: 3333 })
  t.match(result.categories[1], { code: '4.2', unanswered: 0, answeredPointsBp: 10_000 })
})

t.test('the profile is counted apart', async (t) => {
  t.match(completenessOf(gbt, { 'OP.1': { comment: 'x' }, 'OP.2': {} }), {
    scored: 0,
    answeredItemsBp: 0,
    profile: { total: gbt.profile.length, answered: 1 },
  })
})

t.test('a pilot is counted apart, and a category of pilots has no share', async (t) => {
  const pilots: Questionnaire = {
    ...gbt,
    categories: gbt.categories.map(({ items = [], ...category }) => ({
      ...category,
      items:
        category.code === '4.1'
          ? items.map((item) => ({ ...item, effectiveFrom: ContentVersion.parse('2.0.0') }))
          : items,
    })),
  }
  const result = completenessOf(pilots, { '4.1.2': { percent: 45 } })
  t.match(result, { scored: 0, unanswered: 20, pilot: { total: 3, answered: 1 } })
  t.match(result.categories[0], { answeredItemsBp: null, answeredPointsBp: null, missing: [] })
})

t.test('a share is full only when nothing is missing', async (t) => {
  fc.assert(
    fc.property(fc.subarray(codes), (answered) => {
      const result = completenessOf(
        gbt,
        Object.fromEntries(answered.map((code) => [code, { percent: 45 }])),
      )
      const full = answered.length === codes.length
      return (
        result.complete === full &&
        (result.answeredItemsBp === 10_000) === full &&
        (result.answeredPointsBp === 10_000) === full &&
        result.missing.length + answered.length === codes.length
      )
    }),
  )
  t.pass()
})

t.test('an answer is its own member, and factors answer where they count', async (t) => {
  const status = statusesOf(gbt, { '4.1.2': { factors: { approach: 45 } } })
  t.equal(status('4.1.2'), 'empty')
  t.equal(status('constructor'), 'absent')
  const factors = { approach: 45, deployment: 45, learning: 45, integration: 45 }
  const weighted = statusesOf(gbtByFactors, {
    '4.1.2': { factors },
    '9.9': { factors },
  })
  t.equal(weighted('4.1.2'), 'scored')
  t.equal(weighted('9.9'), 'empty', 'a code that nothing knows')
})
