// Binds the operations of questionnaires. A text never changes, so each answer made of one is kept; what may change
// is read every time, or for the public catalogue once a second. Writing and publishing are in routes-drafts.ts.
import { demand } from '../../core/access.ts'
import type { Owner } from '../../core/context.ts'
import { compareQuestionnaires } from '../../core/document/compare/compare.ts'
import { localize } from '../../core/document/localize.ts'
import { found } from '../../core/problem.ts'
import {
  byQuestionnaire,
  latestOpen,
  type PublishedVersion,
  type Versions,
} from '../../core/questionnaire/version.ts'
import { type Answer, answerOf, type Context, type Locale, ownerOf } from '../../core/request.ts'
import { readAtOnce } from '../../db/unit.ts'
import type { Deps, QuestionnaireDocument } from '../../deps.ts'
import type { Bind } from '../../http/bind.ts'
import { boundedCache } from '../../http/bounded-cache.ts'
import { contentEtag } from '../../http/caching.ts'
import * as contract from './contract.ts'
import { compareQuestionnaireVersions, presentComparison } from './contract-comparison.ts'
import * as exchange from './contract-exchange.ts'
import * as ofHouses from './contract-houses.ts'
import { summaryOf } from './contract-shapes.ts'
import { serveDrafts } from './routes-drafts.ts'
import * as store from './store.ts'

type Needs = Pick<Deps, 'config' | 'db' | 'newId' | 'documents' | 'pages'>

type Asked = {
  readonly locale: Locale
  readonly view: 'full' | 'compact'
}

/** Characters, or bytes, of answers that are kept. */
const mostCharacters = 32_000_000

const asAnswer = (
  body: string | Uint8Array,
  etag: string,
  headers: Readonly<Record<string, string>> = {},
): Answer<never> =>
  answerOf({
    status: 200,
    headers: { 'content-type': 'application/json', etag, ...headers },
    body,
  })

export const serve =
  (needs: Needs) =>
  (bind: Bind): void => {
    const { config, db, documents, pages } = needs
    const kept = boundedCache<Answer<never>>(mostCharacters, ({ body }) => body?.length ?? 0)

    const summarized = async (versions: Versions) => {
      const { questionnaire } = await documents.alone(versions[0])
      return { versions, questionnaire }
    }

    /** The bytes of one representation of a text; `name` tells it from all others. */
    const represent = (
      name: string,
      { questionnaire }: QuestionnaireDocument,
      { locale, view }: Asked,
      headers?: Readonly<Record<string, string>>,
    ): Answer<never> => {
      const body = JSON.stringify(localize(questionnaire, locale, view))
      return kept.set(name, asAnswer(Buffer.from(body), contentEtag(body), headers))
    }

    bind(contract.listQuestionnaires, async ({ context, query }) => {
      const { model = null, ...asked } = query
      const page = pages.open(asked, { sort: 'key', filter: { model } })
      const after = String(page.last?.[0] ?? '')
      const { list } = await documents.catalogue()
      const rows: Awaited<ReturnType<typeof summarized>>[] = []
      for (const versions of list.filter(([{ key }]) => key > after)) {
        if (rows.length > page.limit) break
        const each = await summarized(versions)
        if (model === null || each.questionnaire.edition.model === model) rows.push(each)
      }
      return page.close(
        rows,
        ({ versions }) => [versions[0].key],
        (each) => summaryOf(each, context.locale),
      )
    })

    bind(contract.getQuestionnaireVersion, ({ context, params, query }) => {
      const { questionnaireKey, version } = params
      const asked = { locale: context.locale, view: query.view }
      // What was public once is public for ever, so what is kept under its number needs no other look.
      const name = `${questionnaireKey} ${version} ${asked.locale} ${asked.view}`
      const known = version === 'latest' ? undefined : kept.get(name)
      return known ?? readPublic(name, params, asked)
    })

    const readPublic = async (
      pinned: string,
      { questionnaireKey, version }: { questionnaireKey: string; version: string },
      asked: Asked,
    ): Promise<Answer<never>> => {
      const known = found((await documents.catalogue()).find(questionnaireKey, version))
      if (version !== 'latest') return represent(pinned, await documents.alone(known), asked)
      const name = `latest ${known.digest} ${asked.locale} ${asked.view}`
      const answer = kept.get(name)
      // `latest` may not be kept without asking again.
      const headers = { 'cache-control': 'public, no-cache' }
      return answer ?? represent(name, await documents.alone(known), asked, headers)
    }

    bind(compareQuestionnaireVersions, async ({ context, params, query }) => {
      const { locale } = context
      const { find } = await documents.catalogue()
      const [after, before] = [params.version, query.with].map((version) =>
        found(find(params.questionnaireKey, version)),
      ) as [PublishedVersion, PublishedVersion]
      const name = `${before.digest} ${after.digest} ${locale}`
      const answer = kept.get(name)
      if (answer !== undefined) return answer
      const [older, newer] = [await documents.alone(before), await documents.alone(after)]
      const compared = compareQuestionnaires(older.questionnaire, newer.questionnaire)
      const body = JSON.stringify(presentComparison(compared, locale))
      return kept.set(name, asAnswer(body, contentEtag(body)))
    })

    const exchanged = async (
      { questionnaireKey, version }: { questionnaireKey: string; version: string },
      kind: string,
      present: (told: exchange.Told) => exchange.Representation,
    ): Promise<Answer<never>> => {
      const known = found((await documents.catalogue()).find(questionnaireKey, version))
      const latest = version === 'latest' ? { 'cache-control': 'public, no-cache' } : {}
      const name = `${kind} ${known.digest} ${known.state} ${Object.values(latest).join()}`
      const answer = kept.get(name)
      if (answer !== undefined) return answer
      const { questionnaire, text } = await documents.alone(known)
      const { publicUrl } = config
      const { body, headers } = present({ known, questionnaire, text, publicUrl })
      return kept.set(name, asAnswer(body, contentEtag(body), { ...headers, ...latest }))
    }

    bind(exchange.getQuestionnaireDocument, ({ params }) =>
      exchanged(params, 'document', exchange.presentDocument),
    )
    bind(exchange.getQuestionnaireWorkbook, ({ params }) =>
      exchanged(params, 'workbook', exchange.presentWorkbook),
    )
    bind(exchange.getQuestionnaireXlsForm, ({ params }) =>
      exchanged(params, 'xlsform', exchange.presentXlsForm),
    )
    bind(exchange.getQuestionnaireFhir, ({ params }) =>
      exchanged(params, 'fhir', exchange.presentFhir),
    )

    const listShared = async (
      context: Context,
      house: Owner,
      asked: { readonly limit: number; readonly cursor?: string | undefined },
    ) => {
      const page = pages.open(asked, { sort: 'key', filter: house })
      const versions = await readAtOnce(
        db,
        context,
        (tx) => store.list(tx, house, page),
        (listed, { standing }) => {
          demand(standing, 'shared-questionnaires:read')
          return listed
        },
      )
      const { items, nextCursor } = page.close(
        byQuestionnaire(versions),
        ([{ key }]) => [key],
        (each) => each,
      )
      const rows = []
      for (const each of items) rows.push(summaryOf(await summarized(each), context.locale))
      return { items: rows, nextCursor }
    }

    const readShared = async (
      context: Context,
      house: Owner,
      { questionnaireKey: key, version }: { questionnaireKey: string; version: string },
      view: Asked['view'],
    ): Promise<Answer<never>> => {
      const known = await readAtOnce(
        db,
        context,
        (tx) =>
          version === 'latest'
            ? store.listOf(tx, house, key).then(latestOpen)
            : store.find(tx, house, { key, version }),
        (looked, { standing }) => {
          demand(standing, 'shared-questionnaires:read')
          return found(looked)
        },
      )
      const { locale } = context
      const name = `${known.digest} ${locale} ${view}`
      return kept.get(name) ?? represent(name, await documents.alone(known), { locale, view })
    }

    bind(ofHouses.listAssociationQuestionnaires, ({ context, query }) =>
      listShared(context, ownerOf(context), query),
    )
    bind(ofHouses.getAssociationQuestionnaireVersion, ({ context, params, query }) =>
      readShared(context, ownerOf(context), params, query.view),
    )
    bind(ofHouses.listOrganizationQuestionnaires, ({ context, query }) =>
      listShared(context, ownerOf(context), query),
    )
    bind(ofHouses.getOrganizationQuestionnaireVersion, ({ context, params, query }) =>
      readShared(context, ownerOf(context), params, query.view),
    )

    serveDrafts(needs)(bind)
  }
