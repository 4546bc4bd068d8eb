// Writes on reviews: begun, scored item by item, locked, given back. Decided in core/review.
// Findings and key factors are in actions-notes.ts.
import { demand } from '../../core/access.ts'
import { beginScoring } from '../../core/challenge/scoring.ts'
import { admitsSuccessor, joined } from '../../core/consensus/leaving.ts'
import { entriesByCode } from '../../core/consensus/stored.ts'
import type { PersonId, ReviewId } from '../../core/ids.ts'
import { found } from '../../core/problem.ts'
import type { Context } from '../../core/request.ts'
import * as core from '../../core/review/review.ts'
import { demandOutside } from '../../core/review/seen.ts'
import {
  etagOfReview,
  etagOfScore,
  judgedBy,
  lockedContent,
  ownReview,
  reviseScore,
  type ScorePut,
  type StoredFinding,
  type StoredReview,
  type StoredScore,
  scoresByCode,
  startReview,
} from '../../core/review/stored.ts'
import { stopping } from '../../core/visit/progress.ts'
import { sha256 } from '../../db/digest.ts'
import { inUnit, type Tx, type Unit } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as seats from '../assignments/store-panel.ts'
import * as shownPanels from '../assignments/store-shown.ts'
import * as programmes from '../programmes/store.ts'
import * as submissions from '../submissions/store.ts'
import {
  assessmentOf,
  lookingAt,
  onPanel,
  subjectOf,
  tell,
  withProgramme,
} from './actions-loading.ts'
import * as store from './store.ts'
import * as consensuses from './store-consensus.ts'
import * as findings from './store-findings.ts'
import * as items from './store-own.ts'
import * as scores from './store-scores.ts'

type Needs = Pick<Deps, 'db' | 'documents'>

/** A review with everything that its assessor wrote. */
export type Whole = {
  readonly review: StoredReview
  readonly scores: readonly StoredScore[]
  readonly findings: readonly StoredFinding[]
}

export const start = async (
  needs: Needs & Pick<Deps, 'newId'>,
  context: Context,
  ids: store.Ids,
) => {
  const id = needs.newId() as ReviewId
  const here = await withProgramme(needs, context, ids)
  return inUnit(needs.db, here, async (unit): Promise<Whole> => {
    const { tx, standing, now } = unit
    const by = standing.personId
    // Held, so that a consensus does not open meanwhile and leave a draft behind.
    await submissions.share(tx, ids)
    const [assignment, { reviews, consensus }, cycle] = await Promise.all([
      seats.holdOwn(tx, { ...ids, personId: by }),
      assessmentOf(tx, ids),
      programmes.findCycle(tx, found(standing.panel)),
    ])
    const { settings } = found(cycle)
    const { stepBp } = settings
    const { submissionId } = ids
    // Held, so that two successors do not take one place.
    const held = consensus === null ? null : await consensuses.lock(tx, ids)
    const isClosed =
      held !== null &&
      !admitsSuccessor(
        { consensus: held, reviews: await store.list(tx, ids) },
        await seats.list(tx, ids),
      )
    const { review, events } = startReview({
      id,
      submissionId,
      assignment,
      reviews,
      isClosed,
      stepBp,
      by,
      now,
    })
    demand(standing, 'reviews:write')
    const shown = await shownPanels.lock(tx, ids)
    const closed = beginScoring({ settings, shown, now })
    if (closed !== null) {
      tell(unit, ids, closed.events)
      await shownPanels.save(tx, closed.panel)
    }
    tell(unit, ids, events)
    await store.insert(tx, ids, [review])
    return { review, scores: [], findings: [] }
  })
}

export type ScoreIds = store.ReviewIds & { readonly code: string }

/**
 * One item: whoever writes another one of the same review is not waited for. What is needed is asked along with who asks,
 * and a score that was there is saved along with the commit: three round trips.
 */
export const putScore = (needs: Needs, context: Context, ids: ScoreIds, input: core.ScoreInput) => {
  const own = { ...ids, by: context.principal?.personId ?? null }
  const look = (tx: Tx) => Promise.all([items.holdItem(tx, own), scores.lockOwn(tx, own)])
  const attempt = async (
    unit: Unit,
    [item, current]: Awaited<ReturnType<typeof look>>,
  ): Promise<ScorePut> => {
    const { tx, standing, now, expect, atLast } = unit
    const { assignment, ...held } = found(item)
    const review = ownReview(held.review, { assignment, by: standing.personId })
    demand(standing, 'reviews:write')
    const { questionnaire } = await needs.documents.within(tx, held.questionnaire)
    const { code } = ids
    const judged = judgedBy(review, { questionnaire, answers: held.answers })
    const decided = core.putScore(review, { code, input, judged })
    const put = reviseScore(current, { code, score: found(decided.scores[code]), now })
    expect(etagOfScore(current), { same: put.outcome === 'unchanged' })
    // Another tab gave the first score while we did: look again, which now finds it.
    if (put.outcome === 'created')
      return (await scores.give(tx, ids, put.stored)) ? put : attempt(unit, await look(tx))
    if (put.outcome === 'updated') atLast(() => scores.save(tx, ids, put.stored))
    return put
  }
  return inUnit(needs.db, onPanel(context, ids), attempt, look)
}

/** The whole of an own draft, which nobody else writes in until the unit ends. */
export const lockOwn = async (
  { tx }: Pick<Unit, 'tx'>,
  ids: store.ReviewIds,
  by: PersonId,
): Promise<Whole> => {
  const [assignment, stored] = await Promise.all([
    seats.holdOwn(tx, { ...ids, personId: by }),
    store.lock(tx, ids),
  ])
  const review = ownReview(stored, { assignment, by })
  const [given, noted] = await Promise.all([scores.all(tx, ids), findings.list(tx, ids)])
  return { review, scores: given, findings: noted }
}

export const lock = async (needs: Needs, context: Context, ids: store.ReviewIds) => {
  const here = await withProgramme(needs, context, ids)
  return inUnit(needs.db, here, async (unit): Promise<Whole> => {
    const { tx, standing, now, expect } = unit
    const whole = await lockOwn(unit, ids, standing.personId)
    demand(standing, 'reviews:write')
    expect(etagOfReview(whole.review, whole.scores))
    const review = { ...whole.review, scores: scoresByCode(whole.scores) }
    const judged = judgedBy(review, await subjectOf(needs, tx, ids))
    const content = lockedContent(review, whole.findings)
    const digest = sha256(content)
    const decided = core.lock(review, { judged, digest, now })
    const locked = { ...review, ...decided.review, updatedAt: now }
    tell(unit, ids, decided.events)
    await store.save(tx, ids, locked)
    // Whoever locks a first review after the opening came in the place of who left.
    const held = locked.round === 1 ? await consensuses.lock(tx, ids) : null
    if (held !== null) {
      const entries = await consensuses.entries(tx, ids)
      const known = { ...held, scores: entriesByCode(entries) }
      const after = joined(known, { ...locked, digest })
      const stopped = stopping({ ...held, ...after.consensus })
      tell(unit, ids, [...after.events, ...stopped.events])
      await consensuses.save(tx, ids, stopped.consensus, held.revision)
    }
    const { version } = locked
    await store.keepVersion(tx, ids, {
      reviewId: ids.reviewId,
      version,
      content,
      digest,
      lockedAt: now,
    })
    return { ...whole, review: locked }
  })
}

export const reopen = async (
  needs: Needs,
  context: Context,
  ids: store.ReviewIds,
  reason: string,
) => {
  const here = await withProgramme(needs, context, ids)
  return inUnit(needs.db, here, async (unit) => {
    const { tx, standing, now } = unit
    // Held like at the opening of a consensus, so that one of the two comes first.
    await submissions.share(tx, ids)
    const stored = await store.lock(tx, ids)
    const known = await assessmentOf(tx, ids)
    demandOutside(lookingAt(known, { standing, now }), 'reviews:reopen')
    const review = found(stored)
    const consensusOpened = known.consensus !== null
    const decided = core.reopen(review, { reason, consensusOpened })
    const reopened = { ...review, ...decided.review, updatedAt: now }
    tell(unit, ids, decided.events)
    await store.save(tx, ids, reopened)
    return reopened
  })
}
