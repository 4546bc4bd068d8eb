// What an assignment waits for of its assessor, as it is told with the assignment itself.
// Everything that waits of a panel, step by step, is in ../work-item/assessor.ts.
import type { AssignmentState } from './life.ts'

/** `reviewsFrom`: when the first review may begin; null: nobody can say yet, since the applicant is shown its panel before. */
type Waiting = { readonly reviewsFrom: Date | null; readonly now: Date }

export const mayReview = ({ reviewsFrom, now }: Waiting): boolean =>
  reviewsFrom !== null && now >= reviewsFrom

/** What the assessor should do next; null: nothing, or nothing yet. */
export const waitsFor = ({
  state,
  ...waiting
}: Waiting & { readonly state: AssignmentState }): 'declaration' | 'review' | null => {
  if (state === 'proposed') return 'declaration'
  return state === 'active' && mayReview(waiting) ? 'review' : null
}
