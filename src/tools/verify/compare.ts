// Makes one stored score sheet again from what it was made of, and says in which columns the two differ.
// Loading what it was made of is stored.ts; how a sheet is made is core/scoring.
import { canonicalJson } from '../../core/document/canonical.ts'
import { isProblem } from '../../core/problem.ts'
import type { NotApplicableRule } from '../../core/scoring/not-applicable.ts'
import { earlierEngines, score } from '../../core/scoring/score.ts'
import { storedFigures } from '../../core/scoring/stored-sheet.ts'
import type { Weighting } from '../../core/scoring/weighting.ts'
import type { Answer } from '../../core/submission/answer.ts'
import { sha256 } from '../../db/digest.ts'
import type { scoreSheets } from '../../db/tables/score-sheets.ts'
import type { QuestionnaireDocument, Scoring } from '../../deps.ts'

/** The columns of a stored sheet; an official one has fewer. */
export type SheetRow = Partial<typeof scoreSheets.$inferSelect> & { readonly engine: string }

/**
 * `answers`: code and canonical JSON of each answer that says something. `notApplicable`: the rule it was scored by; null:
 * nothing that does not apply was taken.
 */
export type MadeOf = {
  readonly document: QuestionnaireDocument
  readonly weighting: Weighting
  readonly answers: readonly { readonly code: string; readonly value: string }[]
  readonly notApplicable: NotApplicableRule | null
}

/** The columns of the stored row that are not what they were made of, each with both values. */
export const differencesOf = (
  scoring: Scoring,
  madeOf: MadeOf,
  row: SheetRow,
): readonly string[] => {
  try {
    const earlier = earlierEngines.find((engine) => engine === row.engine)
    const again = remade(scoring, madeOf, earlier)
    return Object.entries(again).flatMap(([column, value]) => {
      const stored = row[column as keyof typeof again]
      if (stored === undefined) return []
      if (canonicalJson(stored) === canonicalJson(value)) return []
      const difference = differing(column, stored, value)
      return [earlier === undefined ? difference : `made by engine ${earlier}, ${difference}`]
    })
  } catch (error) {
    if (!isProblem(error) && !(error instanceof SyntaxError)) throw error
    return [`it cannot be made again: ${detailOf(error)}`]
  }
}

/** `engine`: an earlier one, under whose name the sheet is made again, so that only changed figures show. */
const remade = (
  scoring: Scoring,
  { document, weighting, answers, notApplicable }: MadeOf,
  engine: string | undefined,
) => {
  const given = Object.fromEntries(
    answers.map(({ code, value }) => [code, JSON.parse(value) as Answer] as const),
  )
  const basis = scoring.basisOf(document, weighting, given)
  // Whatever was submitted was complete; invented populations hold gaps as well, and say so.
  const made = score({
    ...basis,
    answers: given,
    allowIncomplete: true,
    notApplicable: notApplicable ?? undefined,
  })
  const sheet = engine === undefined ? made : { ...made, engine }
  const text = canonicalJson(sheet)
  return {
    variant: sheet.variant,
    method: sheet.method,
    engine: sheet.engine,
    sheet: text,
    sheetDigest: sha256(text),
    questionnaireDigest: basis.digests.questionnaire,
    weightingDigest: basis.digests.weighting,
    answersDigest: basis.digests.answers,
    scoringDigest: document.scoringDigest,
    ...storedFigures(sheet, document.questionnaire),
  }
}

const longest = 120

/** What is stored, and what it would be; of long texts where they part. */
export const differing = (column: string, stored: unknown, again: unknown): string => {
  const [one, other] = [String(stored), String(again)]
  if (one.length <= longest && other.length <= longest)
    return `${column} is ${one}, and would be ${other}`
  const at = [...one].findIndex((character, place) => character !== other[place])
  const around = (text: string) => text.slice(Math.max(0, at - 40), at + 40)
  return `${column} differs from character ${at}: ...${around(one)}..., and would be ...${around(other)}...`
}

const detailOf = (error: Error): string =>
  isProblem(error, 'document-invalid')
    ? error.parameters.errors.map(({ pointer, detail }) => `${pointer} ${detail}`).join(' ')
    : error.message
