import t from 'tap'
import {
  type CreateApiKey,
  createApiKey,
  issueApiKey,
  usableScopes,
} from '../../../src/core/api-key/create.ts'
import { type Scope, scopes } from '../../../src/core/context.ts'
import { ApiKeyId } from '../../../src/core/ids.ts'
import {
  association,
  findings,
  me,
  now,
  numbered,
  organization,
  refusal,
  somebody,
  standings,
  withGrant,
} from '../../support/standings.ts'

const id = ApiKeyId.parse(numbered(30))
const base: CreateApiKey = {
  id,
  owner: organization,
  environment: 'live',
  input: {
    kind: 'app',
    label: 'Reporting',
    scopes: ['scores:read', 'events:read'],
    expiresAt: null,
  },
  secret: { digest: 'a'.repeat(64), last4: 'abcd' },
  credentialScopes: new Set(scopes),
  standing: standings.admin,
  now,
}
const asking = (...asked: Scope[]) => ({ ...base.input, scopes: asked })

t.test('a key acts for its maker, with the scopes in one order', async (t) => {
  const { key, events } = createApiKey(base)
  t.match(key, {
    id,
    personId: me,
    scopes: ['scores:read', 'events:read'],
    digest: 'a'.repeat(64),
    previous: null,
    expiresAt: new Date('2026-05-30T08:00:00.000Z'),
    revision: 1,
  })
  t.match(events, [{ type: 'api-key.created', subject: id }])
})

t.test(
  'a key never may what its maker could not, nor more than the credential that asks',
  async (t) => {
    const narrow = new Set<Scope>(['events:read', 'keys:write'])
    t.same(
      findings(() =>
        createApiKey({
          ...base,
          input: asking('events:read', 'scores:read', 'benchmarks:publish'),
          credentialScopes: narrow,
        }),
      ),
      ['/scopes/1 scope-beyond-credential', '/scopes/2 scope-beyond-role'],
    )
  },
)

t.test('a role above an organization counts for no key of it', async (t) => {
  const standing = standings.associationAdmin
  t.same(
    findings(() => createApiKey({ ...base, standing, input: asking('submissions:read') })),
    ['/scopes/0 scope-beyond-role'],
  )
  const above = { ...base, standing, owner: association, input: asking('submissions:accept') }
  t.match(createApiKey(above).key, { scopes: ['submissions:accept'] })
})

t.test('findings about the end come with those about the scopes', async (t) => {
  const input = { ...asking('benchmarks:publish'), expiresAt: '2028-01-01T00:00:00Z' }
  t.same(
    findings(() => createApiKey({ ...base, input })),
    ['/scopes/0 scope-beyond-role', '/expiresAt too-late'],
  )
})

t.test('keys are made by administrators', async (t) => {
  for (const standing of [standings.contributor, standings.viewer, standings.manager])
    t.equal(refusal(() => createApiKey({ ...base, standing })).code, 'forbidden')
  const partner = withGrant('organizations:read', 'keys:write')
  t.equal(refusal(() => createApiKey({ ...base, standing: partner })).code, 'forbidden')
  t.equal(refusal(() => createApiKey({ ...base, standing: standings.nobody })).code, 'not-found')
})

t.test('what a role could ever use is its column and what is lent', async (t) => {
  t.same([...usableScopes(null)], [])
  const viewer = usableScopes('organization_viewer')
  t.ok(viewer.has('submissions:read'))
  t.ok(viewer.has('submissions:submit'), 'another organization may lend it')
  t.notOk(viewer.has('grants:write'))
  t.notOk(usableScopes('organization_admin').has('submissions:accept'))
  t.notOk(usableScopes('association_admin').has('consents:write'))
  t.ok(usableScopes('association_admin').has('benchmarks:publish'), 'with a second person')
})

t.test(
  'a key of an association assesses where its person is asked to, one of an organization nowhere',
  async (t) => {
    const assessing = [
      'declarations:write',
      'reviews:write',
      'consensus:write',
      'consensus:agree',
    ] as const
    for (const scope of assessing) {
      t.ok(usableScopes('programme_manager').has(scope), scope)
      t.ok(usableScopes('association_admin').has(scope), scope)
      t.notOk(usableScopes('organization_admin').has(scope), scope)
    }
  },
)

t.test('the installation issues keys to others, within the same lifetime', async (t) => {
  const given = { ...base, personId: somebody, input: asking('benchmarks:publish') }
  t.equal(issueApiKey(given).key.personId, somebody)
  const input = { ...given.input, expiresAt: '2020-01-01T00:00:00Z' }
  t.same(
    findings(() => issueApiKey({ ...given, input })),
    ['/expiresAt in-the-past'],
  )
})
