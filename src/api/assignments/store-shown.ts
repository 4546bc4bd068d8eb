// Rows of panels that were shown to their applicants, with what these have against them; names are read beside.
// Both sides reach them: which of it a side is shown is its contract's.
import { and, eq, inArray } from 'drizzle-orm'
import type { Challenge, Seat, ShownPanel } from '../../core/challenge/challenge.ts'
import { canonicalJson } from '../../core/document/canonical.ts'
import type {
  AssociationId,
  CycleId,
  OrganizationId,
  PersonId,
  SubmissionId,
} from '../../core/ids.ts'
import { people } from '../../db/tables/people.ts'
import { shownPanels } from '../../db/tables/shown-panels.ts'
import type { Reader, Tx } from '../../db/unit.ts'

export type ShownIds = {
  readonly organizationId: OrganizationId
  readonly submissionId: SubmissionId
}

const thePanel = ({ organizationId, submissionId }: ShownIds) =>
  and(eq(shownPanels.organizationId, organizationId), eq(shownPanels.submissionId, submissionId))

export const find = async (reader: Reader, ids: ShownIds): Promise<ShownPanel | null> => {
  const [row] = await reader.select().from(shownPanels).where(thePanel(ids))
  return row === undefined ? null : toShownPanel(row)
}

/** The same, and nobody else changes it until the unit ends. */
export const lock = async (tx: Tx, ids: ShownIds): Promise<ShownPanel | null> => {
  const [row] = await tx.select().from(shownPanels).where(thePanel(ids)).for('update')
  return row === undefined ? null : toShownPanel(row)
}

/** Of a submission that the unit has locked, so that two who show it first do not meet. */
export const insert = async (tx: Tx, panel: ShownPanel): Promise<void> => {
  await tx.insert(shownPanels).values(toRow(panel))
}

/** Of one that the unit has locked. */
export const save = async (tx: Tx, panel: ShownPanel): Promise<void> => {
  const saved = await tx
    .update(shownPanels)
    .set(toRow(panel))
    .where(thePanel(panel))
    .returning({ revision: shownPanels.revision })
  if (saved.length === 0) throw new Error('The panel was locked and is not there to save.')
}

/** The display names of everybody whom it shows or its challenge names. */
export const namesOf = async (
  reader: Reader,
  { seats, challenge }: Pick<ShownPanel, 'seats' | 'challenge'>,
): Promise<ReadonlyMap<PersonId, string>> => {
  const ids = [...seats, ...(challenge?.named ?? [])].map(({ personId }) => personId)
  const rows = await reader
    .select({ id: people.id, displayName: people.displayName })
    .from(people)
    .where(inArray(people.id, ids))
  return new Map(rows.map(({ id, displayName }) => [id as PersonId, displayName]))
}

const toShownPanel = (row: typeof shownPanels.$inferSelect): ShownPanel => ({
  organizationId: row.organizationId as OrganizationId,
  submissionId: row.submissionId as SubmissionId,
  associationId: row.associationId as AssociationId,
  cycleId: row.cycleId as CycleId,
  state: row.state,
  seats: JSON.parse(row.seats) as readonly Seat[],
  shownBy: row.shownBy as PersonId,
  shownAt: row.shownAt,
  dueAt: row.dueAt,
  accepted:
    row.acceptedBy === null || row.acceptedAt === null
      ? null
      : { by: row.acceptedBy as PersonId, at: row.acceptedAt },
  challenge: row.challenge === null ? null : toChallenge(JSON.parse(row.challenge)),
  revision: row.revision,
})

type StoredChallenge = Omit<Challenge, 'at' | 'decided'> & {
  readonly at: string
  readonly decided: { readonly by: PersonId; readonly at: string } | null
}

const toChallenge = ({ at, decided, ...same }: StoredChallenge): Challenge => ({
  ...same,
  at: new Date(at),
  decided: decided === null ? null : { ...decided, at: new Date(decided.at) },
})

const toRow = ({
  seats,
  accepted,
  challenge,
  ...same
}: ShownPanel): typeof shownPanels.$inferInsert => ({
  ...same,
  acceptedBy: accepted?.by ?? null,
  acceptedAt: accepted?.at ?? null,
  seats: canonicalJson(seats),
  challenge: challenge === null ? null : canonicalJson(toStored(challenge)),
})

const toStored = ({ at, decided, ...same }: Challenge): StoredChallenge => ({
  ...same,
  at: at.toISOString(),
  decided: decided === null ? null : { ...decided, at: decided.at.toISOString() },
})
