// The shapes of feedback reports over HTTP, and how much of a version each side is shown. What is hidden is absent.
import { z } from 'zod'
import { LocalizedName } from '../../core/document/text.ts'
import {
  ContentVersion,
  FeedbackReportId,
  Instant,
  NodeCode,
  PersonId,
  QuestionnaireKey,
  SubmissionId,
  WeightingId,
} from '../../core/ids.ts'
import { toInstant } from '../../core/instant.ts'
import { reportStates, reportStateTexts } from '../../core/report/life.ts'
import { ReportTexts, readPaper } from '../../core/report/paper.ts'
import { etagOfSeen, type SeenReport, type StoredReport } from '../../core/report/stored.ts'
import { FindingText } from '../../core/review/finding.ts'
import { KeyFactor, mostFindings, mostKeyFactors } from '../../core/review/notes.ts'
import { NodeStatus } from '../../core/scoring/sheet.ts'
import { boundedText, inWords } from '../../core/text.ts'
import { Etag } from '../../http/operation.ts'
import { BenchmarkComparison } from '../benchmarks/contract-shapes.ts'

const digest = z
  .string()
  .length(64)
  .regex(/^[0-9a-f]{64}$/)
const percent = z.number().min(0).max(100)
const many = 1000

export const Correction = boundedText(1, 1000)

const ReportedFinding = FindingText.omit({ sources: true }).meta({
  id: 'ReportedFinding',
  description: 'A finding of the panel as the organization reads it.',
})
const findings = z.array(ReportedFinding).max(mostFindings)

const ReportedScore = z
  .strictObject({
    from: percent,
    to: percent,
    percent: percent.nullable().meta({ description: 'Where the cycle tells it.' }),
  })
  .meta({ id: 'ReportedScore', description: 'Between which percents the score of the panel lies.' })

const ReportedMeasure = z
  .union([
    z.strictObject({ level: z.int().min(0).max(5) }),
    z.strictObject({ points: z.number().nullable(), maxPoints: z.number().nullable() }),
  ])
  .meta({ id: 'ReportedMeasure', description: 'A level, 0 below the lowest; or points.' })

const ReportedItem = z
  .strictObject({
    code: NodeCode,
    status: NodeStatus,
    score: ReportedScore.nullable().meta({ description: 'The band; null where nothing is told.' }),
    self: percent.nullable().meta({ description: 'The own score, in percent.' }),
    measures: z
      .strictObject({
        official: ReportedMeasure.nullable(),
        self: ReportedMeasure.nullable(),
      })
      .optional()
      .meta({ description: 'Where the model speaks of levels or points and not of percents.' }),
    findings,
  })
  .meta({ id: 'ReportedItem', description: 'What the panel says about one item.' })

const ReportedTotal = z
  .strictObject({
    percent: percent.nullable(),
    points: z.number().nullable(),
    maxPoints: z.number().nullable().meta({
      description: 'What could be reached under the weighting of the sheet, such as 1000.',
    }),
  })
  .nullable()
  .meta({ id: 'ReportedTotal', description: 'Null where the model has no total.' })

const ReportedRecognition = z
  .strictObject({
    code: z.string().max(60),
    name: LocalizedName,
    official: z.boolean().meta({ description: 'Whether the awarding body stands behind it.' }),
    awardingBody: z.string().max(200),
    source: z.enum(['cycle', 'questionnaire']).meta({
      description: inWords({
        cycle: 'a table of the cycle.',
        questionnaire: 'a table of the questionnaire, where the cycle has none.',
      }),
    }),
    band: z.string().max(60).nullable(),
    label: LocalizedName.nullable(),
    validFrom: z.iso.date().nullable().meta({ description: 'Since when its table is in force.' }),
    validTo: z.iso.date().nullable().meta({ description: 'The last day; null: it stays so.' }),
  })
  .meta({ id: 'ReportedRecognition', description: 'A level reached; no band is below the first.' })

const ReportContents = z
  .strictObject({
    questionnaire: z.strictObject({ key: QuestionnaireKey, version: ContentVersion }),
    keyFactors: z.array(KeyFactor).max(mostKeyFactors),
    keyThemes: findings.meta({ description: 'The findings that count double.' }),
    categories: z
      .array(
        z
          .strictObject({
            code: NodeCode,
            summary: boundedText(0, 4000),
            score: ReportedScore.nullable().meta({
              description: 'What the ranges of its items leave open; null where nothing is told.',
            }),
            self: percent.nullable(),
            findings,
            items: z.array(ReportedItem).max(many),
          })
          .meta({ id: 'ReportedCategory', description: 'What the panel says about one category.' }),
      )
      .max(many),
    total: z.strictObject({ official: ReportedTotal, self: ReportedTotal }),
    recognizedOn: z.iso.date().meta({
      description: 'The day on which the tables of recognition were read, in UTC.',
    }),
    recognition: z.array(ReportedRecognition).max(100),
  })
  .meta({ id: 'ReportContents', description: 'What a report tells of the assessment.' })

const ReportPaper = z
  .strictObject({
    format: z.literal('feedback-report/1'),
    organization: z.string().max(200),
    programme: z.string().max(200),
    cycle: z.string().max(200),
    version: z.int().min(1).max(9999),
    correction: Correction.nullable(),
    questionnaireDigest: digest,
    scoreSheetDigest: digest.meta({ description: 'Of the official score sheet that counts.' }),
    weighting: z
      .strictObject({
        id: WeightingId,
        version: ContentVersion,
        title: z.string().max(200),
        referenceSheetDigest: digest.meta({ description: 'Of the sheet under the reference.' }),
      })
      .nullable()
      .meta({
        id: 'ReportWeighting',
        description: 'What its cycle names, and all figures are under; null: the reference.',
      }),
    contents: ReportContents,
    comparison: BenchmarkComparison.nullable().meta({
      description:
        'With the benchmark edition that was out when the version was written; null: there was none, or reports of ' +
        'the cycle carry no comparison.',
    }),
  })
  .meta({
    id: 'FeedbackReportPaper',
    description: 'All that a version says. The SHA-256 of it as canonical JSON is its digest.',
  })

const Act = z
  .strictObject({ by: PersonId, at: Instant })
  .meta({ id: 'ReportAct', description: 'Who did it, and when.' })

const inside = 'For the panel and its programme.'

const status = {
  submissionId: SubmissionId,
  version: z.int().min(1).max(9999),
  state: z.enum(reportStates).meta({ description: inWords(reportStateTexts) }),
  correction: Correction.nullable().meta({ description: 'Why there is a version after another.' }),
  digest: digest.nullable().meta({ description: 'Of the paper, from the approval on.' }),
  releasedAt: Instant.nullable(),
  etag: Etag.meta({
    description:
      'Changes with the version, so for its organization never. Files have tags of their own.',
  }),
  id: FeedbackReportId.optional().meta({ description: inside }),
  updatedAt: Instant.optional().meta({ description: inside }),
  texts: ReportTexts.optional().meta({ description: inside }),
  created: Act.optional().meta({ description: inside }),
  approved: Act.nullable().optional().meta({ description: inside }),
  released: Act.nullable().optional().meta({ description: inside }),
}

export const FeedbackReportList = z
  .strictObject({
    items: z
      .array(
        z
          .strictObject(status)
          .meta({ id: 'FeedbackReportStatus', description: 'How far a version is.' }),
      )
      .max(many),
  })
  .meta({
    id: 'FeedbackReportList',
    description: 'The versions that the caller sees, newest first.',
  })

export const FeedbackReport = z.strictObject({ ...status, paper: ReportPaper }).meta({
  id: 'FeedbackReport',
  description: 'One version of what an organization reads of its assessment.',
})

const presentStatus = (seen: SeenReport) => {
  const { side, report } = seen
  const { submissionId, version, correction, digest: of } = report
  const shown = { submissionId, version, correction, digest: of, etag: etagOfSeen(seen) }
  if (side === 'organization')
    return { ...shown, state: 'released', releasedAt: toInstant(report.releasedAt) } as const
  const { id, state, created, approved, released, updatedAt, texts } = report
  return {
    ...shown,
    state,
    releasedAt: toInstant(released?.at ?? null),
    id,
    updatedAt: toInstant(updatedAt),
    texts,
    created: presentAct(created),
    approved: approved && presentAct(approved),
    released: released && presentAct(released),
  }
}

const presentAct = ({ by, at }: StoredReport['created']) => ({ by, at: toInstant(at) })

export const presentList = ({ items }: { readonly items: readonly SeenReport[] }) => ({
  items: items.map(presentStatus),
})

export const presentReport = (seen: SeenReport) => ({
  ...presentStatus(seen),
  paper: readPaper(seen.report.paper),
})

/** What whoever writes or decides about a version gets. */
export const presentStored = (report: StoredReport) => presentReport({ side: 'panel', report })
