// Rows of the findings of consensuses. Whoever writes holds the consensus, whose revision moves with every finding.
import { and, asc, eq } from 'drizzle-orm'
import type { ConsensusId, FindingId, OrganizationId } from '../../core/ids.ts'
import type { StoredFinding } from '../../core/review/stored.ts'
import { consensuses, consensusFindings } from '../../db/tables/consensuses.ts'
import type { Reader, Tx } from '../../db/unit.ts'
import type { Ids } from './store.ts'
import { toFinding, toRow } from './store-finding-rows.ts'

type OfConsensus = { readonly organizationId: OrganizationId; readonly consensusId: ConsensusId }

const named = ({ organizationId, consensusId }: OfConsensus, id: FindingId) =>
  and(
    eq(consensusFindings.organizationId, organizationId),
    eq(consensusFindings.consensusId, consensusId),
    eq(consensusFindings.id, id),
  )

/** In the order in which they were noted. */
export const list = async (
  reader: Reader,
  { organizationId, submissionId }: Ids,
): Promise<readonly StoredFinding[]> => {
  const rows = await reader
    .select({ finding: consensusFindings })
    .from(consensusFindings)
    .innerJoin(
      consensuses,
      and(
        eq(consensuses.organizationId, consensusFindings.organizationId),
        eq(consensuses.id, consensusFindings.consensusId),
      ),
    )
    .where(
      and(
        eq(consensusFindings.organizationId, organizationId),
        eq(consensuses.submissionId, submissionId),
      ),
    )
    .orderBy(asc(consensusFindings.createdAt), asc(consensusFindings.id))
  return rows.map(({ finding }) => toFinding(finding))
}

export const insert = async (tx: Tx, ids: OfConsensus, finding: StoredFinding): Promise<void> => {
  const { organizationId, consensusId } = ids
  await tx.insert(consensusFindings).values({ organizationId, consensusId, ...toRow(finding) })
}

/** Saves a finding of a locked consensus. */
export const save = async (tx: Tx, ids: OfConsensus, finding: StoredFinding): Promise<void> => {
  const saved = await tx
    .update(consensusFindings)
    .set(toRow(finding))
    .where(named(ids, finding.id))
    .returning({ id: consensusFindings.id })
  if (saved.length === 0) throw new Error('The finding is not there to save.')
}

/** Takes a finding away that is there. */
export const remove = async (tx: Tx, ids: OfConsensus, id: FindingId): Promise<void> => {
  const gone = await tx
    .delete(consensusFindings)
    .where(named(ids, id))
    .returning({ id: consensusFindings.id })
  if (gone.length === 0) throw new Error('The finding is not there to remove.')
}
