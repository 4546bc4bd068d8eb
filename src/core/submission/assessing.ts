// How somebody of the panel reads a submission: by the own assignment alone, whatever else they are.
// Which parts of an assessment a panel sees is ../consensus/visible.ts; what of a submission, view.ts.
import { viewerOf } from '../consensus/visible.ts'
import type { Principal, Standing } from '../context.ts'
import { Problem } from '../problem.ts'

/** Whether a caller may be of a panel at all: an app of an organization never acts for an assessor. */
export const mayAssess = (principal: Principal | null): boolean =>
  principal?.home?.kind !== 'organization'

/** The standing as one of the panel. Refuses with `conflict-of-interest` while a declared conflict stands. */
export const assessorOf = (standing: Standing): Standing => {
  if (standing.panel?.assignment?.state === 'conflicted')
    throw new Problem('conflict-of-interest', {})
  return { ...standing, organizationRole: null, associationRole: null, grants: [] }
}

/** `closedAt`: when the cycle was closed, null: it was not. */
type Moment = { readonly closedAt: Date | null; readonly now: Date }

/** Refuses with `not-found` once the time is over in which a panel looks back, and without an assignment. */
export const demandTime = ({ panel }: Standing, { closedAt, now }: Moment): void => {
  const assignment = panel?.assignment ?? null
  const viewer = viewerOf({
    assignment: assignment === null ? null : { ...assignment, review: null },
    managesProgramme: false,
    ofApplicant: false,
    closedAt,
    now,
  })
  if (viewer === 'nobody') throw new Problem('not-found', {})
}
