import t from 'tap'
import type { ItemRow } from '../../../src/core/document/mapping-v1.ts'
import { scoredNodesByCode } from '../../../src/core/document/nodes.ts'
import { readQuestionnaire } from '../../../src/core/document/read.ts'
import { convert } from '../../../src/core/migration/value.ts'
import type { Answer } from '../../../src/core/submission/answer.ts'
import { classical, maturity, statements } from '../../fixtures/methods.ts'
import { small } from '../../fixtures/questionnaires.ts'
import { jsonIn } from '../../support/examples.ts'
import { spoil } from '../../support/spoil.ts'

const notApplicable = { reasonCode: 'no_such_activity', justification: 'None here.' }

type Case = {
  readonly row?: Partial<ItemRow>
  readonly answers: readonly (Answer | null)[]
  readonly to?: string
  readonly step?: number
}

/** What arrives at node `to` of a version whose step may differ. */
const arriving = ({ row = {}, answers, to = '1.1', step = 5 }: Case) => {
  const target = spoil(small(), { '/scoring/parameters/step': step })
  const node = scoredNodesByCode(target).get(to)
  if (node === undefined) throw new Error(`no node ${to}`)
  const whole: ItemRow = { from: ['1.1'], to: [to], relation: 'equal', scale: 'keep', ...row }
  return convert(whole, answers, node, { source: small(), target })
}

const merge = (more: Partial<ItemRow> = {}): Partial<ItemRow> => ({
  from: ['1.1', '1.2'],
  relation: 'merge',
  ...more,
})

t.test('a value on the same scale is kept whole, its factors too', async (t) => {
  const answer = { percent: 45, factors: { approach: 50 }, comment: 'stays apart' }
  t.same(arriving({ answers: [answer] }), {
    value: { percent: 45, factors: { approach: 50 } },
    obstacle: null,
  })
})

t.test('nothing answered, nothing arrives', async (t) => {
  t.same(arriving({ answers: [null] }), { value: {}, obstacle: 'source-unanswered' })
  t.same(arriving({ answers: [{ comment: 'text only' }] }).obstacle, 'source-unanswered')
  t.same(arriving({ answers: [] }).obstacle, 'source-unanswered')
})

t.test('a value that the target does not take is not bent into it', async (t) => {
  t.same(arriving({ answers: [{ percent: 45, factors: { unheard: 50 } }] }), {
    value: {},
    obstacle: 'value-refused',
  })
})

t.test('reset drops the value', async (t) => {
  t.same(arriving({ row: { scale: 'reset' }, answers: [{ percent: 45 }] }), {
    value: {},
    obstacle: 'scale-reset',
  })
})

t.test('linear and clamp end half-up on the step of the target', async (t) => {
  const to20 = (percent: number, scale: 'linear' | 'clamp') =>
    arriving({ row: { scale }, answers: [{ percent }], step: 20 }).value
  t.same(to20(45, 'linear'), { percent: 40 })
  t.same(to20(50, 'linear'), { percent: 60 }, 'half goes up')
  t.same(to20(95, 'clamp'), { percent: 100 })
  t.same(
    arriving({ row: { scale: 'clamp' }, answers: [{ percent: 120 }] }).value,
    { percent: 100 },
    'limited from above',
  )
  t.same(arriving({ row: { scale: 'clamp' }, answers: [{ percent: -5 }] }).value, { percent: 0 })
  t.same(
    arriving({ row: { scale: 'linear' }, answers: [{ factors: { approach: 5 } }] }).obstacle,
    'value-refused',
    'factors alone are no number',
  )
  t.same(
    arriving({ row: { from: ['9'], scale: 'linear' }, answers: [{ percent: 5 }] }).obstacle,
    'value-refused',
  )
})

t.test('a merge is the mean by maxima, or by the weights of its row', async (t) => {
  const answers = [{ percent: 40 }, { percent: 55 }]
  // (30 x 40 + 20 x 55) / 50 = 46, half-up to 5: 45.
  t.same(arriving({ row: merge(), answers }).value, { percent: 45 })
  t.same(arriving({ row: merge(), answers, step: 1 }).value, { percent: 46 })
  t.same(arriving({ row: merge({ weights: [1, 3] }), answers, step: 1 }).value, { percent: 51 })
  t.same(arriving({ row: merge({ scale: 'linear' }), answers, step: 20 }).value, { percent: 40 })
})

t.test('a merge with a gap has no mean: the rest would be rewarded', async (t) => {
  t.same(arriving({ row: merge(), answers: [{ percent: 40 }, null] }).obstacle, 'merge-incomplete')
  t.same(
    arriving({ row: merge(), answers: [{ percent: 40 }, { notApplicable }] }).obstacle,
    'merge-incomplete',
  )
  t.same(
    arriving({ row: merge({ from: ['9', '1.2'] }), answers: [{ percent: 40 }, { percent: 5 }] })
      .obstacle,
    'merge-incomplete',
  )
})

t.test('"not applicable" is carried only where the target allows it', async (t) => {
  t.same(arriving({ answers: [{ notApplicable }] }), { value: { notApplicable }, obstacle: null })
  t.same(arriving({ answers: [{ notApplicable }], to: '3' }).obstacle, 'not-applicable-refused')
  t.same(arriving({ row: merge(), answers: [{ notApplicable }, { notApplicable }] }).value, {
    notApplicable,
  })
  t.same(
    arriving({ row: merge(), answers: [{ notApplicable }, null] }).obstacle,
    'merge-incomplete',
    'one half does not apply, the other is open',
  )
})

/** What arrives at the first node of one questionnaire from the first of another. */
const between = (
  source: ReturnType<typeof small>,
  target: ReturnType<typeof small>,
  { answer, scale }: { readonly answer: Answer; readonly scale: ItemRow['scale'] },
) => {
  const [from, to] = [source, target].map((each) => [...scoredNodesByCode(each).values()][0])
  if (from === undefined || to === undefined) throw new Error('no node')
  const row: ItemRow = { from: [from.code], to: [to.code], relation: 'equal', scale }
  return convert(row, [answer], to, { source, target })
}

t.test('a number goes from one method to another by its range', async (t) => {
  const answer = { level: 3 }
  t.same(between(maturity('level'), small(), { answer, scale: 'linear' }).value, { percent: 60 })
  t.same(between(classical(), small(), { answer: { score: 42 }, scale: 'linear' }).value, {
    percent: 40,
  })
})

t.test('a value of another method, or of several parts, is not bent', async (t) => {
  const refused = { value: {}, obstacle: 'value-refused' }
  t.same(between(small(), classical(), { answer: { percent: 45 }, scale: 'keep' }), refused)
  const parts = { statements: { '1.s1': 40 } } as const
  t.same(between(statements(), small(), { answer: parts, scale: 'linear' }), refused)
  t.match(between(statements(), statements(), { answer: parts, scale: 'keep' }), {
    value: parts,
    obstacle: null,
  })
})

t.test('a merge needs an answer for each source', async (t) => {
  t.same(arriving({ row: merge(), answers: [{ percent: 40 }] }).obstacle, 'merge-incomplete')
})

t.test('values of several parts are not merged', async (t) => {
  const efqm = readQuestionnaire(jsonIn('schemas/models/efqm-2025/1.0.0.json'))
  const [node] = scoredNodesByCode(efqm).values()
  if (node === undefined) return t.fail('no node')
  const row = { from: ['1.1', '1.2'], to: ['1.1'], relation: 'merge', scale: 'keep' } as const
  const answers = [{ attributes: { sound: 50 } }, { attributes: { sound: 50 } }]
  const whole = { ...row, from: [...row.from], to: [...row.to] }
  t.same(convert(whole, answers, node, { source: efqm, target: efqm }).obstacle, 'value-refused')
})
