// Gathers what assessors of a programme scored, panel by panel, for its calibration lead. What is made of it is decided
// in core/agreement/calibration.ts; nothing is written.
import { demand } from '../../core/access.ts'
import {
  type CalibratedEntry,
  calibrationOf,
  countedEntries,
} from '../../core/agreement/calibration.ts'
import { found, isProblem } from '../../core/problem.ts'
import type { Context } from '../../core/request.ts'
import { readAtOnce, readUnit } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as programmes from '../programmes/store.ts'
import * as store from './store.ts'

type Needs = Pick<Deps, 'db'>

/** One unit for each panel, since no unit reaches two organizations; one after the other, to take one slot. */
export const read = async ({ db }: Needs, context: Context, ids: programmes.ProgrammeIds) => {
  const readBy = found(context.principal).personId
  const entries = await readAtOnce(
    db,
    { ...context, side: 'review', subject: ids.programmeId },
    (tx) =>
      Promise.all([programmes.findProgramme(tx, ids), store.closedEntries(tx, { ...ids, readBy })]),
    ([programme, entries], { standing }) => {
      const { calibrationLeadId } = found(programme)
      demand(standing, 'calibration:read', { calibrationLeadId })
      return entries
    },
  )
  const counted: CalibratedEntry[] = []
  for (const entry of countedEntries(entries))
    counted.push({ ...entry, scores: await scoresOf({ db }, context, { ...ids, ...entry }) })
  return { programmeId: ids.programmeId, ...calibrationOf(counted) }
}

/** None where the caller has come to be of the applicant meanwhile. */
const scoresOf = async (
  { db }: Needs,
  context: Context,
  entry: store.ClosedEntry & Pick<programmes.ProgrammeIds, 'associationId'>,
): Promise<CalibratedEntry['scores']> => {
  const { associationId, organizationId, submissionId } = entry
  const panel = {
    ...context,
    tenant: { kind: 'organization', id: organizationId },
    beside: { kind: 'association', id: associationId },
    side: 'review',
    panelOf: submissionId,
  } as const
  try {
    return await readUnit(db, panel, ({ tx }) => store.firstScores(tx, entry))
  } catch (error) {
    if (isProblem(error, 'not-found')) return []
    throw error
  }
}
