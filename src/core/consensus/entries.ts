// The scores of a consensus: entered by the lead with a note where it is asked, or accepted as suggested.
// What the reviews say about an item is in figures.ts.
import { pointerOf } from '../document/pointer.ts'
import type { PersonId } from '../ids.ts'
import { refusal } from '../life.ts'
import { Problem, type ProblemError } from '../problem.ts'
import { type Gauges, readValue } from '../review/value.ts'
import type { ScoreValue } from '../submission/answer-values.ts'
import { type Consensus, type ConsensusScore, demandLead, type Panel } from './consensus.ts'
import type { ItemFigures } from './figures.ts'
import { consensusLife } from './life.ts'

/** Item code → what the reviews say, in document order; items that do not apply are not in it. */
export type Figures = ReadonlyMap<string, ItemFigures>

export type EnterScore = {
  readonly code: string
  readonly value: ScoreValue
  readonly note: string | null
  readonly figures: Figures
  readonly gauges: Gauges
  readonly panel: Panel
  readonly by: PersonId
}

/**
 * The lead's score of one item. Refuses with `not-found` and `forbidden`, `illegal-transition` unless open,
 * `document-invalid` for what is no whole value of the method, `incomplete` where a note is asked and missing.
 */
export const enter = (consensus: Consensus, given: EnterScore): Consensus => {
  const { code, value, note, figures, gauges, panel, by } = given
  demandLead(panel, by)
  demandOpen(consensus)
  const figure = figures.get(code)
  if (figure === undefined) throw new Problem('not-found', {})
  const score: ConsensusScore = { ...readValue(value, gauges(code)), note, by }
  if (needsNote(score.percentBp, figure) && isBlank(note))
    throw new Problem('incomplete', { errors: [noteMissing('/note', code)] })
  return scored(consensus, { [code]: score })
}

/**
 * Accepts the suggestions of all items for which a score is asked, where none of them needs a note.
 * Refuses like `enter`.
 */
export const acceptSuggestions = (
  consensus: Consensus,
  { figures, panel, by }: Pick<EnterScore, 'figures' | 'panel' | 'by'>,
): Consensus => {
  demandLead(panel, by)
  demandOpen(consensus)
  const accepted = [...figures].flatMap(([code, figure]) => {
    const { suggestion } = figure
    if (suggestion === null || needsNote(suggestion.percentBp, figure)) return []
    return isAsked(consensus, code) ? [[code, { ...suggestion, note: null, by }] as const] : []
  })
  return accepted.length === 0 ? consensus : scored(consensus, Object.fromEntries(accepted))
}

/** No score yet, or one that was given over other reviews. */
const isAsked = ({ scores, reopened }: Consensus, code: string): boolean =>
  !Object.hasOwn(scores, code) || reopened.includes(code)

/** What keeps the scores from being proposed: items without one or reopened, and without a note that is asked. */
export const missingIn = (
  { scores, reopened }: Pick<Consensus, 'scores' | 'reopened'>,
  figures: Figures,
): readonly ProblemError[] =>
  [...figures].flatMap(([code, figure]) => {
    const score = scores[code]
    const pointer = pointerOf(['scores', code])
    if (score === undefined)
      return [{ pointer, code: 'score-missing', detail: `${code} has no score yet.` }]
    if (reopened.includes(code)) {
      const detail = `${code} was scored over other reviews: give its score anew.`
      return [{ pointer, code: 'score-reopened', detail }]
    }
    return needsNote(score.percentBp, figure) && isBlank(score.note)
      ? [noteMissing(`${pointer}/note`, code)]
      : []
  })

/**
 * A note is asked unless the reviews are close, by a quorum, and the score lies among them: whoever decides
 * against the reviews says why.
 */
export const needsNote = (percentBp: number, figure: ItemFigures): boolean => {
  const { state, belowQuorum, minBp, maxBp } = figure
  if (state !== 'close' || belowQuorum || minBp === null || maxBp === null) return true
  return percentBp < minBp || percentBp > maxBp
}

/** Whoever approved, approved other scores: approvals begin anew. */
const scored = (
  consensus: Consensus,
  scores: Readonly<Record<string, ConsensusScore>>,
): Consensus => ({
  ...consensus,
  scores: { ...consensus.scores, ...scores },
  reopened: consensus.reopened.filter((code) => !Object.hasOwn(scores, code)),
  approvals: [],
  revision: consensus.revision + 1,
})

/** What the panel writes is written by the lead while it is open: `illegal-transition` in any other state. */
export const demandOpen = ({ state }: Pick<Consensus, 'state'>): void => {
  if (state !== 'open') throw refusal(consensusLife, state, 'write')
}

const isBlank = (note: string | null): boolean => note === null || note.trim() === ''

const noteMissing = (pointer: string, code: string): ProblemError => ({
  pointer,
  code: 'note-missing',
  detail: `The reviews do not settle ${code}: say why it gets this score.`,
})
