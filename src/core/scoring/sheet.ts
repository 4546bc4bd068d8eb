// The score sheet: the explained result of one set of answers under one weighting (scoring.md section 2).
// It is data to store and to send; how it comes about is in score.ts.
import { z } from 'zod'
import { Slug } from '../document/parameters-v1.ts'
import { methodNames } from '../document/scoring-v1.ts'
import { ContentVersion, NodeCode, QuestionnaireKey } from '../ids.ts'
import { ruleNames } from './explain.ts'
import { ExactNumber, Outcome } from './outcome.ts'
import { SheetParameters } from './presets.ts'

export const ExplanationLine = z
  .strictObject({
    rule: z.enum(ruleNames),
    inputs: z.record(z.string().max(40), ExactNumber),
    result: ExactNumber.nullable(),
  })
  .meta({ id: 'ExplanationLine', description: 'One step of a calculation, as data.' })

export const SheetWarning = z
  .strictObject({ pointer: z.string().max(200), code: Slug, detail: z.string().max(1000) })
  .meta({ id: 'SheetWarning', description: 'Something to look at; it changes no figure.' })
export type SheetWarning = Readonly<z.infer<typeof SheetWarning>>

export const Band = z
  .strictObject({
    bandSet: Slug,
    position: z.int().min(1).max(20).meta({ description: 'Counted from 1, the lowest.' }),
    from: z.number(),
    to: z.number(),
  })
  .meta({ id: 'Band', description: 'The band of percents in which a node lies.' })
export type Band = Readonly<z.infer<typeof Band>>

export const NodeStatus = z
  .enum(['scored', 'unanswered', 'not_applicable', 'unscored', 'pilot'])
  .meta({ id: 'NodeStatus', description: 'Whether and how a node counts.' })
export type NodeStatus = z.infer<typeof NodeStatus>

const figures = {
  percent: z.number().nullable().meta({ description: 'Half-up to hundredths, for showing.' }),
  exactPercent: ExactNumber.nullable(),
  points: z.number().nullable().meta({ description: 'Half-up to hundredths, for showing.' }),
  exactPoints: ExactNumber.nullable(),
  maxPoints: z.number().nullable(),
  display: z.strictObject({ points: z.number(), maxPoints: z.number() }).nullable().meta({
    id: 'DisplayFigures',
    description: 'In display units, by largest remainder, so that parts add up to the shown whole.',
  }),
  explanation: z.array(ExplanationLine).max(50),
}

export const SheetNode = z
  .strictObject({
    code: NodeCode,
    status: NodeStatus,
    ...figures,
    band: Band.nullable(),
    flags: z
      .array(z.string().max(60))
      .max(20)
      .meta({ description: '`weight.zero`, `na.part`, `between_bands`, `capped`, `below_base`.' }),
    outcome: Outcome.nullable(),
  })
  .meta({ id: 'SheetNode', description: 'The figures of a category or an item.' })
export type SheetNode = z.infer<typeof SheetNode>

export const SheetGroup = z
  .strictObject({ code: Slug, ...figures })
  .meta({ id: 'SheetGroup', description: 'The figures of a group of nodes.' })
export type SheetGroup = z.infer<typeof SheetGroup>

export const SheetTotal = z
  .strictObject(figures)
  .meta({ id: 'SheetTotal', description: 'The figures of the whole.' })
export type SheetTotal = z.infer<typeof SheetTotal>

const outcome = z
  .strictObject({ points: z.number(), exactPoints: ExactNumber, maxPoints: z.number() })
  .meta({ id: 'AlternativeTotal', description: 'The total under one policy.' })

export const NotApplicablePolicy = z
  .enum(['zero', 'exclude', 'pro_rata'])
  .meta({ id: 'NotApplicablePolicy', description: 'What nodes that do not apply earn.' })
export type NotApplicablePolicy = z.infer<typeof NotApplicablePolicy>

export const Alternatives = z
  .strictObject({
    policy: NotApplicablePolicy,
    zero: outcome.nullable().meta({
      description: 'As if nothing that does not apply had earned anything, parts of nodes neither.',
    }),
    underPolicy: outcome.nullable(),
    scaled: z
      .strictObject({ points: z.number(), exactPoints: ExactNumber, explanation: ExplanationLine })
      .nullable()
      .meta({ id: 'ScaledTotal', description: 'Under `exclude`: scaled to the full maximum.' }),
    applicableMax: z.number().nullable().meta({
      description: 'The full maximum without the nodes that do not apply at all.',
    }),
    naCount: z.int().min(1).max(1000).meta({
      description: 'Nodes of which something does not apply: all of it, or parts.',
    }),
    naShareBp: z.int().min(0).max(10_000).meta({
      description: 'Of the reference points; a part of a node counts by its weight.',
    }),
    exactNaShare: ExactNumber,
    credits: z
      .array(z.strictObject({ code: NodeCode, points: z.number(), exactPoints: ExactNumber }))
      .max(1000),
  })
  .meta({
    id: 'Alternatives',
    description: 'What nodes, and parts of them, that do not apply do to the total.',
  })
export type Alternatives = z.infer<typeof Alternatives>

export const Recognition = z
  .strictObject({
    code: Slug,
    official: z.boolean(),
    scope: Slug,
    validFrom: z.iso.date().nullable(),
    validTo: z.iso.date().nullable(),
    value: ExactNumber.meta({ description: 'The exact points that were compared.' }),
    band: Slug.nullable(),
    next: z.strictObject({ band: Slug, from: z.number() }).nullable(),
    explanation: z.array(ExplanationLine).max(5),
  })
  .meta({ id: 'Recognition', description: 'The level reached in one recognition table.' })
export type Recognition = z.infer<typeof Recognition>

export const Convention = z
  .strictObject({
    code: Slug,
    node: NodeCode.nullable().meta({ description: 'The category it speaks of; null: the whole.' }),
    value: z.number(),
    exactValue: ExactNumber,
    explanation: z.array(ExplanationLine).max(5),
  })
  .meta({ id: 'Convention', description: 'A figure that the model itself does not define.' })
export type Convention = z.infer<typeof Convention>

export const Verdict = z
  .strictObject({
    passed: z.boolean(),
    lacking: z
      .array(z.strictObject({ code: NodeCode, points: z.number(), exactPoints: ExactNumber }))
      .max(50)
      .meta({ description: 'Categories that do not pass, and the points they lack.' }),
    explanation: z.array(ExplanationLine).max(5),
  })
  .meta({ id: 'Verdict', description: 'Whether every category passes.' })
export type Verdict = z.infer<typeof Verdict>

const digest = z
  .string()
  .length(64)
  .regex(/^[0-9a-f]{64}$/)
const count = z.int().min(0).max(10_000)

export const WeightingKind = z
  .enum(['reference', 'programme', 'own', 'custom'])
  .meta({ id: 'WeightingKind', description: 'Whose weighting it is.' })
export type WeightingKind = z.infer<typeof WeightingKind>

export const ScoreSheet = z
  .strictObject({
    questionnaire: z
      .strictObject({ key: QuestionnaireKey, version: ContentVersion })
      .meta({ id: 'QuestionnaireReference' }),
    weighting: z
      .strictObject({
        kind: WeightingKind,
        id: z.string().max(100).nullable(),
        version: ContentVersion.nullable(),
      })
      .meta({ id: 'SheetWeighting', description: 'Null id and version: no stored profile.' }),
    method: z.enum(methodNames),
    parameters: SheetParameters.nullable().meta({
      description: 'Where the model leaves them open, or the caller varied them; else null.',
    }),
    engine: ContentVersion.meta({ description: 'The version of the scoring engine.' }),
    digests: z
      .strictObject({ questionnaire: digest, weighting: digest, answers: digest })
      .meta({ id: 'ScoreDigests', description: 'SHA-256 of the canonical JSON of the inputs.' }),
    variant: z.enum(['official', 'custom', 'estimate']),
    flags: z
      .array(z.string().max(60))
      .max(20)
      .meta({ description: '`indicative`: a quick look, not a full assessment.' }),
    completeness: z
      .strictObject({
        scored: count,
        unanswered: count,
        notApplicable: count,
        pilot: count,
        unscored: count,
      })
      .meta({ id: 'SheetCompleteness', description: 'Items, leaves and profile items by status.' }),
    nodes: z.array(SheetNode).max(1000),
    groups: z.array(SheetGroup).max(20),
    total: SheetTotal.nullable(),
    alternatives: Alternatives.nullable(),
    recognition: z.array(Recognition).max(20),
    verdict: Verdict.nullable().meta({
      description: 'Of models whose categories pass; else null.',
    }),
    conventions: z.array(Convention).max(100),
    warnings: z.array(SheetWarning).max(1000),
  })
  .meta({ id: 'ScoreSheet', description: 'An explained score under one weighting.' })
export type ScoreSheet = z.infer<typeof ScoreSheet>
