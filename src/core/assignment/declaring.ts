// What an assessor declares for one assignment, and what follows for the submission when a panel begins.
// The life of an assignment is in assignment.ts.
import { z } from 'zod'
import type { House, Interest } from '../conflict/conflicts.ts'
import { conflictRules, interestKinds, interestsInWords } from '../conflict/kinds.ts'
import { next } from '../submission/lifecycle.ts'
import {
  changed,
  happened,
  type Submission,
  type SubmissionEvent,
} from '../submission/submission.ts'
import { boundedText, inWords } from '../text.ts'

/** A tie to the applicant, whose ids the assessor does not know yet. */
export const DeclaredInterest = z
  .strictObject({
    kind: z.enum(interestKinds).meta({ description: interestsInWords }),
    to: z.enum(['applicant', 'owner_group']).meta({
      description: inWords({
        applicant: 'to the applicant itself.',
        owner_group: 'to another organization of its owner.',
      }),
    }),
    endedOn: z.iso.date().nullable().meta({
      description: 'Its last day, which may be still to come; null: it goes on.',
    }),
    note: boundedText(0, 500),
  })
  .meta({ id: 'DeclaredInterest', description: 'A tie to the applicant, in own words.' })
export type DeclaredInterest = z.infer<typeof DeclaredInterest>

/** All that is declared; none: the assessor knows of no interest. */
export const Declaration = z
  .strictObject({ interests: z.array(DeclaredInterest).max(20) })
  .meta({ id: 'Declaration', description: 'Every interest that the assessor knows of.' })

/** The ties that were declared. One to another organization of the owner counts where its kind does. */
export const declaredTies = (
  interests: readonly DeclaredInterest[],
  applicant: House,
): readonly Interest[] =>
  interests
    .filter(({ kind, to }) => to === 'applicant' || conflictRules[kind].ownerGroup)
    .map(({ kind, endedOn }) => ({ ...applicant, kind, endedOn }))

/** The first active assignment begins the review; later ones change nothing, and tell nothing. */
export const reviewBegun = (
  submission: Submission,
  now: Date,
): { readonly submission: Submission; readonly events: readonly SubmissionEvent[] } => {
  if (submission.state === 'in_review') return { submission, events: [] }
  const begun = changed(submission, now, { state: next(submission.state, 'start_review') })
  return { submission: begun, events: [happened('submission.review-started', begun)] }
}
