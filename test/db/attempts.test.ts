// What is run again, how often, and what leaves.
import t from 'tap'
import { attempts, maxAttempts } from '../../src/db/attempts.ts'
import { thrown } from '../support/house.ts'

const server = (code: string) => Object.assign(new Error(code), { name: 'PostgresError', code })

/** Fails with the given errors one after the other, then succeeds. */
const failing = (...errors: readonly Error[]) => {
  const left = [...errors]
  const calls = { count: 0 }
  const transaction = async () => {
    calls.count += 1
    const error = left.shift()
    if (error !== undefined) throw error
    return 'done'
  }
  return { transaction, calls }
}
const counting = () => ({ counts: { lost: 0, retried: 0, replayed: 0 } })

t.test('a conflict runs the whole again, for reads and writes', async (t) => {
  for (const kind of ['read', 'write'] as const) {
    const db = counting()
    const { transaction, calls } = failing(server('40001'), server('40P01'))
    t.equal(await attempts(db, kind, transaction), 'done')
    t.equal(calls.count, 3)
    t.match(db.counts, { retried: 2, lost: 0 })
  }
})

t.test('five conflicts are enough: unavailable, for contention', async (t) => {
  const { transaction, calls } = failing(...Array.from({ length: 9 }, () => server('40001')))
  const error = await thrown(() => attempts(counting(), 'write', transaction))
  t.match(error, { code: 'unavailable', parameters: { reason: 'contention' } })
  t.equal(calls.count, maxAttempts)
})

t.test('a read that lost its connection is repeated once', async (t) => {
  const db = counting()
  t.equal(await attempts(db, 'read', failing(server('57P01')).transaction), 'done')
  t.match(db.counts, { retried: 1, lost: 1 })
  const twice = failing(server('57P01'), server('57P01'))
  const error = await thrown(() => attempts(db, 'read', twice.transaction))
  t.match(error, { code: 'unavailable', parameters: { reason: 'database' } })
  t.equal(twice.calls.count, 2)
})

t.test('a write that lost its connection is not: it may have committed', async (t) => {
  const { transaction, calls } = failing(server('57P01'))
  const error = await thrown(() => attempts(counting(), 'write', transaction))
  t.match(error, { code: 'unavailable', parameters: { reason: 'database' } })
  t.equal(calls.count, 1)
})

t.test('everything else leaves at the first time', async (t) => {
  const bug = new TypeError('ours')
  t.equal(await thrown(() => attempts(counting(), 'read', failing(bug).transaction)), bug)
})
