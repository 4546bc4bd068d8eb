// What becomes of a panel at work when somebody leaves it after the opening: a manager keeps the locked review or has it
// repeated, and a successor may come in. Who leaves, and how, is in ../assignment.
import type { Assignment } from '../assignment/assignment.ts'
import type { PersonId, ReviewId } from '../ids.ts'
import { Problem } from '../problem.ts'
import {
  type Consensus,
  type ConsensusDecided,
  type Departure,
  moved,
  told,
  wentBack,
} from './consensus.ts'
import { countedIn, type PanelReview, type PanelTable, panelOf, works } from './panel.ts'

type Table = Pick<PanelTable, 'reviews'> & { readonly consensus: Consensus }
type Seat = Pick<Assignment, 'personId' | 'role' | 'state'>

/** Whose locked review counts though they left, while nobody has decided about it. */
export const undecided = (
  { consensus, reviews }: Table,
  assignments: readonly Seat[],
): readonly PersonId[] => {
  const working = assignments.filter(works).map(({ personId }) => personId)
  const decided = consensus.departures.map(({ personId }) => personId)
  return countedIn({ consensus, reviews })
    .map(({ personId }) => personId)
    .filter((person) => !working.includes(person) && !decided.includes(person))
}

/** The items of which there is a score, and to whose figures one of these reviews gives a number. */
const scoredBy = (
  { scores }: Pick<Consensus, 'scores'>,
  reviews: readonly Pick<PanelReview, 'scores'>[],
): readonly string[] =>
  Object.keys(scores).filter((code) =>
    reviews.some((review) => (review.scores[code]?.percentBp ?? null) !== null),
  )

/** What is scored stands on other reviews now, so that whoever approved approved something else. */
const reopening = (consensus: Consensus, reviews: readonly Pick<PanelReview, 'scores'>[]) => ({
  reopened: [...new Set([...consensus.reopened, ...scoredBy(consensus, reviews)])].toSorted(),
  approvals: [],
})

export type DecideDeparture = Pick<Departure, 'personId' | 'decision' | 'by' | 'reason'> & {
  readonly now: Date
}

/**
 * `keep`: the locked review counts on, in all figures. `repeat`: it leaves with its later rounds (`left`), and every item
 * to which it gave a number is scored anew. Refuses with `not-found` for whoever has not left, `already-exists` once it was
 * decided, `illegal-transition` after the final word.
 */
export const decideDeparture = <Review extends PanelReview>(
  { consensus, reviews }: { readonly consensus: Consensus; readonly reviews: readonly Review[] },
  assignments: readonly Seat[],
  { personId, decision, by, reason, now }: DecideDeparture,
): ConsensusDecided & { readonly left: readonly Review[] } => {
  if (consensus.departures.some((each) => each.personId === personId))
    throw new Problem('already-exists', { parameter: 'personId' })
  if (!undecided({ consensus, reviews }, assignments).includes(personId))
    throw new Problem('not-found', {})
  const departure: Departure = { personId, decision, by, at: now, reason, successor: null }
  const departures = [...consensus.departures, departure]
  const left =
    decision === 'keep'
      ? []
      : reviews.filter((each) => each.personId === personId && each.state !== 'excluded')
  const change = decision === 'keep' ? {} : reopening(consensus, left)
  const after = moved(consensus, decision, { departures, ...change })
  return { ...told(after, 'departure-decided', ...wentBack(consensus, after)), left }
}

/** Reviews that successors have begun: whoever was late for the opening was excluded by it. */
const awaited = ({ consensus, reviews }: Table): number =>
  reviews.filter(
    ({ id, state, round }) =>
      state === 'draft' && round === 1 && consensus.reviews.every((each) => each.id !== id),
  ).length

/**
 * Whether a successor may begin a review: one for each who left, while the panel still scores. Later only where nobody
 * who sits on it leads it: somebody must be able to go on.
 */
export const admitsSuccessor = (
  { consensus, reviews }: Table,
  assignments: readonly Seat[],
): boolean => {
  const { lead, members } = panelOf({ consensus, reviews }, assignments)
  const places = consensus.departures.filter(({ successor }) => successor === null).length
  const scoring = consensus.state === 'open' || consensus.state === 'scoring'
  const leaderless = consensus.state !== 'final' && (lead === null || !members.includes(lead))
  return (scoring || leaderless) && places > awaited({ consensus, reviews })
}

/** A successor has locked: the review counts, and the panel scores anew what it gives a number to. */
export const joined = (
  consensus: Consensus,
  review: Pick<PanelReview, 'scores'> & { readonly id: ReviewId; readonly digest: string },
): ConsensusDecided => {
  const place = consensus.departures.findIndex(({ successor }) => successor === null)
  const departures = consensus.departures.map((each, at) =>
    at === place ? { ...each, successor: review.id } : each,
  )
  const { id, digest } = review
  const after = moved(consensus, 'join', {
    ...reopening(consensus, [review]),
    departures,
    reviews: [...consensus.reviews, { id, digest }],
  })
  return told(after, 'successor-joined', ...wentBack(consensus, after))
}

/**
 * Nothing is proposed, and nothing becomes final, before it is clear whose reviews it stands on: `incomplete` while a
 * departure is undecided or a successor has not locked, `quorum-missing` where too few reviews are left.
 */
export const demandWhole = (table: Table, assignments: readonly Seat[]): void => {
  const errors = [
    ...undecided(table, assignments).map((personId) => ({
      pointer: `/departures/${personId}`,
      code: 'departure-undecided',
      detail: 'A programme manager decides whether the review is kept or repeated.',
    })),
    ...(awaited(table) > 0 ? [reviewAwaited] : []),
  ]
  if (errors.length > 0) throw new Problem('incomplete', { errors })
  const { length: have } = countedIn(table)
  const need = table.consensus.rules.quorum
  if (have < need) throw new Problem('quorum-missing', { have, need })
}

const reviewAwaited = {
  pointer: '/reviews',
  code: 'review-awaited',
  detail: 'The successor of somebody who left has not locked a review yet.',
}
