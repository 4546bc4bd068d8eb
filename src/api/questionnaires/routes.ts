// Serves the catalogue from memory: published versions never change, so each answer is made once and kept.
import { localize } from '../../core/document/localize.ts'
import { scoredNodes } from '../../core/document/nodes.ts'
import { textFor } from '../../core/document/text.ts'
import { found } from '../../core/problem.ts'
import { type Answer, answerOf, type Locale } from '../../core/request.ts'
import type { Deps, Documents, QuestionnaireDocument } from '../../deps.ts'
import type { Bind } from '../../http/bind.ts'
import { contentEtag } from '../../http/caching.ts'
import * as contract from './contract.ts'

type Versions = readonly [QuestionnaireDocument, ...QuestionnaireDocument[]]

/** The versions of each questionnaire, newest first, by key. */
const versionsByKey = (documents: Documents): readonly Versions[] => {
  const groups = new Map<string, [QuestionnaireDocument, ...QuestionnaireDocument[]]>()
  for (const document of documents.list()) {
    const { key } = document.questionnaire
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [document])
    else group.push(document)
  }
  return [...groups.values()]
}

const summaryOf = (versions: Versions, locale: Locale): contract.QuestionnaireSummary => {
  const { questionnaire } = versions[0]
  const { edition, scoring, defaultLocale } = questionnaire
  const inLocale = (text: Readonly<Record<string, string>>) => {
    const spoken = textFor(text, locale, defaultLocale)
    return spoken.lang === locale ? spoken.text : spoken
  }
  const open = versions.find(({ state }) => state === 'published')
  return {
    key: questionnaire.key,
    model: edition.model,
    editionLabel: edition.label,
    editionStatus: edition.status,
    depth: questionnaire.depth,
    title: inLocale(questionnaire.title),
    description: inLocale(questionnaire.description),
    locales: questionnaire.locales,
    method: scoring.method,
    total: scoring.total,
    scoredNodeCount: scoredNodes(questionnaire).length,
    latestVersion: open?.questionnaire.version ?? null,
    versions: versions.map((each) => ({
      version: each.questionnaire.version,
      state: each.state,
      publishedAt: each.publishedAt.toISOString(),
      digest: each.digest,
    })),
  }
}

type Asked = {
  readonly document: QuestionnaireDocument
  readonly locale: Locale
  readonly view: 'full' | 'compact'
  readonly isLatest: boolean
}

/** The bytes of one representation; `latest` may not be kept without asking again. */
const represent = ({ document, locale, view, isLatest }: Asked): Answer<never> => {
  const body = JSON.stringify(localize(document.questionnaire, locale, view))
  return answerOf({
    status: 200,
    headers: {
      'content-type': 'application/json',
      etag: contentEtag(body),
      ...(isLatest ? { 'cache-control': 'public, no-cache' } : {}),
    },
    body,
  })
}

export const serve =
  ({ documents, pages }: Pick<Deps, 'documents' | 'pages'>) =>
  (bind: Bind): void => {
    const kept = new Map<string, Answer<never>>()

    bind(contract.listQuestionnaires, ({ context, query }) => {
      const { model = null, ...asked } = query
      const page = pages.open(asked, { sort: 'key', filter: { model } })
      const after = page.last?.[0] ?? ''
      const rows = versionsByKey(documents)
        .map((versions) => summaryOf(versions, context.locale))
        .filter((each) => each.key > after && (model === null || each.model === model))
      return page.close(
        rows.slice(0, page.limit + 1),
        ({ key }) => [key],
        (each) => each,
      )
    })

    bind(contract.getQuestionnaireVersion, ({ context, params, query }) => {
      const { questionnaireKey, version } = params
      const { locale } = context
      const { view } = query
      const document = found(documents.find(questionnaireKey, version))
      const isLatest = version === 'latest'
      const name = `${document.digest} ${locale} ${view} ${isLatest}`
      const answer = kept.get(name) ?? represent({ document, locale, view, isLatest })
      kept.set(name, answer)
      return answer
    })
  }
