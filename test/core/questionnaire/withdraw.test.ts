import t from 'tap'
import type { PublishedVersion } from '../../../src/core/questionnaire/version.ts'
import {
  type Withdraw,
  withdrawalAsked,
  withdrawVersion,
} from '../../../src/core/questionnaire/withdraw.ts'
import {
  associationId,
  later,
  me,
  now,
  refusal,
  somebody,
  standings,
} from '../../support/standings.ts'

const version: PublishedVersion = {
  key: 'own-2026',
  version: '1.0.0',
  digest: 'D',
  scoringDigest: 'S',
  state: 'published',
  visibility: 'public',
  owner: associationId,
  publishedAt: now,
  withdrawal: null,
  withdrawnAt: null,
}
const reason = 'Replaced'
const asked = withdrawalAsked(version, { by: somebody, at: now, reason })
const withdraw = (more: Partial<Withdraw> = {}) =>
  withdrawVersion({
    version: asked,
    associationId,
    standing: standings.associationAdmin,
    now: later,
    ...more,
  })
const refused = (more: Partial<Withdraw>) => {
  const { code, parameters } = refusal(() => withdraw(more))
  return [code, parameters]
}

t.test('another person than the one who asked withdraws it', async (t) => {
  t.same(withdraw(), {
    version: { ...asked, state: 'withdrawn', withdrawnAt: later },
    events: [
      {
        type: 'questionnaire.withdrawn',
        subject: 'own-2026',
        ids: {},
        versions: { questionnaire: '1.0.0' },
      },
    ],
  })
})

t.test('whoever asks first, and the same person again, is refused', async (t) => {
  t.same(refused({ version }), ['second-person-required', { requestedAt: later.toISOString() }])
  const own = withdrawalAsked(version, { by: me, at: now, reason })
  t.same(refused({ version: own }), ['second-person-required', { requestedAt: now.toISOString() }])
})

t.test("only an administrator withdraws, and only what is the association's", async (t) => {
  t.equal(refused({ standing: standings.manager })[0], 'forbidden')
  t.equal(refused({ standing: standings.admin })[0], 'not-found')
  t.same(refused({ version: { ...asked, owner: null } }), [
    'forbidden',
    { action: 'questionnaires:publish', roles: ['association_admin'] },
  ])
})

t.test('withdrawn is the end', async (t) => {
  const { version: withdrawn } = withdraw()
  t.equal(refused({ version: withdrawn })[0], 'illegal-transition')
  t.equal(withdrawalAsked(withdrawn, { by: me, at: later, reason }), withdrawn)
})

t.test('whoever asked first stays the first, and so does the reason', async (t) => {
  t.same(asked.withdrawal, { by: somebody, at: now, reason })
  const again = { by: me, at: later, reason: 'Something else' }
  t.equal(withdrawalAsked(asked, again), asked)
  const { version: withdrawn } = withdraw()
  t.same(withdrawn.withdrawal, asked.withdrawal)
  const never = { ...withdrawn, withdrawal: null }
  t.equal(withdrawalAsked(never, again), never)
})
