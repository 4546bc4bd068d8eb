// From assignments and reviews to the panel and its table of scores: which review of which round counts for an item.
// What is said about an item is in figures.ts, about the whole panel in ../agreement.
import { metricOf } from '../agreement/krippendorff.ts'
import type { Assignment } from '../assignment/assignment.ts'
import { bandSetOf, scoredNodes } from '../document/nodes.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import type { ReviewId } from '../ids.ts'
import { type Judged, judgedItems, type ReviewScore } from '../review/review.ts'
import type { StoredReview } from '../review/stored.ts'
import { gaugesOf } from '../review/value.ts'
import { bandsOf } from '../scoring/bands.ts'
import type { Answers } from '../submission/answer.ts'
import type { ScoreValue } from '../submission/answer-values.ts'
import type { Consensus, Panel } from './consensus.ts'
import type { Figures } from './entries.ts'
import { figuresOf } from './figures.ts'
import { notApplicableIn } from './official.ts'
import { suggestionOf } from './suggestion.ts'

/** A review of any round, with all its scores. */
export type PanelReview = Pick<StoredReview, 'id' | 'personId' | 'state' | 'round' | 'items'> & {
  readonly scores: Readonly<Record<string, ReviewScore>>
}

/** What is judged, by whom: all reviews of the submission, in any order. */
export type PanelTable = {
  readonly consensus: Pick<Consensus, 'reviews' | 'rules' | 'state' | 'round'>
  readonly reviews: readonly PanelReview[]
  readonly questionnaire: Questionnaire
  readonly answers: Answers
}

export const works = ({ state }: Pick<Assignment, 'state'>): boolean =>
  state === 'active' || state === 'completed'

/** Whoever works on it still and has a review in it, in the order of the consensus. */
export const panelOf = (
  { consensus, reviews }: Pick<PanelTable, 'consensus' | 'reviews'>,
  assignments: readonly Pick<Assignment, 'personId' | 'role' | 'state'>[],
): Panel => {
  const working = assignments.filter(works)
  return {
    lead: working.find(({ role }) => role === 'lead')?.personId ?? null,
    members: countedIn({ consensus, reviews })
      .map(({ personId }) => personId)
      .filter((person) => working.some(({ personId }) => personId === person)),
  }
}

/** The reviews of it that still count: one that was excluded later left the panel. */
export const countedIn = ({ consensus, reviews }: Pick<PanelTable, 'consensus' | 'reviews'>) => {
  const known = new Map<ReviewId, PanelReview>(reviews.map((review) => [review.id, review]))
  return consensus.reviews.flatMap(({ id }) => {
    const review = known.get(id)
    return review?.state === 'locked' ? [review] : []
  })
}

const judgedItemsOf = ({ questionnaire, answers }: PanelTable): Pick<Judged, 'items'> => {
  const marked = notApplicableIn(answers, questionnaire)
  return { items: judgedItems(questionnaire).filter((code) => !marked.includes(code)) }
}

/**
 * The last review of the person that judges the item and is closed: a round that is open is hidden. Asked for every
 * cell of the table: what is no later round, as most are not, is passed over first.
 */
const lastOf = (
  { consensus, reviews }: PanelTable,
  first: PanelReview,
  code: string,
): PanelReview =>
  reviews.reduce(
    (last, review) =>
      review.items !== null &&
      review.round > last.round &&
      review.personId === first.personId &&
      review.state === 'locked' &&
      review.items.includes(code) &&
      isClosed(consensus, review)
        ? review
        : last,
    first,
  )

const isClosed = ({ state, round }: PanelTable['consensus'], review: PanelReview): boolean =>
  state !== 'scoring' || review.round < round

type Row = {
  readonly code: string
  readonly scores: readonly (number | null)[]
  readonly values: readonly ScoreValue[]
}

/**
 * A row for each item that applies. `scores`: a column for each review that counts, in basis points; null where it could
 * not judge. `values`: of those that could.
 */
export const scoresOfPanel = (table: PanelTable): readonly Row[] => {
  const counted = countedIn(table)
  return judgedItemsOf(table).items.map((code) => {
    const given = counted.map((first) => lastOf(table, first, code).scores[code])
    return {
      code,
      scores: given.map((score) => score?.percentBp ?? null),
      values: given.flatMap((score) => score?.value ?? []),
    }
  })
}

/** The figures of all items that apply, in document order. */
export const figuresOfPanel = (table: PanelTable): Figures => {
  const { consensus, questionnaire } = table
  const { rules } = consensus
  const byLevel = metricOf(questionnaire) === 'ordinal'
  const rows = new Map(scoresOfPanel(table).map((row) => [row.code, row]))
  const gauges = gaugesOf(questionnaire, rules)
  return new Map(
    scoredNodes(questionnaire).flatMap(({ code, kind }) => {
      const row = rows.get(code)
      if (row === undefined) return []
      const set = bandSetOf(questionnaire, kind)
      // The bands of levels judge levels and no percents.
      const bands = set === undefined || byLevel ? [] : bandsOf(set)
      const rule = rules.suggestion
      const suggestion = suggestionOf(row.values, { gauge: gauges(code), rule })
      return [[code, figuresOf(row.scores, { rules, bands, suggestion })] as const]
    }),
  )
}
