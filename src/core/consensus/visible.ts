// What of an assessment is visible to whom and when, as one table; what is not in it is absent, not null.
// It decides nothing about a submission's own answers and scores (../submission/view.ts), nor who may write.
import type { AssignmentState } from '../assignment/life.ts'
import type { ReviewState } from '../review/life.ts'
import type { ConsensusState } from './life.ts'

/** How far an assessment is: `before` a consensus opens, `consensus` open to agreed, `final`, `released`. */
export const stages = ['before', 'consensus', 'final', 'released'] as const
export type Stage = (typeof stages)[number]

/**
 * What may be seen. `panel_reviews`: those that are locked; what is scored in a round that is still open is
 * its author's alone. `progress`: states, dates and the count of reviews. `items`: figures of reviews by item. `coefficients`: agreement over the panel. `report`: the feedback report and the official score sheet.
 */
export const parts = [
  'own_review',
  'panel_reviews',
  'progress',
  'items',
  'coefficients',
  'consensus',
  'report',
] as const
export type Part = (typeof parts)[number]

/** `waiting`: an assessor whose own review is not locked. Everybody else is nobody here. */
export const viewers = ['waiting', 'assessor', 'lead', 'manager', 'applicant', 'nobody'] as const
export type Viewer = (typeof viewers)[number]

const panel: readonly Part[] = ['own_review', 'panel_reviews', 'items', 'consensus']
const leading: readonly Part[] = [...panel, 'progress', 'coefficients']

/**
 * Viewer → stage → parts (assessors.md section 4). Whoever has not locked waits also when others discuss: a
 * draft is excluded when the consensus opens, so its author learns nothing from then on.
 */
export const visibleParts: Readonly<Record<Viewer, Readonly<Record<Stage, readonly Part[]>>>> = {
  waiting: {
    before: ['own_review'],
    consensus: ['own_review'],
    final: ['own_review'],
    released: ['own_review'],
  },
  assessor: {
    before: ['own_review'],
    consensus: panel,
    final: [...panel, 'report'],
    released: [...panel, 'report'],
  },
  lead: {
    before: ['own_review', 'progress'],
    consensus: leading,
    final: [...leading, 'report'],
    released: [...leading, 'report'],
  },
  manager: {
    before: ['progress'],
    consensus: ['progress', 'items', 'coefficients'],
    final: ['progress', 'items', 'coefficients', 'consensus', 'report'],
    released: ['progress', 'items', 'coefficients', 'consensus', 'report'],
  },
  applicant: { before: [], consensus: [], final: [], released: ['report'] },
  nobody: { before: [], consensus: [], final: [], released: [] },
}

/** The stage of an assessment. `consensus`: its state, null before it opens. */
export const stageOf = (consensus: ConsensusState | null, reportReleased: boolean): Stage => {
  if (consensus === null) return 'before'
  if (consensus !== 'final') return 'consensus'
  return reportReleased ? 'released' : 'final'
}

/** A panel looks back on its work for so many days after the cycle was closed. */
const daysAfterClosing = 90

/**
 * How the caller stands to the submission; the first that holds counts, so that nobody adds up two views.
 * `closedAt`: when the cycle was closed; null: it was not.
 */
export type Relation = {
  readonly assignment: {
    readonly role: 'lead' | 'member'
    readonly state: AssignmentState
    readonly review: ReviewState | null
  } | null
  readonly managesProgramme: boolean
  readonly ofApplicant: boolean
  readonly closedAt: Date | null
  readonly now: Date
}

/**
 * An interest blinds: whoever is of the applicant sees the applicant's view whatever else they are, and an
 * assignment that did not come to work or was ended shows nothing, to a manager neither.
 */
export const viewerOf = (relation: Relation): Viewer => {
  const { assignment, managesProgramme, ofApplicant } = relation
  if (ofApplicant) return 'applicant'
  if (assignment === null) return managesProgramme ? 'manager' : 'nobody'
  const { role, state, review } = assignment
  if ((state !== 'active' && state !== 'completed') || isOver(relation)) return 'nobody'
  if (review !== 'locked') return 'waiting'
  return role === 'lead' ? 'lead' : 'assessor'
}

const isOver = ({ closedAt, now }: Relation): boolean =>
  closedAt !== null && now.getTime() > closedAt.getTime() + daysAfterClosing * 86_400_000

/** Whether this caller sees this part now. */
export const sees = (relation: Relation, stage: Stage, part: Part): boolean =>
  visibleParts[viewerOf(relation)][stage].includes(part)
