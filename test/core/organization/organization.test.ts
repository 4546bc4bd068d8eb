import t from 'tap'
import { loadCodes } from '../../../src/codes.ts'
import {
  consentState,
  createOrganization,
  etagOfOrganization,
  giveConsent,
  newOrganization,
  type UpdateOrganization,
  updateOrganization,
  verifyOrganization,
  withdrawConsent,
} from '../../../src/core/organization/organization.ts'
import {
  associationId,
  findings,
  later,
  me,
  now,
  organizationId,
  ownerGroupId,
  refusal,
  standings,
} from '../../support/standings.ts'

const codes = loadCodes()
const asked = {
  id: organizationId,
  associationId,
  input: {
    name: 'Bearings',
    country: 'CN',
    sector: { scheme: 'gbt-4754-2017', division: '34' },
    region: 'CN-ZJ',
    employeeCount: 420,
    revenueTenThousandCny: 31_000,
    assetsTenThousandCny: null,
    test: false,
    synthetic: false,
  },
  ownerGroup: { associationId, id: ownerGroupId },
  codes,
  now,
} as const
const { organization } = newOrganization(asked)
const standing = standings.admin

t.test('a new organization is unverified, without consent, sized by its figures', async (t) => {
  const made = createOrganization({ ...asked, standing: standings.associationAdmin })
  t.match(made.organization, {
    id: organizationId,
    sector: { section: 'C' },
    sizeClass: 'medium',
    verifiedAt: null,
    benchmarkConsent: { givenAt: null },
    revision: 1,
    createdAt: now,
    updatedAt: now,
  })
  t.same(made.events, [
    {
      type: 'organization.created',
      subject: organizationId,
      ids: {},
      versions: { organization: '1' },
    },
  ])
  t.equal(etagOfOrganization(made.organization), '"1"')
})

t.test('only the association makes organizations, and sound ones', async (t) => {
  t.equal(
    refusal(() => createOrganization({ ...asked, standing: standings.manager })).code,
    'forbidden',
  )
  const input = { ...asked.input, region: 'CN-XX' }
  t.same(
    findings(() => newOrganization({ ...asked, input })),
    ['/region region-unknown'],
  )
})

const update = (change: UpdateOrganization['change'], of = organization) =>
  updateOrganization({ organization: of, change, codes, standing, now: later })

t.test('a change keeps what it does not name, and says so once', async (t) => {
  const updated = update({ name: 'Better bearings', region: undefined })
  t.match(updated.organization, {
    name: 'Better bearings',
    region: 'CN-ZJ',
    revision: 2,
    createdAt: now,
    updatedAt: later,
  })
  t.match(updated.events, [{ type: 'organization.updated', versions: { organization: '2' } }])
})

t.test('a change that changes nothing is none', async (t) => {
  const same = update({ name: 'Bearings', sector: { scheme: 'gbt-4754-2017', division: '34' } })
  t.equal(same.organization, organization)
  t.same(same.events, [])
})

t.test('null makes a fact unknown, and the size with it', async (t) => {
  t.match(update({ employeeCount: null }).organization, {
    employeeCount: null,
    sizeClass: 'unclassified',
  })
})

t.test('moving to another place ends the verification, another name does not', async (t) => {
  const verified = verifyOrganization(organization, now).organization
  t.same(verified.verifiedAt, now)
  t.same(update({ name: 'New name' }, verified).organization.verifiedAt, now)
  t.same(update({ employeeCount: 430 }, verified).organization.verifiedAt, now, 'same size class')
  t.equal(update({ region: 'CN-BJ' }, verified).organization.verifiedAt, null)
  t.equal(
    update({ employeeCount: 5000, revenueTenThousandCny: 90_000 }, verified).organization
      .verifiedAt,
    null,
  )
})

t.test('verifying twice says so once', async (t) => {
  const once = verifyOrganization(organization, now)
  t.match(once.events, [{ type: 'organization.verified' }])
  const twice = verifyOrganization(once.organization, later)
  t.equal(twice.organization, once.organization)
  t.same(twice.events, [])
})

t.test('a profile is changed by its admin, and only to what exists', async (t) => {
  const by = (who: UpdateOrganization['standing']) => () =>
    updateOrganization({ organization, change: { name: 'X' }, codes, standing: who, now })
  t.equal(refusal(by(standings.viewer)).code, 'forbidden')
  t.equal(refusal(by(standings.associationAdmin)).code, 'forbidden')
  t.equal(refusal(by(standings.nobody)).code, 'not-found')
  t.same(
    findings(() => update({ sector: { scheme: 'isic-4', division: '28' } })),
    ['/sector/section section_unknown'],
  )
})

t.test(
  'consent is given, withdrawn and given again; saying it twice changes nothing',
  async (t) => {
    const give = (of = organization, at = now) =>
      giveConsent({ organization: of, standing, now: at })
    const withdraw = (of = organization) =>
      withdrawConsent({ organization: of, standing, now: later })
    t.equal(consentState(organization.benchmarkConsent), 'none')
    t.same(withdraw().events, [], 'nothing to withdraw')

    const given = give()
    t.same(given.organization.benchmarkConsent, { givenAt: now, givenBy: me, withdrawnAt: null })
    t.match(given.events, [{ type: 'benchmark-consent.given', versions: { organization: '2' } }])
    t.equal(consentState(given.organization.benchmarkConsent), 'given')
    t.equal(give(given.organization, later).organization, given.organization)

    const withdrawn = withdraw(given.organization)
    t.same(withdrawn.organization.benchmarkConsent, {
      givenAt: now,
      givenBy: me,
      withdrawnAt: later,
    })
    t.match(withdrawn.events, [{ type: 'benchmark-consent.withdrawn' }])
    t.equal(consentState(withdrawn.organization.benchmarkConsent), 'withdrawn')
    t.same(give(withdrawn.organization, later).organization.benchmarkConsent, {
      givenAt: later,
      givenBy: me,
      withdrawnAt: null,
    })
  },
)

t.test('consent is the admin of the organization alone', async (t) => {
  for (const decide of [giveConsent, withdrawConsent])
    for (const who of [standings.contributor, standings.associationAdmin])
      t.equal(refusal(() => decide({ organization, standing: who, now })).code, 'forbidden')
})
