// Whether reviews may begin where the applicant is shown its panel first: not before it has accepted it, its
// time to challenge is over, or what it challenged is decided. What a review is, is in ../review.
import { beginsNoReview } from '../assignment/assignment.ts'
import type { Happening } from '../document/event-v1.ts'
import { stateAfter } from '../life.ts'
import type { Cycle } from '../programme/cycle.ts'
import type { ShownPanel } from './challenge.ts'
import { toldOfClosing } from './events.ts'
import { shownPanelLife } from './life.ts'

/** `shown`: null where nothing was shown yet. */
export type Before = {
  readonly settings: Pick<Cycle['settings'], 'panelShown'>
  readonly shown: Pick<ShownPanel, 'state' | 'dueAt'> | null
  readonly now: Date
}

export const mayScore = ({ settings, shown, now }: Before): boolean => {
  if (settings.panelShown === 'never') return true
  if (shown === null || shown.state === 'raised') return false
  return shown.state !== 'shown' || now >= shown.dueAt
}

/**
 * The panel as it is once a first review begins, from when on nothing is shown or challenged; null: nothing changes. Refuses
 * with `illegal-transition`, which does not say why: an assessor must not learn whether somebody objected.
 */
export const beginScoring = (given: {
  readonly settings: Before['settings']
  readonly shown: ShownPanel | null
  readonly now: Date
}): { readonly panel: ShownPanel; readonly events: readonly Happening[] } | null => {
  const { shown } = given
  if (!mayScore(given)) throw beginsNoReview()
  if (shown === null || shown.state === 'closed') return null
  const panel = { ...shown, state: stateAfter(shownPanelLife, shown.state, 'close') }
  return { panel, events: [toldOfClosing(panel)] }
}
