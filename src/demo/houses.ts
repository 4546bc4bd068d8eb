// Makes the demo's associations, organizations, people and keys by the plan, with the actions of the
// installation's admin. What is there already stays: each step can be repeated after a crash.
import * as keys from '../api/api-keys/actions-installation.ts'
import * as apiKeys from '../api/api-keys/store.ts'
import * as associations from '../api/associations/actions.ts'
import * as associationRows from '../api/associations/store.ts'
import * as members from '../api/members/actions-installation.ts'
import * as people from '../api/members/store-people.ts'
import * as organizations from '../api/organizations/actions-installation.ts'
import * as organizationRows from '../api/organizations/store.ts'
import { longestLifeDays } from '../core/api-key/api-key.ts'
import type { Owner, Role, Tenant } from '../core/context.ts'
import type { AssociationId } from '../core/ids.ts'
import type { StatedProfile } from '../core/organization/profile.ts'
import { type Reader, type TaskContext, taskUnit } from '../db/unit.ts'
import type { Deps } from '../deps.ts'
import type { OrganizationName, Plan } from './plan.ts'
import { type KeyName, keyNames } from './quickstart.ts'

type Needs = Pick<Deps, 'db' | 'newId' | 'codes' | 'peppers'>
type By = Omit<TaskContext, 'tenant' | 'beside'>

const nowhere: Tenant = { kind: 'none' }

const nationalName = 'Synthetic Quality Association (合成质量协会)'
const chapterName = 'Synthetic Quality Association, Zhejiang chapter (合成质量协会浙江分会)'

/** Told from real associations by this and by being synthetic. */
export const demoSlug = 'synthetic-quality-association'

type House = Omit<StatedProfile, 'country'>

/** Two of one line of business, so that one comparison fits both; and a school, which has no size class. */
const houses: Readonly<Record<OrganizationName, House>> = {
  first: {
    name: 'Synthetic Precision Works (合成精密机械厂)',
    sector: { scheme: 'gbt-4754-2017', division: '34' },
    region: 'CN-ZJ',
    employeeCount: 420,
    revenueTenThousandCny: 31_000,
    assetsTenThousandCny: null,
  },
  other: {
    name: 'Synthetic Motor Factory (合成电机厂)',
    sector: { scheme: 'gbt-4754-2017', division: '38' },
    region: 'CN-ZJ',
    employeeCount: 1_350,
    revenueTenThousandCny: 96_000,
    assetsTenThousandCny: null,
  },
  school: {
    name: 'Synthetic Vocational School (合成职业学校)',
    sector: { scheme: 'gbt-4754-2017', division: '83' },
    region: 'CN-JS',
    employeeCount: 160,
    revenueTenThousandCny: null,
    assetsTenThousandCny: null,
  },
}

const displayNames: Readonly<Record<KeyName, string>> = {
  associationAdmin: 'Synthetic association admin (合成协会管理员)',
  secondAssociationAdmin: 'Synthetic second association admin (合成协会第二管理员)',
  organizationAdmin: 'Synthetic organization admin (合成组织管理员)',
  organizationContributor: 'Synthetic contributor (合成填报人)',
  organizationViewer: 'Synthetic viewer (合成查看人)',
  otherOrganizationAdmin: 'Synthetic admin of the other organization (合成另一组织管理员)',
}

/** Whose house each person belongs to, and as what. */
const postsOf = ({
  associationId,
  organizations: { first, other },
}: Plan): Readonly<Record<KeyName, readonly [Owner, Role]>> => {
  const association: Owner = { kind: 'association', id: associationId }
  const organization: Owner = { kind: 'organization', id: first.id }
  return {
    associationAdmin: [association, 'association_admin'],
    secondAssociationAdmin: [association, 'association_admin'],
    organizationAdmin: [organization, 'organization_admin'],
    organizationContributor: [organization, 'organization_contributor'],
    organizationViewer: [organization, 'organization_viewer'],
    otherOrganizationAdmin: [{ kind: 'organization', id: other.id }, 'organization_admin'],
  }
}

/** Makes what of it is missing. Everything is synthetic, because the association is. */
export const makeHouses = async (needs: Needs, by: By, plan: Plan): Promise<void> => {
  const { associationId, chapterId } = plan
  await makeAssociation(needs, by, associationId, {
    parentId: null,
    slug: demoSlug,
    name: nationalName,
  })
  await makeAssociation(needs, by, chapterId, {
    parentId: associationId,
    slug: `${demoSlug}-zj`,
    name: chapterName,
  })
  await makeOrganization(needs, by, { plan, name: 'first', home: chapterId })
  await makeOrganization(needs, by, { plan, name: 'other', home: chapterId })
  await makeOrganization(needs, by, { plan, name: 'school', home: associationId })
  for (const name of keyNames) await makePerson(needs, by, { plan, name })
}

/** What the look finds, or else what is made under the given id. */
const unlessThere = async <Id extends string>(
  needs: Needs,
  by: By,
  given: {
    readonly tenant: Tenant
    readonly id: Id
    readonly find: (tx: Reader) => Promise<unknown>
    readonly make: (needs: Needs) => Promise<unknown>
  },
): Promise<void> => {
  const { tenant, id, find, make } = given
  const there = await taskUnit(needs.db, { ...by, tenant }, ({ tx }) => find(tx))
  if (there === null) await make({ ...needs, newId: () => id })
}

const makeAssociation = (
  needs: Needs,
  by: By,
  id: AssociationId,
  input: Pick<associations.NewAssociation, 'parentId' | 'slug' | 'name'>,
): Promise<void> =>
  unlessThere(needs, by, {
    tenant: nowhere,
    id,
    find: (tx) => associationRows.find(tx, id),
    make: (own) => associations.create(own, by, { ...input, country: 'CN', synthetic: true }),
  })

/** Each has an owner of its own, kept by the national association: groups may span chapters. */
const makeOrganization = async (
  needs: Needs,
  by: By,
  given: {
    readonly plan: Plan
    readonly name: OrganizationName
    readonly home: AssociationId
  },
): Promise<void> => {
  const { plan, name, home } = given
  const { id, ownerGroupId } = plan.organizations[name]
  const { associationId } = plan
  const house = houses[name]
  await unlessThere(needs, by, {
    tenant: { kind: 'association', id: associationId },
    id: ownerGroupId,
    find: (tx) => associationRows.findOwnerGroup(tx, associationId, ownerGroupId),
    make: (own) => {
      const group = { associationId, name: `Owner of ${house.name}`, verified: true }
      return associations.createOwnerGroup(own, by, group)
    },
  })
  await unlessThere(needs, by, {
    tenant: { kind: 'organization', id },
    id,
    find: (tx) => organizationRows.find(tx, id),
    make: (own) =>
      organizations.create(own, by, {
        associationId: home,
        ownerGroup: { associationId, id: ownerGroupId },
        input: { ...house, country: 'CN', test: false },
      }),
  })
  await organizations.verify(needs, by, id)
}

const makePerson = async (
  needs: Needs,
  by: By,
  { plan, name }: { readonly plan: Plan; readonly name: KeyName },
): Promise<void> => {
  const personId = plan.people[name]
  const prepared = plan.apiKeys[name]
  const [owner, role] = postsOf(plan)[name]
  const displayName = displayNames[name]
  await unlessThere(needs, by, {
    tenant: nowhere,
    id: personId,
    find: (tx) => people.find(tx, personId),
    make: (own) => members.createPerson(own, by, { displayName }),
  })
  await members.appoint(needs, by, { owner, personId, role })
  await unlessThere(needs, by, {
    tenant: owner,
    id: prepared.id,
    find: (tx) => apiKeys.find(tx, owner, prepared.id),
    make: (own) =>
      keys.issue(own, by, {
        owner,
        personId,
        label: `Demo: ${name}`,
        kind: 'app',
        scopes: null,
        expiresAt: inDays(longestLifeDays),
        prepared,
      }),
  })
}

/** A minute less: the database's clock decides, and may be a moment behind. */
const inDays = (days: number): string =>
  new Date(Date.now() + days * 86_400_000 - 60_000).toISOString()
