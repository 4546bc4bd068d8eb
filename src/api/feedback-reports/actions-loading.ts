// How units on the side of the panel begin for reports, and how the caller sees the assessment there.
// What follows from it is decided in core/report; reads by the organization are actions-reading.ts.
import type { StoredConsensus } from '../../core/consensus/stored.ts'
import type { Standing } from '../../core/context.ts'
import { found } from '../../core/problem.ts'
import type { Cycle } from '../../core/programme/cycle.ts'
import type { Context } from '../../core/request.ts'
import { type Looking, lookAt } from '../../core/review/seen.ts'
import { type Reader, readAtOnce, type UnitContext } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as programmes from '../programmes/store.ts'
import * as reviews from '../reviews/store.ts'
import * as consensuses from '../reviews/store-consensus.ts'
import type * as store from './store.ts'

type Beside = UnitContext & { readonly beside: NonNullable<UnitContext['beside']> }

/** A unit for the panel of the submission, which reaches the association of its programme too. */
export const onPanel = async (
  { db }: Pick<Deps, 'db'>,
  context: Context,
  { submissionId }: store.Ids,
): Promise<Beside> => {
  const here = {
    ...context,
    side: 'review',
    panelOf: submissionId,
    subject: submissionId,
  } as const
  const id = await readAtOnce(
    db,
    here,
    async () => null,
    (_, { standing }) => found(standing.panel).associationId,
  )
  return { ...here, beside: { kind: 'association', id } }
}

/** `consensus`: null before it is opened. */
export type Seen = {
  readonly looking: Looking
  readonly consensus: StoredConsensus | null
  readonly cycle: Cycle
}

/** Refuses with `not-found` where nothing of the assessment is visible, and while a conflict stands. */
export const look = async (
  { tx, standing, now }: { readonly tx: Reader; readonly standing: Standing; readonly now: Date },
  ids: store.Ids,
): Promise<Seen> => {
  const [all, consensus, cycle] = await Promise.all([
    reviews.list(tx, ids),
    consensuses.find(tx, ids),
    programmes.findCycle(tx, found(standing.panel)),
  ])
  const { closedAt } = found(cycle)
  const looking = lookAt({ reviews: all, consensus, closedAt }, { standing, now })
  return { looking, consensus, cycle: found(cycle) }
}
