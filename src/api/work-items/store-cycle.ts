// What is read of a cycle for its managers, on the association's side: entries with the seats of their panels, counts.
// Nothing of panels that assess an organization in which the reader is a member.
import { and, asc, count, eq, inArray, ne, sql } from 'drizzle-orm'
import type { AssignmentState } from '../../core/assignment/life.ts'
import type {
  AssociationId,
  CycleId,
  OrganizationId,
  PersonId,
  SubmissionId,
} from '../../core/ids.ts'
import type { Panels, PanelWork, Seats } from '../../core/work-item/cycle.ts'
import { notOfOwnHouse } from '../../db/own-house.ts'
import { after, type Page, type Paged } from '../../db/page.ts'
import { cycleAssignments, cycleEntries } from '../../db/tables/entries.ts'
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
const notWithdrawn = ne(cycleEntries.state, 'withdrawn')
const orNone = (column: unknown) => sql<number>`coalesce(${column}, 0)`

export type Seated = Omit<PanelWork, 'tasks' | 'stage'>

/** Entries that were not withdrawn, in the order in which they entered. */
export const seated = async (reader: Reader, cycle: Seen, page: Page): Promise<Paged<Seated>> => {
  const seats = seatsIn(reader, cycle)
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
    })
    .from(cycleEntries)
    .leftJoin(seats, eq(seats.submissionId, submissionId))
    .where(and(entriesOf(reader, cycle), notWithdrawn, after(page, enteredAt, organizationId)))
    .orderBy(asc(enteredAt), asc(organizationId))
    .limit(page.limit + 1)
  return page.close(
    rows,
    ({ entry }) => [entry.enteredAt, entry.organizationId],
    ({ entry, seats }) => ({
      entry: {
        ...entry,
        organizationId: entry.organizationId as OrganizationId,
        submissionId: entry.submissionId as SubmissionId,
      },
      seats: seats as Seats,
    }),
  )
}

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
