// Panels that were shown to their applicants, and what these have against them: rows of the organization, which
// accepts or challenges itself. Which state follows which is decided in core/challenge; no operation of assessors reads them.
import { sql } from 'drizzle-orm'
import { check, foreignKey, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { shownPanelStates } from '../../core/challenge/life.ts'
import { type Classes, instant, oneOf } from '../columns.ts'
import { ownerPolicy } from '../policies.ts'
import { submissions } from './submissions.ts'

export const classes: Classes = { shown_panels: 'tenant' }

/** `seats`, `challenge`: canonical JSON, people by their ids. The cycle is the association's row. */
export const shownPanels = pgTable(
  'shown_panels',
  {
    organizationId: uuid().notNull(),
    submissionId: uuid().notNull(),
    associationId: uuid().notNull(),
    cycleId: uuid().notNull(),
    state: text({ enum: shownPanelStates }).notNull(),
    seats: text().notNull(),
    shownBy: uuid().notNull(),
    shownAt: instant().notNull(),
    dueAt: instant().notNull(),
    acceptedBy: uuid(),
    acceptedAt: instant(),
    challenge: text(),
    revision: integer().notNull(),
  },
  (table) => [
    primaryKey({
      name: 'shown_panels_pkey',
      columns: [table.organizationId, table.submissionId],
    }),
    foreignKey({
      name: 'shown_panels_submission_fkey',
      columns: [table.organizationId, table.submissionId],
      foreignColumns: [submissions.organizationId, submissions.id],
    }),
    oneOf('shown_panels_state_check', table.state, shownPanelStates),
    check(
      'shown_panels_challenge_check',
      sql`case when ${table.state} in ('shown', 'accepted') then ${table.challenge} is null
        when ${table.state} = 'closed' then true else ${table.challenge} is not null end`,
    ),
    check(
      'shown_panels_accepted_check',
      sql`num_nulls(${table.acceptedBy}, ${table.acceptedAt}) = case ${table.state} when 'accepted' then 0
        when 'closed' then num_nulls(${table.acceptedBy}) * 2 else 2 end`,
    ),
    ownerPolicy('organization'),
  ],
)
