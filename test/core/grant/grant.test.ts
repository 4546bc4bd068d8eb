import t from 'tap'
import {
  type CreateGrant,
  createGrant,
  etagOfGrant,
  grantableScopes,
  revokeGrant,
} from '../../../src/core/grant/grant.ts'
import { GrantId } from '../../../src/core/ids.ts'
import {
  findings,
  later,
  me,
  now,
  numbered,
  refusal,
  somebody,
  standings,
} from '../../support/standings.ts'

const id = GrantId.parse(numbered(20))
const input: CreateGrant['input'] = {
  grantee: { kind: 'person', id: somebody },
  scopes: ['scores:read', 'submissions:read'],
  purpose: 'Coaching',
  expiresAt: null,
}
const create = (change: Partial<CreateGrant> = {}) =>
  createGrant({ id, input, granteeExists: true, standing: standings.admin, now, ...change })

t.test('what may be lent is what the table lets in by a grant', async (t) => {
  t.same(grantableScopes, [
    'organizations:read',
    'questionnaires:read',
    'weightings:read',
    'weightings:write',
    'submissions:read',
    'submissions:write',
    'submissions:submit',
    'scores:read',
    'reports:read',
    'benchmarks:position',
  ])
})

t.test('a grant names whom, what, why and until when', async (t) => {
  const { grant, events } = create({ input: { ...input, expiresAt: '2026-06-01T00:00:00Z' } })
  t.match(grant, {
    id,
    grantee: { kind: 'person', id: somebody },
    scopes: ['submissions:read', 'scores:read'],
    expiresAt: new Date('2026-06-01T00:00:00Z'),
    createdBy: me,
    revokedAt: null,
    revision: 1,
  })
  t.same(events, [
    { type: 'grant.given', subject: id, ids: { personId: somebody }, versions: { grant: '1' } },
  ])
  t.equal(create().grant.expiresAt, null)
  t.equal(etagOfGrant(grant), '"1"')
})

t.test('every mistake is named at once', async (t) => {
  const wrong = {
    ...input,
    scopes: ['scores:read', 'keys:write'],
    expiresAt: now.toISOString(),
  } as const
  t.same(
    findings(() => create({ input: wrong, granteeExists: false })),
    ['/grantee/id grantee-unknown', '/scopes/1 scope-not-lendable', '/expiresAt in-the-past'],
  )
})

t.test('grants are the admin of the organization alone', async (t) => {
  const { grant } = create()
  for (const standing of [standings.contributor, standings.associationAdmin]) {
    t.equal(refusal(() => create({ standing })).code, 'forbidden')
    t.equal(refusal(() => revokeGrant({ grant, standing, now })).code, 'forbidden')
  }
})

t.test('a grant ends once', async (t) => {
  const { grant } = create()
  const ended = revokeGrant({ grant, standing: standings.admin, now: later })
  t.match(ended.grant, { revokedAt: later, revokedBy: me, revision: 2 })
  t.match(ended.events, [{ type: 'grant.revoked', versions: { grant: '2' } }])
  const again = revokeGrant({ grant: ended.grant, standing: standings.admin, now: later })
  t.equal(again.grant, ended.grant)
  t.same(again.events, [])
})
