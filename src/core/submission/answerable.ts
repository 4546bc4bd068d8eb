// What each code of a questionnaire takes as an answer: an index made once per version.
// The nodes themselves are in ../document/nodes.ts; what an answer is worth is for ../scoring.
import { scoredNodes } from '../document/nodes.ts'
import type { Area, Questionnaire } from '../document/questionnaire-v1.ts'
import { hundredthsOf } from '../exact.ts'

/**
 * An item or a leaf. `points`: its reference maximum in hundredths. `factors` may be rated beside the
 * percent. A pilot is asked but lies outside the total, and nobody has to answer it.
 */
export type TakesScore = {
  readonly takes: 'score'
  readonly code: string
  readonly category: string
  readonly points: bigint
  readonly pilot: boolean
  readonly naAllowed: boolean
  readonly factors: readonly string[]
  readonly areas: readonly string[]
}

/** A question about the organization itself: comment, narrative and evidence. */
export type TakesText = {
  readonly takes: 'text'
  readonly code: string
  readonly areas: readonly string[]
}

/** A category, an area, a question: known, but answered elsewhere, in the nodes of `instead`. */
export type TakesNothing = {
  readonly takes: 'nothing'
  readonly code: string
  readonly instead: readonly string[]
}

/**
 * `categories`: all codes in document order. `stepBp`: percents are its multiples. `factorsCount`: the
 * rated factors make the percent, it is not entered.
 */
export type Answerable = {
  readonly byCode: ReadonlyMap<string, TakesScore | TakesText | TakesNothing>
  readonly scored: readonly TakesScore[]
  readonly profile: readonly TakesText[]
  readonly categories: readonly string[]
  readonly stepBp: number
  readonly factorsCount: boolean
}

const codesOf = (nodes: readonly { readonly code: string }[]) => nodes.map(({ code }) => code)

/** The grain of a document is proved by its invariants; anything finer here is a bug. */
const hundredths = (x: number): bigint => {
  const whole = hundredthsOf(x)
  if (whole === null) throw new RangeError(`${x} is finer than 0.01`)
  return whole
}

const insideOf = (node: { readonly code: string; readonly areas: readonly Area[] }) =>
  node.areas.flatMap((area) =>
    [area.code, ...codesOf(area.questions)].map(
      (code): TakesNothing => ({ takes: 'nothing', code, instead: [node.code] }),
    ),
  )

const build = (questionnaire: Questionnaire): Answerable => {
  const { step, factors, bandSets } = questionnaire.scoring.parameters
  const setFor = (kind: 'process' | 'result') =>
    questionnaire.bandSets.find(({ code }) => factors !== 'none' && code === bandSets[kind])
  const nodes = scoredNodes(questionnaire)
  const scored = nodes.map(
    ({ code, category, points, pilot, naAllowed, kind, areas }): TakesScore => ({
      takes: 'score',
      code,
      category,
      points: hundredths(points),
      pilot,
      naAllowed,
      factors: setFor(kind)?.factors ?? [],
      areas: codesOf(areas),
    }),
  )
  const profile = questionnaire.profile.map(
    ({ code, areas }): TakesText => ({ takes: 'text', code, areas: codesOf(areas) }),
  )
  const categories = questionnaire.categories.map(
    ({ code, items = [] }): TakesNothing => ({ takes: 'nothing', code, instead: codesOf(items) }),
  )
  const inside = [...questionnaire.profile, ...nodes].flatMap(insideOf)
  // A leaf has the code of its category: the later entry stays, and that is the one that is answered.
  const all = [...categories, ...inside, ...profile, ...scored]
  return {
    byCode: new Map(all.map((node) => [node.code, node])),
    scored,
    profile,
    categories: codesOf(categories),
    stepBp: Number(hundredths(step)),
    factorsCount: factors === 'weighted',
  }
}

const built = new WeakMap<Questionnaire, Answerable>()

/** The index of a questionnaire, built once for each object: published versions stay in memory. */
export const answerableOf = (questionnaire: Questionnaire): Answerable => {
  const known = built.get(questionnaire)
  if (known !== undefined) return known
  const answerable = build(questionnaire)
  built.set(questionnaire, answerable)
  return answerable
}

/** The reference points of the nodes together, in hundredths. */
export const pointsOf = (nodes: readonly TakesScore[]): bigint =>
  nodes.reduce((total, { points }) => total + points, 0n)
