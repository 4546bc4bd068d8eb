// Which seats on panels are told to the credential that asks, for many submissions at once: those for which it acts, and
// none about an applicant on whose side the person has come to be. In one tenant standing.ts reads the same of the caller.
import { type SQL, sql } from 'drizzle-orm'
import type { Principal } from '../core/context.ts'
import type { Reader } from './handle.ts'
import { notOfOwnHouse } from './own-house.ts'
import { personSeats } from './tables/seats.ts'

const { organizationId, associationId } = personSeats

/** Seats of the person; an organization's key acts for nobody's seat. */
export const toldSeats = (reader: Reader, { personId, home }: Principal, now: Date): SQL => {
  if (home?.kind === 'organization') return sql`false`
  const acts =
    home === null
      ? sql`true`
      : sql`${associationId} in (${sql`${upward(sql`${home.id}`)} select up.id from up`})`
  // A role counts for a token, and for a key of the very association: a key of one below has none above.
  const atHome = home === null ? sql`true` : sql`${associationId} = ${home.id}`
  const hasRole = sql`(${atHome} and exists (${upward(associationId)}
    select from up join person_associations p on p.association_id = up.id where p.person_id = ${personId}))`
  // What was lent to an association is lent to its people by the applicant alone, not by a sister.
  const grantees = sql`(
    select ${personId}::uuid as id, false as by_role
    union all select k.key_id, false from key_owners k where k.person_id = ${personId}
    union all select p.association_id, true from person_associations p
    where p.person_id = ${personId} ${home === null ? sql`` : sql`and p.association_id = ${home.id}`})`
  const isLent = sql`exists (select from ${grantees} g join lent_rights l on l.grantee_id = g.id
    join organization_homes h on h.organization_id = ${organizationId}
    where l.revoked_at is null and (l.expires_at is null or l.expires_at > ${now.toISOString()})
      and (l.organization_id = h.organization_id or (not g.by_role and ${isSister})))`
  const isOutside = notOfOwnHouse(reader, personId, organizationId)
  return sql`(${acts} and ${isOutside} and (${hasRole} or not ${isLent}))`
}

/** An association and all above it. */
const upward = (start: unknown) => sql`with recursive up as (
    select a.id, a.parent_id from associations a where a.id = ${start}
    union
    select a.id, a.parent_id from associations a join up on a.id = up.parent_id)`

/** Another organization of the same owner; a group is one only within its association. */
const isSister = sql`(h.owner_group_id = l.owner_group_id
  and h.owner_group_association_id = l.owner_group_association_id)`
