// Which seats on panels are told to the credential that asks, for many submissions at once: those for which it acts, and
// none about an applicant on whose side the person has come to be. In one tenant standing.ts reads the same of the caller.
import { type SQL, sql } from 'drizzle-orm'
import type { Principal } from '../core/context.ts'
import { personSeats } from './tables/seats.ts'

const { organizationId, associationId } = personSeats

/** Seats of the person; an organization's key acts for nobody's seat. */
export const toldSeats = ({ personId, home }: Principal, now: Date): SQL => {
  if (home?.kind === 'organization') return sql`false`
  const acts =
    home === null
      ? sql`true`
      : sql`${associationId} in (${sql`${upward(sql`${home.id}`)} select up.id from up`})`
  // A role counts for a token, and for a key of the very association: a key of one below has none above.
  const atHome = home === null ? sql`true` : sql`${associationId} = ${home.id}`
  const hasRole = sql`(${atHome} and exists (${upward(associationId)}
    select from up join person_associations p on p.association_id = up.id where p.person_id = ${personId}))`
  const asAssociation = sql`select p.association_id from person_associations p
    where p.person_id = ${personId} ${home === null ? sql`` : sql`and p.association_id = ${home.id}`}`
  const isLent = sql`exists (select from lent_rights l join organization_homes h on h.organization_id = ${organizationId}
    where l.revoked_at is null and (l.expires_at is null or l.expires_at > ${now.toISOString()}) and (
      ((l.organization_id = h.organization_id or ${isSister(sql`l`)}) and (l.grantee_id = ${personId}
        or l.grantee_id in (select k.key_id from key_owners k where k.person_id = ${personId})))
      or (l.organization_id = h.organization_id and l.grantee_id in (${asAssociation}))))`
  const isSisters = sql`exists (select from person_organizations p
    join organization_homes h on ${isSister(sql`p`)}
    where h.organization_id = ${organizationId} and p.person_id = ${personId})`
  const isOwn = sql`exists (select from person_organizations p
    where p.organization_id = ${organizationId} and p.person_id = ${personId})`
  return sql`(${acts} and not ${isOwn} and (${hasRole} or not (${isSisters} or ${isLent})))`
}

/** An association and all above it. */
const upward = (start: unknown) => sql`with recursive up as (
    select a.id, a.parent_id from associations a where a.id = ${start}
    union
    select a.id, a.parent_id from associations a join up on a.id = up.parent_id)`

/** Another organization of the same owner; a group is one only within its association. */
const isSister = (of: SQL) => sql`(h.owner_group_id = ${of}.owner_group_id
  and h.owner_group_association_id = ${of}.owner_group_association_id)`
