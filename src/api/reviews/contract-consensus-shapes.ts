// The shapes of a consensus over HTTP, and how much of one each viewer is shown. What is hidden is absent.
import { z } from 'zod'
import {
  type Agreement,
  fewestAssessors,
  reasons,
  reasonTexts,
} from '../../core/agreement/agreement.ts'
import type { Figures } from '../../core/consensus/entries.ts'
import type { ItemFigures } from '../../core/consensus/figures.ts'
import { itemFlagTexts, itemStateTexts } from '../../core/consensus/figures.ts'
import { consensusStates, consensusStateTexts } from '../../core/consensus/life.ts'
import {
  etagOfConsensus,
  etagOfEntry,
  type StoredConsensus,
  type StoredConsensusScore,
} from '../../core/consensus/stored.ts'
import type { Part } from '../../core/consensus/visible.ts'
import { type Fraction, toBasisPoints } from '../../core/exact.ts'
import { ConsensusId, Instant, NodeCode, PersonId, SubmissionId } from '../../core/ids.ts'
import { toInstant } from '../../core/instant.ts'
import { SiteVisitRule, siteVisitTexts } from '../../core/programme/settings.ts'
import { ScoreValue } from '../../core/submission/answer-values.ts'
import { boundedText, inWords } from '../../core/text.ts'
import { Etag } from '../../http/operation.ts'
import { round } from './contract-shapes.ts'

const bp = z.int().min(0).max(10_000)
const percent = z.number().min(0).max(100)
export const Note = boundedText(1, 2000)
export const Reason = boundedText(1, 1000)
const many = 1000

const FiguresOfItem = z
  .strictObject({
    n: z.int().min(0).max(100).meta({ description: 'How many reviews scored it.' }),
    minBp: bp.nullable(),
    maxBp: bp.nullable(),
    rangeBp: bp.nullable(),
    meanBp: bp.nullable().meta({ description: 'Rounded half up to a basis point.' }),
    medianBp: bp.nullable().meta({ description: 'Rounded half up to a basis point.' }),
    sd: z.number().min(0).max(100).nullable().meta({ description: 'In percentage points.' }),
    suggestionBp: bp.nullable().meta({ description: 'What the suggestion comes to.' }),
    suggestion: ScoreValue.nullable().meta({
      description:
        'Each part of the value is the median or the mean of that part in the reviews, half up to its step. Null: ' +
        'there are no reviews, or what comes out is no value.',
    }),
    flags: z
      .array(z.enum(['range', 'bands']))
      .max(2)
      .meta({ description: inWords(itemFlagTexts) }),
    state: z
      .enum(['none', 'single', 'close', 'discuss'])
      .meta({ description: inWords(itemStateTexts) }),
    belowQuorum: z.boolean(),
  })
  .meta({ id: 'ConsensusFigures', description: 'How far the reviews of an item lie apart.' })

export const ConsensusScore = z
  .strictObject({
    code: NodeCode,
    percent,
    value: ScoreValue,
    note: Note.nullable(),
    enteredBy: PersonId,
    etag: Etag.meta({ description: 'Of this score alone.' }),
    updatedAt: Instant,
  })
  .meta({ id: 'ConsensusScore', description: "The panel's score of one item." })
export type ConsensusScore = z.infer<typeof ConsensusScore>

const ConsensusItem = z
  .strictObject({
    code: NodeCode,
    figures: FiguresOfItem,
    score: ConsensusScore.nullable().optional(),
  })
  .meta({ id: 'ConsensusItem', description: 'One item, and what the panel gives it.' })

export const Decision = z.enum(['keep', 'repeat']).meta({
  description:
    '`keep`: the locked review counts on. `repeat`: it leaves, and items to which it gave a number are scored anew.',
})

const inside = 'For the panel; for the programme once it is final.'

export const Consensus = z
  .strictObject({
    id: ConsensusId,
    submissionId: SubmissionId,
    state: z.enum(consensusStates).meta({ description: inWords(consensusStateTexts) }),
    openedAt: Instant,
    finalAt: Instant.nullable(),
    items: z.array(ConsensusItem).max(many),
    etag: Etag.optional().meta({ description: `Changes with every step and score. ${inside}` }),
    siteVisit: SiteVisitRule.optional().meta({ description: inWords(siteVisitTexts, inside) }),
    round: round.optional().meta({ description: inside }),
    rounds: z
      .array(z.strictObject({ items: z.array(NodeCode).max(many), reason: Reason, dueAt: Instant }))
      .max(many)
      .optional()
      .meta({ description: `Those after the first. ${inside}` }),
    approvals: z
      .array(z.strictObject({ personId: PersonId, at: Instant }))
      .max(many)
      .optional()
      .meta({ description: inside }),
    objections: z
      .array(
        z.strictObject({
          personId: PersonId,
          at: Instant,
          code: NodeCode,
          reason: Reason,
          overruled: Note.nullable().meta({ description: 'Why the lead went on; null: not so.' }),
          withdrawnAt: Instant.nullable().meta({
            description: 'When its author approved a later proposal; null: never.',
          }),
        }),
      )
      .max(many)
      .optional()
      .meta({ description: inside }),
    departures: z
      .array(
        z.strictObject({
          personId: PersonId,
          decision: Decision,
          by: PersonId,
          at: Instant,
          reason: Reason,
        }),
      )
      .max(many)
      .optional()
      .meta({ description: 'What was decided about who left after the opening.' }),
    reopened: z
      .array(NodeCode)
      .max(many)
      .optional()
      .meta({ description: `Items that are to be scored anew. ${inside}` }),
    visited: z.boolean().optional().meta({ description: inside }),
  })
  .meta({
    id: 'Consensus',
    description:
      "The panel's own scores with their reasons, made after the reviews and beside them.",
  })

/** A consensus as somebody sees it. */
export type SeenConsensus = {
  readonly consensus: StoredConsensus
  readonly entries: readonly StoredConsensusScore[]
  readonly figures: Figures
  readonly parts: readonly Part[]
}

const bpOf = (value: Fraction | null): number | null =>
  value === null ? null : toBasisPoints(value)

const presentFigures = ({ mean, median, suggestion, ...same }: ItemFigures) => ({
  ...same,
  suggestionBp: suggestion?.percentBp ?? null,
  suggestion: suggestion?.value ?? null,
  meanBp: bpOf(mean),
  medianBp: bpOf(median),
})

export const presentEntry = (entry: StoredConsensusScore): ConsensusScore => ({
  code: entry.code,
  percent: entry.score.percentBp / 100,
  value: entry.score.value,
  note: entry.score.note,
  enteredBy: entry.score.by,
  etag: String(etagOfEntry(entry)),
  updatedAt: toInstant(entry.updatedAt),
})

export const presentConsensus = ({ consensus, entries, figures, parts }: SeenConsensus) => {
  const { id, submissionId, state } = consensus
  const shows = parts.includes('consensus')
  const entered = new Map(entries.map((entry) => [entry.code, presentEntry(entry)]))
  const status = {
    id,
    submissionId,
    state,
    openedAt: toInstant(consensus.openedAt),
    finalAt: toInstant(consensus.finalAt),
    items: [...figures].map(([code, figure]) => ({
      code,
      figures: presentFigures(figure),
      ...(shows ? { score: entered.get(code) ?? null } : {}),
    })),
  }
  const departures = consensus.departures.map(({ successor: _, at, ...same }) => ({
    ...same,
    at: toInstant(at),
  }))
  if (!shows) return { ...status, departures }
  return {
    ...status,
    departures,
    reopened: consensus.reopened,
    etag: etagOfConsensus(consensus),
    siteVisit: consensus.siteVisit,
    round: consensus.round,
    rounds: consensus.rounds.map((each) => ({ ...each, dueAt: toInstant(each.dueAt) })),
    approvals: consensus.approvals.map(({ by, at }) => ({ personId: by, at: toInstant(at) })),
    objections: consensus.objections.map(({ by, at, withdrawnAt, ...same }) => ({
      ...same,
      withdrawnAt: toInstant(withdrawnAt),
      personId: by,
      at: toInstant(at),
    })),
    visited: consensus.visited,
  }
}

const used = { items: z.int().min(0).max(many), assessors: z.int().min(0).max(100) }
const value = z.number().min(-1e6).max(1e6)
const coefficient = {
  value: value.nullable(),
  reason: z
    .enum(reasons)
    .optional()
    .meta({ description: inWords(reasonTexts, 'Why there is no value.') }),
  ...used,
}
const Coefficient = z
  .strictObject(coefficient)
  .meta({ id: 'AgreementCoefficient', description: 'Not rounded; null with a reason.' })
const Correlation = z
  .strictObject({
    ...coefficient,
    interval95: z.strictObject({ from: value, to: value }).nullable(),
  })
  .meta({ id: 'AgreementCorrelation', description: 'With its 95 % interval, where there is one.' })

export const PanelAgreement = z
  .strictObject({
    krippendorffAlpha: Coefficient,
    icc21: Correlation,
    icc2k: Correlation.meta({ description: "Reliability of the panel's mean, not agreement." }),
    icc31: Coefficient,
    kendallW: Coefficient,
    meanAbsoluteDeviation: Coefficient.meta({
      description: 'In basis points: read it beside the others, which fall when items are alike.',
    }),
  })
  .nullable()
export const AgreementAnswer = z.strictObject({ agreement: PanelAgreement }).meta({
  id: 'PanelAgreement',
  description: `How alike the reviews are; it decides nothing. Null below ${fewestAssessors} assessors.`,
})

export const presentAgreement = (agreement: Agreement | null) => ({ agreement })

/** The parts that a step of the panel answers with: whoever takes one sees all of it. */
export const partsOfPanel: readonly Part[] = ['items', 'consensus']
