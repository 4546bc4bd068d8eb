// What an association lists of a cycle: the entries, with the organizations as they were when they entered. Written by
// the database beside the rows of the organizations; read here.
import { and, asc, count, eq, notInArray } from 'drizzle-orm'
import type {
  AssociationId,
  CycleId,
  OrganizationId,
  OwnerGroupId,
  ProgrammeId,
  SubmissionId,
} from '../../core/ids.ts'
import type { Cycle } from '../../core/programme/cycle.ts'
import type { CycleEntry } from '../../core/programme/entry.ts'
import { after, type Page, type Paged } from '../../db/page.ts'
import { cycleEntries } from '../../db/tables/entries.ts'
import type { Reader } from '../../db/unit.ts'

type InCycle = { readonly associationId: AssociationId; readonly cycleId: CycleId }

const ofCycle = ({ associationId, cycleId }: InCycle) =>
  and(eq(cycleEntries.associationId, associationId), eq(cycleEntries.cycleId, cycleId))

/** In the order in which they entered. */
export const list = async (
  reader: Reader,
  cycle: InCycle,
  page: Page,
): Promise<Paged<CycleEntry>> => {
  const { enteredAt, organizationId } = cycleEntries
  const rows = await reader
    .select()
    .from(cycleEntries)
    .where(and(ofCycle(cycle), after(page, enteredAt, organizationId)))
    .orderBy(asc(enteredAt), asc(organizationId))
    .limit(page.limit + 1)
  return page.close(rows, (row) => [row.enteredAt, row.organizationId], toCycleEntry)
}

export const find = async (
  reader: Reader,
  cycle: InCycle,
  { organizationId, submissionId }: Pick<CycleEntry, 'organizationId' | 'submissionId'>,
): Promise<CycleEntry | null> => {
  const [row] = await reader
    .select()
    .from(cycleEntries)
    .where(
      and(
        ofCycle(cycle),
        eq(cycleEntries.organizationId, organizationId),
        eq(cycleEntries.submissionId, submissionId),
      ),
    )
  return row === undefined ? null : toCycleEntry(row)
}

/** Submissions that are neither final nor withdrawn: as many as a refusal names. */
export const unended = async (
  reader: Reader,
  { associationId, id }: Pick<Cycle, 'associationId' | 'id'>,
): Promise<readonly SubmissionId[]> => {
  const rows = await reader
    .select({ submissionId: cycleEntries.submissionId })
    .from(cycleEntries)
    .where(
      and(
        ofCycle({ associationId, cycleId: id }),
        notInArray(cycleEntries.state, ['final', 'withdrawn']),
      ),
    )
    .orderBy(asc(cycleEntries.enteredAt), asc(cycleEntries.organizationId))
    .limit(100)
  return rows.map(({ submissionId }) => submissionId as SubmissionId)
}

/** Whether something is in the cycle. */
export const isEntered = async (reader: Reader, cycle: InCycle): Promise<boolean> => {
  const rows = await reader
    .select({ submissionId: cycleEntries.submissionId })
    .from(cycleEntries)
    .where(ofCycle(cycle))
    .limit(1)
  return rows.length > 0
}

/** How many submissions are in which state. */
export const countStates = (reader: Reader, cycle: InCycle) =>
  reader
    .select({ state: cycleEntries.state, count: count() })
    .from(cycleEntries)
    .where(ofCycle(cycle))
    .groupBy(cycleEntries.state)

const toCycleEntry = (row: typeof cycleEntries.$inferSelect): CycleEntry => ({
  ...row,
  associationId: row.associationId as AssociationId,
  programmeId: row.programmeId as ProgrammeId,
  cycleId: row.cycleId as CycleId,
  organizationId: row.organizationId as OrganizationId,
  submissionId: row.submissionId as SubmissionId,
  ownerGroup:
    row.ownerGroupAssociationId === null
      ? null
      : {
          associationId: row.ownerGroupAssociationId as AssociationId,
          id: row.ownerGroupId as OwnerGroupId,
          name: row.ownerGroupName,
        },
  sector:
    row.sectorScheme === null
      ? null
      : {
          scheme: row.sectorScheme,
          division: row.sectorDivision as string,
          section: row.sectorSection as string,
        },
  questionnaire: { key: row.questionnaireKey, version: row.questionnaireVersion },
})
