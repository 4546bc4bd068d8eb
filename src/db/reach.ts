// Whose rows a unit may touch, and the statement that says so to the database. Nothing else writes one.
// Which requests touch whom is decided by their path; who may is read in standing.ts.
import type { Owner, Principal, Tenant } from '../core/context.ts'
import type { PersonId } from '../core/ids.ts'

/** The side of the panel and the programme: only there are reviews of an organization within reach. */
export type Side = 'review'

/** At most one organization and one association: a unit never carries two of a kind (SCL-02). */
export type Reach = {
  readonly organizationId: string | null
  readonly associationId: string | null
  readonly side?: Side
  /** Whose own seats on panels are within reach, where no tenant is touched. */
  readonly personId?: PersonId
}

/**
 * The tenant, and beside it the owner of the other kind that the unit also needs: the one it was given,
 * else the home of the caller's key, so that the key is checked in the transaction of its effect.
 */
export const reachOf = (
  tenant: Tenant,
  beside: Owner | null,
  principal: Principal | null,
): Reach => {
  if (tenant.kind === 'none') return { organizationId: null, associationId: null }
  if (beside?.kind === tenant.kind)
    throw new TypeError(`A unit carries one ${tenant.kind}, never two.`)
  const home = principal?.home?.kind === tenant.kind ? null : principal?.home
  const other = beside ?? home ?? null
  const idOf = (kind: Owner['kind']) =>
    tenant.kind === kind ? tenant.id : other?.kind === kind ? other.id : null
  return { organizationId: idOf('organization'), associationId: idOf('association') }
}

/**
 * SET LOCAL takes no parameters, so the text is built here, and only from what has exactly the form of a
 * UUID; anything else throws before the database is reached. `set_config()` would not reach the workers
 * of a Citus cluster.
 */
export const contextStatement = ({
  organizationId,
  associationId,
  side,
  personId,
}: Reach): string =>
  [
    "set local app.tx = 'on'",
    ...(organizationId === null
      ? []
      : [`set local app.organization_id = '${uuid(organizationId)}'`]),
    ...(associationId === null ? [] : [`set local app.association_id = '${uuid(associationId)}'`]),
    ...(side === undefined ? [] : ["set local app.side = 'review'"]),
    ...(personId === undefined ? [] : [`set local app.person_id = '${uuid(personId)}'`]),
  ].join('; ')

const uuid = (text: string): string => {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)) return text
  throw new TypeError('Whose rows they are is named by a UUID.')
}
