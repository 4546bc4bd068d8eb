// Two score sheets of the same answers side by side, and what the other weighting changes at every node.
// Which weightings are compared is said by the caller; how a sheet comes about is in score.ts.
import { z } from 'zod'
import { Slug } from '../document/parameters-v1.ts'
import { type Fraction, fromDocument, fromText, sub, toHundredths, toText } from '../exact.ts'
import { NodeCode } from '../ids.ts'
import { ExactNumber } from './outcome.ts'
import { ScoreSheet } from './sheet.ts'

const figures = {
  percent: z.number().nullable().meta({ description: 'In percent points, half-up to hundredths.' }),
  exactPercent: ExactNumber.nullable(),
  points: z.number().nullable().meta({ description: 'Half-up to hundredths.' }),
  exactPoints: ExactNumber.nullable(),
  maxPoints: z.number().nullable().meta({ description: 'What the shown maximum gains or loses.' }),
}
const described = 'Other minus first; null where one of the two has no such figure.'

export const ScoreComparison = z
  .strictObject({
    first: ScoreSheet,
    other: ScoreSheet,
    differences: z
      .strictObject({
        nodes: z
          .array(
            z
              .strictObject({ code: NodeCode, ...figures })
              .meta({ id: 'NodeDifference', description: described }),
          )
          .max(1000),
        groups: z
          .array(
            z
              .strictObject({ code: Slug, ...figures })
              .meta({ id: 'GroupDifference', description: described }),
          )
          .max(20),
        total: z
          .strictObject(figures)
          .meta({ id: 'TotalDifference', description: described })
          .nullable(),
      })
      .meta({ id: 'ScoreDifferences', description: 'What the other weighting changes.' }),
  })
  .meta({ id: 'ScoreComparison', description: 'Two sheets of the same answers, side by side.' })
export type ScoreComparison = z.infer<typeof ScoreComparison>

type Figures = Pick<ScoreSheet['nodes'][number], 'exactPercent' | 'exactPoints' | 'maxPoints'>

const between = <Value>(
  [first, other]: readonly [Value | null, Value | null],
  read: (value: Value) => Fraction,
): Fraction | null => (first === null || other === null ? null : sub(read(other), read(first)))

const shown = (value: Fraction | null) => (value === null ? null : toHundredths(value))
const exact = (value: Fraction | null) => (value === null ? null : toText(value))

const differenceOf = (first: Figures, other: Figures) => {
  const percent = between([first.exactPercent, other.exactPercent], fromText)
  const points = between([first.exactPoints, other.exactPoints], fromText)
  return {
    percent: shown(percent),
    exactPercent: exact(percent),
    points: shown(points),
    exactPoints: exact(points),
    maxPoints: shown(between([first.maxPoints, other.maxPoints], fromDocument)),
  }
}

type Coded = Figures & { readonly code: string }

const differencesOf = (first: readonly Coded[], other: readonly Coded[]) => {
  const others = new Map(other.map((each) => [each.code, each]))
  return first.flatMap((each) => {
    const beside = others.get(each.code)
    return beside === undefined ? [] : [{ code: each.code, ...differenceOf(each, beside) }]
  })
}

/**
 * Lays two sheets side by side. They must be of one questionnaire version and the same answers, as their
 * digests say: RangeError otherwise.
 */
export const compareSheets = (first: ScoreSheet, other: ScoreSheet): ScoreComparison => {
  const { digests } = first
  if (
    digests.questionnaire !== other.digests.questionnaire ||
    digests.answers !== other.digests.answers
  )
    throw new RangeError('the sheets are not of the same answers')
  return {
    first,
    other,
    differences: {
      nodes: differencesOf(first.nodes, other.nodes),
      groups: differencesOf(first.groups, other.groups),
      total:
        first.total === null || other.total === null
          ? null
          : differenceOf(first.total, other.total),
    },
  }
}
