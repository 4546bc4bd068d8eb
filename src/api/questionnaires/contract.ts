// What is promised about questionnaires: which there are, and each published version in one language.
// Their format as documents is core/document; writing and publishing them over HTTP comes later.
import { z } from 'zod'
import { QuestionnaireView, TextOrFallback } from '../../core/document/localize.ts'
import { ContentVersion, Instant, QuestionnaireKey } from '../../core/ids.ts'
import { listOf, operation, pageQuery } from '../../http/operation.ts'

/** A version of a questionnaire, or `latest`: the highest that is open for new submissions. */
export const VersionParameter = z
  .union([ContentVersion, z.literal('latest')])
  .meta({ examples: ['1.0.0'], description: 'A version, or `latest`.' })

const PublishedVersion = z
  .strictObject({
    version: ContentVersion,
    state: z.enum(['published', 'withdrawn']).meta({
      description: '`withdrawn`: not for new submissions; those that use it are untouched.',
    }),
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

export const listQuestionnaires = operation({
  id: 'listQuestionnaires',
  method: 'GET',
  url: '/v1/questionnaires',
  summary: 'List the questionnaires of the catalogue',
  description:
    'All published questionnaires by key, each with its versions, newest first. Public. Titles come in the ' +
    'asked language (`Accept-Language` or `lang`).',
  tag: 'questionnaires',
  scope: null,
  tenant: null,
  query: z.strictObject({
    ...pageQuery,
    model: QuestionnaireKey.optional().meta({
      description: 'Only questionnaires of this model.',
      examples: ['gbt-19580'],
    }),
  }),
  reply: { 200: listOf('QuestionnaireList', QuestionnaireSummary) },
  cache: 'no-cache',
  sample: { query: { limit: '20' } },
})

export const getQuestionnaireVersion = operation({
  id: 'getQuestionnaireVersion',
  method: 'GET',
  url: '/v1/questionnaires/{questionnaireKey}/versions/{version}',
  summary: 'Read one version of a questionnaire',
  description:
    'The whole questionnaire in the asked language: categories, items, areas and questions, bands with their ' +
    'descriptors, points and provenance. A published version never changes, so its answer may be kept for ' +
    'a year; `latest` must be asked again each time (`If-None-Match` makes that cheap). `view=compact` leaves ' +
    'out questions and descriptors. Public.',
  tag: 'questionnaires',
  scope: null,
  tenant: null,
  params: z.strictObject({ questionnaireKey: QuestionnaireKey, version: VersionParameter }),
  query: z.strictObject({
    view: z
      .enum(['full', 'compact'])
      .default('full')
      .meta({ description: '`compact` leaves out questions and descriptors.' }),
  }),
  reply: { 200: QuestionnaireView },
  cache: 'immutable',
  sample: { params: { questionnaireKey: 'gbt-19580-2012', version: '1.0.0' } },
})
