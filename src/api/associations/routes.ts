// Binds the operations of associations: reads only.
import { demand } from '../../core/access.ts'
import { found } from '../../core/problem.ts'
import { readAtOnce } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import type { Bind } from '../../http/bind.ts'
import { getAssociation, listAssociationOrganizations } from './contract.ts'
import * as store from './store.ts'

export const serve =
  ({ db, pages }: Pick<Deps, 'db' | 'pages'>) =>
  (bind: Bind): void => {
    bind(getAssociation, ({ context, params }) =>
      readAtOnce(
        db,
        context,
        (tx) => store.find(tx, params.associationId),
        (association, { standing }) => {
          demand(standing, 'associations:read')
          return found(association)
        },
      ),
    )
    bind(listAssociationOrganizations, ({ context, params, query }) => {
      const page = pages.open(query, { sort: 'name', filter: params })
      return readAtOnce(
        db,
        context,
        (tx) => store.listRoster(tx, params.associationId, page),
        (roster, { standing }) => {
          demand(standing, 'associations:read')
          return roster
        },
      )
    })
  }
