// What each code of a questionnaire takes as an answer: an index made once per version.
// The nodes themselves are in ../document/nodes.ts; what an answer is worth is for ../scoring.
import { type ScoredNode, scoredNodes } from '../document/nodes.ts'
import type { Area, Questionnaire } from '../document/questionnaire-v1.ts'
import { type Fraction, fromDocument, sum } from '../exact.ts'
import type { Rater } from '../scoring/method.ts'
import { methods } from '../scoring/methods.ts'

/**
 * An item or a leaf. `points`: its reference maximum. `rater` reads its value by the method
 * of the questionnaire. A pilot is asked but lies outside the total, and nobody has to answer it.
 */
export type TakesScore = {
  readonly takes: 'score'
  readonly code: string
  readonly category: string
  readonly points: Fraction
  readonly pilot: boolean
  readonly naAllowed: boolean
  readonly rater: Rater
  readonly areas: readonly string[]
}

/** A question about the organization itself: comment, narrative and evidence. */
export type TakesText = {
  readonly takes: 'text'
  readonly code: string
  readonly areas: readonly string[]
}

/** A category, an area, a question, a statement: known, but answered elsewhere, in the nodes of `instead`. */
export type TakesNothing = {
  readonly takes: 'nothing'
  readonly code: string
  readonly instead: readonly string[]
}

/** `categories`: the codes of all of them, in document order. */
export type Answerable = {
  readonly byCode: ReadonlyMap<string, TakesScore | TakesText | TakesNothing>
  readonly scored: readonly TakesScore[]
  readonly profile: readonly TakesText[]
  readonly categories: readonly string[]
}

const codesOf = (nodes: readonly { readonly code: string }[]) => nodes.map(({ code }) => code)

type Holder = {
  readonly code: string
  readonly areas: readonly Area[]
  readonly statements?: ScoredNode['statements']
  readonly levelStatements?: ScoredNode['levelStatements']
}

const insideOf = ({ code: instead, areas, statements, levelStatements }: Holder) =>
  [
    ...areas.flatMap((area) => [area.code, ...codesOf(area.questions)]),
    ...codesOf(statements ?? []),
    ...codesOf((levelStatements ?? []).flat()),
  ].map((code): TakesNothing => ({ takes: 'nothing', code, instead: [instead] }))

const build = (questionnaire: Questionnaire): Answerable => {
  const raterFor = methods[questionnaire.scoring.method].raters(questionnaire)
  const nodes = scoredNodes(questionnaire)
  const scored = nodes.map(
    (node): TakesScore => ({
      takes: 'score',
      code: node.code,
      category: node.category,
      points: fromDocument(node.points),
      pilot: node.pilot,
      naAllowed: node.naAllowed,
      rater: raterFor(node),
      areas: codesOf(node.areas),
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

/** The reference points of the nodes together. */
export const pointsOf = (nodes: readonly TakesScore[]): Fraction =>
  sum(nodes.map(({ points }) => points))
