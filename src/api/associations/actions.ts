// What the installation's own admin does with associations, and the demo with it: nobody's standing counts.
// Over HTTP associations are only read.
import {
  type Association,
  associationCreated,
  type OwnerGroup,
  ownerGroupCreated,
} from '../../core/association/association.ts'
import type { AssociationId, OwnerGroupId } from '../../core/ids.ts'
import { Problem } from '../../core/problem.ts'
import { type TaskContext, taskUnit } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as store from './store.ts'

type Needs = Pick<Deps, 'db' | 'newId'>

/** By which run, for whom; the tenant is what the action makes or touches. */
export type By = Omit<TaskContext, 'tenant' | 'beside'>

export type NewAssociation = Omit<Association, 'id' | 'createdAt'>

/** Makes an association, or a chapter of one. Refuses with `already-exists` (slug) and `not-found` (parent). */
export const create = (
  { db, newId }: Needs,
  by: By,
  input: NewAssociation,
): Promise<Association> => {
  const id = newId() as AssociationId
  return taskUnit(db, { ...by, tenant: { kind: 'association', id } }, async (unit) => {
    const association = { ...input, id, createdAt: unit.now }
    await store.insert(unit.tx, association)
    unit.emit([associationCreated(association)])
    return association
  })
}

export type NewOwnerGroup = { readonly name: string; readonly verified: boolean }

/** Makes an owner group of the association. Refuses with `not-found` where there is no such association. */
export const createOwnerGroup = (
  { db, newId }: Needs,
  by: By,
  { associationId, name, verified }: NewOwnerGroup & { readonly associationId: AssociationId },
): Promise<OwnerGroup> =>
  taskUnit(db, { ...by, tenant: { kind: 'association', id: associationId } }, async (unit) => {
    if ((await store.find(unit.tx, associationId)) === null) throw new Problem('not-found', {})
    const group: OwnerGroup = {
      associationId,
      id: newId() as OwnerGroupId,
      name,
      representativeId: null,
      verifiedAt: verified ? unit.now : null,
      createdAt: unit.now,
    }
    await store.insertOwnerGroup(unit.tx, group)
    unit.emit([ownerGroupCreated(group)])
    return group
  })

/** All associations, parents before their chapters. */
export const list = ({ db }: Pick<Needs, 'db'>, by: By): Promise<readonly Association[]> =>
  taskUnit(db, { ...by, tenant: { kind: 'none' } }, ({ tx }) => store.list(tx))
