// Compares answers that nobody has given: what a draft with them would be told. Stores nothing.
// The comparison of a submission, and of what all comparisons are made, is actions-reading.ts.
import { demand } from '../../core/access.ts'
import type { Comparison, WantedTier } from '../../core/benchmark/comparison.ts'
import { demandComparable, previewedValues } from '../../core/benchmark/own.ts'
import { demandPublished } from '../../core/benchmark/public-edition.ts'
import type { BenchmarkEditionId, OrganizationId } from '../../core/ids.ts'
import { found } from '../../core/problem.ts'
import type { Answer, Context } from '../../core/request.ts'
import { referenceWeighting } from '../../core/scoring/weighting.ts'
import type { Answers } from '../../core/submission/answer.ts'
import { readAtOnce } from '../../db/unit.ts'
import * as questionnaires from '../questionnaires/store.ts'
import { answered, type Needs, placed } from './actions-reading.ts'
import { findPlaced } from './store-comparison.ts'

export type WhatIf = {
  readonly organizationId: OrganizationId
  readonly questionnaire: { readonly key: string; readonly version: string }
  readonly answers: Answers
  readonly benchmarkEditionId?: BenchmarkEditionId | undefined
  readonly cohort?: string | undefined
  readonly tier: WantedTier
}

export const compareWhatIf = async (
  needs: Needs,
  context: Context,
  { organizationId, questionnaire, answers, benchmarkEditionId, cohort, tier }: WhatIf,
): Promise<Answer<Comparison>> => {
  const { db, documents, scoring, kept } = needs
  const asked = {
    organizationId,
    questionnaireKey: questionnaire.key,
    benchmarkEditionId: benchmarkEditionId ?? null,
  }
  const { subject, known } = await readAtOnce(
    db,
    context,
    (tx) =>
      Promise.all([
        findPlaced(tx, asked),
        questionnaires.find(tx, { kind: 'organization', id: organizationId }, questionnaire),
      ]),
    ([subject, known], { standing }) => {
      demand(standing, 'benchmarks:position')
      return { subject: found(subject), known: found(known) }
    },
  )
  const state = found(subject.edition)
  demandPublished(state)
  const edition = await kept.edition(context, state.id)
  const document = await documents.alone(known)
  demandComparable(edition, { key: known.key, scoringDigest: document.scoringDigest })
  const { plan } = scoring.basisOf(document, referenceWeighting(document.questionnaire), answers)
  const own = previewedValues(plan, answers, edition.nodes)
  const { stated } = subject
  return answered(await placed(needs, context, { edition, own, stated, cohort, tier }))
}
