// Binds the operations of members, for organizations and for associations.
import { demand } from '../../core/access.ts'
import { found } from '../../core/problem.ts'
import { ownerOf } from '../../core/request.ts'
import { readAtOnce } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import type { Bind } from '../../http/bind.ts'
import * as actions from './actions.ts'
import { members } from './contract.ts'
import * as store from './store.ts'

export const serve =
  ({ db, pages }: Pick<Deps, 'db' | 'pages'>) =>
  (bind: Bind): void => {
    for (const { list, get, put, remove } of [members.organization, members.association]) {
      bind(list, ({ context, query }) => {
        const owner = ownerOf(context)
        const page = pages.open(query, { sort: 'personId', filter: owner })
        return readAtOnce(
          db,
          context,
          (tx) => store.list(tx, owner, page),
          (found, { standing }) => {
            demand(standing, 'members:read')
            return found
          },
        )
      })
      bind(get, ({ context, params }) =>
        readAtOnce(
          db,
          context,
          (tx) => store.find(tx, ownerOf(context), params.personId),
          (member, { standing }) => {
            demand(standing, 'members:read')
            return found(member)
          },
        ),
      )
      bind(put, ({ context, params, body }) => actions.put({ db }, context, params, body))
      bind(remove, ({ context, params }) => actions.remove({ db }, context, params))
    }
  }
