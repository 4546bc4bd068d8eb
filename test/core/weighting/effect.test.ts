import t from 'tap'
import type { AssociationId, OperationId, WeightingEffectId } from '../../../src/core/ids.ts'
import { Problem } from '../../../src/core/problem.ts'
import {
  type AskEffect,
  askEffect,
  assessed,
  countedSince,
  cutOffFor,
  effectAttempt,
  effectPolicy,
  isFinalFailure,
  mostEffects,
  readPercent,
} from '../../../src/core/weighting/effect.ts'
import { effectOf, emptyTally } from '../../../src/core/weighting/effect-tally.ts'
import {
  admin,
  association,
  errorsOf,
  make,
  manager,
  now,
  refusal,
} from '../../support/weightings.ts'

const { weighting } = make()
const ask = (more: Partial<AskEffect> = {}) =>
  askEffect({
    associationId: association.id as AssociationId,
    id: 'e' as WeightingEffectId,
    operationId: 'o' as OperationId,
    kind: 'assessWeightingEffect',
    weighting,
    recent: 0,
    worker: true,
    standing: manager,
    now,
    ...more,
  })

t.test(
  'what is asked keeps the numbers as they were, and has a job and an operation',
  async (t) => {
    const { effect, operation, job, events } = ask()
    t.match(effect, { items: weighting.items, mode: 'points', effect: null, doneAt: null })
    t.match(operation, { kind: 'assessWeightingEffect', subject: 'e', doneAt: null })
    t.match(job, { payload: { weightingEffectId: 'e', operationId: 'o', attempt: 1 } })
    t.match(events, [{ type: 'weighting-effect.asked', ids: { weighting: weighting.id } }])
  },
)

t.test('the population changes with the month, and is old enough then', async (t) => {
  const days = (at: string) => cutOffFor(new Date(at)).toISOString()
  t.equal(days('2026-03-01T00:00:00Z'), '2025-12-01T00:00:00.000Z')
  t.equal(days('2026-03-31T23:59:59Z'), '2025-12-01T00:00:00.000Z')
  t.equal(days('2026-04-01T00:00:00Z'), '2026-01-01T00:00:00.000Z')
})

t.test(
  'how far it is comes in steps, and the end is said by nobody but who has written it',
  async (t) => {
    const steps = new Set(Array.from({ length: 1001 }, (_, read) => readPercent(read, 1000)))
    t.same(
      [...steps],
      Array.from({ length: 18 }, (_, place) => 5 + 5 * place),
    )
    t.same([readPercent(0, 0), readPercent(1, 0), readPercent(2000, 1000)], [5, 90, 90])
  },
)

t.test('who asks, of what, and how often', async (t) => {
  t.equal(refusal(() => ask({ standing: admin })).code, 'not-found')
  t.same(
    errorsOf(() => ask({ weighting: null })),
    ['/weightingId weighting-unknown'],
  )
  t.equal(refusal(() => ask({ recent: mostEffects })).code, 'rate-limited')
  t.doesNotThrow(() => ask({ recent: mostEffects - 1 }))
  t.equal(refusal(() => ask({ worker: false })).code, 'unavailable')
  t.equal(countedSince(now).toISOString(), '2026-01-30T08:30:00.000Z')
})

t.test('what came of it is told without a number', async (t) => {
  const result = effectOf(emptyTally(), effectPolicy)
  const { effect, events } = assessed(ask().effect, result, now)
  t.match(effect, { effect: { status: 'withheld' }, doneAt: now })
  t.match(events, [{ type: 'weighting-effect.assessed', versions: {} }])
})

t.test('an attempt has its successor, and only what is gone ends the operation', async (t) => {
  const { operation, job } = ask()
  const attempt = effectAttempt(job.payload, operation, now)
  t.match(attempt, { works: true, next: { payload: { attempt: 2 } } })
  t.ok(isFinalFailure(new Problem('not-found', {})))
  t.notOk(isFinalFailure(new Error('a bug')))
})
