// The format questionnaire/v1: the shape of a questionnaire and every limit on its size.
// What a shape cannot say (sums, references, unique codes) is in invariants.ts; reading is in read.ts.
import { z } from 'zod'
import { ContentVersion, NodeCode, QuestionnaireKey } from '../ids.ts'
import { Kind, Slug } from './parameters-v1.ts'
import { Scoring } from './scoring-v1.ts'
import { statementMembers } from './statements-v1.ts'
import {
  LanguageTag,
  LocalizedName,
  LocalizedQuestion,
  LocalizedText,
  meaningChanged,
} from './text.ts'

/** How well a fact is known. A node that states none has that of the node above it. */
export const Provenance = z
  .strictObject({
    status: z.enum(['confirmed', 'unconfirmed']),
    confidence: z.enum(['high', 'medium', 'low']).optional(),
    sources: z.array(z.string().min(1).max(500)).max(50).optional(),
    note: z.string().min(1).max(2000).optional(),
  })
  .meta({ id: 'Provenance', description: 'How well a fact is known, and from where.' })
export type Provenance = z.infer<typeof Provenance>

const points = z.number().meta({ description: 'Maximum points, at most two decimals.' })
const day = z.iso.date()

const edition = z
  .strictObject({
    key: QuestionnaireKey,
    model: QuestionnaireKey,
    label: z.string().min(1).max(40),
    status: z.enum(['current', 'superseded']),
    issued: day.optional(),
    effective: day.optional(),
    supersedes: z.string().min(1).max(200).optional(),
  })
  .meta({
    id: 'Edition',
    description: 'The edition of the model that the questionnaire asks about.',
  })

type Filling<Name, Text, Inherited, Questions, Descriptors> = {
  readonly suffix: string
  readonly name: Name
  readonly text: Text
  readonly provenance: Inherited
  readonly questions: Questions
  readonly descriptors: Descriptors
}

/**
 * The members of a questionnaire, filled with one kind of text: the document in all languages here, the
 * view of it in one language in localize.ts. `suffix` ends the names of the shapes.
 */
export const questionnaireMembers = <
  Name extends z.ZodType,
  Text extends z.ZodType,
  Inherited extends z.ZodType,
  Questions extends z.ZodType,
  Descriptors extends z.ZodType,
>({
  suffix,
  name,
  text,
  provenance,
  questions,
  descriptors,
}: Filling<Name, Text, Inherited, Questions, Descriptors>) => {
  const Area = z
    .strictObject({ code: NodeCode, name, provenance, questions, meaningChanged })
    .meta({ id: `Area${suffix}`, description: 'A part of an item; it takes narrative only.' })
  const areas = z.array(Area).max(50)
  const stated = statementMembers(suffix, text)
  const relatedNodes = z.array(NodeCode).max(50).meta({
    description: 'Scored nodes that should show the same, such as the results of a process.',
  })
  const Item = z
    .strictObject({
      code: NodeCode,
      name,
      kind: Kind,
      points,
      naAllowed: z.boolean(),
      relatedNodes,
      intent: text,
      evidence: text,
      provenance,
      areas,
      ...stated,
      effectiveFrom: ContentVersion.optional().meta({
        description: 'The content version from which the item counts; before it is a pilot.',
      }),
      meaningChanged,
    })
    .meta({ id: `Item${suffix}`, description: 'A node that is scored.' })
  const Leaf = z
    .strictObject({
      kind: Kind,
      naAllowed: z.literal(false),
      relatedNodes,
      evidence: text,
      areas,
      ...stated,
      meaningChanged,
    })
    .meta({ id: `Leaf${suffix}`, description: 'What makes a category a scored node itself.' })
  const Category = z
    .strictObject({
      code: NodeCode,
      name,
      points,
      passPoints: z.number().optional().meta({
        description: 'The points that pass, for category-pass@1; at most two decimals.',
      }),
      intent: text,
      provenance,
      items: z.array(Item).max(100).optional(),
      leaf: Leaf.optional(),
      meaningChanged,
    })
    .meta({ id: `Category${suffix}`, description: 'Either items or, as a leaf, scored itself.' })
  const ScoringBand = z
    .strictObject({ from: z.number(), to: z.number(), label: name, descriptors, meaningChanged })
    .meta({ id: `ScoringBand${suffix}`, description: 'A range of percents, both ends inclusive.' })
  const BandSet = z
    .strictObject({
      code: Slug,
      factors: z.array(Slug).max(10),
      factorNames: z.record(Slug, name),
      elementNames: z.record(Slug, name).optional().meta({
        description: 'Names of the elements that group the factors, for radar@1.',
      }),
      bands: z.array(ScoringBand).min(1).max(20),
      meaningChanged,
    })
    .meta({ id: `BandSet${suffix}`, description: 'How one kind of node is judged.' })
  const Group = z
    .strictObject({ code: Slug, name, nodes: z.array(NodeCode).min(1).max(200) })
    .meta({ id: `Group${suffix}`, description: 'Scored nodes that are also added up together.' })
  const Scale = z
    .strictObject({
      code: Slug,
      levels: z
        .array(
          z
            .strictObject({ percent: z.number(), label: name, meaningChanged })
            .meta({ id: `ScaleLevel${suffix}`, description: 'A level and what it counts for.' }),
        )
        .min(2)
        .max(21),
    })
    .meta({ id: `Scale${suffix}`, description: 'The levels that a statement may be rated with.' })
  const ProfileItem = z
    .strictObject({ code: NodeCode, name, intent: text, provenance, areas, meaningChanged })
    .meta({ id: `ProfileItem${suffix}`, description: 'Asked first, never scored.' })
  const RecognitionBand = z
    .strictObject({ code: Slug, from: z.number(), label: name })
    .meta({ id: `RecognitionBand${suffix}`, description: 'A band by its inclusive lower bound.' })
  const RecognitionTable = z
    .strictObject({
      code: Slug,
      name,
      awardingBody: z.string().min(1).max(200),
      official: z.boolean(),
      scope: Slug.meta({ description: '`total` or the code of a group.' }),
      validFrom: day.nullable(),
      validTo: day.nullable(),
      provenance,
      bands: z.array(RecognitionBand).min(1).max(20),
    })
    .meta({ id: `RecognitionTable${suffix}`, description: 'Levels of one awarding body.' })
  return {
    format: z.literal('questionnaire/v1'),
    key: QuestionnaireKey,
    version: ContentVersion,
    depth: z.enum(['full', 'quick', 'compact']),
    edition,
    title: name,
    description: text,
    locales: z.array(LanguageTag).min(1).max(20),
    defaultLocale: LanguageTag,
    rights: z
      .strictObject({
        owner: z.string().min(1).max(200),
        text: z.enum(['own_wording', 'licensed', 'free']),
        notice: text,
      })
      .meta({
        id: `Rights${suffix}`,
        description: 'Who owns the model, and whose wording this is.',
      }),
    provenance: Provenance,
    levels: z
      .strictObject({ category: name, item: name, area: name })
      .meta({ id: `Levels${suffix}`, description: 'What the model calls its levels.' }),
    scoring: Scoring,
    bandSets: z.array(BandSet).max(20),
    scales: z.array(Scale).max(5).optional(),
    groups: z.array(Group).max(20),
    profile: z.array(ProfileItem).max(20),
    recognition: z.array(RecognitionTable).max(20),
    reserved: z.array(NodeCode).max(500).meta({ description: 'Codes that never come back.' }),
    categories: z.array(Category).min(1).max(50),
  }
}

export const Question = z
  .strictObject({
    code: NodeCode,
    probes: z.array(Slug).max(10).meta({ description: 'The factors the question asks about.' }),
    text: LocalizedQuestion,
    meaningChanged,
  })
  .meta({ id: 'QuestionV1', description: 'One open question of an area.' })
export type Question = z.infer<typeof Question>

export const QuestionnaireV1 = z
  .strictObject(
    questionnaireMembers({
      suffix: 'V1',
      name: LocalizedName,
      text: LocalizedText,
      provenance: Provenance.optional(),
      questions: z.array(Question).max(20),
      descriptors: z.record(Slug, LocalizedText),
    }),
  )
  .meta({ id: 'QuestionnaireV1', description: 'A published questionnaire in all its languages.' })
export type Questionnaire = z.infer<typeof QuestionnaireV1>

export type Category = Questionnaire['categories'][number]
export type Item = NonNullable<Category['items']>[number]
export type Leaf = NonNullable<Category['leaf']>
export type Area = Item['areas'][number]
export type ProfileItem = Questionnaire['profile'][number]
export type Statement = NonNullable<Item['statements']>[number]
export type LevelStatements = NonNullable<Item['levelStatements']>
export type Scale = NonNullable<Questionnaire['scales']>[number]
export type BandSet = Questionnaire['bandSets'][number]
export type RecognitionTable = Questionnaire['recognition'][number]

/** The provenance in force: the lowest one stated on the way from the root down to the node. */
export const effectiveProvenance = (
  root: Provenance,
  ...below: readonly (Provenance | undefined)[]
): Provenance => below.findLast((each) => each !== undefined) ?? root
