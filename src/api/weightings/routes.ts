// Binds the operations of weightings, for both kinds of owner.
import type { Owner } from '../../core/context.ts'
import type { AssociationId, OrganizationId, WeightingId } from '../../core/ids.ts'
import { found } from '../../core/problem.ts'
import { answerOf, type Context } from '../../core/request.ts'
import { demandReading, type WeightingProfile } from '../../core/weighting/profile.ts'
import { readAtOnce } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import { type SheetFormat, sheetHeaders } from '../../exchange/sheet-types.ts'
import {
  type WeightingSheet,
  weightingToCsv,
  weightingToXlsx,
} from '../../exchange/weightings/sheet.ts'
import type { Bind } from '../../http/bind.ts'
import * as actions from './actions.ts'
import { copy, listShared } from './actions-copies.ts'
import { ask } from './actions-effects.ts'
import * as exchange from './actions-exchange.ts'
import * as limits from './actions-limits.ts'
import * as contract from './contract.ts'
import * as copies from './contract-copies.ts'
import * as effects from './contract-effects.ts'
import * as files from './contract-exchange.ts'
import * as limiting from './contract-limits.ts'
import * as store from './store.ts'
import { find as findEffect } from './store-effects.ts'
import { find as findLimits } from './store-limits.ts'

type ListQuery = store.Filter & { readonly limit: number; readonly cursor?: string | undefined }

const organization = (given: { readonly organizationId: OrganizationId }): Owner => ({
  kind: 'organization',
  id: given.organizationId,
})
const association = (given: { readonly associationId: AssociationId }): Owner => ({
  kind: 'association',
  id: given.associationId,
})

const ownedBy = (params: { organizationId: OrganizationId; weightingId: WeightingId }) => ({
  owner: organization(params),
  id: params.weightingId,
})
const sharedBy = (params: { associationId: AssociationId; weightingId: WeightingId }) => ({
  owner: association(params),
  id: params.weightingId,
})

const sheetAnswer = (
  format: SheetFormat,
  { key, version, mode, items }: WeightingProfile,
  given: Pick<WeightingSheet, 'questionnaire' | 'language'>,
) => {
  const sheet = { ...given, mode, items }
  return answerOf<string>({
    status: 200,
    headers: sheetHeaders(format, `${key}-${version}-weighting`),
    body: format === 'csv' ? weightingToCsv(sheet) : weightingToXlsx(sheet),
  })
}

export const serve =
  (deps: Pick<Deps, 'db' | 'newId' | 'documents' | 'pages' | 'files' | 'worker'>) =>
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

    const sheetOf = async (context: Context, named: store.Named, format: SheetFormat) => {
      const { weighting, ...given } = await exchange.readForSheet(deps, context, named)
      return sheetAnswer(format, weighting, given)
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
    bind(contract.putWeighting, ({ context, params, body }) =>
      actions.put(deps, context, ownedBy(params), body),
    )
    bind(contract.publishWeighting, ({ context, params }) =>
      actions.publish(deps, context, ownedBy(params)),
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
    bind(contract.putAssociationWeighting, ({ context, params, body }) =>
      actions.put(deps, context, sharedBy(params), body),
    )
    bind(contract.publishAssociationWeighting, ({ context, params }) =>
      actions.publish(deps, context, sharedBy(params)),
    )

    bind(copies.copyWeighting, ({ context, params, body }) =>
      copy(deps, context, organization(params), body),
    )
    bind(copies.copyAssociationWeighting, ({ context, params, body }) =>
      copy(deps, context, association(params), body),
    )
    bind(copies.listSharedWeightings, ({ context, params, query }) => {
      const { limit, cursor, associationId, questionnaireKey } = query
      const { organizationId } = params
      const filter = {
        organizationId,
        associationId: associationId ?? null,
        questionnaireKey: questionnaireKey ?? null,
      }
      const page = pages.open({ limit, cursor }, { sort: '-createdAt', filter })
      return listShared(deps, context, { organizationId, associationId, questionnaireKey, page })
    })

    bind(files.getWeightingDocument, ({ context, params }) =>
      read(context, organization(params), params.weightingId),
    )
    bind(files.getAssociationWeightingDocument, ({ context, params }) =>
      read(context, association(params), params.weightingId),
    )
    bind(files.importWeighting, ({ context, params, body }) =>
      exchange.importDocument(deps, context, organization(params), body),
    )
    bind(files.importAssociationWeighting, ({ context, params, body }) =>
      exchange.importDocument(deps, context, association(params), body),
    )
    bind(files.getWeightingSheet, ({ context, params, query }) =>
      sheetOf(context, ownedBy(params), query.format),
    )
    bind(files.getAssociationWeightingSheet, ({ context, params, query }) =>
      sheetOf(context, sharedBy(params), query.format),
    )
    bind(files.importWeightingSheet, ({ context, params, query, body }) =>
      exchange.importSheet(deps, context, ownedBy(params), { ...body, ...query }),
    )
    bind(files.importAssociationWeightingSheet, ({ context, params, query, body }) =>
      exchange.importSheet(deps, context, sharedBy(params), { ...body, ...query }),
    )

    bind(effects.assessWeightingEffect, ({ context, params, body }) =>
      ask(deps, context, params.associationId, body.weightingId),
    )
    bind(effects.getWeightingEffect, ({ context, params }) =>
      readAtOnce(
        db,
        context,
        (tx) => findEffect(tx, params),
        (effect, { standing }) => {
          demandReading(standing, association(params))
          return found(effect)
        },
      ),
    )

    bind(limiting.getWeightingLimits, ({ context, params }) =>
      readAtOnce(
        db,
        context,
        (tx) => findLimits(tx, params),
        (record, { standing }) => {
          demandReading(standing, association(params))
          return found(record)
        },
      ),
    )
    bind(limiting.putWeightingLimits, ({ context, params, body }) =>
      limits.put(deps, context, params, body),
    )
    bind(limiting.deleteWeightingLimits, ({ context, params }) =>
      limits.remove(deps, context, params),
    )
    bind(limiting.getWeightingLimitsInForce, ({ context, params, query }) =>
      limits.inForce(deps, context, params.organizationId, query.questionnaireKey),
    )
  }
