import fc from 'fast-check'
import t from 'tap'
import type { Questionnaire } from '../../../src/core/document/questionnaire-v1.ts'
import { locales } from '../../../src/core/request.ts'
import { line, render, ruleNames, rules } from '../../../src/core/scoring/explain.ts'
import type { Answers } from '../../../src/core/scoring/members.ts'
import { planOf } from '../../../src/core/scoring/plan.ts'
import { score } from '../../../src/core/scoring/score.ts'
import { referenceWeighting } from '../../../src/core/scoring/weighting.ts'
import { classical, fineTuned, maturity, pass, radar, statements } from '../../fixtures/methods.ts'
import { small } from '../../fixtures/questionnaires.ts'
import { cases, noDigests } from '../../support/random-scoring.ts'
import { anything, sheetFor } from '../../support/sheets.ts'
import { spoil } from '../../support/spoil.ts'

t.test('a line reads as the design says', async (t) => {
  const points = line('item.points', { percent: '45', max: '15' }, '27/4')
  t.equal(render(points, 'en'), '45 % of 15 points = 6.75 points')
  t.equal(render(points, 'zh-CN'), '15 分的 45% = 6.75 分')
  const mean = line('category.mean', { count: '3' }, '160/3')
  t.equal(render(mean, 'en'), 'Mean of 3 items by their points = 53.33 (160/3) %')
})

t.test('a line without a number that its text needs is a bug, not a blank', async (t) => {
  t.throws(() => render(line('item.points', { percent: '45' }, '27/4'), 'en'), RangeError)
  t.throws(() => render(line('item.points', { percent: '45', max: '15' }), 'en'), RangeError)
})

t.test('both texts of a rule speak of the same numbers', async (t) => {
  const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort()
  for (const rule of ruleNames) {
    t.same(placeholders(rules[rule].en), placeholders(rules[rule]['zh-CN']), rule)
  }
})

/** Every rule that only one method has. */
const methodCases: readonly (readonly [Questionnaire, Answers])[] = [
  [
    spoil(statements(), { '/categories/1/items/0/statements/0/weight': 2 }),
    {
      '1': {
        statements: Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`1.s${n}`, n < 4 ? 40 : 60])),
      },
      '2.1': { statements: { '2.1.s1': 40, '2.1.s2': 'not_applicable' } },
    },
  ],
  ...[
    { combine: 'elements' as const, elementRound: 10, partRound: 10, inputRound: 5 },
    { cap: { direction: 'sound', result: 'targets' } },
  ].map((parameters): readonly [Questionnaire, Answers] => [
    radar(parameters),
    {
      '1.1': {
        attributes: {
          sound: 5,
          implemented: 70,
          'evaluated-understood': 60,
          'learn-improve': 50,
        },
      },
    },
  ]),
  [classical(), { '1.1': { score: 26 } }],
  [fineTuned(), { '6.1': { trends: 35, targets: 58 } }],
  [
    maturity(),
    {
      '5.2': {
        levels: [
          ['met', 'met', 'met'],
          ['not_met', 'met'],
        ],
      },
      '5.3': {
        levels: [['met', 'met', 'met'], ['met', 'met'], ['met', 'met'], ['met', 'met'], ['met']],
      },
    },
  ],
  [maturity('level'), { '5.2': { level: 3 } }],
  [pass(), { A: { points: 74 } }],
]

t.test(
  'every rule is emitted by some sheet, and every emitted line renders in both locales',
  async (t) => {
    const seen = new Set<string>()
    const collect = (sheet: ReturnType<typeof score>) => {
      const scaled = sheet.alternatives?.scaled?.explanation
      const lines = [
        ...sheet.nodes.flatMap(({ explanation }) => explanation),
        ...sheet.groups.flatMap(({ explanation }) => explanation),
        ...(sheet.total?.explanation ?? []),
        ...sheet.recognition.flatMap(({ explanation }) => explanation),
        ...sheet.conventions.flatMap(({ explanation }) => explanation),
        ...(sheet.verdict?.explanation ?? []),
        ...(scaled === undefined ? [] : [scaled]),
      ]
      for (const each of lines) {
        seen.add(each.rule)
        for (const locale of locales) {
          if (/[{}]/.test(render(each, locale))) throw new Error(`${each.rule} in ${locale}`)
        }
      }
    }
    fc.assert(
      fc.property(cases, ({ questionnaire, weighting, answers, notApplicable }) => {
        const plan = planOf(questionnaire, weighting)
        collect(score({ plan, answers, digests: noDigests, notApplicable, allowIncomplete: true }))
      }),
      { numRuns: 600, seed: 7 },
    )
    const plan = planOf(small(), referenceWeighting(small()))
    for (const percent of [35, 60]) {
      const answers = Object.fromEntries(
        ['1.1', '1.2', '2.1', '3'].map((code) => [code, { percent }]),
      )
      collect(score({ plan, answers, digests: noDigests }))
    }
    const rounding = {
      ...spoil(small(), { '/scoring/parameters/step': 0.1 }),
      recognition: small().recognition.map((table) => ({
        ...table,
        bands: table.bands.map((band) => ({ ...band, from: band.from === 40 ? 39.8 : band.from })),
      })),
    }
    const answers = Object.fromEntries(
      ['1.1', '1.2', '2.1', '3'].map((code) => [code, { percent: 39.7 }]),
    )
    collect(
      score({ plan: planOf(rounding, referenceWeighting(rounding)), answers, digests: noDigests }),
    )
    for (const [document, answers] of methodCases) {
      collect(sheetFor(document, answers, { notApplicable: anything }))
    }
    t.same(
      ruleNames.filter((rule) => !seen.has(rule)),
      [],
      'no rule is dead',
    )
  },
)
