// Binds the operation of operations; says a stored problem in the caller's language.
import { demandReading, problemOf } from '../../core/operation/operation.ts'
import { found } from '../../core/problem.ts'
import { readAtOnce } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import type { Bind } from '../../http/bind.ts'
import { toProblemBody } from '../../http/problems.ts'
import { getAssociationOperation } from './contract.ts'
import * as store from './store.ts'

export const serve =
  ({ db }: Pick<Deps, 'db'>) =>
  (bind: Bind): void => {
    bind(getAssociationOperation, ({ context, params }) =>
      readAtOnce(
        db,
        context,
        (tx) => store.find(tx, params),
        (stored, { standing }) => {
          const operation = found(stored)
          demandReading(standing, operation)
          if (operation.error === null) return { operation, problem: null }
          const body = toProblemBody(problemOf(operation.error), context.locale, operation.id)
          const { type, title, status, detail, instance, code } = body
          return { operation, problem: { type, title, status, detail, instance, code } }
        },
      ),
    )
  }
