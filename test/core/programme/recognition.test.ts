import t from 'tap'
import type { Questionnaire } from '../../../src/core/document/questionnaire-v1.ts'
import {
  CycleRecognitionTable,
  cycleRecognitionFindings,
  recognizedIn,
  tablesInForce,
  withoutLentTexts,
} from '../../../src/core/programme/recognition.ts'
import { planOf } from '../../../src/core/scoring/plan.ts'
import { score } from '../../../src/core/scoring/score.ts'
import { referenceWeighting } from '../../../src/core/scoring/weighting.ts'
import { small } from '../../fixtures/questionnaires.ts'
import { noDigests } from '../../support/random-scoring.ts'
import { spoil } from '../../support/spoil.ts'

const document = small()
const text = (en: string) => ({ en, 'zh-CN': `${en}（中文）` })
const table = (other: Partial<CycleRecognitionTable> = {}): CycleRecognitionTable => ({
  questionnaire: document.key,
  code: 'award',
  name: text('Award'),
  awardingBody: 'The association',
  scope: 'total',
  validFrom: '2031-01-01',
  validTo: '2031-12-31',
  bands: [
    { code: 'bronze', from: 50, label: text('Bronze') },
    { code: 'silver', from: 51, label: text('Silver') },
    { code: 'gold', from: 51.01, label: text('Gold') },
  ],
  ...other,
})

const found = (
  tables: readonly CycleRecognitionTable[],
  papers: readonly (Questionnaire | null)[] = [document],
) =>
  cycleRecognitionFindings(tables, [document.key, 'efqm-2025'], papers).map(
    ({ pointer, code }) => `${pointer} ${code}`,
  )

const input = (kind: 'reference' | 'own' = 'reference') => ({
  plan: planOf(document, { ...referenceWeighting(document), kind }),
  digests: noDigests,
  answers: {
    '1.1': { percent: 50 },
    '1.2': { percent: 45 },
    '2.1': { percent: 70 },
    '3': { percent: 30 },
  },
})

t.test(
  "a cycle's tables take the place of those of the questionnaire, on their days",
  async (t) => {
    const codes = (tables: readonly CycleRecognitionTable[], on: string) => {
      const { source, tables: inForce } = tablesInForce(tables, document, on)
      return [source, ...inForce.map(({ code }) => code)]
    }
    t.same(codes([], '2031-05-01'), ['questionnaire', 'levels'])
    t.same(codes([], '2024-12-31'), ['questionnaire'], 'before the table of the questionnaire')
    t.same(codes([table({ questionnaire: 'efqm-2025' })], '2031-05-01'), [
      'questionnaire',
      'levels',
    ])
    for (const day of ['2031-01-01', '2031-12-31'])
      t.same(codes([table()], day), ['cycle', 'award'])
    for (const day of ['2030-12-31', '2032-01-01'])
      t.same(codes([table()], day), ['cycle'], 'what was replaced does not come back')
    t.same(codes([table({ validFrom: null, validTo: null })], '1999-01-01'), ['cycle', 'award'])
  },
)

t.test('levels are reached by the exact points of the sheet, which stays as it is', async (t) => {
  const sheet = score(input())
  t.equal(sheet.total?.exactPoints, '51')
  t.match(recognizedIn([table()], input(), '2031-05-01'), [
    {
      code: 'award',
      awardingBody: 'The association',
      source: 'cycle',
      official: true,
      value: '51',
      band: 'silver',
      name: text('Award'),
      label: text('Silver'),
      next: { band: 'gold', from: 51.01 },
      explanation: [{ rule: 'recognition.reached' }, { rule: 'recognition.bound' }],
    },
  ])
  t.same(score(input()), sheet)
  const [own] = recognizedIn([], input(), '2031-05-01')
  t.match(own, { code: 'levels', source: 'questionnaire', band: 'good' })
  t.type(own?.label?.en, 'string')
  t.same({ ...sheet.recognition[0] }, omit(own), 'by the questionnaire it is what the sheet says')
})

t.test('own weightings reach nothing, and few points no band', async (t) => {
  t.same(recognizedIn([table()], input('own'), '2031-05-01'), [])
  const far = table({ bands: [{ code: 'far', from: 99, label: text('Far') }] })
  t.match(recognizedIn([far], input(), '2031-05-01'), [{ band: null, label: null }])
})

const omit = (recognized: ReturnType<typeof recognizedIn>[number] | undefined) => {
  if (recognized === undefined) return undefined
  const {
    awardingBody: _body,
    source: _source,
    name: _name,
    label: _label,
    ...recognition
  } = recognized
  return recognition
}

t.test('whom the questionnaire was not lent gets no words of its tables', async (t) => {
  const [ofCycle] = recognizedIn([table()], input(), '2031-05-01')
  const [ofQuestionnaire] = recognizedIn([], input(), '2031-05-01')
  if (ofCycle === undefined || ofQuestionnaire === undefined) throw new Error('there are two')
  t.same(withoutLentTexts([ofCycle, ofQuestionnaire]), [
    ofCycle,
    { ...ofQuestionnaire, name: null, label: null },
  ])
})

t.test('a table that fits has no finding, whatever stands beside it', async (t) => {
  t.ok(CycleRecognitionTable.safeParse(table()).success)
  t.same(found([]), [])
  t.same(found([table()]), [])
  t.same(
    found([
      table(),
      table({ code: 'award-2032', validFrom: '2032-01-01', validTo: null }),
      table({ code: 'before', validFrom: null, validTo: '2030-12-31' }),
      table({ code: 'results', scope: 'result', bands: [] }),
      table({ code: 'other', awardingBody: 'A ministry' }),
    ]),
    [],
  )
  t.same(found([table({ questionnaire: 'efqm-2025' })], [document, null]), [], 'said elsewhere')
})

t.test('every wrong table is named by its pointer, and all come at once', async (t) => {
  const [bronze, silver] = table().bands
  if (bronze === undefined || silver === undefined) throw new Error('there are bands')
  const cases: readonly [Partial<CycleRecognitionTable>, string][] = [
    [{ questionnaire: 'caf-2020-classical' }, '/questionnaire questionnaire-not-assessed'],
    [{ scope: 'nobody' }, '/scope group-missing'],
    [{ validTo: '2030-01-01' }, '/validTo recognition-dates'],
    [{ bands: [silver, bronze] }, '/bands/1/from recognition-order'],
    [{ bands: [{ ...bronze, from: 100.5 }] }, '/bands/0/from recognition-above-total'],
    [{ bands: [{ ...bronze, from: -1 }] }, '/bands/0/from recognition-grain'],
    [{ bands: [bronze, { ...silver, code: 'bronze' }] }, '/bands/1/code name-repeated'],
    [{ name: { en: 'Award' } }, '/name text-missing'],
    [{ bands: [{ ...bronze, label: {} }] }, '/bands/0/label text-missing'],
  ]
  for (const [change, finding] of cases)
    t.same(found([table(change)]), [`/settings/recognition/0${finding}`])
  t.same(found([table(), table()]), [
    '/settings/recognition/1/code name-repeated',
    '/settings/recognition/1/validFrom recognition-overlap',
  ])
  t.same(found([table({ scope: 'nobody' }), table({ validTo: '2030-01-01' })]), [
    '/settings/recognition/0/scope group-missing',
    '/settings/recognition/1/validTo recognition-dates',
    '/settings/recognition/1/code name-repeated',
  ])
})

t.test('of several versions each must take the table, and one finding says so', async (t) => {
  const smaller = spoil(document, { '/groups': [], '/version': '2.0.0' })
  const results = table({ scope: 'result', bands: [] })
  t.same(found([results], [document]), [])
  t.same(found([results], [document, smaller, smaller]), [
    '/settings/recognition/0/scope group-missing',
  ])
})
