// Column types every table shares, so that one thing is stored in one way.
// What a table holds, and who may see its rows, is in tables/ and policies.ts.
import { sql } from 'drizzle-orm'
import { type AnyPgColumn, check, customType, timestamp } from 'drizzle-orm/pg-core'

/**
 * The class of a table: whose rows it holds, and hence its first key column and its policy.
 * `tenant`: organization_id; `association`: association_id; `reference` and `lookup`: a key of its own, visible inside
 * units only. `review`, `cycle-review` and `lookup-review`: as a tenant's, an association's and lookups, and only for units
 * on the side of the panel. `person-review`: person_id, on that side, and only for units of that person.
 */
export type TableClass =
  | 'tenant'
  | 'review'
  | 'association'
  | 'cycle-review'
  | 'reference'
  | 'lookup'
  | 'lookup-review'
  | 'person-review'

/** Table name (with its schema unless that is public) → class. Each table file exports one. */
export type Classes = Readonly<Record<string, TableClass>>

export type OwnerKind = 'organization' | 'association'

/** An instant, kept to the millisecond: a Date holds no more, and a cursor must be exact. */
export const instant = () => timestamp({ withTimezone: true, precision: 3, mode: 'date' })

/** Text that orders a page or is a code: byte order, whatever the collation of the database. */
export const ordered = customType<{ data: string }>({ dataType: () => 'text collate "C"' })

const quoted = (value: string) => `'${value.replaceAll("'", "''")}'`

/** A named check that a text column holds one of the given words. */
export const oneOf = (name: string, column: AnyPgColumn, words: readonly string[]) =>
  check(name, sql`${column} in (${sql.raw(words.map(quoted).join(', '))})`)

/** A named check that all columns are null, or none of them is. */
export const allOrNone = (name: string, ...columns: readonly AnyPgColumn[]) =>
  check(
    name,
    sql`num_nulls(${sql.join([...columns], sql`, `)}) in (0, ${sql.raw(String(columns.length))})`,
  )

/** A named check that a text column holds a SHA-256 in lower-case hex. */
export const sha256Hex = (name: string, column: AnyPgColumn) =>
  check(name, sql`${column} ~ '^[0-9a-f]{64}$'`)
