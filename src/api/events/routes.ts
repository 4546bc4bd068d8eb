// Binds the feeds of events, of organizations and of associations.
import { demand } from '../../core/access.ts'
import { ownerOf } from '../../core/request.ts'
import { readAtOnce, readUnit } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import type { Bind } from '../../http/bind.ts'
import { listAssociationEvents, listEvents } from './contract.ts'
import * as store from './store.ts'

export const serve =
  ({ db, pages }: Pick<Deps, 'db' | 'pages'>) =>
  (bind: Bind): void => {
    bind(listEvents, ({ context, query }) => {
      const owner = ownerOf(context)
      const page = pages.open(query, { sort: 'told', filter: owner })
      return readAtOnce(
        db,
        context,
        (tx) => store.list(tx, { owner, readBy: null }, page),
        (feed, { standing }) => {
          demand(standing, 'events:read')
          return { owner, ...feed }
        },
      )
    })
    bind(listAssociationEvents, ({ context, query }) => {
      const owner = ownerOf(context)
      const page = pages.open(query, { sort: 'told', filter: owner })
      // Which panels a reader was asked for is told on their side alone; what is told goes by the role.
      return readUnit(db, { ...context, side: 'review' }, async ({ tx, standing }) => {
        demand(standing, 'events:read')
        const { personId, associationRole } = standing
        const readBy = { personId, managesProgrammes: associationRole === 'programme_manager' }
        return { owner, ...(await store.list(tx, { owner, readBy }, page)) }
      })
    })
  }
