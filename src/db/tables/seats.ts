// What work lists read beside the rows of an assessment: how far each panel is, on the side of its association, and each
// seat of a person, on the person's own side. States and ids, written by triggers alone; nothing of scores, and to members
// nothing of the others' work. What waits is decided in core/work-item.
import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  foreignKey,
  integer,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { assignmentStates } from '../../core/assignment/life.ts'
import { consensusStates } from '../../core/consensus/life.ts'
import { reportStates } from '../../core/report/life.ts'
import { reviewStates } from '../../core/review/life.ts'
import { submissionStates } from '../../core/submission/lifecycle.ts'
import { visitStates } from '../../core/visit/life.ts'
import { type Classes, instant, oneOf } from '../columns.ts'
import { reviewPolicy } from '../policies.ts'
import { associations } from './associations.ts'
import { people } from './people.ts'

export const classes: Classes = {
  panel_stages: 'cycle-review',
  person_seats: 'person-review',
}

/**
 * `visitDue`: a visit that the cycle requires was not made. `departed`: somebody left, and nobody has decided about it. `shown`,
 * `challenged`: to the applicant, and by it, as long as nobody has decided.
 */
export const panelStages = pgTable(
  'panel_stages',
  {
    associationId: uuid().notNull(),
    submissionId: uuid().notNull(),
    organizationId: uuid().notNull(),
    cycleId: uuid().notNull(),
    consensusState: text({ enum: consensusStates }),
    visitDue: boolean().notNull().default(false),
    departed: boolean().notNull().default(false),
    shown: boolean().notNull().default(false),
    challenged: boolean().notNull().default(false),
    reportVersion: integer(),
    reportState: text({ enum: reportStates }),
    reportApprovedBy: uuid(),
  },
  (table) => [
    primaryKey({ name: 'panel_stages_pkey', columns: [table.associationId, table.submissionId] }),
    foreignKey({
      name: 'panel_stages_association_fkey',
      columns: [table.associationId],
      foreignColumns: [associations.id],
    }),
    oneOf('panel_stages_consensus_state_check', table.consensusState, consensusStates),
    oneOf('panel_stages_report_state_check', table.reportState, reportStates),
    reviewPolicy('association'),
  ],
)

const panelRoles = ['lead', 'member'] as const

/**
 * One for each assignment: what its assessor may know of the applicant before a declaration, and how far the assessor and
 * the panel are. `reviewsFrom`: when the first review may begin; null: nobody can say yet. `ownReview`: the last one that was
 * not excluded. `admitted`: a successor may begin a review. Of the panel
 * a lead's row alone says more than the consensus, and a consensus hides how far it is from who has no review in it.
 */
export const personSeats = pgTable(
  'person_seats',
  {
    personId: uuid().notNull(),
    assignmentId: uuid().notNull(),
    associationId: uuid().notNull(),
    programmeId: uuid().notNull(),
    cycleId: uuid().notNull(),
    organizationId: uuid().notNull(),
    submissionId: uuid().notNull(),
    cycleName: text().notNull(),
    closedAt: instant(), // of the cycle
    quorum: integer().notNull(),
    name: text().notNull(),
    ownerGroupAssociationId: uuid(),
    ownerGroupId: uuid(),
    ownerGroupName: text(),
    sectorScheme: text(),
    sectorDivision: text(),
    sectorSection: text(),
    region: text(),
    submissionState: text({ enum: submissionStates }).notNull(),
    role: text({ enum: panelRoles }).notNull(),
    state: text({ enum: assignmentStates }).notNull(),
    since: instant().notNull(),
    reviewsFrom: instant(),
    ownReview: text({ enum: reviewStates }),
    admitted: boolean().notNull(),
    consensusState: text({ enum: consensusStates }),
    visitState: text({ enum: visitStates }),
    renewed: boolean().notNull(),
    approved: boolean().notNull(),
    visitDue: boolean().notNull(),
    othersLocked: integer(),
    othersWriting: integer(),
    objected: boolean(),
    roundDueAt: instant(),
    reportVersion: integer(),
    reportState: text({ enum: reportStates }),
  },
  (table) => [
    primaryKey({ name: 'person_seats_pkey', columns: [table.personId, table.assignmentId] }),
    foreignKey({
      name: 'person_seats_person_fkey',
      columns: [table.personId],
      foreignColumns: [people.id],
    }),
    oneOf('person_seats_role_check', table.role, panelRoles),
    oneOf('person_seats_state_check', table.state, assignmentStates),
    check(
      'person_seats_panel_check',
      sql`case ${table.role} when 'lead' then num_nulls(${table.othersLocked}, ${table.othersWriting}, ${table.objected}) = 0
        else num_nonnulls(${table.othersLocked}, ${table.othersWriting}, ${table.objected}, ${table.roundDueAt},
          ${table.reportVersion}, ${table.reportState}) = 0 end`,
    ),
    check(
      'person_seats_consensus_check',
      sql`${table.ownReview} is not null or coalesce(${table.consensusState}, 'open') = 'open'`,
    ),
    reviewPolicy('person'),
  ],
)
