// A second scoring of every method, slow and plain, written from the design alone: it shares no line with
// src. Where the two disagree, one of them is wrong. `round` is there for controls that are wrong on purpose.
import { alternativesOf } from './alternatives.ts'
import * as pass from './category-pass-1.ts'
import { apportioned } from './display.ts'
import { type Asked, askedIn, type Case, type Document, type Policy } from './document.ts'
import * as maturity from './maturity-level-1.ts'
import * as means from './mean-conventions.ts'
import * as classical from './pdca-classical-1.ts'
import * as fineTuned from './pdca-fine-tuned-1.ts'
import * as percentPoints from './percent-points-1.ts'
import * as radar from './radar-1.ts'
import type { Rate } from './rate.ts'
import {
  decimal,
  halfUp,
  minus,
  type Q,
  type Round,
  shown,
  sum,
  text,
  times,
  zero,
} from './rational.ts'
import { added, type Branch, byMean, byPoints, type Figure, type Rolled } from './roll-up.ts'
import type { Figures, Node, Rated, Sheet } from './sheet.ts'
import * as statements from './statements-1.ts'
import { maximaOf } from './weights.ts'

const rates: Readonly<Record<string, Rate>> = {
  'percent-points@1': percentPoints.rate,
  'radar@1': radar.rate,
  'pdca-classical@1': classical.rate,
  'pdca-fine-tuned@1': fineTuned.rate,
  'maturity-level@1': maturity.rate,
  'category-pass@1': pass.rate,
  'statements@1': statements.rate,
}

const inForce = ({ document, preset }: Case): Document => {
  if (preset === undefined) return document
  const own = { ...radar.presets, ...statements.presets }[preset]
  const parameters = { ...document.scoring.parameters, ...own }
  return { ...document, scoring: { ...document.scoring, parameters } }
}

const rated = (document: Document, node: Asked, { answers }: Case, round: Round): Rated => {
  const answer = answers[node.code]
  if (answer === undefined) return { state: 'unanswered', percent: null }
  if (answer.notApplicable) return { state: 'absent', percent: null }
  const rate = rates[document.scoring.method]
  if (rate === undefined) throw new RangeError(document.scoring.method)
  return rate({ document, node, answer, round })
}

/** Shown figures from the total down to the items; without a total every category by itself. */
const shownOf = (rolled: readonly Rolled[], pick: 'points' | 'max', given: Shown) => {
  const { unit, round, mode } = given
  const found = new Map<string, number>()
  const one = (value: Q): number => Number(value.n) / Number(value.d)
  const whole = sum(rolled.map(({ figure }) => figure[pick]))
  const parts = rolled.map(({ figure }) => figure[pick])
  const categories =
    mode === 'total'
      ? apportioned(parts, { whole, shown: round(whole, unit), unit, round })
      : parts.map((part) => round(part, unit))
  rolled.forEach(({ category, figure, items }, index) => {
    const own = categories[index] ?? zero
    found.set(category.code, one(own))
    if (category.leaf !== undefined) return
    const values = items.map((item) => item.figure[pick])
    const below =
      mode === 'alone'
        ? values.map((value) => round(value, unit))
        : apportioned(values, { whole: figure[pick], shown: own, unit, round })
    items.forEach(({ node }, position) => {
      found.set(node.code, one(below[position] ?? zero))
    })
  })
  return found
}
/** `total`: apportioned from the total down; `category`: from every category; `alone`: not at all. */
type Shown = {
  readonly unit: Q
  readonly round: Round
  readonly mode: 'total' | 'category' | 'alone'
}

const figuresOf = ({ percent, points, max }: Figure, round: Round) => ({
  percent: percent === null ? null : text(percent),
  points: text(points),
  max: shown(max, round),
})

/**
 * Sums of points, so for models with a total only. Groups that make the whole together are shown so that
 * they add up to it, like categories.
 */
const groupsOf = (
  { groups }: Document,
  rolled: readonly Rolled[],
  given: { readonly total: Figure; readonly unit: Q; readonly round: Round },
): Record<string, Figures> => {
  const { total, unit, round } = given
  const own = groups.map(({ nodes: codes }) =>
    added(
      rolled.flatMap(({ category, figure, items }) => {
        if (category.leaf !== undefined) return codes.includes(category.code) ? [figure] : []
        return items.filter(({ node }) => codes.includes(node.code)).map((item) => item.figure)
      }),
    ),
  )
  const shownBy = (pick: 'points' | 'max') =>
    apportioned(
      own.map((figure) => figure[pick]),
      { whole: total[pick], shown: round(total[pick], unit), unit, round },
    )
  const [points, max] = [shownBy('points'), shownBy('max')]
  return Object.fromEntries(
    groups.map(({ code }, index) => [
      code,
      {
        ...figuresOf(own[index] as Figure, round),
        shown: { points: shown(points[index] as Q), max: shown(max[index] as Q) },
      },
    ]),
  )
}

const statusOf = ({ pilot }: Asked, { state }: Rated): string => {
  if (pilot) return 'pilot'
  if (state === 'value') return 'scored'
  return state === 'absent' ? 'not_applicable' : 'unanswered'
}

const partFlag = ({ pilot }: Asked, { dropped }: Rated): readonly string[] =>
  pilot || dropped === undefined || dropped.n === 0n ? [] : ['na.part']

/** Statements that were left out of a percent earn nothing: what a total under `zero` is made of. */
const withNothing = ({ category, members }: Branch): Branch => ({
  category,
  members: members.map((member) => {
    const { percent, dropped } = member.rated
    if (percent === null || dropped === undefined) return member
    return {
      ...member,
      rated: { ...member.rated, percent: minus(percent, times(percent, dropped)) },
    }
  }),
})

export const oracleSheet = (given: Case, round: Round = halfUp): Sheet => {
  const document = inForce(given)
  const { method, displayUnit, total: stated } = document.scoring
  const maxima = maximaOf(document, given.weights)
  const branches = document.categories.map(
    (category): Branch => ({
      category,
      members: askedIn(category, document.version).map((node) => ({
        node,
        rated: rated(document, node, given, round),
        max: maxima.get(node.code) ?? zero,
      })),
    }),
  )
  const policy = given.policy ?? 'zero'
  const isMean = method.startsWith('pdca-')
  const isLevels = method === 'maturity-level@1'
  const rollUp = (under: Policy, over: readonly Branch[] = branches): readonly Rolled[] =>
    over.map((branch) => (isMean ? byMean : byPoints)(branch, { document, policy: under, round }))
  const rolled = rollUp(policy)
  const totalOf = (all: readonly Rolled[]): Figure => added(all.map(({ figure }) => figure))
  const unit = decimal(displayUnit)
  const mode = stated !== null ? 'total' : isMean ? 'alone' : 'category'
  const points = shownOf(rolled, 'points', { unit, round, mode })
  const max = shownOf(rolled, 'max', { unit, round, mode })
  const displayOf = (code: string) => ({ points: points.get(code) ?? 0, max: max.get(code) ?? 0 })

  const nodes: Record<string, Node> = {}
  for (const { category, figure, items } of rolled) {
    const passed = method === 'category-pass@1' ? pass.outcomeOf(category, figure.points) : null
    if (category.leaf === undefined) {
      nodes[category.code] = {
        status: null,
        ...(isLevels
          ? { percent: null, points: null, max: null, shown: null }
          : { ...figuresOf(figure, round), shown: displayOf(category.code) }),
        band: null,
        flags: [],
        outcome: passed,
      }
    }
    for (const item of items) {
      const { node, rated: said } = item
      const weightless = !node.pilot && item.max.n === 0n ? ['weight.zero'] : []
      nodes[node.code] = {
        status: statusOf(node, said),
        ...figuresOf(node.leaf ? figure : item.figure, round),
        shown: displayOf(node.code),
        band: said.band ?? null,
        flags: [...weightless, ...partFlag(node, said), ...(said.flags ?? [])].sort(),
        outcome: said.outcome ?? (node.leaf ? passed : null),
      }
    }
  }

  const total = totalOf(rolled)
  // Under `zero` every node keeps its maximum, so that its maximum is the full one.
  const underZero = totalOf(rollUp('zero', branches.map(withNothing)))
  const totals =
    stated === null ? null : { zero: underZero, underPolicy: total, full: underZero.max }
  const groups = stated === null ? {} : groupsOf(document, rolled, { total, unit, round })
  const ratedClauses = branches.map(({ category, members }) => ({
    code: category.code,
    rated: members.filter(({ node }) => !node.pilot).map((member) => member.rated),
  }))
  return {
    nodes,
    groups,
    total:
      stated === null
        ? null
        : {
            ...figuresOf(total, round),
            shown: { points: shown(round(total.points, unit)), max: shown(round(total.max, unit)) },
          },
    alternatives: alternativesOf({ rolled, totals, policy, round }),
    conventions: isMean
      ? means.conventionsOf(rolled, policy)
      : isLevels
        ? maturity.conventionsOf(ratedClauses, policy)
        : {},
    verdict:
      method === 'category-pass@1'
        ? pass.verdictOf(
            rolled.map(({ category, figure }) => ({ category, points: figure.points })),
          )
        : null,
  }
}
