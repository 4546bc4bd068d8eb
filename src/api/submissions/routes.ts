// Binds the operations of submissions, and reads them: what a caller sees is the view of core/submission.
import { can, demand } from '../../core/access.ts'
import { localize } from '../../core/document/localize.ts'
import { found } from '../../core/problem.ts'
import { answerOf } from '../../core/request.ts'
import { givenIn } from '../../core/submission/shown.ts'
import { viewOf } from '../../core/submission/view.ts'
import { readAtOnce } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import { answersToCsv, answersToXlsx, type SheetOf } from '../../exchange/answers/sheet.ts'
import { type SheetFormat, sheetFormatOf, sheetHeaders } from '../../exchange/sheet-types.ts'
import type { Bind } from '../../http/bind.ts'
import { svg } from '../../http/operation.ts'
import * as actions from './actions.ts'
import { importSheet } from './actions-answer-sheet.ts'
import * as answering from './actions-answers.ts'
import { estimateScore } from './actions-estimate.ts'
import { nameOf, seenBy } from './actions-loading.ts'
import { migrate, plan } from './actions-migration.ts'
import { readOnEitherSide } from './actions-panel.ts'
import { drawScore } from './actions-picture.ts'
import { readSubmission, viewOfAnswers, viewOfSubmission } from './actions-reading.ts'
import { compareScores, readScore } from './actions-score.ts'
import { submit } from './actions-submit.ts'
import { listUses } from './actions-uses.ts'
import * as weighing from './actions-what-if.ts'
import * as contract from './contract.ts'
import * as sheetContract from './contract-answer-sheet.ts'
import * as answerContract from './contract-answers.ts'
import { estimateSubmission } from './contract-estimate.ts'
import * as migrationContract from './contract-migration.ts'
import { getSubmissionQuestionnaire } from './contract-questionnaire.ts'
import * as usesContract from './contract-uses.ts'
import * as whatIfContract from './contract-what-if.ts'
import * as store from './store.ts'
import * as answers from './store-answers.ts'

type Needs = Pick<Deps, 'db' | 'newId' | 'documents' | 'scoring' | 'pages' | 'files'>

const toDate = (text: string | undefined): Date | null =>
  text === undefined ? null : new Date(text)

const sheetAnswer = (format: SheetFormat, given: SheetOf) => {
  const { key, version } = given.questionnaire
  return answerOf<string>({
    status: 200,
    headers: sheetHeaders(format, `${key}-${version}-answers`),
    body: format === 'csv' ? answersToCsv(given) : answersToXlsx(given),
  })
}

export const serve =
  (needs: Needs) =>
  (bind: Bind): void => {
    const { db, documents, pages } = needs
    bind(contract.createSubmission, ({ context, params, body }) =>
      actions.create(needs, context, params, body),
    )
    bind(migrationContract.planSubmissionMigration, ({ context, params, body }) =>
      plan(needs, context, params, body.to),
    )
    bind(migrationContract.migrateSubmission, ({ context, params, body }) =>
      migrate(needs, context, params, body),
    )
    bind(contract.listSubmissions, ({ context, params, query }) => {
      const { limit, cursor, state = null, questionnaireKey = null } = query
      const createdAfter = toDate(query.createdAfter)
      const createdBefore = toDate(query.createdBefore)
      const { organizationId } = params
      const page = pages.open(
        { limit, cursor },
        {
          sort: '-createdAt',
          filter: {
            organizationId,
            state,
            questionnaireKey,
            createdAfter: createdAfter?.toISOString() ?? null,
            createdBefore: createdBefore?.toISOString() ?? null,
          },
        },
      )
      const filter = { state, questionnaireKey, weightingId: null, createdAfter, createdBefore }
      return readAtOnce(
        db,
        context,
        (tx) => store.list(tx, organizationId, { page, filter }),
        (listed, asking) => ({ ...listed, view: viewOfSubmission(asking, organizationId) }),
      )
    })
    bind(usesContract.listWeightingUses, ({ context, params, query }) => {
      const page = pages.open(query, { sort: '-createdAt', filter: params })
      return listUses(needs, context, params, page)
    })
    bind(contract.getSubmission, async ({ context, params }) => {
      const { asking, ...known } = await readSubmission(needs, context, params)
      const document = await documents.alone(nameOf(known.submission))
      return seenBy(asking, { ...known, document })
    })
    bind(contract.updateSubmission, ({ context, params, body }) =>
      actions.update(needs, context, params, body),
    )
    bind(contract.submitSubmission, ({ context, params }) => submit(needs, context, params))
    bind(contract.withdrawSubmission, ({ context, params }) =>
      actions.withdraw(needs, context, params),
    )
    bind(contract.acceptSubmission, ({ context, params }) => actions.accept(needs, context, params))
    bind(contract.getScore, ({ context, params, query }) =>
      context.replyType === svg
        ? drawScore(needs, context, params, query)
        : readScore(needs, context, params, query.weighting),
    )
    bind(estimateSubmission, ({ context, params, body }) =>
      estimateScore(needs, context, params, body),
    )
    bind(contract.compareScores, ({ context, params, query }) =>
      compareScores(needs, context, params, query.with),
    )
    bind(whatIfContract.previewWhatIf, ({ context, params, body }) =>
      weighing.whatIf(needs, context, params, body.weighting),
    )
    bind(whatIfContract.getSensitivity, ({ context, params, query }) =>
      weighing.sensitivity(needs, context, params, query),
    )
    bind(whatIfContract.getReversalWeights, ({ context, params, query }) =>
      weighing.reversalWeights(needs, context, params, query),
    )
    bind(answerContract.listAnswers, ({ context, params, query }) => {
      const page = pages.open(query, { sort: 'code', filter: params })
      return readOnEitherSide(needs, context, params, {
        load: (tx) =>
          Promise.all([
            store.find(tx, params),
            answers.revisionOf(tx, params),
            answers.list(tx, params, page),
          ]),
        decide: ([submission, answersRevision, listed], asking) => {
          const view = viewOfAnswers(asking, params)
          found(submission)
          return { ...listed, answersRevision, view }
        },
      })
    })
    bind(answerContract.patchAnswers, ({ context, params, body }) =>
      answering.patch(needs, context, params, body),
    )
    bind(answerContract.getAnswer, ({ context, params }) =>
      readOnEitherSide(needs, context, params, {
        load: (tx) => answers.find(tx, params),
        decide: (stored, asking) => {
          const view = viewOfAnswers(asking, params)
          const answer = found(stored)
          found(answer.answer) // a tombstone is absent
          return { answer, view }
        },
      }),
    )
    bind(answerContract.putAnswer, ({ context, params, body }) =>
      answering.put(needs, context, params, body),
    )
    bind(sheetContract.getAnswerSheet, async ({ context, params, query }) => {
      const { submission, given, isShared } = await readOnEitherSide(needs, context, params, {
        load: (tx) => Promise.all([store.find(tx, params), answers.all(tx, params)]),
        decide: ([stored, all], { standing, exports }) => {
          demand(standing, 'answers:read')
          exports(params.submissionId)
          const view = viewOf(standing)
          const isAssessed = view === 'panel' || view === 'blind'
          const isShared = isAssessed || can(standing, 'shared-questionnaires:read')
          return { submission: found(stored), given: givenIn(all, view), isShared }
        },
      })
      const { questionnaire } = await documents.alone(nameOf(submission))
      const { key, version } = submission.questionnaire
      // Answers that were lent lend no text of a questionnaire that is not public (decision 0016).
      const isSeen = isShared || (await documents.catalogue()).find(key, version) !== null
      const language = isSeen ? context.locale : null
      return sheetAnswer(query.format, { questionnaire, answers: given, language })
    })
    bind(getSubmissionQuestionnaire, async ({ context, params, query }) => {
      const submission = await readOnEitherSide(needs, context, params, {
        load: (tx) => store.find(tx, params),
        decide: (stored, { standing }) => {
          viewOf(standing) // to whom the submission is invisible it is not there
          demand(standing, 'submission-questionnaires:read')
          return found(stored)
        },
      })
      const { questionnaire } = await documents.alone(nameOf(submission))
      return localize(questionnaire, context.locale, query.view)
    })
    bind(sheetContract.importAnswerSheet, ({ context, params, query, body }) =>
      importSheet(needs, context, params, {
        bytes: body.bytes,
        format: sheetFormatOf(body.mediaType),
        dryRun: query.dryRun === true,
        emptyCells: query.emptyCells,
      }),
    )
    bind(answerContract.listAnswerRevisions, ({ context, params, query }) => {
      const page = pages.open(query, { sort: '-revision', filter: params })
      return readAtOnce(
        db,
        { ...context, subject: params.submissionId },
        (tx) => Promise.all([answers.find(tx, params), answers.listRevisions(tx, params, page)]),
        ([answer, listed], asking) => {
          const view = viewOfAnswers(asking, params)
          found(answer)
          return { ...listed, view }
        },
      )
    })
  }
