// Binds the operations of entries.
import type { Deps } from '../../deps.ts'
import type { Bind } from '../../http/bind.ts'
import * as actions from './actions.ts'
import { recognize } from './actions-recognition.ts'
import * as contract from './contract.ts'
import { getEntryRecognition } from './contract-recognition.ts'

export const serve =
  (deps: Pick<Deps, 'db' | 'documents' | 'pages' | 'scoring'>) =>
  (bind: Bind): void => {
    bind(contract.listOpenCycles, ({ context, params, query }) =>
      actions.listOpen(deps, context, params, query),
    )
    bind(contract.enterCycle, ({ context, params, body }) =>
      actions.enter(deps, context, params, body),
    )
    bind(contract.getEntry, ({ context, params }) => actions.get(deps, context, params))
    bind(getEntryRecognition, ({ context, params, query }) =>
      recognize(deps, context, params, query),
    )
    bind(contract.leaveCycle, ({ context, params }) => actions.leave(deps, context, params))
    bind(contract.listEntries, ({ context, params, query }) =>
      actions.list(deps, context, params, query),
    )
    bind(contract.listCycleEntries, ({ context, params, query }) =>
      actions.listOfCycle(deps, context, params, query),
    )
  }
