// Other weights on the answers of a submission, and how far its total hangs on them: loads, decides, stores nothing.
import { demand } from '../../core/access.ts'
import { found, Problem } from '../../core/problem.ts'
import type { Context } from '../../core/request.ts'
import { readAnswers } from '../../core/scoring/answers.ts'
import { compareSheets, type ScoreComparison } from '../../core/scoring/difference.ts'
import { type PreviewChoice, previewWeighting } from '../../core/scoring/preview.ts'
import { weighedTotal } from '../../core/scoring/sensitivity.ts'
import {
  type AskedSensitivity,
  type ReversalWeights,
  reversalsOf,
  type Sensitivity,
  sensitivityOf,
} from '../../core/scoring/sensitivity-report.ts'
import { referenceWeighting, type Weighting } from '../../core/scoring/weighting.ts'
import type { Answers } from '../../core/submission/answer.ts'
import type { WeightingChoice } from '../../core/submission/submission.ts'
import { type LookedUp, weightingLookedAt } from '../../core/submission/weighting-choice.ts'
import { type Reader, readUnit } from '../../db/unit.ts'
import type { Deps, QuestionnaireDocument } from '../../deps.ts'
import { type Answered, besideFor, choiceOf, loadAnswered, lookUp } from './actions-loading.ts'
import { scoreUnder } from './actions-score.ts'
import type * as store from './store.ts'

type Needs = Pick<Deps, 'db' | 'documents' | 'scoring'>

export type OtherWeights =
  | WeightingChoice
  | { readonly mode: Weighting['mode']; readonly items: Weighting['items'] }

const isChoice = (weights: OtherWeights): weights is WeightingChoice => 'id' in weights

/** A named one must be the organization's own or one that it may name; anything else is not there. */
const otherFor = async (
  tx: Reader,
  { organizationId }: store.Ids,
  weights: OtherWeights,
): Promise<PreviewChoice> => {
  if (!isChoice(weights)) return { kind: 'numbers', ...weights }
  const isForeign = 'organizationId' in weights && weights.organizationId !== organizationId
  const lookedUp = isForeign ? null : await lookUp(tx, organizationId, weights)
  return { kind: 'stored', version: weights.version, profile: sharedProfile(lookedUp) }
}

/** What was looked up, if it is the organization's own or of an association in its line. */
const sharedProfile = (lookedUp: LookedUp | null) => {
  const { profile = null, line = [] } = lookedUp ?? {}
  const isShared = profile?.owner.kind !== 'association' || line.includes(profile.owner.id)
  return isShared ? profile : null
}

export const whatIf = (
  needs: Needs,
  context: Context,
  ids: store.Ids,
  weights: OtherWeights,
): Promise<ScoreComparison> => {
  const beside = isChoice(weights) ? besideFor(weights) : {}
  const here = { ...context, ...beside, subject: ids.submissionId }
  return readUnit(needs.db, here, async ({ tx, standing, shows }) => {
    demand(standing, 'scores:read')
    const { document, given } = await loadAnswered(needs, tx, ids)
    shows(ids.submissionId)
    const other = previewWeighting(await otherFor(tx, ids, weights), document.questionnaire)
    const sheetUnder = (weighting: Weighting) =>
      scoreUnder(needs, { document, given, weighting, allowIncomplete: true })
    return compareSheets(sheetUnder(referenceWeighting(document.questionnaire)), sheetUnder(other))
  })
}

type Kind = 'reference' | 'own'

/** The plan under the weighting that is looked at; the total taken apart. */
const weigh = async (needs: Needs, tx: Reader, loaded: Answered, kind: Kind) => {
  const { submission, document, given } = loaded
  const { questionnaire } = document
  const lookedUp = await lookUp(tx, submission.organizationId, submission.weighting)
  const weighting = found(weightingLookedAt(kind, { submission, questionnaire, lookedUp }))
  return weighUnder(needs, document, weighting, given)
}

const weighUnder = (
  { scoring }: Needs,
  document: QuestionnaireDocument,
  weighting: Weighting,
  given: Answers,
) => {
  const { plan } = scoring.basisOf(document, weighting, given)
  const weighed = weighedTotal(plan, readAnswers(plan, given, true))
  return { weighting, weighed, max: plan.max }
}

const besideOf = async (needs: Needs, context: Context, ids: store.Ids, kind: Kind) =>
  besideFor(kind === 'own' ? await choiceOf(needs, context, ids, 'scores:read') : null)

export const sensitivity = async (
  needs: Needs,
  context: Context,
  ids: store.Ids,
  { weighting: kind, ...asked }: Omit<AskedSensitivity, 'max'> & { readonly weighting: Kind },
): Promise<Sensitivity> => {
  const beside = await besideOf(needs, context, ids, kind)
  const here = { ...context, ...beside, subject: ids.submissionId }
  return readUnit(needs.db, here, async ({ tx, standing, shows }) => {
    demand(standing, 'scores:read')
    const loaded = await loadAnswered(needs, tx, ids)
    shows(ids.submissionId)
    const { weighed, max } = await weigh(needs, tx, loaded, kind)
    return sensitivityOf(weighed, { ...asked, max })
  })
}

/** Both are read in the unit of this organization: a submission of another is not there. */
export const reversalWeights = async (
  needs: Needs,
  context: Context,
  ids: store.Ids,
  {
    against,
    weighting: kind,
  }: { readonly against: store.Ids['submissionId']; readonly weighting: Kind },
): Promise<ReversalWeights> => {
  const beside = await besideOf(needs, context, ids, kind)
  const here = { ...context, ...beside, subject: ids.submissionId }
  return readUnit(needs.db, here, async ({ tx, standing, shows }) => {
    demand(standing, 'scores:read')
    const loaded = await loadAnswered(needs, tx, ids)
    const other = await loadAnswered(needs, tx, { ...ids, submissionId: against })
    shows(ids.submissionId)
    shows(against)
    if (other.document.digest !== loaded.document.digest) throw otherVersion()
    const first = await weigh(needs, tx, loaded, kind)
    const second = weighUnder(needs, other.document, first.weighting, other.given)
    return reversalsOf(first.weighed, second.weighed, first.max)
  })
}

const otherVersion = (): Problem =>
  new Problem('document-invalid', {
    errors: [
      {
        parameter: 'against',
        code: 'other-questionnaire',
        detail: 'Both submissions must answer one questionnaire version; move one of them first.',
      },
    ],
  })
