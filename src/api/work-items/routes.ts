// Binds the operations of work that waits.
import type { Deps } from '../../deps.ts'
import type { Bind } from '../../http/bind.ts'
import * as actions from './actions.ts'
import * as contract from './contract.ts'

export const serve =
  (deps: Pick<Deps, 'db' | 'pages'>) =>
  (bind: Bind): void => {
    bind(contract.listMyWorkItems, ({ context, query }) => actions.mine(deps, context, query))
    bind(contract.listCycleWorkItems, ({ context, params, query }) =>
      actions.ofCycle(deps, context, params, query),
    )
    bind(contract.getCycleProgress, ({ context, params }) =>
      actions.progress(deps, context, params),
    )
    bind(contract.listOrganizationWorkItems, ({ context, params, query }) =>
      actions.ofOrganization(deps, context, params.organizationId, query),
    )
  }
