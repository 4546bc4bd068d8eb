// Reads the score of a submission: the sheet as it was stored, or for a draft one that is made on the spot.
import { demand } from '../../core/access.ts'
import { found } from '../../core/problem.ts'
import { type Answer, answerOf, type Context } from '../../core/request.ts'
import { score } from '../../core/scoring/score.ts'
import type { ScoreSheet } from '../../core/scoring/sheet.ts'
import { answersOf } from '../../core/submission/revision.ts'
import { withoutProgramme } from '../../core/submission/submit.ts'
import { type ScoreKind, weightingOnTheSpot } from '../../core/submission/weighting-choice.ts'
import { type Reader, readUnit } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import * as sheets from '../scores/store.ts'
import { besideFor, choiceOf, documentOf, lookUp } from './actions-loading.ts'
import * as store from './store.ts'
import * as answers from './store-answers.ts'

type Needs = Pick<Deps, 'db' | 'documents' | 'scoring'>

export const readScore = async (
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

/** The reference sheet to go on from: the stored one, else one on the spot. `incomplete` as asked. */
export const referenceSheet = async (
  needs: Needs,
  tx: Reader,
  ids: store.Ids,
  { allowIncomplete }: Pick<Spot, 'allowIncomplete'>,
): Promise<ScoreSheet> => {
  const text = await sheets.findText(tx, ids, 'reference')
  return text === null
    ? onTheSpot(needs, tx, ids, { kind: 'reference', allowIncomplete })
    : JSON.parse(text)
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
  const [stored, versions] = await Promise.all([store.find(tx, ids), answers.all(tx, ids)])
  const submission = found(stored)
  const document = await documentOf(needs, tx, submission)
  const { questionnaire } = document
  const lookedUp = await lookUp(tx, ids.organizationId, submission.weighting)
  const weighting = found(weightingOnTheSpot(kind, { submission, questionnaire, lookedUp }))
  const given = answersOf(versions)
  const basis = needs.scoring.basisOf(document, weighting, given)
  return score({ ...basis, answers: given, allowIncomplete, notApplicable: withoutProgramme })
}
