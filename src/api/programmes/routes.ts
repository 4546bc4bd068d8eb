// Binds the operations of programmes and their cycles.
import { demand } from '../../core/access.ts'
import { found } from '../../core/problem.ts'
import { readAtOnce, readUnit } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import type { Bind } from '../../http/bind.ts'
import * as actions from './actions.ts'
import * as contract from './contract.ts'
import * as store from './store.ts'

export const serve =
  (deps: Pick<Deps, 'db' | 'newId' | 'documents' | 'pages'>) =>
  (bind: Bind): void => {
    const { db, pages } = deps

    bind(contract.createProgramme, ({ context, params, body }) =>
      actions.create(deps, context, params.associationId, body),
    )
    bind(contract.listProgrammes, ({ context, params, query }) => {
      const page = pages.open(query, { sort: '-createdAt', filter: params })
      return readAtOnce(
        db,
        context,
        (tx) => store.listProgrammes(tx, params.associationId, page),
        (programmes, { standing }) => {
          demand(standing, 'programmes:read')
          return programmes
        },
      )
    })
    bind(contract.getProgramme, ({ context, params }) =>
      readAtOnce(
        db,
        context,
        (tx) => store.findProgramme(tx, params),
        (programme, { standing }) => {
          demand(standing, 'programmes:read')
          return found(programme)
        },
      ),
    )
    bind(contract.updateProgramme, ({ context, params, body }) =>
      actions.update(deps, context, params, body),
    )
    bind(contract.createCycle, ({ context, params, body }) =>
      actions.createCycle(deps, context, params, body),
    )
    bind(contract.listCycles, ({ context, params, query }) => {
      const page = pages.open(query, { sort: '-createdAt', filter: params })
      return readUnit(db, context, async ({ tx, standing }) => {
        demand(standing, 'programmes:read')
        found(await store.findProgramme(tx, params))
        return store.listCycles(tx, params, page)
      })
    })
    bind(contract.getCycle, ({ context, params }) =>
      readAtOnce(
        db,
        context,
        (tx) => store.findCycle(tx, params),
        (cycle, { standing }) => {
          demand(standing, 'programmes:read')
          return found(cycle)
        },
      ),
    )
    bind(contract.updateCycle, ({ context, params, body }) =>
      actions.updateCycle(deps, context, params, body),
    )
    bind(contract.openCycle, ({ context, params }) => actions.open(deps, context, params))
    bind(contract.startCycle, ({ context, params }) => actions.start(deps, context, params))
    bind(contract.finishCycle, ({ context, params }) => actions.finish(deps, context, params))
    bind(contract.cancelCycle, ({ context, params }) => actions.cancel(deps, context, params))
  }
