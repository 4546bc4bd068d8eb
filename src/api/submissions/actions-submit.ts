// Submitting: freezes the answers and stores a score sheet for each weighting. Decided in core/submission.
import { canonicalJson } from '../../core/document/canonical.ts'
import type { Answer, Context } from '../../core/request.ts'
import type { ScoreSheet } from '../../core/scoring/sheet.ts'
import { storedFigures } from '../../core/scoring/stored-sheet.ts'
import { referenceWeighting } from '../../core/scoring/weighting.ts'
import { answersOf, waitingOf } from '../../core/submission/revision.ts'
import { submit as decide, withoutProgramme } from '../../core/submission/submit.ts'
import { sharedWeighting, weightingBeside } from '../../core/submission/weighting-choice.ts'
import { sha256 } from '../../db/digest.ts'
import { inUnit } from '../../db/unit.ts'
import type { Deps, QuestionnaireDocument } from '../../deps.ts'
import * as sheets from '../scores/store.ts'
import * as weightings from '../weightings/store.ts'
import {
  besideFor,
  choiceOf,
  expectWhole,
  lockWhole,
  lookUp,
  type Seen,
  seenBy,
} from './actions-loading.ts'
import * as store from './store.ts'

type Needs = Pick<Deps, 'db' | 'documents' | 'scoring'>

export const submit = async (
  needs: Needs,
  context: Context,
  ids: store.Ids,
): Promise<Answer<Seen>> => {
  const beside = besideFor(await choiceOf(needs, context, ids, 'submissions:read'))
  const here = { ...context, ...beside, subject: ids.submissionId }
  return inUnit(needs.db, here, async (unit) => {
    const { tx, standing, now, emit } = unit
    const whole = await lockWhole(needs, unit, ids, 'submissions:submit')
    expectWhole(unit, whole)
    const { submission, versions, document } = whole
    const { questionnaire } = document
    const lookedUp = await lookUp(tx, ids.organizationId, submission.weighting)
    const beside = weightingBeside({ submission, questionnaire, lookedUp })
    const answers = answersOf(versions)
    const { basisOf } = needs.scoring
    const decided = decide({
      submission,
      answers,
      unseen: versions.filter((each) => waitingOf(each) !== null).map(({ code }) => code),
      reference: basisOf(document, referenceWeighting(questionnaire), answers),
      beside: beside === null ? [] : [basisOf(document, beside, answers)],
      notApplicable: withoutProgramme,
      standing,
      now,
    })
    const rows = decided.scoreSheets.map((sheet) => sheetRow(sheet, document))
    emit(decided.events)
    const shared = sharedWeighting(lookedUp)
    await Promise.all([
      store.save(tx, decided.submission),
      sheets.insert(tx, ids, rows, now),
      shared === null ? null : weightings.noteUse(tx, shared, now),
    ])
    return seenBy(unit, { ...whole, submission: decided.submission })
  })
}

/** What is stored of a sheet: the bytes that every reader gets from now on, and figures beside them. */
export const sheetRow = (
  sheet: ScoreSheet,
  { questionnaire, scoringDigest }: QuestionnaireDocument,
): sheets.SheetRow => {
  const text = canonicalJson(sheet)
  return {
    kind: sheet.weighting.kind as sheets.SheetKind, // a submission is never scored under a made-up one
    text,
    digest: sha256(text),
    sheet,
    scoringDigest,
    ...storedFigures(sheet, questionnaire),
  }
}
