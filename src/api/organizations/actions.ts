// Writes on organizations, asked for by people of the association or of the organization itself.
// What the installation's admin may do without a standing is in actions-installation.ts.
import type { Owner } from '../../core/context.ts'
import type { AssociationId, OrganizationId } from '../../core/ids.ts'
import {
  createOrganization,
  etagOfOrganization,
  giveConsent,
  type NewOrganization,
  type Organization,
  type OrganizationDecided,
  type UpdateOrganization,
  updateOrganization,
  withdrawConsent,
} from '../../core/organization/organization.ts'
import { found } from '../../core/problem.ts'
import type { Answer, Context } from '../../core/request.ts'
import { inUnit, readUnit, type Unit } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as associations from '../associations/store.ts'
import * as store from './store.ts'

type Needs = Pick<Deps, 'db' | 'newId' | 'codes'>
type Ids = { readonly organizationId: OrganizationId }

export const create = (
  { db, newId, codes }: Needs,
  context: Context,
  { associationId }: { readonly associationId: AssociationId },
  input: Omit<NewOrganization['input'], 'synthetic'>,
): Promise<Answer<Organization>> => {
  const id = newId() as OrganizationId
  const beside: Owner = { kind: 'organization', id }
  return inUnit(db, { ...context, beside }, async (unit) => {
    const { synthetic } = found(await associations.find(unit.tx, associationId))
    const { standing, now } = unit
    const decided = createOrganization({
      id,
      associationId,
      input: { ...input, synthetic },
      ownerGroup: null,
      codes,
      standing,
      now,
    })
    unit.emit(decided.events, beside)
    const saved = await store.insert(unit.tx, decided.organization)
    await associations.enrol(unit.tx, associationId, rosterEntry(saved))
    return saved
  })
}

const rosterEntry = ({ id, name, createdAt }: Organization) => ({
  organizationId: id,
  name,
  createdAt,
})

/** The roster of the association carries the name, so the unit reaches that association too. */
export const update = async (
  { db, codes }: Needs,
  context: Context,
  { organizationId }: Ids,
  change: UpdateOrganization['change'],
): Promise<Answer<Organization>> => {
  const elsewhere: Context = { ...context, tenant: { kind: 'none' } }
  const home = await readUnit(db, elsewhere, ({ tx }) => store.homeOf(tx, organizationId))
  const associationId = found(home)
  const beside: Owner = { kind: 'association', id: associationId }
  return inUnit(db, { ...context, beside }, async (unit) => {
    const organization = found(await store.lock(unit.tx, organizationId))
    const { standing, now } = unit
    const decided = updateOrganization({ organization, change, codes, standing, now })
    const saved = await save(unit, organization, decided)
    if (saved.name !== organization.name)
      await associations.enrol(unit.tx, associationId, rosterEntry(saved))
    return saved
  })
}

export const giveBenchmarkConsent = (needs: Needs, context: Context, ids: Ids) =>
  decideConsent(needs, context, ids, giveConsent)

export const withdrawBenchmarkConsent = (needs: Needs, context: Context, ids: Ids) =>
  decideConsent(needs, context, ids, withdrawConsent)

const decideConsent = (
  { db }: Needs,
  context: Context,
  { organizationId }: Ids,
  decide: typeof giveConsent,
): Promise<Answer<Organization>> =>
  inUnit(db, context, async (unit) => {
    const organization = found(await store.lock(unit.tx, organizationId))
    const { standing, now } = unit
    return save(unit, organization, decide({ organization, standing, now }))
  })

const save = async (
  unit: Unit,
  before: Organization,
  { organization, events }: OrganizationDecided,
): Promise<Organization> => {
  const same = organization === before
  unit.expect(etagOfOrganization(before), { same })
  if (same) return before
  unit.emit(events)
  return store.save(unit.tx, organization)
}
