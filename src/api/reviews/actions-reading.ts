// Reads the table of a panel: everything in one flight, then the questionnaire, which is in memory.
// What of it the caller sees is decided by whoever asks, with the parts that are visible now.
import type { PanelTable } from '../../core/consensus/panel.ts'
import {
  entriesByCode,
  type StoredConsensus,
  type StoredConsensusScore,
} from '../../core/consensus/stored.ts'
import type { Standing } from '../../core/context.ts'
import { found } from '../../core/problem.ts'
import type { Context } from '../../core/request.ts'
import type { Looking } from '../../core/review/seen.ts'
import { answersOf } from '../../core/submission/revision.ts'
import type { Deps } from '../../deps.ts'
import * as submissions from '../submissions/store.ts'
import * as answers from '../submissions/store-answers.ts'
import { withScores } from './actions-consensus.ts'
import { reading } from './actions-loading.ts'
import type * as store from './store.ts'
import * as consensuses from './store-consensus.ts'
import * as scores from './store-scores.ts'

export type SeenTable = {
  readonly table: PanelTable & { readonly consensus: StoredConsensus }
  readonly entries: readonly StoredConsensusScore[]
  readonly looking: Looking
  readonly standing: Standing
}

/** Refuses with `not-found` before it is opened. */
export const readTable = async <Value>(
  needs: Pick<Deps, 'db' | 'documents'>,
  context: Context,
  ids: store.Ids,
  shape: (seen: SeenTable) => Value,
): Promise<Value> => {
  const loaded = await reading(needs, context, ids, {
    load: (tx) =>
      Promise.all([
        consensuses.find(tx, ids),
        consensuses.entries(tx, ids),
        scores.allOf(tx, ids),
        submissions.find(tx, ids),
        answers.all(tx, ids),
      ]),
    shape: ([held, entries, given, submission, versions], { known, looking, standing }) => ({
      consensus: found(held),
      entries,
      reviews: withScores(known.reviews, given),
      submission: found(submission),
      answers: answersOf(versions),
      looking,
      standing,
    }),
  })
  const { questionnaire: name, questionnaireDigest: digest } = loaded.submission
  const { questionnaire } = await needs.documents.alone({ ...name, digest })
  const { entries, reviews, looking, standing } = loaded
  const consensus = { ...loaded.consensus, scores: entriesByCode(entries) }
  const table = { consensus, reviews, questionnaire, answers: loaded.answers }
  return shape({ table, entries, looking, standing })
}
