// What a migration does to the score, under the reference weighting of each side, in exact numbers.
// An answer that did not arrive counts zero, as in any draft; how answers arrive is in carry.ts.
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import { type Fraction, sub, sum, zero } from '../exact.ts'
import { readAnswers } from '../scoring/answers.ts'
import { planOf } from '../scoring/plan.ts'
import { percentOf, pointsAt, rollUp } from '../scoring/roll-up.ts'
import { referenceWeighting } from '../scoring/weighting.ts'
import type { Answers } from '../submission/answer.ts'
import type { Load } from './carry.ts'

/** Exact points of a maximum; `percent` is null where the maximum is zero. */
export type Figures = {
  readonly points: Fraction
  readonly max: Fraction
  readonly percent: Fraction | null
}

/**
 * `before`, `after`: the whole of both sides, null where the model has no total: none is made up. `mappedBefore`,
 * `mappedAfter`: only nodes that the mapping joins. `categories`: by code, in the order of the target and then of the
 * source, null where a side has none; a model whose categories have no figures has none at all. `reviewPoints`:
 * maximum points of the target's nodes that somebody must look at, null where no total adds points up.
 */
export type Effect = {
  readonly before: Figures | null
  readonly after: Figures | null
  readonly mappedBefore: Figures | null
  readonly mappedAfter: Figures | null
  readonly categories: readonly {
    readonly code: string
    readonly before: Fraction | null
    readonly after: Fraction | null
    readonly delta: Fraction
  }[]
  readonly reviewPoints: Fraction | null
}

type Side = {
  readonly whole: Figures | null
  readonly max: (codes: ReadonlySet<string>) => Fraction
  readonly categories: ReadonlyMap<string, Fraction>
  readonly of: (codes: ReadonlySet<string>) => Figures | null
}

const figures = (points: Fraction, max: Fraction): Figures => ({
  points,
  max,
  percent: percentOf(points, max),
})

const sideOf = (questionnaire: Questionnaire, answers: Answers): Side => {
  const plan = planOf(questionnaire, referenceWeighting(questionnaire))
  const scored = Object.fromEntries(
    Object.entries(answers).filter(([code]) => plan.scored.has(code)),
  )
  const read = readAnswers(plan, scored, true)
  const { categories, points, max } = rollUp(plan, read, 'zero')
  const nodes = read.flatMap((each) => each.nodes)
  const chosenFrom = (codes: ReadonlySet<string>) =>
    nodes.filter(({ node }) => codes.has(node.code))
  return {
    whole: plan.totalled ? figures(points, max) : null,
    max: (codes) => sum(chosenFrom(codes).map(({ node }) => node.max)),
    categories: new Map(
      categories
        .filter(({ category }) => plan.figured || category.leaf)
        .map((each) => [each.category.code, each.points]),
    ),
    of: (codes) => {
      if (!plan.totalled) return null
      const chosen = chosenFrom(codes)
      return figures(
        sum(chosen.map(({ node, percent }) => pointsAt(node.max, percent ?? zero))),
        sum(chosen.map(({ node }) => node.max)),
      )
    },
  }
}

type EffectInput = {
  readonly source: Questionnaire
  readonly target: Questionnaire
  readonly answers: Answers
  readonly arrived: Answers
  readonly load: Load
  readonly review: readonly string[]
}

export const effectOf = ({
  source,
  target,
  answers,
  arrived,
  load,
  review,
}: EffectInput): Effect => {
  const [before, after] = [sideOf(source, answers), sideOf(target, arrived)]
  const joined = [...load].filter(([, { sources }]) => sources.length > 0)
  const codes = [...new Set([...after.categories.keys(), ...before.categories.keys()])]
  return {
    before: before.whole,
    after: after.whole,
    mappedBefore: before.of(new Set(joined.flatMap(([, { sources }]) => sources))),
    mappedAfter: after.of(new Set(joined.map(([code]) => code))),
    categories: codes.map((code) => {
      const [was, is] = [before.categories.get(code) ?? null, after.categories.get(code) ?? null]
      return { code, before: was, after: is, delta: sub(is ?? zero, was ?? zero) }
    }),
    reviewPoints: after.whole === null ? null : after.max(new Set(review)),
  }
}
