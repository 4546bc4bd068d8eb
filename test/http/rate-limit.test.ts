import t from 'tap'
import type { Principal } from '../../src/core/context.ts'
import { counter, defaultPolicies, rateLimiter, tooMany } from '../../src/http/rate-limit.ts'
import { refused } from '../support/refusals.ts'
import {
  all,
  countNotes,
  idempotent,
  listNotes,
  notesUrl,
  sampleApi,
} from '../support/sample-api.ts'

t.test('the quota is exact, and whole again when the window ends', async (t) => {
  let now = 0
  const count = counter({ quota: 2, windowSeconds: 60 }, () => now)
  t.same(count('a'), { remaining: 1, resetSeconds: 60 })
  now = 1500
  t.same(count('a'), { remaining: 0, resetSeconds: 59 })
  t.same(count('a'), { remaining: -1, resetSeconds: 59 })
  t.equal(count('b').remaining, 1, 'each caller has their own')
  now = 59_999
  t.same(count('a'), { remaining: -2, resetSeconds: 1 })
  now = 60_000
  t.same(count('a'), { remaining: 1, resetSeconds: 60 })
})

t.test('memory is bounded: the oldest caller is forgotten first', async (t) => {
  const count = counter({ quota: 5, windowSeconds: 60 }, () => 0, 2)
  for (const caller of ['a', 'a', 'b', 'c']) count(caller)
  t.equal(count('c').remaining, 3, 'c is known')
  t.equal(count('a').remaining, 4, 'a was forgotten')
})

t.test('429 exactly at one more than the quota, with headers that say so', async (t) => {
  const policies = { ...defaultPolicies, read: { quota: 2, windowSeconds: 60 } }
  const { app } = sampleApi({ policies })
  t.teardown(() => app.close())
  const get = () => app.inject({ url: notesUrl, headers: all })
  const first = await get()
  t.equal(first.headers['ratelimit-policy'], '"read";q=2;w=60')
  t.equal(first.headers.ratelimit, '"read";r=1;t=60')
  t.equal((await get()).headers.ratelimit, '"read";r=0;t=60')
  const third = await get()
  t.same(refused(t, third, 'rate-limited').violatedPolicies, ['read'])
  t.equal(third.headers.ratelimit, '"read";r=0;t=60')
  t.equal(third.headers['retry-after'], '60', 'at least until the window ends')
  const write = await app.inject({ method: 'POST', url: `${notesUrl}/count`, headers: idempotent })
  t.equal(write.statusCode, 202, 'writes are counted apart')
})

t.test('a caller is a key, else a person, else an address', async (t) => {
  const limit = rateLimiter({ ...defaultPolicies, read: { quota: 1, windowSeconds: 60 } }, () => 0)
  const call = (ip: string, principal: Partial<Principal> | null) => {
    const reply = { headers: () => reply }
    try {
      limit({ ip, principal } as never, reply as never, listNotes as never)
      return 'passes'
    } catch {
      return 'refused'
    }
  }
  t.equal(call('1.1.1.1', null), 'passes')
  t.equal(call('1.1.1.1', null), 'refused')
  t.equal(call('1.1.1.2', null), 'passes')
  const person = { keyId: null, personId: 'p' } as never
  t.equal(call('2.1.1.1', person), 'passes')
  t.equal(call('2.1.1.2', person), 'refused', 'two addresses, one principal share')
  t.equal(call('2.1.1.1', { keyId: 'k', personId: 'p' } as never), 'passes')
})

t.test('the default quotas are those of the design', async (t) => {
  t.same(defaultPolicies, {
    read: { quota: 1200, windowSeconds: 60 },
    write: { quota: 300, windowSeconds: 60 },
    'auth-fail': { quota: 10, windowSeconds: 60 },
  })
  t.match(tooMany('auth-fail', { remaining: -1, resetSeconds: 9 }), {
    code: 'rate-limited',
    parameters: { violatedPolicies: ['auth-fail'], retryAfterSeconds: 9 },
  })
  t.not(countNotes.method, 'GET')
})
