// What the driver and the server report, and what becomes of it.
import t from 'tap'
import { isProblem, Problem } from '../../src/core/problem.ts'
import {
  codeOf,
  isConnectionLoss,
  isLockTimeout,
  isRetryable,
  reported,
  translated,
} from '../../src/db/failures.ts'

const server = (code: string, more: object = {}) =>
  Object.assign(new Error('as the server says it'), { name: 'PostgresError', code, ...more })

/** As drizzle wraps it, with the parameters in the message. */
const wrapped = (cause: unknown) =>
  Object.assign(new Error('Failed query: select $1 params: secret', { cause }), { query: 'select' })

t.test('the wrapping with the parameters in it is taken off', async (t) => {
  const inner = server('23505')
  t.equal(reported(wrapped(inner)), inner)
  t.equal(reported(inner), inner)
  const other = new Error('ours', { cause: inner })
  t.equal(reported(other), other, 'an error of our own keeps its cause to itself')
  t.equal(reported('text'), 'text')
  t.equal(codeOf(wrapped(inner)), '23505')
  t.equal(codeOf(null), '')
  t.equal(codeOf({ code: 7 }), '')
})

t.test('a lost connection is told from a failed statement', async (t) => {
  for (const code of ['57P01', '57P02', '57P03', '57P05', '25P03'])
    t.ok(isConnectionLoss(server(code)), code)
  for (const code of ['CONNECTION_CLOSED', 'CONNECTION_DESTROYED', 'CONNECT_TIMEOUT'])
    t.ok(isConnectionLoss(Object.assign(new Error(), { code })), code)
  t.ok(isConnectionLoss(Object.assign(new Error(), { code: 'ECONNRESET', syscall: 'read' })))
  t.ok(isConnectionLoss(server('XX000', { severity: 'FATAL' })))
  t.ok(isConnectionLoss(server('XX000', { severity: 'PANIC' })))
  for (const error of [server('40001'), server('23505'), new TypeError('ours'), undefined])
    t.notOk(isConnectionLoss(error))
})

t.test('what may be run again, and what waited in vain', async (t) => {
  t.ok(isRetryable(server('40001')))
  t.ok(isRetryable(wrapped(server('40P01'))))
  t.notOk(isRetryable(server('23505')))
  t.ok(isLockTimeout(server('55P03')))
  t.notOk(isLockTimeout(server('40001')))
})

t.test(
  'failures of the database are refusals with their reason, and keep their cause',
  async (t) => {
    const reasons: Record<string, string> = {
      '57P01': 'database',
      '53300': 'database',
      '40001': 'contention',
      '55P03': 'contention',
      '25006': 'read_only',
    }
    for (const [code, reason] of Object.entries(reasons)) {
      const cause = server(code)
      const problem = translated(wrapped(cause))
      t.match(problem, { code: 'unavailable', parameters: { reason, retryAfterSeconds: 1 } }, code)
      t.equal((problem as Error).cause, cause)
    }
    t.match(translated(server('57014')), { code: 'deadline-exceeded' })
  },
)

t.test('a violated constraint is the problem it means', async (t) => {
  const error = server('23505', { constraint_name: 'associations_slug_key' })
  t.match(translated(wrapped(error)), { code: 'already-exists', parameters: { pointer: '/slug' } })
})

t.test('a Problem stays, and a bug stays a bug, without its parameters', async (t) => {
  const problem = new Problem('not-found', {})
  t.equal(translated(problem), problem)
  const bug = server('42501')
  t.equal(translated(wrapped(bug)), bug)
  t.notOk(isProblem(translated(new TypeError('ours'))))
})
