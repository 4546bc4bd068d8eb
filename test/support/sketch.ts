// What the scenes of panels and of their reports have in common: whom all of them refuse.
import type { CastName } from './stage.ts'
import type { Found, Play } from './things.ts'

export type Sketch = {
  readonly as: CastName
  readonly status: number
  readonly set: (play: Play) => Promise<Found>
  readonly refused: Partial<Record<CastName, 403 | 404>>
}

/** To all of these there is nothing here: the applicant, its neighbours, other associations, a chapter. */
const outside = {
  organizationAdmin: 404,
  organizationContributor: 404,
  organizationViewer: 404,
  otherOrganizationAdmin: 404,
  strangerAdmin: 404,
  associationAdmin: 404,
  chapterAdmin: 404,
} as const

/** A scene of `as` that is served with 200, but for what is told otherwise. */
export const sketchAs =
  (as: CastName) =>
  (more: Partial<Sketch>): Sketch => ({
    as,
    status: 200,
    set: async () => ({}),
    ...more,
    refused: { ...outside, ...more.refused },
  })
