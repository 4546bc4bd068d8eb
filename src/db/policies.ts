// The second wall: row level security. A row is visible to its own tenant, inside a unit, or not at all.
// FORCE, grants and triggers stand in the migrations; the first wall is the predicate in every query.
import { type SQL, sql } from 'drizzle-orm'
import { pgPolicy } from 'drizzle-orm/pg-core'
import type { OwnerKind } from './columns.ts'

/** After a transaction the setting is an empty string, not null, and `''::uuid` raises; hence nullif. */
const sameOwner = (kind: OwnerKind | 'person'): SQL =>
  sql.raw(`${kind}_id = nullif(current_setting('app.${kind}_id', true), '')::uuid`)

const insideUnit: SQL = sql.raw("current_setting('app.tx', true) = 'on'")

/** Rows of the organization or association that the unit carries. No sub-select: Citus refuses them. */
export const ownerPolicy = (kind: OwnerKind) =>
  pgPolicy(kind === 'organization' ? 'tenant' : 'association', {
    using: sameOwner(kind),
    withCheck: sameOwner(kind),
  })

/**
 * Rows of the organization that its own people never see: reviews of it. Row security by organization alone
 * cannot part the applicant from its panel, so the unit says on whose side it works. Units of an applicant may carry an
 * association too, and every unit reaches lookups: who assesses whom is told there on this side alone as well, and what one
 * person does on panels, to units of that person.
 */
export const reviewPolicy = (of: OwnerKind | 'lookup' | 'person' = 'organization') => {
  const reached = of === 'lookup' ? insideUnit : sameOwner(of)
  const onItsSide = sql`${reached} and ${sql.raw("current_setting('app.side', true) = 'review'")}`
  return pgPolicy('review', { using: onItsSide, withCheck: onItsSide })
}

/** Rows without a tenant, only while a unit is open. USING too, since DELETE never looks at WITH CHECK. */
export const fencePolicy = () => pgPolicy('fence', { using: insideUnit, withCheck: insideUnit })

/**
 * What the benchmark builder may read across organizations, beside the owner's policy: rows that satisfy
 * the condition, only while a unit is open. The app role never gets this policy.
 */
export const benchmarkPolicy = (condition: string) =>
  pgPolicy('benchmark', {
    for: 'select',
    to: 'excellence_benchmark',
    using: sql.raw(`current_setting('app.tx', true) = 'on' and ${condition}`),
  })

/** The auditor reads the events of everybody, inside a transaction that says so. */
export const auditPolicy = () =>
  pgPolicy('audit', { for: 'select', to: 'excellence_audit_reader', using: insideUnit })
