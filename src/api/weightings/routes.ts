// Binds the operations of weightings, for both kinds of owner.
import type { Owner } from '../../core/context.ts'
import type { AssociationId, OrganizationId, WeightingId } from '../../core/ids.ts'
import { found } from '../../core/problem.ts'
import type { Context } from '../../core/request.ts'
import { demandReading } from '../../core/weighting/profile.ts'
import { readAtOnce } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import type { Bind } from '../../http/bind.ts'
import * as actions from './actions.ts'
import * as contract from './contract.ts'
import * as store from './store.ts'

type ListQuery = store.Filter & { readonly limit: number; readonly cursor?: string | undefined }

const organization = (given: { readonly organizationId: OrganizationId }): Owner => ({
  kind: 'organization',
  id: given.organizationId,
})
const association = (given: { readonly associationId: AssociationId }): Owner => ({
  kind: 'association',
  id: given.associationId,
})

export const serve =
  (deps: Pick<Deps, 'db' | 'newId' | 'documents' | 'pages'>) =>
  (bind: Bind): void => {
    const { db, pages } = deps

    const read = (context: Context, owner: Owner, id: WeightingId) =>
      readAtOnce(
        db,
        context,
        (tx) => store.find(tx, { owner, id }),
        (weighting, { standing }) => {
          demandReading(standing, owner)
          return found(weighting)
        },
      )
    const list = (context: Context, owner: Owner, { limit, cursor, ...filter }: ListQuery) => {
      const { questionnaireKey = null, state = null } = filter
      const asked = { owner, questionnaireKey, state }
      const page = pages.open({ limit, cursor }, { sort: '-createdAt', filter: asked })
      return readAtOnce(
        db,
        context,
        (tx) => store.list(tx, owner, { page, filter }),
        (weightings, { standing }) => {
          demandReading(standing, owner)
          return weightings
        },
      )
    }

    bind(contract.createWeighting, ({ context, params, body }) =>
      actions.create(deps, context, organization(params), body),
    )
    bind(contract.listWeightings, ({ context, params, query }) =>
      list(context, organization(params), query),
    )
    bind(contract.getWeighting, ({ context, params }) =>
      read(context, organization(params), params.weightingId),
    )
    bind(contract.publishWeighting, ({ context, params }) =>
      actions.publish(deps, context, organization(params), params.weightingId),
    )
    bind(contract.createAssociationWeighting, ({ context, params, body }) =>
      actions.create(deps, context, association(params), body),
    )
    bind(contract.listAssociationWeightings, ({ context, params, query }) =>
      list(context, association(params), query),
    )
    bind(contract.getAssociationWeighting, ({ context, params }) =>
      read(context, association(params), params.weightingId),
    )
    bind(contract.publishAssociationWeighting, ({ context, params }) =>
      actions.publish(deps, context, association(params), params.weightingId),
    )
  }
