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
import { readAtOnce } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as submissions from '../submissions/store.ts'
import * as answers from '../submissions/store-answers.ts'
import { withScores } from './actions-consensus.ts'
import { lookBack, lookingAt, onPanel } from './actions-loading.ts'
import * as store from './store.ts'
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
  const loaded = await readAtOnce(
    needs.db,
    onPanel(context, ids),
    (tx) =>
      Promise.all([
        store.list(tx, ids),
        consensuses.find(tx, ids),
        consensuses.entries(tx, ids),
        scores.allOf(tx, ids),
        submissions.find(tx, ids),
        answers.all(tx, ids),
      ]),
    ([reviews, consensus, entries, given, submission, versions], { standing, now }) => {
      const known = { reviews, consensus, closedAt: null }
      const looking = lookingAt(known, { standing, now })
      return {
        known,
        consensus: found(consensus),
        entries,
        reviews: withScores(reviews, given),
        submission: found(submission),
        answers: answersOf(versions),
        looking,
        standing,
      }
    },
  )
  await lookBack(needs, context, ids, loaded.known)
  const { questionnaire: name, questionnaireDigest: digest } = loaded.submission
  const { questionnaire } = await needs.documents.alone({ ...name, digest })
  const { entries, reviews, looking, standing } = loaded
  const consensus = { ...loaded.consensus, scores: entriesByCode(entries) }
  const table = { consensus, reviews, questionnaire, answers: loaded.answers }
  return shape({ table, entries, looking, standing })
}
