// Binds the operations with which an association writes, publishes and withdraws questionnaires of its own.
// Reading what is published is in routes.ts.
import { demand } from '../../core/access.ts'
import { found } from '../../core/problem.ts'
import { readAtOnce } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import type { Bind } from '../../http/bind.ts'
import * as actions from './actions-drafts.ts'
import * as publishing from './actions-publish.ts'
import { presentValidation } from './contract-draft-shapes.ts'
import * as writing from './contract-drafts.ts'
import * as store from './store.ts'
import * as drafts from './store-drafts.ts'

type Needs = Pick<Deps, 'config' | 'db' | 'newId' | 'documents' | 'pages'>

export const serveDrafts =
  (needs: Needs) =>
  (bind: Bind): void => {
    const { db, pages } = needs
    bind(writing.createQuestionnaireDraft, ({ context, params, body }) =>
      actions.create(needs, context, params.associationId, body),
    )
    bind(writing.listQuestionnaireDrafts, ({ context, params, query }) => {
      const page = pages.open(query, { sort: '-createdAt', filter: params })
      return readAtOnce(
        db,
        context,
        (tx) => drafts.list(tx, params.associationId, page),
        (listed, { standing }) => {
          demand(standing, 'questionnaire-drafts:read')
          return listed
        },
      )
    })
    bind(writing.getQuestionnaireDraft, ({ context, params }) =>
      readAtOnce(
        db,
        context,
        (tx) => drafts.find(tx, params),
        (draft, { standing }) => {
          demand(standing, 'questionnaire-drafts:read')
          return found(draft)
        },
      ),
    )
    bind(writing.putQuestionnaireDraft, ({ context, params, body }) =>
      actions.put(needs, context, params, body.document),
    )
    bind(writing.deleteQuestionnaireDraft, ({ context, params }) =>
      actions.remove(needs, context, params),
    )
    bind(writing.validateQuestionnaireDraft, async ({ context, params, body }) => {
      const { mapping = null, visibility = null } = body
      const examined = await actions.validate(needs, context, params, { mapping, visibility })
      return presentValidation(examined, context.locale)
    })
    bind(writing.publishQuestionnaireDraft, ({ context, params, body }) =>
      publishing.publish(needs, context, params, { ...body, mapping: body.mapping ?? null }),
    )
    bind(writing.withdrawQuestionnaireVersion, ({ context, params, body }) => {
      const { associationId, questionnaireKey: key, version } = params
      return publishing.withdraw(needs, context, { associationId, key, version }, body)
    })
    bind(writing.listAssociationQuestionnaireVersions, ({ context, params, query }) => {
      const { limit, cursor, questionnaireKey: key = null, withdrawal } = query
      const { associationId } = params
      const filter = { key, isAsked: withdrawal === 'asked' }
      const page = pages.open(
        { limit, cursor },
        { sort: 'key', filter: { associationId, ...filter } },
      )
      return readAtOnce(
        db,
        context,
        (tx) => store.listOwn(tx, associationId, { page, filter }),
        (listed, { standing }) => {
          demand(standing, 'questionnaire-drafts:read')
          return listed
        },
      )
    })
  }
