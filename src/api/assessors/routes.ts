// Binds the operations of the register of assessors.
import { demand } from '../../core/access.ts'
import { found } from '../../core/problem.ts'
import { readAtOnce } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import type { Bind } from '../../http/bind.ts'
import * as actions from './actions.ts'
import * as own from './actions-own.ts'
import * as contract from './contract.ts'
import * as ownContract from './contract-own.ts'
import * as store from './store.ts'

export const serve =
  (deps: Pick<Deps, 'db' | 'pages'>) =>
  (bind: Bind): void => {
    const { db, pages } = deps

    bind(contract.listAssessors, ({ context, params, query }) => {
      const page = pages.open(query, { sort: 'personId', filter: params })
      return readAtOnce(
        db,
        context,
        (tx) => store.list(tx, params.associationId, page),
        (assessors, { standing }) => {
          demand(standing, 'assessors:read')
          return assessors
        },
      )
    })
    bind(contract.getAssessor, ({ context, params }) =>
      readAtOnce(
        db,
        context,
        (tx) => store.find(tx, params),
        (assessor, { standing }) => {
          demand(standing, 'assessors:read')
          return found(assessor)
        },
      ),
    )
    bind(contract.putAssessor, ({ context, params, body }) =>
      actions.put(deps, context, params, body),
    )
    bind(contract.removeAssessor, ({ context, params }) => actions.remove(deps, context, params))
    bind(ownContract.getOwnInterests, ({ context, params }) => own.get(deps, context, params))
    bind(ownContract.putOwnInterests, ({ context, params, body }) =>
      own.put(deps, context, params, body),
    )
  }
