// Binds the operations of feedback reports.
import type { Deps } from '../../deps.ts'
import type { Bind } from '../../http/bind.ts'
import * as actions from './actions.ts'
import * as reading from './actions-reading.ts'
import * as contract from './contract.ts'

type Needs = Pick<Deps, 'db' | 'newId' | 'documents' | 'scoring' | 'codes' | 'reports'>

export const serve =
  (needs: Needs) =>
  (bind: Bind): void => {
    bind(contract.draftFeedbackReport, ({ context, params, body }) =>
      actions.draft(needs, context, params, body),
    )
    bind(contract.listFeedbackReports, ({ context, params }) =>
      reading.listReports(needs, context, params),
    )
    bind(contract.getFeedbackReport, ({ context, params }) =>
      reading.readReport(needs, context, params),
    )
    bind(contract.putFeedbackReportTexts, ({ context, params, body }) =>
      actions.write(needs, context, params, body),
    )
    bind(contract.approveFeedbackReport, ({ context, params }) =>
      actions.approve(needs, context, params),
    )
    bind(contract.returnFeedbackReport, ({ context, params }) =>
      actions.giveBack(needs, context, params),
    )
    bind(contract.releaseFeedbackReport, ({ context, params }) =>
      actions.release(needs, context, params),
    )
  }
