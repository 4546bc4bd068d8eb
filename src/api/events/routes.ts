// Binds the feeds of events, of organizations and of associations.
import { demand } from '../../core/access.ts'
import { found } from '../../core/problem.ts'
import { ownerOf } from '../../core/request.ts'
import { readAtOnce } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import type { Bind } from '../../http/bind.ts'
import { listAssociationEvents, listEvents } from './contract.ts'
import * as store from './store.ts'

export const serve =
  ({ db, pages }: Pick<Deps, 'db' | 'pages'>) =>
  (bind: Bind): void => {
    for (const operation of [listEvents, listAssociationEvents]) {
      bind(operation, ({ context, query }) => {
        const owner = ownerOf(context)
        const readBy = found(context.principal).personId
        const page = pages.open(query, { sort: 'seq', filter: owner })
        // Which panels a reader was asked for is told on their side alone; what an organization reads is its own.
        const isOfPanels = owner.kind === 'association'
        return readAtOnce(
          db,
          isOfPanels ? { ...context, side: 'review' } : context,
          (tx) => store.list(tx, { owner, readBy }, page),
          (feed, { standing }) => {
            demand(standing, 'events:read')
            return { owner, ...feed }
          },
        )
      })
    }
  }
