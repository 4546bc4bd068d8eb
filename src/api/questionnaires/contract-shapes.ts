// How questionnaires look in lists: one summary each, with its versions. The operations are in contract.ts and
// contract-houses.ts; the whole questionnaire is core/document/localize.
import { z } from 'zod'
import { TextOrFallback } from '../../core/document/localize.ts'
import { scoredNodes } from '../../core/document/nodes.ts'
import type { Questionnaire } from '../../core/document/questionnaire-v1.ts'
import { textFor } from '../../core/document/text.ts'
import { AssociationId, ContentVersion, Instant, QuestionnaireKey } from '../../core/ids.ts'
import { toInstant } from '../../core/instant.ts'
import { versionStateTexts } from '../../core/questionnaire/lifecycle.ts'
import { latestOpen, type Versions, Visibility } from '../../core/questionnaire/version.ts'
import type { Locale } from '../../core/request.ts'
import { inWords } from '../../core/text.ts'
import { listOf } from '../../http/operation.ts'

/** A version of a questionnaire, or `latest`: the highest that is open for new submissions. */
export const VersionParameter = z
  .union([ContentVersion, z.literal('latest')])
  .meta({ examples: ['1.0.0'], description: 'A version, or `latest`.' })

export const VersionPath = z.strictObject({
  questionnaireKey: QuestionnaireKey,
  version: VersionParameter,
})

export const View = z.strictObject({
  view: z
    .enum(['full', 'compact'])
    .default('full')
    .meta({ description: '`compact` leaves out questions and descriptors.' }),
})

const PublishedVersion = z
  .strictObject({
    version: ContentVersion,
    state: z.enum(['published', 'withdrawn']).meta({
      description: inWords(versionStateTexts),
    }),
    visibility: Visibility,
    publishedAt: Instant,
    digest: z
      .string()
      .length(64)
      .meta({ description: 'SHA-256 of the canonical document, hexadecimal.' }),
  })
  .meta({ id: 'PublishedVersion', description: 'One published version of a questionnaire.' })

export const QuestionnaireSummary = z
  .strictObject({
    key: QuestionnaireKey,
    associationId: AssociationId.nullable().meta({
      description: 'Whose questionnaire it is; null: it comes with the service.',
    }),
    model: z.string().max(80),
    editionLabel: z.string().max(40),
    editionStatus: z.enum(['current', 'superseded']),
    depth: z.enum(['full', 'quick', 'compact']),
    title: TextOrFallback,
    description: TextOrFallback,
    locales: z.array(z.string().max(16)).max(20),
    method: z.string().max(60),
    total: z.number().nullable().meta({ description: 'Maximum points; null: no total.' }),
    scoredNodeCount: z.int().min(1).max(1000),
    latestVersion: ContentVersion.nullable().meta({
      description: 'What `latest` names; null when every version is withdrawn.',
    }),
    versions: z.array(PublishedVersion).min(1).max(200),
  })
  .meta({ id: 'QuestionnaireSummary', description: 'One questionnaire of the catalogue.' })
export type QuestionnaireSummary = z.infer<typeof QuestionnaireSummary>

export const QuestionnaireList = listOf('QuestionnaireList', QuestionnaireSummary)

/** The visible versions of one questionnaire, newest first, and the text of the first. */
export type Summarized = {
  readonly versions: Versions
  readonly questionnaire: Questionnaire
}

/** The newest versions of the catalogue's answer; a questionnaire with more is nothing to read as a list. */
const mostVersions = 200

export const summaryOf = (
  { versions, questionnaire }: Summarized,
  locale: Locale,
): QuestionnaireSummary => {
  const { edition, scoring, defaultLocale } = questionnaire
  const inLocale = (text: Readonly<Record<string, string>>) => {
    const spoken = textFor(text, locale, defaultLocale)
    return spoken.lang === locale ? spoken.text : spoken
  }
  return {
    key: questionnaire.key,
    associationId: versions[0].owner,
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
    latestVersion: latestOpen(versions)?.version ?? null,
    versions: versions.slice(0, mostVersions).map((each) => ({
      version: each.version,
      state: each.state,
      visibility: each.visibility,
      publishedAt: toInstant(each.publishedAt),
      digest: each.digest,
    })),
  }
}
