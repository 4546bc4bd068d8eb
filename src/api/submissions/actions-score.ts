// Reads the score of a submission: the sheet as it was stored, or for a draft one that is made on the spot; and
// two of its sheets side by side.
import { demand } from '../../core/access.ts'
import { found } from '../../core/problem.ts'
import { type Answer, answerOf, type Context } from '../../core/request.ts'
import { compareSheets, type ScoreComparison } from '../../core/scoring/difference.ts'
import { score } from '../../core/scoring/score.ts'
import type { ScoreSheet } from '../../core/scoring/sheet.ts'
import type { Weighting } from '../../core/scoring/weighting.ts'
import { withoutProgramme } from '../../core/submission/submit.ts'
import { type ScoreKind, weightingOnTheSpot } from '../../core/submission/weighting-choice.ts'
import { type Reader, readUnit } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as sheets from '../scores/store.ts'
import { type Answered, besideFor, choiceOf, loadAnswered, lookUp } from './actions-loading.ts'
import { elseAsAssessor } from './actions-panel.ts'
import type * as store from './store.ts'

type Needs = Pick<Deps, 'db' | 'documents' | 'scoring'>

/** A panel sees the score under the reference alone, and only the stored one. */
export const readScore = (
  needs: Needs,
  context: Context,
  ids: store.Ids,
  kind: ScoreKind,
): Promise<ScoreSheet | Answer<ScoreSheet>> => {
  const own = () => readOwnScore(needs, context, ids, kind)
  if (kind !== 'reference') return own()
  return elseAsAssessor(needs, context, ids, {
    own,
    load: (tx) => sheets.findText(tx, ids, kind),
    decide: (text, { standing, shows }) => {
      demand(standing, 'scores:read')
      shows(ids.submissionId)
      return asStored(found(text))
    },
  })
}

const readOwnScore = async (
  needs: Needs,
  context: Context,
  ids: store.Ids,
  kind: ScoreKind,
): Promise<ScoreSheet | Answer<ScoreSheet>> => {
  const choice = kind === 'own' ? await choiceOf(needs, context, ids, 'scores:read') : null
  const here = { ...context, ...besideFor(choice), subject: ids.submissionId }
  return readUnit(needs.db, here, async ({ tx, standing, shows }) => {
    demand(standing, 'scores:read')
    const text = await sheets.findText(tx, ids, kind)
    shows(ids.submissionId)
    return text === null
      ? onTheSpot(needs, tx, ids, { kind, allowIncomplete: true })
      : asStored(text)
  })
}

/** One sheet to go on from: the stored one, else one on the spot. `incomplete` as asked. */
export const sheetOf = async (
  needs: Needs,
  tx: Reader,
  ids: store.Ids,
  spot: Spot,
): Promise<ScoreSheet> => {
  const text = await sheets.findText(tx, ids, spot.kind)
  return text === null ? onTheSpot(needs, tx, ids, spot) : JSON.parse(text)
}

/**
 * The reference sheet and another one. Both stand on the same answers: of what was submitted both are stored,
 * and a draft is read once for each in one snapshot.
 */
export const compareScores = async (
  needs: Needs,
  context: Context,
  ids: store.Ids,
  kind: Exclude<ScoreKind, 'reference'>,
): Promise<ScoreComparison> => {
  const choice = kind === 'own' ? await choiceOf(needs, context, ids, 'scores:read') : null
  const here = { ...context, ...besideFor(choice), subject: ids.submissionId }
  return readUnit(needs.db, here, async ({ tx, standing, shows }) => {
    demand(standing, 'scores:read')
    shows(ids.submissionId)
    const under = (each: ScoreKind) =>
      sheetOf(needs, tx, ids, { kind: each, allowIncomplete: true })
    const other = await under(kind)
    return compareSheets(await under('reference'), other)
  })
}

/** The very bytes: a stored sheet is never made again, and never encoded again. */
const asStored = (body: string): Answer<ScoreSheet> =>
  answerOf({ status: 200, headers: { 'content-type': 'application/json' }, body })

type Spot = { readonly kind: ScoreKind; readonly allowIncomplete: boolean }

const onTheSpot = async (
  needs: Needs,
  tx: Reader,
  ids: store.Ids,
  { kind, allowIncomplete }: Spot,
): Promise<ScoreSheet> => {
  const { submission, document, given } = await loadAnswered(needs, tx, ids)
  const { questionnaire } = document
  const lookedUp = await lookUp(tx, ids.organizationId, submission.weighting)
  const weighting = found(weightingOnTheSpot(kind, { submission, questionnaire, lookedUp }))
  return scoreUnder(needs, { document, given, weighting, allowIncomplete })
}

export type ToScore = Pick<Answered, 'document' | 'given'> & {
  readonly weighting: Weighting
  readonly allowIncomplete: boolean
}

/** The sheet of answers under a weighting, outside any programme. */
export const scoreUnder = (
  { scoring }: Pick<Needs, 'scoring'>,
  { document, given, weighting, allowIncomplete }: ToScore,
): ScoreSheet =>
  score({
    ...scoring.basisOf(document, weighting, given),
    answers: given,
    allowIncomplete,
    notApplicable: withoutProgramme,
  })
