// What is read of a cycle for its managers, on the association's side: entries with the seats of their panels, counts.
// Nothing of panels that assess an organization in which the reader is a member.
import {
  type AnyColumn,
  and,
  asc,
  count,
  eq,
  exists,
  inArray,
  isNotNull,
  not,
  or,
  type SQL,
  sql,
} from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { AssignmentState } from '../../core/assignment/life.ts'
import type {
  AssociationId,
  CycleId,
  OrganizationId,
  PersonId,
  SubmissionId,
} from '../../core/ids.ts'
import type { Cycle } from '../../core/programme/cycle.ts'
import type { Panels } from '../../core/work-item/cycle.ts'
import {
  type PanelFact,
  type PanelRule,
  type PanelSituation,
  type PanelStage,
  panelFacts,
  type Seats,
} from '../../core/work-item/panel.ts'
import { notOfOwnHouse } from '../../db/own-house.ts'
import { after, type Page, type Paged } from '../../db/page.ts'
import { cycleAssignments, cycleEntries } from '../../db/tables/entries.ts'
import { panelStages } from '../../db/tables/seats.ts'
import type { Reader } from '../../db/unit.ts'

type InCycle = { readonly associationId: AssociationId; readonly cycleId: CycleId }
type Seen = InCycle & { readonly readBy: PersonId }

const entriesOf = (reader: Reader, { associationId, cycleId, readBy }: Seen) =>
  and(
    eq(cycleEntries.associationId, associationId),
    eq(cycleEntries.cycleId, cycleId),
    notOfOwnHouse(reader, readBy, cycleEntries.organizationId),
  )

const assignmentsOf = ({ associationId, cycleId }: InCycle) =>
  and(eq(cycleAssignments.associationId, associationId), eq(cycleAssignments.cycleId, cycleId))

const { role, state } = cycleAssignments
const counted = (condition: ReturnType<typeof sql>) =>
  sql<number>`count(*) filter (where ${condition})::int`
const holds = sql`${state} in ('proposed', 'active')`

/** One row for each submission of the cycle that has any assignment. */
const seatsIn = (reader: Reader, cycle: InCycle) =>
  reader
    .select({
      submissionId: cycleAssignments.submissionId,
      standing: counted(holds).as('standing'),
      active: counted(sql`${state} = 'active'`).as('active'),
      leads: counted(sql`${role} = 'lead' and ${holds}`).as('leads'),
      activeLeads: counted(sql`${role} = 'lead' and ${state} = 'active'`).as('active_leads'),
      conflicted: counted(sql`${state} = 'conflicted'`).as('conflicted'),
    })
    .from(cycleAssignments)
    .where(assignmentsOf(cycle))
    .groupBy(cycleAssignments.submissionId)
    .as('seats')

const unended = inArray(cycleEntries.state, ['submitted', 'in_review'])
const orNone = (column: unknown) => sql<number>`coalesce(${column}, 0)`

type Seated = Seen & {
  readonly seats: ReturnType<typeof seatsIn>
  readonly settings: Cycle['settings']
}

/** Each fact as the database tells it; `core/work-item/panel` tells them of the same rows. */
const factsIn = (
  reader: Reader,
  { seats, settings, associationId, readBy }: Seated,
): Readonly<Record<PanelFact, SQL | undefined>> => {
  const { consensusState, visitDue, departed, reportState, reportApprovedBy } = panelStages
  const { panelSize, quorum, panelShown } = settings
  const isState = (column: AnyColumn, state: string) => sql`coalesce(${column} = ${state}, false)`
  return {
    isAssessed: unended,
    isFinal: eq(cycleEntries.state, 'final'),
    isLed: sql`${orNone(seats.leads)} > 0`,
    isFilled: sql`${orNone(seats.standing)} >= ${panelSize}`,
    isConflicted: sql`${orNone(seats.conflicted)} > 0`,
    isReady: sql`(${orNone(seats.activeLeads)} > 0 and ${orNone(seats.active)} >= ${quorum})`,
    isShown: panelShown === 'never' ? sql`true` : sql`coalesce(${panelStages.shown}, false)`,
    isChallenged: sql`coalesce(${panelStages.challenged}, false)`,
    isDeparted: sql`coalesce(${departed}, false)`,
    isAgreed: sql`(${isState(consensusState, 'agreed')} and not ${visitDue})`,
    isConcluded: isState(consensusState, 'final'),
    isReported: isNotNull(reportState),
    isDrafted: isState(reportState, 'draft'),
    isApproved: isState(reportState, 'approved'),
    approvedIt: isState(reportApprovedBy, readBy),
    isOutside: not(isOnPanel(reader, { associationId, readBy })),
  }
}

/** Whether the reader was ever asked for the panel of the entry. */
const isOnPanel = (reader: Reader, { associationId, readBy }: Omit<Seen, 'cycleId'>) =>
  exists(
    reader
      .select({ id: asked.id })
      .from(asked)
      .where(
        and(
          eq(asked.associationId, associationId),
          eq(asked.submissionId, cycleEntries.submissionId),
          eq(asked.personId, readBy),
        ),
      ),
  )

const asked = alias(cycleAssignments, 'asked')

/** Any rule met, all facts of which are so. Where there is no rule, nothing is. */
const anyOf = (rules: readonly PanelRule[], facts: ReturnType<typeof factsIn>): SQL | undefined =>
  or(
    sql`false`,
    ...rules.map((rule) =>
      and(
        ...panelFacts.flatMap((fact) => {
          const condition = facts[fact]
          if (condition === undefined || rule[fact] === undefined) return []
          return [rule[fact] ? condition : not(condition)]
        }),
      ),
    ),
  )

/** Entries of which something waits by one of the rules, in the order in which they entered. */
export const seated = async (
  reader: Reader,
  {
    cycle,
    readBy,
    rules,
  }: {
    readonly cycle: Pick<Cycle, 'associationId' | 'id' | 'settings'>
    readonly readBy: PersonId
    readonly rules: readonly PanelRule[]
  },
  page: Page,
): Promise<Paged<PanelSituation>> => {
  const { associationId, id: cycleId } = cycle
  const seen = { associationId, cycleId, readBy }
  const seats = seatsIn(reader, seen)
  const facts = factsIn(reader, { ...seen, seats, settings: cycle.settings })
  const { organizationId, submissionId, name, enteredAt } = cycleEntries
  const rows = await reader
    .select({
      entry: { organizationId, submissionId, name, state: cycleEntries.state, enteredAt },
      seats: {
        standing: orNone(seats.standing),
        active: orNone(seats.active),
        leads: orNone(seats.leads),
        activeLeads: orNone(seats.activeLeads),
        conflicted: orNone(seats.conflicted),
      },
      stage: panelStages,
      isOnPanel: sql<boolean>`${isOnPanel(reader, seen)}`,
    })
    .from(cycleEntries)
    .leftJoin(seats, eq(seats.submissionId, submissionId))
    .leftJoin(
      panelStages,
      and(
        eq(panelStages.associationId, cycleEntries.associationId),
        eq(panelStages.submissionId, submissionId),
      ),
    )
    .where(
      and(entriesOf(reader, seen), anyOf(rules, facts), after(page, enteredAt, organizationId)),
    )
    .orderBy(asc(enteredAt), asc(organizationId))
    .limit(page.limit + 1)
  return page.close(
    rows,
    ({ entry }) => [entry.enteredAt, entry.organizationId],
    ({ entry, seats, stage, isOnPanel }) => ({
      entry: {
        ...entry,
        organizationId: entry.organizationId as OrganizationId,
        submissionId: entry.submissionId as SubmissionId,
      },
      seats: seats as Seats,
      stage: { ...stageOf(stage), isOnPanel },
    }),
  )
}

const stageOf = (row: typeof panelStages.$inferSelect | null): Omit<PanelStage, 'isOnPanel'> => ({
  isShown: row?.shown === true,
  isChallenged: row?.challenged === true,
  isDeparted: row?.departed === true,
  consensus:
    row === null || row.consensusState === null
      ? null
      : { state: row.consensusState, isVisitDue: row.visitDue },
  report:
    row === null || row.reportVersion === null || row.reportState === null
      ? null
      : {
          version: row.reportVersion,
          state: row.reportState,
          approvedBy: row.reportApprovedBy as PersonId | null,
        },
})

/** How many assignments are in which state. */
export const countAssignments = (
  reader: Reader,
  cycle: Seen,
): Promise<readonly { readonly state: AssignmentState; readonly count: number }[]> =>
  reader
    .select({ state, count: count() })
    .from(cycleAssignments)
    .where(
      and(
        assignmentsOf(cycle),
        notOfOwnHouse(reader, cycle.readBy, cycleAssignments.organizationId),
      ),
    )
    .groupBy(state)

/** Submissions that have not ended, by how many active assignments they have. */
export const countPanels = (reader: Reader, cycle: Seen): Promise<readonly Panels[]> => {
  const seats = seatsIn(reader, cycle)
  const panels = reader
    .select({
      active: orNone(seats.active).as('panel_active'),
      activeLeads: orNone(seats.activeLeads).as('panel_leads'),
    })
    .from(cycleEntries)
    .leftJoin(seats, eq(seats.submissionId, cycleEntries.submissionId))
    .where(and(entriesOf(reader, cycle), unended))
    .as('panels')
  return reader
    .select({ active: panels.active, activeLeads: panels.activeLeads, count: count() })
    .from(panels)
    .groupBy(panels.active, panels.activeLeads)
}
