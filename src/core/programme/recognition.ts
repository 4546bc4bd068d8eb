// The recognition tables of a cycle: an awarding body's bounds for the questionnaires that are assessed in it.
// How points are compared with bounds is in ../scoring/recognition.ts; a stored score sheet never changes by them.
import { z } from 'zod'
import { tableFindings } from '../document/invariants/recognition.ts'
import { Slug } from '../document/parameters-v1.ts'
import { pointerOf } from '../document/pointer.ts'
import type { Questionnaire, RecognitionTable } from '../document/questionnaire-v1.ts'
import { LocalizedName } from '../document/text.ts'
import { type CycleId, QuestionnaireKey, type SubmissionId } from '../ids.ts'
import type { ProblemError } from '../problem.ts'
import { type ScoreInput, score } from '../scoring/score.ts'
import type { Recognition, ScoreSheet } from '../scoring/sheet.ts'

const day = z.iso.date().nullable()

export const CycleRecognitionTable = z
  .strictObject({
    questionnaire: QuestionnaireKey.meta({ description: 'Whose sheets it speaks of.' }),
    code: Slug,
    name: LocalizedName,
    awardingBody: z.string().min(1).max(200).regex(/\S/),
    scope: Slug.meta({ description: '`total` or the code of a group.' }),
    validFrom: day.meta({ description: 'The first day; null: it has always been in force.' }),
    validTo: day.meta({ description: 'The last day; null: it stays in force.' }),
    bands: z
      .array(
        z.strictObject({ code: Slug, from: z.number(), label: LocalizedName }).meta({
          id: 'CycleRecognitionBand',
          description: 'A band by its inclusive lower bound.',
        }),
      )
      .min(1)
      .max(20),
  })
  .meta({ id: 'CycleRecognitionTable', description: 'Levels of one awarding body in a cycle.' })
export type CycleRecognitionTable = Readonly<z.infer<typeof CycleRecognitionTable>>

/**
 * A level reached, and whose table says so. `awardingBody`, `name` and the `label` of the band: as the table has
 * them, for whoever reads this without the table; `label` is null below the first band.
 */
export type Recognized = Recognition & {
  readonly awardingBody: string
  readonly source: 'cycle' | 'questionnaire'
  readonly name: RecognitionTable['name']
  readonly label: RecognitionTable['name'] | null
}

/** The same for somebody to whom the texts of the questionnaire may not be lent: then null. */
export type RecognizedFor = Omit<Recognized, 'name'> & {
  readonly name: Recognized['name'] | null
}

/**
 * What an entered submission reaches by its own answers. `on`: the day on which the tables are in force; `weighting`: the
 * one that counts in the cycle.
 */
export type EntryRecognition = {
  readonly submissionId: SubmissionId
  readonly cycleId: CycleId
  readonly questionnaire: { readonly key: string; readonly version: string }
  readonly on: string
  readonly weighting: ScoreSheet['weighting']
  readonly levels: readonly RecognizedFor[]
}

/**
 * What a cycle says of recognition for one questionnaire on a day (`2031-04-01`): its own tables, if it has any
 * for this key, in the place of all that the questionnaire has; of either only those in force on that day.
 */
export const tablesInForce = (
  tables: readonly CycleRecognitionTable[],
  questionnaire: Questionnaire,
  on: string,
): { readonly source: Recognized['source']; readonly tables: readonly RecognitionTable[] } => {
  const own = tables.filter((table) => table.questionnaire === questionnaire.key)
  const inForce = ({ validFrom, validTo }: Pick<RecognitionTable, 'validFrom' | 'validTo'>) =>
    (validFrom === null || validFrom <= on) && (validTo === null || on <= validTo)
  if (own.length === 0)
    return { source: 'questionnaire', tables: questionnaire.recognition.filter(inForce) }
  return {
    source: 'cycle',
    tables: own
      .filter(inForce)
      .map(({ questionnaire: _key, ...table }) => ({ ...table, official: true })),
  }
}

/**
 * The levels that these inputs of a score reach in a cycle on a day, by the same exact points as their sheet.
 * None for own weightings and varied parameters. Refuses as `score` does.
 */
export const recognizedIn = (
  tables: readonly CycleRecognitionTable[],
  input: ScoreInput,
  on: string,
): readonly Recognized[] => {
  const { plan } = input
  const { source, tables: recognition } = tablesInForce(tables, plan.questionnaire, on)
  const questionnaire = { ...plan.questionnaire, recognition: [...recognition] }
  const sheet = score({ ...input, plan: { ...plan, questionnaire } })
  const reached = new Map(sheet.recognition.map((each) => [each.code, each]))
  return recognition.flatMap(({ code, awardingBody, name, bands }) => {
    const level = reached.get(code)
    if (level === undefined) return []
    const label = bands.find((band) => band.code === level.band)?.label ?? null
    return [{ ...level, awardingBody, source, name, label }]
  })
}

/**
 * Scores that were lent lend no text of a questionnaire that is not public (decision 0016); what a cycle says is
 * open to all whom it concerns.
 */
export const withoutLentTexts = (levels: readonly Recognized[]): readonly RecognizedFor[] =>
  levels.map((level) => (level.source === 'cycle' ? level : { ...level, name: null, label: null }))

/**
 * Everything wrong with the tables of a cycle, with pointers below `/settings/recognition`. `questionnaires`:
 * the versions of the cycle; null: one that does not exist, which is said elsewhere.
 */
export const cycleRecognitionFindings = (
  tables: readonly CycleRecognitionTable[],
  keys: readonly string[],
  questionnaires: readonly (Questionnaire | null)[],
): readonly ProblemError[] =>
  tables.flatMap((table, place) => {
    const pointer = pointerOf(['settings', 'recognition', place])
    if (!keys.includes(table.questionnaire)) {
      const detail = `"${table.questionnaire}" is not assessed in this cycle.`
      return [{ pointer: `${pointer}/questionnaire`, code: 'questionnaire-not-assessed', detail }]
    }
    const known = questionnaires.filter((each) => each !== null)
    const versions = known.filter(({ key }) => key === table.questionnaire)
    // Of several versions the first that the table does not fit speaks for all.
    const misfit = versions
      .map((questionnaire) => [
        ...tableFindings(questionnaire, table, pointer),
        ...textFindings(questionnaire, table, pointer),
      ])
      .find((findings) => findings.length > 0)
    return [
      ...(misfit ?? []),
      ...bandNameFindings(table, pointer),
      ...besideFindings(table, tables.slice(0, place), pointer),
    ]
  })

/** What people read speaks at least the language that its questionnaire falls back to. */
const textFindings = (
  { defaultLocale }: Questionnaire,
  { name, bands }: CycleRecognitionTable,
  pointer: string,
): readonly ProblemError[] =>
  [
    { text: name, at: `${pointer}/name` },
    ...bands.map(({ label }, place) => ({ text: label, at: `${pointer}/bands/${place}/label` })),
  ].flatMap(({ text, at }) =>
    Object.hasOwn(text, defaultLocale)
      ? []
      : [
          {
            pointer: at,
            code: 'text-missing',
            detail: `The text at ${at} is missing in ${defaultLocale}.`,
          },
        ],
  )

const bandNameFindings = (
  { bands }: CycleRecognitionTable,
  pointer: string,
): readonly ProblemError[] =>
  bands.flatMap(({ code }, place) => {
    const first = bands.findIndex((band) => band.code === code)
    if (first === place) return []
    const detail = `The band "${code}" stands at ${pointer}/bands/${first} already.`
    return [{ pointer: `${pointer}/bands/${place}/code`, code: 'name-repeated', detail }]
  })

type Dates = Pick<CycleRecognitionTable, 'validFrom' | 'validTo'>

const ends = ({ validTo }: Dates, { validFrom }: Dates): boolean =>
  validTo !== null && validFrom !== null && validTo < validFrom

/** No code twice, and no two tables of one body that would both speak of the same points on the same day. */
const besideFindings = (
  table: CycleRecognitionTable,
  before: readonly CycleRecognitionTable[],
  pointer: string,
): readonly ProblemError[] => {
  const beside = before.filter(({ questionnaire }) => questionnaire === table.questionnaire)
  const same = beside.find(({ code }) => code === table.code)
  const both = beside.find(
    (other) =>
      other.awardingBody === table.awardingBody &&
      other.scope === table.scope &&
      !ends(other, table) &&
      !ends(table, other),
  )
  return [
    ...(same === undefined
      ? []
      : [
          {
            pointer: `${pointer}/code`,
            code: 'name-repeated',
            detail: `There is a table "${table.code}" of this questionnaire before it.`,
          },
        ]),
    ...(both === undefined
      ? []
      : [
          {
            pointer: `${pointer}/validFrom`,
            code: 'recognition-overlap',
            detail: `"${table.code}" and "${both.code}" of ${table.awardingBody} are in force on the same days.`,
          },
        ]),
  ]
}
