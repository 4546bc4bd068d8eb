// Binds the operations of API keys, for organizations and for associations.
import { demand } from '../../core/access.ts'
import { found } from '../../core/problem.ts'
import { ownerOf } from '../../core/request.ts'
import { readAtOnce } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import type { Bind } from '../../http/bind.ts'
import * as actions from './actions.ts'
import { apiKeys } from './contract.ts'
import * as store from './store.ts'

export const serve =
  (deps: Pick<Deps, 'db' | 'newId' | 'pages' | 'peppers'>) =>
  (bind: Bind): void => {
    for (const { create, list, get, rotate, revoke } of [
      apiKeys.organization,
      apiKeys.association,
    ]) {
      bind(create, ({ context, body }) => actions.create(deps, context, body))
      bind(list, ({ context, query }) => {
        const owner = ownerOf(context)
        const page = deps.pages.open(query, { sort: 'id', filter: owner })
        return readAtOnce(
          deps.db,
          context,
          (tx) => store.list(tx, owner, page),
          (keys, { standing }) => {
            demand(standing, 'keys:read')
            return keys
          },
        )
      })
      bind(get, ({ context, params }) =>
        readAtOnce(
          deps.db,
          context,
          (tx) => store.find(tx, ownerOf(context), params.apiKeyId),
          (key, { standing }) => {
            demand(standing, 'keys:read')
            return found(key)
          },
        ),
      )
      bind(rotate, ({ context, params, body }) => actions.rotate(deps, context, params, body))
      bind(revoke, ({ context, params }) => actions.revoke(deps, context, params))
    }
  }
