// Loads what is known of a person and an applicant, for every decision that asks for conflicts.
// What it comes to is decided in core/assignment and core/conflict.
import type { Known } from '../../core/assignment/proposing.ts'
import type { AssociationId, OrganizationId, PersonId } from '../../core/ids.ts'
import type { Cycle } from '../../core/programme/cycle.ts'
import type { Reader } from '../../db/unit.ts'
import * as assessors from '../assessors/store.ts'
import * as organizations from '../organizations/store.ts'
import * as store from './store-known.ts'

/**
 * Null: there is no such organization. The unit reaches it and the association, on the side of the panel. `cycle`: null
 * for none in particular, before which nobody assessed anything.
 */
export const knownOf = async (
  reader: Reader,
  { associationId, cycle }: { readonly associationId: AssociationId; readonly cycle: Cycle | null },
  ids: { readonly organizationId: OrganizationId; readonly personId: PersonId },
  now: Date,
): Promise<Known | null> => {
  const { organizationId, personId } = ids
  const [organization, entry, own, memberships, lenders, assessedBefore] = await Promise.all([
    organizations.find(reader, organizationId),
    assessors.find(reader, { associationId, personId }),
    store.ownInterests(reader, associationId, personId),
    store.memberships(reader, personId),
    store.lenders(reader, personId, now),
    cycle === null ? [] : store.assessedBefore(reader, cycle, ids),
  ])
  if (organization === null) return null
  const { ownerGroup } = organization
  const applicant = { organizationId, ownerGroup }
  return {
    applicant,
    interests: [...(entry?.interests ?? []), ...own],
    actsFor: [...memberships, ...lenders],
    assessedBefore,
  }
}
