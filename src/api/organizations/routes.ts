// Binds the operations of organizations.
import { demand } from '../../core/access.ts'
import { found } from '../../core/problem.ts'
import { readAtOnce } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import type { Bind } from '../../http/bind.ts'
import * as actions from './actions.ts'
import {
  createAssociationOrganization,
  getOrganization,
  giveBenchmarkConsent,
  updateOrganization,
  withdrawBenchmarkConsent,
} from './contract.ts'
import * as store from './store.ts'

export const serve =
  (deps: Pick<Deps, 'db' | 'newId' | 'codes'>) =>
  (bind: Bind): void => {
    bind(createAssociationOrganization, ({ context, params, body }) =>
      actions.create(deps, context, params, body),
    )
    bind(getOrganization, ({ context, params }) =>
      readAtOnce(
        deps.db,
        context,
        (tx) => store.find(tx, params.organizationId),
        (organization, { standing }) => {
          demand(standing, 'organizations:read')
          return found(organization)
        },
      ),
    )
    bind(updateOrganization, ({ context, params, body }) =>
      actions.update(deps, context, params, body),
    )
    bind(giveBenchmarkConsent, ({ context, params }) =>
      actions.giveBenchmarkConsent(deps, context, params),
    )
    bind(withdrawBenchmarkConsent, ({ context, params }) =>
      actions.withdrawBenchmarkConsent(deps, context, params),
    )
  }
