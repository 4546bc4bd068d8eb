// Submissions that were entered into cycles, and beside the rows of each organization what the association and the
// assessor list of them. Every row beside is written by a trigger alone, so that it never says anything else.
import {
  boolean,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { assignmentStates } from '../../core/assignment/life.ts'
import { submissionStates } from '../../core/submission/lifecycle.ts'
import { type Classes, instant, oneOf, ordered } from '../columns.ts'
import { ownerPolicy, reviewPolicy } from '../policies.ts'
import { associations } from './associations.ts'
import { people } from './people.ts'
import { submissions } from './submissions.ts'

export const classes: Classes = {
  entries: 'tenant',
  cycle_entries: 'association',
  cycle_assignments: 'cycle-review',
  person_assignments: 'lookup-review',
}

/** The cycle is the association's row, which no tenant's row points at. */
export const entries = pgTable(
  'entries',
  {
    organizationId: uuid().notNull(),
    submissionId: uuid().notNull(),
    associationId: uuid().notNull(),
    programmeId: uuid().notNull(),
    cycleId: uuid().notNull(),
    enteredBy: uuid().notNull(),
    enteredAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ name: 'entries_pkey', columns: [table.organizationId, table.submissionId] }),
    unique('entries_cycle_key').on(table.organizationId, table.associationId, table.cycleId),
    foreignKey({
      name: 'entries_submission_fkey',
      columns: [table.organizationId, table.submissionId],
      foreignColumns: [submissions.organizationId, submissions.id],
    }),
    ownerPolicy('organization'),
  ],
)

/**
 * What the association knows of an entry: the organization as it was then, which is all that an assessor sees before
 * a cleared declaration, and the state of its submission now.
 */
export const cycleEntries = pgTable(
  'cycle_entries',
  {
    associationId: uuid().notNull(),
    cycleId: uuid().notNull(),
    organizationId: uuid().notNull(),
    submissionId: uuid().notNull(),
    programmeId: uuid().notNull(),
    name: text().notNull(),
    ownerGroupAssociationId: uuid(),
    ownerGroupId: uuid(),
    ownerGroupName: text(), // null also where another association keeps the group
    sectorScheme: text(),
    sectorDivision: text(),
    sectorSection: text(),
    region: text(),
    questionnaireKey: ordered().notNull(),
    questionnaireVersion: ordered().notNull(),
    state: text({ enum: submissionStates }).notNull(),
    stateAt: instant().notNull(),
    enteredAt: instant().notNull(),
  },
  (table) => [
    primaryKey({
      name: 'cycle_entries_pkey',
      columns: [table.associationId, table.cycleId, table.organizationId],
    }),
    foreignKey({
      name: 'cycle_entries_association_fkey',
      columns: [table.associationId],
      foreignColumns: [associations.id],
    }),
    unique('cycle_entries_submission_key').on(table.associationId, table.submissionId),
    index('cycle_entries_entered_idx').on(
      table.associationId,
      table.cycleId,
      table.enteredAt,
      table.organizationId,
    ),
    oneOf('cycle_entries_state_check', table.state, submissionStates),
    ownerPolicy('association'),
  ],
)

const panelRoles = ['lead', 'member'] as const

/** Who assesses what in a cycle; conflicts and reasons stay with the assignment itself. */
export const cycleAssignments = pgTable(
  'cycle_assignments',
  {
    associationId: uuid().notNull(),
    id: uuid().notNull(),
    cycleId: uuid().notNull(),
    organizationId: uuid().notNull(),
    submissionId: uuid().notNull(),
    personId: uuid().notNull(),
    role: text({ enum: panelRoles }).notNull(),
    state: text({ enum: assignmentStates }).notNull(),
    proposedBy: uuid().notNull(),
    proposedAt: instant().notNull(),
    declaredAt: instant(),
    waivedAt: instant(),
    endedAt: instant(),
    cleared: boolean().notNull().default(false), // ever let in: no conflict, or it was waived
    revision: integer().notNull(),
  },
  (table) => [
    primaryKey({ name: 'cycle_assignments_pkey', columns: [table.associationId, table.id] }),
    foreignKey({
      name: 'cycle_assignments_association_fkey',
      columns: [table.associationId],
      foreignColumns: [associations.id],
    }),
    index('cycle_assignments_proposed_idx').on(
      table.associationId,
      table.cycleId,
      table.proposedAt,
      table.id,
    ),
    index('cycle_assignments_person_idx').on(table.associationId, table.personId),
    oneOf('cycle_assignments_role_check', table.role, panelRoles),
    oneOf('cycle_assignments_state_check', table.state, assignmentStates),
    reviewPolicy('association'),
  ],
)

/** Where the assignments of a person are: ids only, for finding the tenants of `/v1/me`. */
export const personAssignments = pgTable(
  'person_assignments',
  {
    personId: uuid().notNull(),
    assignmentId: uuid().notNull(),
    associationId: uuid().notNull(),
    organizationId: uuid().notNull(),
    submissionId: uuid().notNull(),
  },
  (table) => [
    primaryKey({
      name: 'person_assignments_pkey',
      columns: [table.personId, table.assignmentId],
    }),
    foreignKey({
      name: 'person_assignments_person_fkey',
      columns: [table.personId],
      foreignColumns: [people.id],
    }),
    reviewPolicy('lookup'),
  ],
)
