import t from 'tap'
import type { Principal } from '../../src/core/context.ts'
import type { Problem } from '../../src/core/problem.ts'
import type { QuotaHolder } from '../../src/core/request.ts'
import {
  counter,
  defaultPolicies,
  type Policies,
  rateLimiter,
  tooMany,
} from '../../src/http/rate-limit.ts'
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
  t.match(count('a'), { remaining: 1, resetSeconds: 60 })
  now = 1500
  t.match(count('a'), { remaining: 0, resetSeconds: 59 })
  t.match(count('a'), { remaining: -1, resetSeconds: 59 })
  t.equal(count('b').remaining, 1, 'each caller has their own')
  now = 59_999
  t.match(count('a'), { remaining: -2, resetSeconds: 1 })
  now = 60_000
  t.match(count('a'), { remaining: 1, resetSeconds: 60 })
})

t.test('what is given back counts no more, in the window it was counted in', async (t) => {
  let now = 0
  const count = counter({ quota: 2, windowSeconds: 60 }, () => now)
  const first = count('a')
  t.equal(count('a').remaining, 0)
  first.giveBack()
  const late = count('a')
  t.equal(late.remaining, 0)
  now = 60_000
  t.equal(count('a').remaining, 1)
  late.giveBack()
  t.equal(count('a').remaining, 0, 'the next window owes it nothing')
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

/** Plays requests against a limiter with a clock of its own; `status` is what it would be answered with. */
const player = (policies: Partial<Policies>) => {
  let now = 0
  const { take, charge, settle } = rateLimiter({ ...defaultPolicies, ...policies }, () => now)
  type Played = {
    readonly operation?: object
    readonly ip?: string
    readonly principal?: Partial<Principal> | null
    readonly params?: object
    readonly status?: number
    /** Whom the action says to charge; null: it says nothing. */
    readonly charged?: QuotaHolder | null
  }
  const play = (given: Played) => {
    const { operation = listNotes, status = 200, charged = null } = given
    const request = { ip: '1.1.1.1', principal: null, params: {}, ...given }
    let headers: Readonly<Record<string, string>> = {}
    const reply = {
      statusCode: status,
      headers: (more: Readonly<Record<string, string>>) => {
        headers = more
        return reply
      },
    }
    const refusal = (() => {
      try {
        take(request as never, reply as never, operation as never)
        if (charged !== null) charge(request as never, reply as never, operation as never, charged)
        return null
      } catch (error) {
        return error as Problem<'rate-limited'>
      }
    })()
    settle(request as never, { statusCode: refusal === null ? status : 429 } as never)
    const violated = refusal?.parameters.violatedPolicies ?? null
    return { headers, refusal, violated }
  }
  return {
    play,
    shift: (seconds: number) => {
      now += seconds * 1000
    },
  }
}

const keyed = (keyId: string) => ({ keyId, personId: 'p' }) as never
const compare = { ...listNotes, rate: 'benchmark' }
const cells = { ...compare, tenant: null }

t.test('a caller is a key, else a person, else an address', async (t) => {
  const { play } = player({ read: { quota: 1, windowSeconds: 60 } })
  const call = (ip: string, principal: Partial<Principal> | null) =>
    play({ ip, principal }).refusal === null ? 'passes' : 'refused'
  t.equal(call('1.1.1.1', null), 'passes')
  t.equal(call('1.1.1.1', null), 'refused')
  t.equal(call('1.1.1.2', null), 'passes')
  const person = { keyId: null, personId: 'p' } as never
  t.equal(call('2.1.1.1', person), 'passes')
  t.equal(call('2.1.1.2', person), 'refused', 'two addresses, one principal share')
  t.equal(call('2.1.1.1', keyed('k')), 'passes')
})

t.test('benchmark: an organization passes 300 times an hour, whoever asks for it', async (t) => {
  const { play, shift } = player({})
  const ask = (keyId: string, organizationId = 'o1') =>
    play({ operation: compare, principal: keyed(keyId), params: { organizationId } })
  t.match(ask('k1').headers, {
    'ratelimit-policy': '"read";q=1200;w=60, "benchmark";q=300;w=3600',
    ratelimit: '"read";r=1199;t=60, "benchmark";r=299;t=3600',
  })
  shift(1800)
  for (let n = 2; n < 300; n += 1) ask(`k${n % 3}`)
  const last = ask('k1')
  t.equal(last.refusal, null, 'at the quota')
  t.match(last.headers.ratelimit, /"benchmark";r=0;t=1800$/)
  for (const keyId of ['k1', 'k9', 'k1']) {
    const { refusal, headers } = ask(keyId)
    t.match(refusal, {
      code: 'rate-limited',
      parameters: { violatedPolicies: ['benchmark'], retryAfterSeconds: 1800 },
    })
    t.match(headers.ratelimit, /"benchmark";r=0;t=1800$/)
  }
  t.equal(ask('k1', 'o2').refusal, null, 'another organization has its own')
  t.equal(play({ principal: keyed('k1') }).refusal, null, 'other reads go on')
  shift(1799)
  t.strictSame(ask('k1').violated, ['benchmark'], 'a second before the hour is over')
  shift(1)
  t.match(ask('k1').headers.ratelimit, /"benchmark";r=299;t=3600$/)
})

t.test('benchmark: without a tenant in the path the quota is the caller’s', async (t) => {
  const { play } = player({ benchmark: { quota: 2, windowSeconds: 3600 } })
  const ask = (keyId: string, organizationId: string) =>
    play({ operation: cells, principal: keyed(keyId), params: { organizationId } }).violated
  t.strictSame([ask('k1', 'o1'), ask('k1', 'o2')], [null, null])
  t.strictSame(ask('k1', 'o3'), ['benchmark'])
  t.equal(ask('k2', 'o1'), null)
})

t.test('benchmark: strangers cannot use up what is an organization’s', async (t) => {
  const { play } = player({
    benchmark: { quota: 2, windowSeconds: 3600 },
    read: { quota: 10, windowSeconds: 60 },
  })
  const ask = (keyId: string, status: number) =>
    play({
      operation: compare,
      principal: keyed(keyId),
      params: { organizationId: 'o1' },
      status,
    }).violated
  for (const status of [404, 403, 400, 410, 404, 403, 400, 410, 404, 500])
    t.equal(ask('stranger', status), null, String(status))
  t.strictSame(ask('stranger', 404), ['read'], 'they use up their own')
  t.strictSame([ask('k1', 200), ask('k1', 304)], [null, null])
  t.strictSame(ask('k1', 200), ['benchmark'], 'control: what is served counts')
})

const eitherSide = { ...compare, rateBy: 'side' }
const home = { kind: 'organization', id: 'o9' }

t.test(
  'benchmark: what the panel asks counts towards the caller, and tells no one else',
  async (t) => {
    const { play } = player({ benchmark: { quota: 2, windowSeconds: 3600 } })
    const params = { organizationId: 'o1' }
    const ask = (keyId: string, charged: QuotaHolder | null, status = 200) =>
      play({ operation: eitherSide, principal: keyed(keyId), params, charged, status })
    t.match(ask('assessor', 'caller').headers.ratelimit, /"benchmark";r=1;t=3600$/)
    t.match(ask('assessor', 'caller').headers.ratelimit, /"benchmark";r=0;t=3600$/)
    t.match(ask('member', 'tenant').headers.ratelimit, /"benchmark";r=1;t=3600$/)
    t.strictSame(ask('assessor', 'caller').violated, ['benchmark'])
    t.match(ask('another', 'tenant').headers.ratelimit, /"benchmark";r=0;t=3600$/)
    t.strictSame(ask('member', 'tenant').violated, ['benchmark'], 'one quota on that side')
    t.equal(ask('second', 'caller').violated, null, 'whom that of the organization does not stop')
    t.strictSame(
      play({ operation: cells, principal: keyed('assessor'), params }).violated,
      ['benchmark'],
      'cells are of the same quota of the caller',
    )
  },
)

t.test('benchmark: as long as nobody is charged, nothing counts and nothing is told', async (t) => {
  const { play } = player({ benchmark: { quota: 1, windowSeconds: 3600 } })
  const params = { organizationId: 'o1' }
  const ask = (charged: QuotaHolder | null, status: number) =>
    play({ operation: eitherSide, principal: keyed('k1'), params, charged, status })
  for (const status of [404, 403]) t.notMatch(ask(null, status).headers.ratelimit, /benchmark/)
  for (const status of [404, 410]) t.equal(ask('tenant', status).violated, null, 'given back')
  t.equal(ask('tenant', 200).violated, null)
  t.strictSame(ask('tenant', 200).violated, ['benchmark'], 'control: what is served counts')
})

t.test('benchmark: an app of an organization is counted at once, and once', async (t) => {
  const { play } = player({ benchmark: { quota: 2, windowSeconds: 3600 } })
  const app = { keyId: 'k1', personId: 'p', home } as never
  const ask = () =>
    play({
      operation: eitherSide,
      principal: app,
      params: { organizationId: 'o1' },
      charged: 'tenant',
    })
  t.match(ask().headers.ratelimit, /"benchmark";r=1;t=3600$/)
  t.match(ask().headers.ratelimit, /"benchmark";r=0;t=3600$/)
  t.strictSame(ask().violated, ['benchmark'])
})

t.test('charging where the operation has no quota of its own changes nothing', async (t) => {
  const { play } = player({})
  const plain = { ...listNotes, rateBy: 'side' }
  const { headers } = play({ operation: plain, principal: keyed('k1'), charged: 'caller' })
  t.equal(headers.ratelimit, '"read";r=1199;t=60')
})

t.test('two quotas at an end are both named, and the later one says when', async (t) => {
  const { play } = player({
    read: { quota: 1, windowSeconds: 60 },
    benchmark: { quota: 1, windowSeconds: 3600 },
  })
  const ask = () => play({ operation: cells, principal: keyed('k1') }).refusal
  t.equal(ask(), null)
  t.match(ask(), {
    parameters: { violatedPolicies: ['read', 'benchmark'], retryAfterSeconds: 3600 },
  })
})

t.test('the default quotas are those of the design', async (t) => {
  t.same(defaultPolicies, {
    read: { quota: 1200, windowSeconds: 60 },
    write: { quota: 300, windowSeconds: 60 },
    'auth-fail': { quota: 10, windowSeconds: 60 },
    benchmark: { quota: 300, windowSeconds: 3600 },
  })
  t.match(tooMany(['auth-fail'], 9), {
    code: 'rate-limited',
    parameters: { violatedPolicies: ['auth-fail'], retryAfterSeconds: 9 },
  })
  t.not(countNotes.method, 'GET')
})
