// Binds the operations of assignments.
import type { Deps } from '../../deps.ts'
import type { Bind } from '../../http/bind.ts'
import * as actions from './actions.ts'
import { verdict } from './actions-conflicts.ts'
import * as own from './actions-own.ts'
import * as shown from './actions-shown.ts'
import * as contract from './contract.ts'
import { lookForConflicts } from './contract-conflicts.ts'
import * as ownContract from './contract-own.ts'
import * as shownContract from './contract-shown.ts'

export const serve =
  (deps: Pick<Deps, 'db' | 'newId' | 'pages'>) =>
  (bind: Bind): void => {
    bind(lookForConflicts, ({ context, params, query }) =>
      verdict(deps, context, params, query.cycleId ?? null),
    )
    bind(contract.proposeAssignment, ({ context, params, body }) =>
      actions.propose(deps, context, params, body),
    )
    bind(contract.listAssignments, ({ context, params, query }) =>
      actions.list(deps, context, params, query),
    )
    bind(contract.getAssignment, ({ context, params }) => actions.get(deps, context, params))
    bind(contract.waiveConflict, ({ context, params, body }) =>
      actions.waive(deps, context, params, body),
    )
    bind(contract.removeAssignment, ({ context, params, body }) =>
      actions.remove(deps, context, params, body),
    )
    bind(ownContract.listOwnAssignments, ({ context, query }) => own.list(deps, context, query))
    bind(ownContract.getOwnAssignment, ({ context, params }) => own.get(deps, context, params))
    bind(ownContract.declareInterests, ({ context, params, body }) =>
      own.declare(deps, context, params, body),
    )
    bind(ownContract.declineAssignment, ({ context, params, body }) =>
      own.decline(deps, context, params, body),
    )
    bind(ownContract.recuseFromAssignment, ({ context, params, body }) =>
      own.recuse(deps, context, params, body),
    )
    bind(shownContract.getShownPanel, ({ context, params }) => shown.getOwn(deps, context, params))
    bind(shownContract.acceptShownPanel, ({ context, params }) =>
      shown.accept(deps, context, params),
    )
    bind(shownContract.challengePanel, ({ context, params, body }) =>
      shown.challenge(deps, context, params, body),
    )
    bind(shownContract.getPanel, ({ context, params }) => shown.get(deps, context, params))
    bind(shownContract.showPanel, ({ context, params, body }) =>
      shown.show(deps, context, params, body),
    )
    bind(shownContract.decideChallenge, ({ context, params, body }) =>
      shown.decide(deps, context, params, body),
    )
  }
