// Invariants of points: grain, sums, and a display unit that can show every maximum.
// Bounds of recognition tables are in references.ts.
import {
  compare,
  div,
  type Fraction,
  fromDocument,
  fromNumber,
  sub,
  sum,
  toReadable,
} from '../../exact.ts'
import type { ProblemError } from '../../problem.ts'
import { scoredNodes } from '../nodes.ts'
import type { Category, Questionnaire } from '../questionnaire-v1.ts'
import { rollUps } from '../scoring-v1.ts'

type Stated = { readonly pointer: string; readonly value: number }

const statedPoints = (questionnaire: Questionnaire): Stated[] => {
  const { total } = questionnaire.scoring
  return [
    ...(total === null ? [] : [{ pointer: '/scoring/total', value: total }]),
    ...questionnaire.categories.flatMap((category, index) => [
      { pointer: `/categories/${index}/points`, value: category.points },
      ...(category.items ?? []).map((item, position) => ({
        pointer: `/categories/${index}/items/${position}/points`,
        value: item.points,
      })),
    ]),
  ]
}

/** Points are not negative and not finer than 0.01. */
export const grainFindings = (questionnaire: Questionnaire): readonly ProblemError[] =>
  statedPoints(questionnaire).flatMap(({ pointer, value }): ProblemError[] => {
    if (value < 0) {
      return [{ pointer, code: 'points-negative', detail: `${value} points are less than zero.` }]
    }
    if (fromNumber(value) === null) {
      return [
        { pointer, code: 'points-grain', detail: `${value} points are finer than the grain 0.01.` },
      ]
    }
    return []
  })

const exact = (points: number): Fraction[] => {
  const read = fromNumber(points)
  return read === null ? [] : [read]
}

const sumFinding = (
  pointer: string,
  parts: string,
  stated: number,
  values: readonly number[],
): ProblemError[] => {
  const [whole] = exact(stated)
  const terms = values.flatMap(exact)
  // A number finer than the grain has a finding of its own; no sum is built on it.
  if (whole === undefined || terms.length < values.length) return []
  const added = sum(terms)
  if (compare(added, whole) === 0) return []
  const difference = toReadable(sub(added, whole))
  return [
    {
      pointer,
      code: 'sum-wrong',
      detail: `The ${parts} sum to ${toReadable(added)}, not to ${toReadable(whole)}: difference ${difference}.`,
    },
  ]
}

const itemSum = (
  category: Category,
  index: number,
  pilots: ReadonlySet<string>,
): readonly ProblemError[] =>
  category.items === undefined
    ? []
    : sumFinding(
        `/categories/${index}/points`,
        `items of "${category.code}"`,
        category.points,
        category.items.filter((item) => !pilots.has(item.code)).map((item) => item.points),
      )

/** Where a category is the mean of its items, each of them may reach what the category may. */
const itemMaximum = (category: Category, index: number): readonly ProblemError[] =>
  (category.items ?? []).flatMap(({ code, points }, position) =>
    points === category.points
      ? []
      : [
          {
            pointer: `/categories/${index}/items/${position}/points`,
            code: 'mean-maximum',
            detail: `"${code}" has ${points} points; a mean over it cannot have ${category.points}.`,
          },
        ],
  )

/** Only methods that add points up have a total, and they have one above zero. */
export const totalFindings = ({ scoring }: Questionnaire): readonly ProblemError[] => {
  const { method, total } = scoring
  const pointer = '/scoring/total'
  if (rollUps[method] !== 'points') {
    if (total === null) return []
    const detail = `${method} has no total; ${total} would only be a sum of maxima. State null.`
    return [{ pointer, code: 'total-invented', detail }]
  }
  if (total !== null && total > 0) return []
  const detail = `${method} adds points up; the document must state a total above zero.`
  return [{ pointer, code: 'total-missing', detail }]
}

/**
 * Items sum to their category and categories to the total; pilots lie outside both. Where a category is a
 * mean, its items have its maximum instead.
 */
export const sumFindings = (questionnaire: Questionnaire): readonly ProblemError[] => {
  const { categories, scoring } = questionnaire
  const pilots = new Set(
    scoredNodes(questionnaire)
      .filter((node) => node.pilot)
      .map((node) => node.code),
  )
  return [
    ...categories.flatMap((category, index) =>
      rollUps[scoring.method] === 'mean'
        ? itemMaximum(category, index)
        : itemSum(category, index, pilots),
    ),
    ...(scoring.total === null
      ? []
      : sumFinding(
          '/scoring/total',
          'categories',
          scoring.total,
          categories.map((category) => category.points),
        )),
  ]
}

/** The display unit divides every maximum, so that no shown maximum is rounded. */
export const displayFindings = (questionnaire: Questionnaire): readonly ProblemError[] => {
  const { displayUnit } = questionnaire.scoring
  const unit = fromDocument(displayUnit)
  return statedPoints(questionnaire)
    .filter(({ value }) => exact(value).some((points) => div(points, unit).d !== 1n))
    .map(({ pointer, value }) => ({
      pointer,
      code: 'display-unit',
      detail: `${value} cannot be shown in units of ${displayUnit}.`,
    }))
}
