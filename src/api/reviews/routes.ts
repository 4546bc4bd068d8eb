// Binds the operations of reviews, and reads them as far as the caller sees them.
import { found } from '../../core/problem.ts'
import { type ReviewView, viewOfReview } from '../../core/review/seen.ts'
import type { StoredReview } from '../../core/review/stored.ts'
import type { Deps } from '../../deps.ts'
import type { Bind } from '../../http/bind.ts'
import * as actions from './actions.ts'
import { reading, type Seeing } from './actions-loading.ts'
import * as notes from './actions-notes.ts'
import * as contract from './contract.ts'
import * as notesContract from './contract-notes.ts'
import { serveConsensus } from './routes-consensus.ts'
import type * as store from './store.ts'
import * as findings from './store-findings.ts'
import * as scores from './store-scores.ts'

type Needs = Pick<Deps, 'db' | 'newId' | 'documents' | 'scoring'>
type Written = Pick<actions.Whole, 'scores' | 'findings'>

/** What of one review leaves: nothing that was loaded beyond what is seen. */
const shown = (review: StoredReview, view: NonNullable<ReviewView>, written: Written) => {
  const none = { scores: [], findings: [] }
  return { review, view, ...(view === 'own' || view === 'whole' ? written : none) }
}

const oneOf = (
  { reviewId }: Pick<store.ReviewIds, 'reviewId'>,
  { known, looking }: Seeing,
  written: Written,
) => {
  const review = found(known.reviews.find(({ id }) => id === reviewId))
  return shown(review, found(viewOfReview(review, known, looking)), written)
}

export const serve =
  (needs: Needs) =>
  (bind: Bind): void => {
    bind(contract.startReview, ({ context, params }) => actions.start(needs, context, params))
    bind(contract.listReviews, ({ context, params }) =>
      reading(needs, context, params, {
        load: (tx) => Promise.all([scores.allOf(tx, params), findings.allOf(tx, params)]),
        shape: ([given, noted], { known, looking }) => ({
          items: known.reviews.flatMap((review) => {
            const view = viewOfReview(review, known, looking)
            const { id } = review
            const written = { scores: given.get(id) ?? [], findings: noted.get(id) ?? [] }
            return view === null ? [] : [shown(review, view, written)]
          }),
        }),
      }),
    )
    bind(contract.getReview, ({ context, params }) =>
      reading(needs, context, params, {
        load: (tx) => Promise.all([scores.all(tx, params), findings.list(tx, params)]),
        shape: ([given, noted], seeing) =>
          oneOf(params, seeing, { scores: given, findings: noted }),
      }),
    )
    bind(contract.getReviewScore, ({ context, params }) =>
      reading(needs, context, params, {
        load: (tx) => scores.find(tx, params),
        shape: (score, seeing) => {
          const { review, view } = oneOf(params, seeing, { scores: [], findings: [] })
          found(view === 'own' || view === 'whole' ? score : null)
          return { review, view, scores: [found(score)], findings: [] }
        },
      }),
    )
    bind(contract.putReviewScore, ({ context, params, body }) =>
      actions.putScore(needs, context, params, body),
    )
    bind(contract.lockReview, ({ context, params }) => actions.lock(needs, context, params))
    bind(contract.reopenReview, ({ context, params, body }) =>
      actions.reopen(needs, context, params, body.reason),
    )
    bind(notesContract.addReviewFinding, ({ context, params, body }) =>
      notes.add(needs, context, params, body),
    )
    bind(notesContract.putReviewFinding, ({ context, params, body }) =>
      notes.change(needs, context, params, body),
    )
    bind(notesContract.removeReviewFinding, ({ context, params }) =>
      notes.remove(needs, context, params),
    )
    bind(notesContract.checkReviewFindings, ({ context, params }) =>
      notes.check(needs, context, params),
    )
    bind(notesContract.putKeyFactors, ({ context, params, body }) =>
      notes.putKeyFactors(needs, context, params, body.items),
    )
    serveConsensus(needs)(bind)
  }
