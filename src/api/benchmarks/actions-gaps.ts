// Ranks the gaps of a submission in points: the comparison as it is shown, and the weighting the submission names.
// How the comparison is made is in actions-reading.ts; how gaps are ranked, in core/benchmark/gaps.ts.
import { demand } from '../../core/access.ts'
import { type Ranking, rankingOf } from '../../core/benchmark/gaps.ts'
import type { Questionnaire } from '../../core/document/questionnaire-v1.ts'
import { found } from '../../core/problem.ts'
import type { Context } from '../../core/request.ts'
import { referenceWeighting, resolve, type Weighting } from '../../core/scoring/weighting.ts'
import type { Submission } from '../../core/submission/submission.ts'
import { ownerOfChoice } from '../../core/submission/weighting-choice.ts'
import { asWeighting } from '../../core/weighting/profile.ts'
import { readAtOnce } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as submissions from '../submissions/store.ts'
import * as weightings from '../weightings/store.ts'
import { type ComparisonAsked, comparisonOf, type Needs } from './actions-reading.ts'
import { ownSubject } from './actions-subject.ts'

export const rankGaps = async (
  needs: Needs,
  context: Context,
  asked: ComparisonAsked,
): Promise<Ranking> => {
  const { db, documents } = needs
  const submission = await readAtOnce(
    db,
    { ...context, subject: asked.submissionId },
    (tx) => submissions.find(tx, asked),
    (stored, { standing }) => {
      demand(standing, 'benchmarks:position')
      return found(stored)
    },
  )
  const comparison = await comparisonOf(needs, context, asked, ownSubject)
  const { questionnaire: name, questionnaireDigest: digest } = submission
  const { questionnaire } = await documents.alone({ ...name, digest })
  const weighting = await inForce({ db }, context, submission, questionnaire)
  return rankingOf(comparison, { weighting, maxima: resolve(weighting, questionnaire) })
}

/** Published weightings never change, so what a submission names is what it was or will be scored by. */
const inForce = async (
  { db }: Pick<Deps, 'db'>,
  context: Context,
  { weighting: choice }: Submission,
  questionnaire: Questionnaire,
): Promise<Weighting> => {
  if (choice === null) return referenceWeighting(questionnaire)
  const owner = ownerOfChoice(choice)
  const beside = owner.kind === 'association' ? { beside: owner } : {}
  const profile = await readAtOnce(db, { ...context, ...beside }, (tx) =>
    weightings.find(tx, { owner, id: choice.id }),
  )
  return asWeighting(found(profile), 'own')
}
