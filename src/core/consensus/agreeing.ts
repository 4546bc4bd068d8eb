// How a panel comes to an end: rounds, proposal, objections, approvals, the final word of a manager.
// The scores it is about are in entries.ts; a site visit is in ../visit.
import { pointerOf } from '../document/pointer.ts'
import type { PersonId } from '../ids.ts'
import { refusal, stateAfter } from '../life.ts'
import { Problem, type ProblemError } from '../problem.ts'
import {
  type Consensus,
  type ConsensusDecided,
  demandLead,
  demandMember,
  moved,
  type Objection,
  type Panel,
  type Told,
  told,
  unknownItem,
} from './consensus.ts'
import { type Figures, missingIn } from './entries.ts'
import { consensusLife } from './life.ts'

type Acting = { readonly panel: Panel; readonly by: PersonId; readonly now: Date }

/**
 * Chosen items are scored once more, independently and hidden again. Refuses with `forbidden`, `illegal-transition`, and
 * `document-invalid` for an item that is not judged, and for a time that is over: the lead would close it unscored.
 */
export const newRound = (
  consensus: Consensus,
  given: Acting & {
    readonly items: readonly string[]
    readonly reason: string
    readonly dueAt: Date
    readonly figures: Figures
  },
): ConsensusDecided => {
  const { reason, dueAt, figures, now } = given
  demandLead(given.panel, given.by)
  const items = [...new Set(given.items)]
  const scoring = moved(consensus, 'new_round', {
    round: consensus.round + 1,
    rounds: [...consensus.rounds, { items, reason, dueAt }],
    approvals: [],
  })
  const errors = [
    ...given.items.flatMap((code, place) =>
      figures.has(code) ? [] : [unknownItem(pointerOf(['items', place]), code)],
    ),
    ...(dueAt > now ? [] : [overAlready]),
  ]
  if (errors.length > 0) throw new Problem('document-invalid', { errors })
  return told(scoring, 'round-begun')
}

const overAlready: ProblemError = {
  pointer: '/dueAt',
  code: 'in-the-past',
  detail: 'Leave the panel time to score: name a later time than now.',
}

/**
 * The round ends when all have locked; after `dueAt` the lead ends it. `waiting`: who has not locked.
 * Refuses with `quorum-missing` while somebody is waited for.
 */
export const closeRound = (
  consensus: Consensus,
  given: Acting & { readonly waiting: number; readonly dueAt: Date },
): ConsensusDecided => {
  const { panel, by, now, waiting, dueAt } = given
  demandLead(panel, by)
  const closed = moved(consensus, 'close_round')
  const need = panel.members.length
  if (waiting > 0 && now < dueAt)
    throw new Problem('quorum-missing', { have: need - waiting, need })
  return told(closed, 'round-closed')
}

/** The lead proposes a whole set of scores. Refuses with `incomplete`: everything missing at once. */
export const propose = (
  consensus: Consensus,
  { panel, by, figures }: Acting & { readonly figures: Figures },
): ConsensusDecided => {
  demandLead(panel, by)
  const proposed = moved(consensus, 'propose', { approvals: [] })
  const errors = missingIn(consensus, figures)
  if (errors.length > 0) throw new Problem('incomplete', { errors })
  return told(proposed, 'proposed')
}

/** A member objects to the score of an item: back to the lead. Refuses with `document-invalid` for another item. */
export const object = (
  consensus: Consensus,
  given: Acting & { readonly code: string; readonly reason: string },
): ConsensusDecided => {
  const { panel, by, now, code, reason } = given
  demandMember(panel, by)
  const objection = { by, at: now, code, reason, overruled: null, withdrawnAt: null }
  const objected = moved(consensus, 'object', {
    objections: [...consensus.objections, objection],
    approvals: [],
  })
  if (!Object.hasOwn(consensus.scores, code))
    throw new Problem('document-invalid', { errors: [unknownItem('/code', code)] })
  return told(objected, 'objection-raised')
}

/**
 * The lead goes on nevertheless, with a recorded note for the objection of one person to one item. It may be
 * what the proposal waited for. Refuses with `illegal-transition` once the panel has agreed, `document-invalid` without
 * such an objection.
 */
export const overrule = (
  consensus: Consensus,
  given: Acting & { readonly of: PersonId; readonly code: string; readonly note: string },
): ConsensusDecided => {
  const { panel, by, of, code, note } = given
  demandLead(panel, by)
  if (consensus.state !== 'open' && consensus.state !== 'proposed')
    throw refusal(consensusLife, consensus.state, 'overrule')
  const concerns = (each: Consensus['objections'][number]) =>
    each.by === of && each.code === code && isOpen(each)
  if (!consensus.objections.some(concerns))
    throw new Problem('document-invalid', { errors: [objectionUnknown] })
  const objections = consensus.objections.map((each) =>
    concerns(each) ? { ...each, overruled: note } : each,
  )
  const overruled = { ...consensus, objections, revision: consensus.revision + 1 }
  return settled(overruled, panel, ['objection-overruled'])
}

const objectionUnknown: ProblemError = {
  pointer: '/personId',
  code: 'objection-unknown',
  detail: 'This person has no open objection to this item.',
}

/**
 * A member approves what is proposed; the own open objections are withdrawn with it, and stay on record. Twice by one person, by whatever
 * key: `second-person-required`.
 */
export const approve = (consensus: Consensus, { panel, by, now }: Acting): ConsensusDecided => {
  demandMember(panel, by)
  stateAfter(consensusLife, consensus.state, 'agree')
  const before = consensus.approvals.find((approval) => approval.by === by)
  if (before !== undefined)
    throw new Problem('second-person-required', { requestedAt: before.at.toISOString() })
  const isOwn = (each: Objection) => each.by === by && isOpen(each)
  const approved = {
    ...consensus,
    approvals: [...consensus.approvals, { by, at: now }],
    objections: consensus.objections.map((each) =>
      isOwn(each) ? { ...each, withdrawnAt: now } : each,
    ),
    revision: consensus.revision + 1,
  }
  return settled(approved, panel, consensus.objections.some(isOwn) ? ['objection-withdrawn'] : [])
}

const isOpen = ({ overruled, withdrawnAt }: Objection): boolean =>
  overruled === null && withdrawnAt === null

/**
 * With a quorum of approvals and no open objection the panel has agreed on what is proposed. Who left the panel
 * approves no more. `before`: what is told anyway.
 */
const settled = (
  consensus: Consensus,
  { members }: Panel,
  before: readonly Told[],
): ConsensusDecided => {
  const { state, objections, rules } = consensus
  const approvals = consensus.approvals.filter(({ by }) => members.includes(by))
  const quiet = !objections.some(isOpen)
  if (state !== 'proposed' || approvals.length < rules.quorum || !quiet)
    return told(consensus, ...before)
  const agreedBp = Object.fromEntries(
    Object.entries(consensus.scores).map(([code, { percentBp }]) => [code, percentBp]),
  )
  return told(
    { ...consensus, agreedBp, state: stateAfter(consensusLife, state, 'agree') },
    ...before,
    'agreed',
  )
}

/**
 * The final word of a manager outside the panel: `second-person-required` to one of the panel. Where a visit
 * is required it must have been: `illegal-transition`, which offers the visit. Whether the caller, where none
 * of the panel, is a manager is decided before.
 */
export const finalize = (consensus: Consensus, { panel, by, now }: Acting): ConsensusDecided => {
  const final = moved(consensus, 'approve', { finalAt: now })
  if (consensus.siteVisit === 'required' && !consensus.visited)
    throw refusal(consensusLife, consensus.state, 'approve')
  if (panel.members.includes(by))
    throw new Problem('second-person-required', {
      requestedAt: (consensus.approvals.at(-1)?.at ?? consensus.openedAt).toISOString(),
    })
  return told(final, 'finalized')
}
