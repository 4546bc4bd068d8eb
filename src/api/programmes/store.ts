// Rows of programmes and cycles, each an association's own.
import { and, asc, desc, eq, gt, inArray, lte } from 'drizzle-orm'
import { canonicalJson } from '../../core/document/canonical.ts'
import type { AssociationId, CycleId, PersonId, ProgrammeId } from '../../core/ids.ts'
import type { Cycle } from '../../core/programme/cycle.ts'
import type { Programme } from '../../core/programme/programme.ts'
import { settingsIn } from '../../core/programme/settings.ts'
import { after, before, type Page, type Paged } from '../../db/page.ts'
import { cycles, programmes } from '../../db/tables/programmes.ts'
import type { Reader, Tx } from '../../db/unit.ts'

export type ProgrammeIds = {
  readonly associationId: AssociationId
  readonly programmeId: ProgrammeId
}
export type CycleIds = ProgrammeIds & { readonly cycleId: CycleId }

const theProgramme = ({ associationId, programmeId }: ProgrammeIds) =>
  and(eq(programmes.associationId, associationId), eq(programmes.id, programmeId))

/** Where the programme is not named, the cycle is of whichever. */
type AnyCycleIds = Omit<CycleIds, 'programmeId'> & Partial<CycleIds>

const theCycle = ({ associationId, programmeId, cycleId }: AnyCycleIds) =>
  and(
    eq(cycles.associationId, associationId),
    eq(cycles.id, cycleId),
    programmeId && eq(cycles.programmeId, programmeId),
  )

export const findProgramme = async (
  reader: Reader,
  ids: ProgrammeIds,
): Promise<Programme | null> => {
  const [row] = await reader.select().from(programmes).where(theProgramme(ids))
  return row === undefined ? null : toProgramme(row)
}

/** The same, and nobody else changes it until the unit ends. */
export const lockProgramme = async (tx: Tx, ids: ProgrammeIds): Promise<Programme | null> => {
  const [row] = await tx.select().from(programmes).where(theProgramme(ids)).for('update')
  return row === undefined ? null : toProgramme(row)
}

export const listProgrammes = async (
  reader: Reader,
  associationId: AssociationId,
  page: Page,
): Promise<Paged<Programme>> => {
  const { createdAt, id } = programmes
  const rows = await reader
    .select()
    .from(programmes)
    .where(and(eq(programmes.associationId, associationId), before(page, createdAt, id)))
    .orderBy(desc(createdAt), desc(id))
    .limit(page.limit + 1)
  return page.close(rows, (row) => [row.createdAt, row.id], toProgramme)
}

export const insertProgramme = async (tx: Tx, programme: Programme): Promise<Programme> => {
  await tx.insert(programmes).values(programme)
  return programme
}

export const saveProgramme = async (tx: Tx, programme: Programme): Promise<Programme> => {
  const { associationId, id, name, description, calibrationLeadId, revision, updatedAt } = programme
  const [saved] = await tx
    .update(programmes)
    .set({ name, description, calibrationLeadId, revision, updatedAt })
    .where(theProgramme({ associationId, programmeId: id }))
    .returning({ id: programmes.id })
  if (saved === undefined) throw new Error('The programme was locked and is not there to save.')
  return programme
}

export const findCycle = async (reader: Reader, ids: AnyCycleIds): Promise<Cycle | null> => {
  const [row] = await reader.select().from(cycles).where(theCycle(ids))
  return row === undefined ? null : toCycle(row)
}

/** Which of these were cancelled. */
export const findCancelled = async (
  reader: Reader,
  associationId: AssociationId,
  ids: readonly CycleId[],
): Promise<readonly CycleId[]> => {
  const rows = await reader
    .select({ id: cycles.id })
    .from(cycles)
    .where(
      and(
        eq(cycles.associationId, associationId),
        inArray(cycles.id, [...ids]),
        eq(cycles.state, 'cancelled'),
      ),
    )
  return rows.map(({ id }) => id as CycleId)
}

/** One, and nobody else changes it until the unit ends. */
export const lockCycle = async (tx: Tx, ids: CycleIds): Promise<Cycle | null> => {
  const [row] = await tx.select().from(cycles).where(theCycle(ids)).for('update')
  return row === undefined ? null : toCycle(row)
}

/** The same, and nobody changes it until the unit ends, while others may look at it in the same way. */
export const shareCycle = async (tx: Tx, ids: AnyCycleIds): Promise<Cycle | null> => {
  const [row] = await tx.select().from(cycles).where(theCycle(ids)).for('share')
  return row === undefined ? null : toCycle(row)
}

export type OpenCycle = { readonly cycle: Cycle; readonly programmeName: string }

/**
 * Cycles that take submissions at this moment; those that close first come first, one more than the page holds.
 * `closeOpenCycles` makes a page of those of several associations.
 */
export const findOpenCycles = async (
  reader: Reader,
  { associationId, now }: { readonly associationId: AssociationId; readonly now: Date },
  page: Page,
): Promise<readonly OpenCycle[]> => {
  const { closesAt, id } = cycles
  const rows = await reader
    .select({ cycle: cycles, programmeName: programmes.name })
    .from(cycles)
    .innerJoin(
      programmes,
      and(
        eq(programmes.associationId, cycles.associationId),
        eq(programmes.id, cycles.programmeId),
      ),
    )
    .where(
      and(
        eq(cycles.associationId, associationId),
        eq(cycles.state, 'open'),
        lte(cycles.opensAt, now),
        gt(closesAt, now),
        after(page, closesAt, id),
      ),
    )
    .orderBy(asc(closesAt), asc(id))
    .limit(page.limit + 1)
  return rows.map(({ cycle, programmeName }) => ({ cycle: toCycle(cycle), programmeName }))
}

export const closeOpenCycles = (found: readonly OpenCycle[], page: Page): Paged<OpenCycle> => {
  const rows = found.toSorted(
    (one, other) =>
      one.cycle.closesAt.getTime() - other.cycle.closesAt.getTime() ||
      (one.cycle.id < other.cycle.id ? -1 : 1),
  )
  return page.close(
    rows,
    ({ cycle }) => [cycle.closesAt, cycle.id],
    (each) => each,
  )
}

export const listCycles = async (
  reader: Reader,
  { associationId, programmeId }: ProgrammeIds,
  page: Page,
): Promise<Paged<Cycle>> => {
  const rows = await reader
    .select()
    .from(cycles)
    .where(
      and(
        eq(cycles.associationId, associationId),
        eq(cycles.programmeId, programmeId),
        before(page, cycles.createdAt, cycles.id),
      ),
    )
    .orderBy(desc(cycles.createdAt), desc(cycles.id))
    .limit(page.limit + 1)
  return page.close(rows, ({ createdAt, id }) => [createdAt, id], toCycle)
}

export const insertCycle = async (tx: Tx, cycle: Cycle): Promise<Cycle> => {
  await tx.insert(cycles).values({ ...cycle, settings: canonicalJson(cycle.settings) })
  return cycle
}

export const saveCycle = async (tx: Tx, cycle: Cycle): Promise<Cycle> => {
  const { associationId, programmeId, id, createdBy: _by, createdAt: _at, ...living } = cycle
  const [saved] = await tx
    .update(cycles)
    .set({ ...living, settings: canonicalJson(living.settings) })
    .where(theCycle({ associationId, programmeId, cycleId: id }))
    .returning({ id: cycles.id })
  if (saved === undefined) throw new Error('The cycle was locked and is not there to save.')
  return cycle
}

const toProgramme = (row: typeof programmes.$inferSelect): Programme => ({
  ...row,
  id: row.id as ProgrammeId,
  associationId: row.associationId as AssociationId,
  calibrationLeadId: row.calibrationLeadId as PersonId | null,
  createdBy: row.createdBy as PersonId,
})

const toCycle = (row: typeof cycles.$inferSelect): Cycle => ({
  ...row,
  id: row.id as CycleId,
  programmeId: row.programmeId as ProgrammeId,
  associationId: row.associationId as AssociationId,
  settings: settingsIn(row.settings),
  createdBy: row.createdBy as PersonId,
})
