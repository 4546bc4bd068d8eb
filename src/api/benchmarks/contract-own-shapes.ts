// The shapes of an association's own benchmark editions over HTTP. The operations are in contract-association.ts.
import { z } from 'zod'
import { families } from '../../core/benchmark/cohort.ts'
import { reasons } from '../../core/benchmark/disclosure.ts'
import {
  editionEventTexts,
  editionStateTexts,
  events,
  states,
} from '../../core/benchmark/edition.ts'
import { quantileMethods } from '../../core/benchmark/quantile.ts'
import { reasonsToBar } from '../../core/benchmark/selection.ts'
import {
  AssociationId,
  BenchmarkEditionId,
  ContentVersion,
  Instant,
  NodeCode,
  OperationId,
  PersonId,
  QuestionnaireKey,
} from '../../core/ids.ts'
import { boundedText, inWords } from '../../core/text.ts'
import { Etag } from '../../http/operation.ts'
import { Basis, DisclosurePolicy, OwnerRule, Profile } from './contract-shapes.ts'

const setting = (description: string) =>
  z.int().min(0).max(1_000_000).optional().meta({ description })

export const NewBenchmarkEdition = z
  .strictObject({
    title: boundedText(1, 200),
    questionnaireKey: QuestionnaireKey,
    questionnaireVersions: z.array(ContentVersion).min(1).max(100).optional().meta({
      description: 'Absent: every published version that scores as the newest does.',
    }),
    basis: z.enum(['self']).default('self').meta({ description: 'Scores as submitted.' }),
    cutOffAt: Instant.optional().meta({
      description: 'What was final then may enter; not in the future. Absent: now.',
    }),
    sectorScheme: z.enum(['gbt-4754-2017', 'isic-4', 'isic-5']).default('gbt-4754-2017'),
    families: z.array(z.enum(families)).min(1).max(families.length).optional().meta({
      description: 'By what cohorts are cut, `all` among them. Absent: by all there is.',
    }),
    quantile: z.enum(quantileMethods).default('HF7').meta({
      description: "`HF7-smooth3`: no number is one member's score, and more must take part.",
    }),
    profile: Profile.default('standard'),
    ownerRule: OwnerRule.default('one-per-group'),
    kMin: setting('Owner groups in a shown cell, at least; 5 or more.'),
    depth: setting('Members strictly outside the scores a quantile uses; 2 or more.'),
    sensitiveDepth: setting('The same for sensitive nodes; 3 or more.'),
    gridBp: setting('Published numbers are multiples of this; 50 or more, dividing 10000.'),
    minAgeDays: setting('Days since a submission became final, at least.'),
    sensitiveNodes: z.array(NodeCode).max(1000).default([]),
  })
  .meta({ id: 'NewBenchmarkEdition', description: 'What a benchmark edition is to be made of.' })

export const EditionRetiring = z
  .strictObject({ reason: boundedText(1, 500) })
  .meta({ id: 'EditionRetiring', description: 'Why a published edition shall be retired.' })

const digest = z.string().length(64)
const count = z.int().min(0).max(2_147_483_647)

const Act = z
  .strictObject({ by: PersonId, at: Instant })
  .meta({ id: 'EditionAct', description: 'Who did it, and when.' })

const countsOf = <Name extends string>(names: readonly Name[]) =>
  z.strictObject(
    Object.fromEntries(names.map((name) => [name, count])) as Record<Name, typeof count>,
  )

const BenchmarkAudit = z
  .strictObject({
    passed: z.boolean(),
    rounds: count.meta({ description: 'Cells withheld for the sake of others.' }),
    published: count,
    withheld: countsOf(reasons).meta({ id: 'WithheldCells', description: 'Cells by true reason.' }),
    suppressed: z
      .array(
        z
          .strictObject({ cohort: z.string().max(100), node: NodeCode, reason: z.enum(reasons) })
          .meta({ id: 'SuppressedCell', description: 'A cell that is withheld for others.' }),
      )
      .max(100_000),
  })
  .meta({ id: 'BenchmarkAudit', description: 'Nothing is published without a pass.' })

const Funnel = z
  .strictObject({
    candidates: count,
    barred: countsOf(reasonsToBar).meta({
      id: 'BarredSubmissions',
      description: 'By the first reason that speaks against them.',
    }),
    members: count,
  })
  .meta({
    id: 'BenchmarkFunnel',
    description: 'From the final submissions of those who consented to the members.',
  })

export const AssociationBenchmarkEdition = z
  .strictObject({
    id: BenchmarkEditionId,
    etag: Etag,
    associationId: AssociationId,
    title: boundedText(1, 200),
    state: z.enum(states).meta({ description: inWords(editionStateTexts) }),
    allowed: z
      .array(z.enum(events))
      .max(10)
      .meta({ description: inWords(editionEventTexts, 'What may come next.') }),
    questionnaireKey: QuestionnaireKey,
    questionnaireVersions: z.array(ContentVersion).max(100),
    scoringDigest: digest,
    basis: Basis,
    synthetic: z.boolean(),
    cutOffAt: Instant,
    sectorScheme: z.string().max(40),
    sensitiveNodes: z.array(NodeCode).max(1000),
    policy: DisclosurePolicy,
    operationId: OperationId.nullable().meta({ description: 'The last build asked for.' }),
    created: Act,
    built: z
      .strictObject({
        at: Instant,
        inputsDigest: digest.meta({ description: 'Of the members and their score sheets.' }),
        cellsDigest: digest.meta({ description: 'Of the cells as they would be published.' }),
        audit: BenchmarkAudit,
        funnel: Funnel,
      })
      .nullable()
      .meta({ id: 'EditionBuild', description: 'The last build; null before the first.' }),
    reviewed: Act.nullable(),
    published: Act.nullable(),
    retirement: Act.extend({ reason: boundedText(1, 500) })
      .nullable()
      .meta({
        id: 'EditionRetirement',
        description: 'Who asked for the retirement and why; carried out by another person.',
      }),
    retired: Act.nullable().meta({ description: 'Who carried it out.' }),
  })
  .meta({
    id: 'AssociationBenchmarkEdition',
    description: 'A benchmark edition as its association sees it, in every state.',
  })
export type AssociationBenchmarkEdition = z.infer<typeof AssociationBenchmarkEdition>
