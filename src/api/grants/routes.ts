// Binds the operations of grants.
import { demand } from '../../core/access.ts'
import { found } from '../../core/problem.ts'
import { readAtOnce } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import type { Bind } from '../../http/bind.ts'
import * as actions from './actions.ts'
import { createGrant, getGrant, listGrants, revokeGrant } from './contract.ts'
import * as store from './store.ts'

export const serve =
  (deps: Pick<Deps, 'db' | 'newId' | 'pages'>) =>
  (bind: Bind): void => {
    bind(createGrant, ({ context, params, body }) => actions.create(deps, context, params, body))
    bind(listGrants, ({ context, params, query }) => {
      const page = deps.pages.open(query, { sort: 'id', filter: params })
      return readAtOnce(
        deps.db,
        context,
        (tx) => store.list(tx, params.organizationId, page),
        (grants, { standing }) => {
          demand(standing, 'grants:read')
          return grants
        },
      )
    })
    bind(getGrant, ({ context, params }) =>
      readAtOnce(
        deps.db,
        context,
        (tx) => store.find(tx, params),
        (grant, { standing }) => {
          demand(standing, 'grants:read')
          return found(grant)
        },
      ),
    )
    bind(revokeGrant, ({ context, params }) => actions.revoke(deps, context, params))
  }
