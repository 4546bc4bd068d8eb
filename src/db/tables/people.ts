// People and how a token names them. A person is one row, referred to by id everywhere, so that erasing
// somebody touches one place. What a person may do is in members, grants and keys.
import { foreignKey, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { type Classes, instant, ordered } from '../columns.ts'
import { fencePolicy } from '../policies.ts'

export const classes: Classes = { people: 'lookup', token_subjects: 'lookup' }

export const people = pgTable(
  'people',
  {
    id: uuid().notNull(),
    displayName: text().notNull(),
    createdAt: instant().notNull(),
  },
  (table) => [primaryKey({ name: 'people_pkey', columns: [table.id] }), fencePolicy()],
)

/** The subject of a token (RFC 7519 `iss`, `sub`) and the person it stands for. */
export const tokenSubjects = pgTable(
  'token_subjects',
  {
    issuer: ordered().notNull(),
    subject: ordered().notNull(),
    personId: uuid().notNull(),
    createdAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'token_subjects_pkey', columns: [table.issuer, table.subject] }),
    foreignKey({
      name: 'token_subjects_person_fkey',
      columns: [table.personId],
      foreignColumns: [people.id],
    }),
    fencePolicy(),
  ],
)
