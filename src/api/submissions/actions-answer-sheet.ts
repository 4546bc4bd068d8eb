// Brings an answer sheet into a draft. What the sheet means and whether it fits is decided by src/exchange with the
// decision of core/submission that changes answers anyway; the file is read before a unit opens.
import { demand } from '../../core/access.ts'
import { found } from '../../core/problem.ts'
import type { Answer as Answered, Context } from '../../core/request.ts'
import { patchesNothing } from '../../core/submission/patch.ts'
import { answersRevisionOf } from '../../core/submission/revision.ts'
import type { Submission } from '../../core/submission/submission.ts'
import { viewOf } from '../../core/submission/view.ts'
import { inUnit, readAtOnce } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import { decideImport } from '../../exchange/answers/decide.ts'
import { draftOf, type Import, isSound } from '../../exchange/answers/import.ts'
import type { Report } from '../../exchange/answers/report.ts'
import type { SheetFormat } from '../../exchange/sheet-types.ts'
import { changeBy, expectAnswers } from './actions-answers.ts'
import { lockWhole } from './actions-loading.ts'
import * as store from './store.ts'
import * as answers from './store-answers.ts'

type Needs = Pick<Deps, 'db' | 'documents' | 'files'>

export type BroughtSheet = {
  readonly bytes: Uint8Array
  readonly format: SheetFormat
  readonly dryRun: boolean
  readonly emptyCells: Import['emptyCells']
}

export type Imported = {
  readonly report: Report
  readonly answersRevision: number
  readonly submission: Submission
  readonly dryRun: boolean
}

export const importSheet = async (
  needs: Needs,
  context: Context,
  ids: store.Ids,
  { bytes, format, dryRun, emptyCells }: BroughtSheet,
): Promise<Answered<Imported>> => {
  await demandWriter(needs, context, ids)
  const table = await needs.files.readAnswerSheet(bytes, format)
  return inUnit(needs.db, { ...context, subject: ids.submissionId }, async (unit) => {
    const { tx, standing, emit } = unit
    const whole = await lockWhole(needs, unit, ids, 'submissions:write')
    const { submission, versions, document } = whole
    const { questionnaire } = document
    const current = new Map(versions.map((version) => [version.code, version]))
    const draft = draftOf({ questionnaire, table, current, emptyCells })
    const same = isSound(draft) && patchesNothing(current, draft.patch)
    await expectAnswers(unit, ids, { same, revision: answersRevisionOf(versions) })
    const given = { submission, questionnaire, current, standing }
    const decided = decideImport({ ...given, draft, dryRun })
    emit(decided.events)
    if (!(await answers.save(tx, ids, decided.changed, changeBy(unit))))
      throw new Error('The answers were locked and are not there to save.')
    return { ...decided, submission, dryRun }
  })
}

/** No file is read for somebody who may not write, nor for a submission that is not there. */
const demandWriter = ({ db }: Needs, context: Context, ids: store.Ids): Promise<void> =>
  readAtOnce(
    db,
    { ...context, subject: ids.submissionId },
    (tx) => store.find(tx, ids),
    (submission, { standing }) => {
      found(submission)
      viewOf(standing)
      demand(standing, 'submissions:write')
    },
  )
