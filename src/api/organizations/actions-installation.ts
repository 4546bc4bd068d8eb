// What the installation's own admin does with organizations, and the demo with it: nobody's standing counts.
import type { Owner } from '../../core/context.ts'
import type { AssociationId, OrganizationId } from '../../core/ids.ts'
import {
  type NewOrganization,
  newOrganization,
  type Organization,
  verifyOrganization,
} from '../../core/organization/organization.ts'
import { found } from '../../core/problem.ts'
import { type TaskContext, taskUnit } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as associations from '../associations/store.ts'
import * as store from './store.ts'

type Needs = Pick<Deps, 'db' | 'newId' | 'codes'>
type By = Omit<TaskContext, 'tenant' | 'beside'>

/**
 * Makes an organization of the association, synthetic where that one is. Refuses with `not-found` and
 * `document-invalid`.
 */
export const create = (
  { db, newId, codes }: Needs,
  by: By,
  given: Pick<NewOrganization, 'associationId' | 'ownerGroup'> & {
    readonly input: Omit<NewOrganization['input'], 'synthetic'>
  },
): Promise<Organization> => {
  const { associationId, ownerGroup, input } = given
  const id = newId() as OrganizationId
  const tenant: Owner = { kind: 'organization', id }
  const beside: Owner = { kind: 'association', id: associationId }
  return taskUnit(db, { ...by, tenant, beside }, async (unit) => {
    const { synthetic } = found(await associations.find(unit.tx, associationId))
    const { organization, events } = newOrganization({
      id,
      associationId,
      ownerGroup,
      input: { ...input, synthetic },
      codes,
      now: unit.now,
    })
    await store.insert(unit.tx, organization)
    const { name, createdAt } = organization
    await associations.enrol(unit.tx, associationId, { organizationId: id, name, createdAt })
    unit.emit(events)
    return organization
  })
}

/** Notes that the association has checked the organization. Refuses with `not-found`. */
export const verify = (
  { db }: Pick<Needs, 'db'>,
  by: By,
  organizationId: OrganizationId,
): Promise<Organization> =>
  taskUnit(db, { ...by, tenant: { kind: 'organization', id: organizationId } }, async (unit) => {
    const before = found(await store.lock(unit.tx, organizationId))
    const { organization, events } = verifyOrganization(before, unit.now)
    unit.emit(events)
    return organization === before ? before : store.save(unit.tx, organization)
  })

/** A page of the roster of one association. */
export const list = (
  { db, pages }: Pick<Deps, 'db' | 'pages'>,
  by: By,
  associationId: AssociationId,
  asked: { readonly cursor: string | null },
) => {
  const page = pages.open(
    { cursor: asked.cursor ?? undefined, limit: 200 },
    { sort: 'name', filter: { associationId } },
  )
  return taskUnit(db, { ...by, tenant: { kind: 'association', id: associationId } }, ({ tx }) =>
    associations.listRoster(tx, associationId, page),
  )
}
