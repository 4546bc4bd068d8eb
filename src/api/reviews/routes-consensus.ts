// Binds the operations of a consensus, and reads it as far as the caller sees it.
import { demand } from '../../core/access.ts'
import { agreementOf } from '../../core/agreement/agreement.ts'
import { metricOf } from '../../core/agreement/krippendorff.ts'
import { figuresOfPanel, scoresOfPanel } from '../../core/consensus/panel.ts'
import { found } from '../../core/problem.ts'
import type { Deps } from '../../deps.ts'
import type { Bind } from '../../http/bind.ts'
import * as agreeing from './actions-agreeing.ts'
import * as actions from './actions-consensus.ts'
import * as noting from './actions-findings.ts'
import { decide } from './actions-leaving.ts'
import { readOfficial } from './actions-official.ts'
import { readTable } from './actions-reading.ts'
import * as visiting from './actions-visit.ts'
import * as contract from './contract-consensus.ts'
import * as findingContract from './contract-consensus-findings.ts'
import { decideDeparture } from './contract-leaving.ts'
import { getOfficialScore } from './contract-official.ts'
import * as visitContract from './contract-visit.ts'

type Needs = Pick<Deps, 'db' | 'newId' | 'documents' | 'scoring'>

export const serveConsensus =
  (needs: Needs) =>
  (bind: Bind): void => {
    bind(contract.openConsensus, ({ context, params }) => actions.open(needs, context, params))
    bind(contract.getConsensus, ({ context, params }) =>
      readTable(needs, context, params, ({ table, entries, looking }) => {
        found(looking.parts.includes('items') ? looking : null)
        return {
          consensus: table.consensus,
          entries,
          figures: figuresOfPanel(table),
          parts: looking.parts,
        }
      }),
    )
    bind(contract.getAgreement, ({ context, params }) =>
      readTable(needs, context, params, ({ table, looking, standing }) => {
        found(looking.parts.includes('items') ? looking : null)
        demand(standing, 'agreement:read')
        found(looking.parts.includes('coefficients') ? looking : null)
        return agreementOf(
          scoresOfPanel(table).map(({ scores }) => scores),
          metricOf(table.questionnaire),
        )
      }),
    )
    bind(getOfficialScore, ({ context, params, query }) =>
      readOfficial(needs, context, params, query),
    )
    bind(contract.putConsensusScore, ({ context, params, body }) =>
      actions.enter(needs, context, params, body),
    )
    bind(contract.acceptSuggestions, ({ context, params }) =>
      actions.acceptSuggestions(needs, context, params),
    )
    bind(contract.startConsensusRound, ({ context, params, body }) =>
      agreeing.newRound(needs, context, params, body),
    )
    bind(contract.closeConsensusRound, ({ context, params }) =>
      agreeing.closeRound(needs, context, params),
    )
    bind(contract.proposeConsensus, ({ context, params }) =>
      agreeing.propose(needs, context, params),
    )
    bind(contract.agreeToConsensus, ({ context, params }) => agreeing.agree(needs, context, params))
    bind(contract.objectToConsensus, ({ context, params, body }) =>
      agreeing.object(needs, context, params, body),
    )
    bind(contract.overruleObjection, ({ context, params, body }) =>
      agreeing.overrule(needs, context, params, body),
    )
    bind(contract.finalizeConsensus, ({ context, params }) =>
      agreeing.finalize(needs, context, params),
    )
    bind(decideDeparture, ({ context, params, body }) => decide(needs, context, params, body))
    bind(findingContract.listConsensusFindings, ({ context, params }) =>
      noting.list(needs, context, params),
    )
    bind(findingContract.addConsensusFinding, ({ context, params, body }) =>
      noting.add(needs, context, params, body),
    )
    bind(findingContract.putConsensusFinding, ({ context, params, body }) =>
      noting.change(needs, context, params, body),
    )
    bind(findingContract.removeConsensusFinding, ({ context, params }) =>
      noting.remove(needs, context, params),
    )
    bind(findingContract.checkConsensusFindings, ({ context, params }) =>
      noting.check(needs, context, params),
    )
    bind(visitContract.planSiteVisit, ({ context, params, body }) =>
      visiting.plan(needs, context, params, body.issues),
    )
    bind(visitContract.getSiteVisit, ({ context, params }) =>
      readTable(needs, context, params, ({ table, looking }) => {
        const { consensus } = table
        found(looking.parts.includes('panel_reviews') ? consensus.visits.at(-1) : null)
        return { consensus }
      }),
    )
    bind(visitContract.listSiteVisits, ({ context, params }) =>
      readTable(needs, context, params, ({ table, looking }) => {
        found(looking.parts.includes('panel_reviews') ? looking : null)
        return { consensus: table.consensus }
      }),
    )
    bind(visitContract.declareForSiteVisit, ({ context, params }) =>
      visiting.renew(needs, context, params),
    )
    bind(visitContract.beginSiteVisit, ({ context, params }) =>
      visiting.begin(needs, context, params),
    )
    bind(visitContract.putVisitOutcome, ({ context, params, body }) =>
      visiting.answer(needs, context, params, body),
    )
    bind(visitContract.reportSiteVisit, ({ context, params }) =>
      visiting.report(needs, context, params),
    )
  }
