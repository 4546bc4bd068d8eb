// Programmes of an association and their cycles, with the rules of each, and the register of assessors.
// Which state follows which is decided in core; what is assessed is rows of the applicant.
import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { cycleStates } from '../../core/programme/life.ts'
import { type Classes, instant, oneOf } from '../columns.ts'
import { ownerPolicy } from '../policies.ts'
import { associations } from './associations.ts'
import { people } from './people.ts'

export const classes: Classes = {
  programmes: 'association',
  cycles: 'association',
  assessors: 'association',
}

export const programmes = pgTable(
  'programmes',
  {
    associationId: uuid().notNull(),
    id: uuid().notNull(),
    name: text().notNull(),
    description: text().notNull(),
    calibrationLeadId: uuid(),
    revision: integer().notNull(),
    createdBy: uuid().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'programmes_pkey', columns: [table.associationId, table.id] }),
    foreignKey({
      name: 'programmes_association_fkey',
      columns: [table.associationId],
      foreignColumns: [associations.id],
    }),
    foreignKey({
      name: 'programmes_calibration_lead_fkey',
      columns: [table.calibrationLeadId],
      foreignColumns: [people.id],
    }),
    index('programmes_created_idx').on(table.associationId, table.createdAt, table.id),
    ownerPolicy('association'),
  ],
)

/** `settings`: canonical JSON. */
export const cycles = pgTable(
  'cycles',
  {
    associationId: uuid().notNull(),
    id: uuid().notNull(),
    programmeId: uuid().notNull(),
    name: text().notNull(),
    state: text({ enum: cycleStates }).notNull(),
    settings: text().notNull(),
    opensAt: instant().notNull(),
    closesAt: instant().notNull(),
    openedAt: instant(),
    startedAt: instant(),
    closedAt: instant(),
    cancelledAt: instant(),
    revision: integer().notNull(),
    createdBy: uuid().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'cycles_pkey', columns: [table.associationId, table.id] }),
    foreignKey({
      name: 'cycles_programme_fkey',
      columns: [table.associationId, table.programmeId],
      foreignColumns: [programmes.associationId, programmes.id],
    }),
    index('cycles_created_idx').on(
      table.associationId,
      table.programmeId,
      table.createdAt,
      table.id,
    ),
    oneOf('cycles_state_check', table.state, cycleStates),
    check('cycles_window_check', sql`${table.opensAt} < ${table.closesAt}`),
    check(
      'cycles_started_check',
      sql`(${table.state} in ('assessing', 'closed')) = (${table.startedAt} is not null)`,
    ),
    ownerPolicy('association'),
  ],
)

/** `interests`: canonical JSON, the register of ties between the person and organizations. */
export const assessors = pgTable(
  'assessors',
  {
    associationId: uuid().notNull(),
    personId: uuid().notNull(),
    available: boolean().notNull(),
    interests: text().notNull(),
    revision: integer().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    updatedBy: uuid().notNull(),
  },
  (table) => [
    primaryKey({ name: 'assessors_pkey', columns: [table.associationId, table.personId] }),
    foreignKey({
      name: 'assessors_association_fkey',
      columns: [table.associationId],
      foreignColumns: [associations.id],
    }),
    foreignKey({
      name: 'assessors_person_fkey',
      columns: [table.personId],
      foreignColumns: [people.id],
    }),
    ownerPolicy('association'),
  ],
)
