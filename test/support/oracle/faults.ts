// Scorings that are wrong on purpose, each by one mistake that somebody could make. The generators must find
// every one of them: a comparison that cannot fail proves nothing.
import type { Answer, Case, Document, Parameters } from './document.ts'
import { oracleSheet } from './index.ts'
import {
  below,
  decimal,
  floor,
  halfUp,
  minus,
  over,
  type Q,
  type Round,
  sum,
  text,
  times,
} from './rational.ts'
import type { Sheet } from './sheet.ts'

type Fault = (given: Case) => Sheet

/** Ties go to the even neighbour, as formatters and floats of databases have it. */
const halfEven: Round = (value, step) => {
  const up = halfUp(value, step)
  const isTie = text(minus(times(up, decimal(2)), times(value, decimal(2)))) === text(step)
  const units = over(up, step)
  const odd = text(floor(over(units, decimal(2)))) !== text(over(units, decimal(2)))
  return isTie && odd ? minus(up, step) : up
}

const withParameters = (given: Case, changed: Partial<Parameters>): Case => {
  const { scoring } = given.document
  const parameters = { ...scoring.parameters, ...changed }
  return { ...given, document: { ...given.document, scoring: { ...scoring, parameters } } }
}

const withAnswers = (given: Case, change: (answer: Answer) => Answer): Case => ({
  ...given,
  answers: Object.fromEntries(
    Object.entries(given.answers).map(([code, answer]) => [code, answer && change(answer)]),
  ),
})

const withCategories = (
  given: Case,
  change: (document: Document) => Document['categories'],
): Case => ({
  ...given,
  document: { ...given.document, categories: change(given.document) },
})

const isAnswered = (answer: Answer | undefined): boolean =>
  Object.keys(answer ?? {}).some((name) => name !== 'comment')

const fromText = (exact: string | null | undefined): Q => {
  const [n = '0', d = '1'] = (exact ?? '0').split('/')
  return { n: BigInt(n), d: BigInt(d) }
}

/** The figures of categories and the whole, with unanswered items left out of every mean. */
const answeredOnly: Fault = (given) => {
  const right = oracleSheet(given)
  const left = oracleSheet(
    withCategories(given, ({ categories }) =>
      categories.map(({ items, ...category }) =>
        items === undefined
          ? category
          : { ...category, items: items.filter(({ code }) => isAnswered(given.answers[code])) },
      ),
    ),
  )
  return { ...left, nodes: { ...right.nodes, ...left.nodes } }
}

const totalOfShown: Fault = (given) => {
  const right = oracleSheet(given)
  if (right.total === null) return right
  const codes = given.document.categories.map(({ code }) => code)
  const unit = decimal(given.document.scoring.displayUnit)
  const rounded = codes.map((code) => halfUp(fromText(right.nodes[code]?.points), unit))
  return { ...right, total: { ...right.total, points: text(sum(rounded)) } }
}

const zeroWeightIsOne: Fault = (given) =>
  oracleSheet({
    ...given,
    weights: {
      ...given.weights,
      items: Object.fromEntries(
        Object.entries(given.weights.items).map(([code, weight]) => [code, weight || 1]),
      ),
    },
  })

/** Categories and items in the order of their codes: other remainders win the ties. */
const orderOfKeys: Fault = (given) => {
  const byCode = (a: { readonly code: string }, b: { readonly code: string }) =>
    Number(a.code) - Number(b.code)
  return oracleSheet(
    withCategories(given, ({ categories }) =>
      categories
        .map((each) => (each.items ? { ...each, items: [...each.items].sort(byCode) } : each))
        .sort(byCode),
    ),
  )
}

const roundedEven: Fault = (given) => oracleSheet(given, halfEven)
const renormalised: Fault = (given) =>
  oracleSheet(withParameters(given, { unanswered: 'renormalise' }))
const policyForgotten: Fault = (given) => oracleSheet({ ...given, policy: 'zero' })
const presetForgotten: Fault = ({ preset: _, ...given }) => oracleSheet(given)
const unrounded =
  (name: keyof Parameters): Fault =>
  (given) =>
    oracleSheet(withParameters(given, { [name]: undefined }))

const points: Readonly<Record<string, Fault>> = {
  'half-even rounding': roundedEven,
  'means over answered nodes only': renormalised,
  'a total of rounded categories': totalOfShown,
  'a zero weight counted as one': zeroWeightIsOne,
  'the order of object keys': orderOfKeys,
  'every policy taken as zero': policyForgotten,
  'no rounding of category percents': unrounded('categoryStep'),
  'no rounding of category points': unrounded('pointsStep'),
}

/** No phase above the one before it, as if fine-tuning had a cap. */
const cappedPhases: Fault = (given) =>
  oracleSheet(
    withAnswers(given, (answer) => {
      const { plan, check, act } = answer
      if (plan === undefined || answer.do === undefined) return answer
      const second = Math.min(plan, answer.do)
      const third = Math.min(second, check ?? 0)
      return { ...answer, do: second, check: third, act: Math.min(third, act ?? 0) }
    }),
  )

const holesUnsaid: Fault = (given) => {
  const right = oracleSheet(given)
  const nodes = Object.entries(right.nodes).map(([code, node]) => [
    code,
    { ...node, flags: node.flags.filter((flag) => flag !== 'between_bands') },
  ])
  return { ...right, nodes: Object.fromEntries(nodes) }
}

/** A subcriterion that gets its criterion's percent is credited to it, but not counted with the others. */
const creditsUncounted: Fault = (given) => {
  const right = oracleSheet(given)
  if (given.policy !== 'pro_rata') return right
  const code = 'mean-of-subcriteria'
  const left = oracleSheet({ ...given, policy: 'exclude' }).conventions[code]
  return left === undefined
    ? right
    : { ...right, conventions: { ...right.conventions, [code]: left } }
}

/** What was left out lowers what a category needs, as if it had a total. */
const scaledToMark: Fault = (given) => {
  const right = oracleSheet(given)
  if (right.verdict === null) return right
  const lacking = Object.entries(right.verdict.lacking).filter(([code]) => {
    const { points, max } = right.nodes[code] ?? {}
    const category = given.document.categories.find((each) => each.code === code)
    const needed = times(decimal(category?.passPoints ?? 0), decimal(max ?? 0))
    return below(times(fromText(points), decimal(category?.points ?? 0)), needed)
  })
  const verdict = { passed: lacking.length === 0, lacking: Object.fromEntries(lacking) }
  return { ...right, verdict }
}

const levelsWith =
  (from: string, to: string): Fault =>
  (given) =>
    oracleSheet(
      withAnswers(given, (answer) =>
        answer.levels === undefined
          ? answer
          : { levels: answer.levels.map((list) => list.map((is) => (is === from ? to : is))) },
      ),
    )

const inPart = <Each>(parts: readonly Each[], isAbsent: (each: Each) => boolean): boolean =>
  parts.some(isAbsent) && !parts.every(isAbsent)

/** Only what is declared of a node as a whole counts as not applicable. */
const wholeNodesOnly: Fault = (given) => {
  const right = oracleSheet(given)
  const absent = (each: unknown) => each === 'not_applicable'
  const { alternatives } = oracleSheet(
    withAnswers(given, ({ statements, levels, ...rest }) => ({
      ...rest,
      ...(statements && {
        statements: inPart(Object.values(statements), absent)
          ? Object.fromEntries(Object.keys(statements).map((code) => [code, 0]))
          : statements,
      }),
      ...(levels && {
        levels: inPart(levels.flat(), absent)
          ? levels.map((list) => list.map(() => 'met'))
          : levels,
      }),
    })),
  )
  if (alternatives === null || right.alternatives === null) return { ...right, alternatives }
  const { naCount, naShare } = alternatives
  return { ...right, alternatives: { ...right.alternatives, naCount, naShare } }
}

const partsUnmarked: Fault = (given) => {
  const right = oracleSheet(given)
  const nodes = Object.entries(right.nodes).map(([code, node]) => [
    code,
    { ...node, flags: node.flags.filter((flag) => flag !== 'na.part') },
  ])
  return { ...right, nodes: Object.fromEntries(nodes) }
}

/** What statements that were left out gained stays in the total under `zero`. */
const partsGainUnderZero: Fault = (given) => {
  const right = oracleSheet(given)
  const { total } = oracleSheet({ ...given, policy: 'zero' })
  if (total === null || right.alternatives === null) return right
  const zero = { points: String(total.points), max: Number(total.max) }
  return { ...right, alternatives: { ...right.alternatives, zero } }
}

const strictlyAbove: Fault = (given) => {
  const right = oracleSheet(given)
  const just = Object.entries(right.nodes).filter(([, { outcome }]) => outcome?.exactMargin === '0')
  return just.length === 0 || right.verdict === null
    ? right
    : { ...right, verdict: { ...right.verdict, passed: false } }
}

const statementsWith =
  (change: (rating: number | 'not_applicable') => number | 'not_applicable'): Fault =>
  (given) =>
    oracleSheet(
      withAnswers(given, (answer) => ({
        ...answer,
        ...(answer.statements && {
          statements: Object.fromEntries(
            Object.entries(answer.statements).map(([code, rating]) => [code, change(rating)]),
          ),
        }),
      })),
    )

const statementsAlike: Fault = (given) => {
  const alike = <Each extends object>(node: Each): Each =>
    'statements' in node && Array.isArray(node.statements)
      ? { ...node, statements: node.statements.map((each) => ({ ...each, weight: 1 })) }
      : node
  return oracleSheet(
    withCategories(given, ({ categories }) =>
      categories.map((category) => ({
        ...category,
        ...(category.leaf && { leaf: alike(category.leaf) }),
        ...(category.items && { items: category.items.map(alike) }),
      })),
    ),
  )
}

export const faults: Readonly<Record<string, Readonly<Record<string, Fault>>>> = {
  'percent-points@1': points,
  'radar@1': {
    ...points,
    'no cap': (given) => oracleSheet(withParameters(given, { cap: null })),
    'inputs not rounded': unrounded('inputRound'),
    'elements not rounded': unrounded('elementRound'),
    'parts not rounded': unrounded('partRound'),
    'holes between bands unsaid': holesUnsaid,
    'elements taken for attributes': (given) =>
      oracleSheet(withParameters(given, { combine: 'attributes' })),
    'the preset forgotten': presetForgotten,
  },
  'pdca-classical@1': {
    'means over answered nodes only': answeredOnly,
    'credits not counted': creditsUncounted,
    'every policy taken as zero': policyForgotten,
  },
  'pdca-fine-tuned@1': {
    'half-even rounding': roundedEven,
    'means over answered nodes only': answeredOnly,
    'phases that cap each other': cappedPhases,
    'holes between bands unsaid': holesUnsaid,
    'credits not counted': creditsUncounted,
  },
  'maturity-level@1': {
    'means over answered nodes only': answeredOnly,
    'a level that does not apply taken as met': levelsWith('not_applicable', 'met'),
    'a statement that does not apply taken as not met': levelsWith('not_applicable', 'not_met'),
    'every policy taken as zero': policyForgotten,
    'parts that do not apply uncounted': wholeNodesOnly,
    'parts that do not apply unmarked': partsUnmarked,
  },
  'category-pass@1': {
    'half-even rounding': roundedEven,
    'a bound that must be exceeded': strictlyAbove,
    'a bound lowered by what was left out': scaledToMark,
    'every policy taken as zero': policyForgotten,
  },
  'statements@1': {
    ...points,
    'a statement that does not apply counted as zero': statementsWith((rating) =>
      rating === 'not_applicable' ? 0 : rating,
    ),
    'all statements weighed alike': statementsAlike,
    'parts that do not apply uncounted': wholeNodesOnly,
    'parts that do not apply unmarked': partsUnmarked,
    'parts that do not apply earning under zero': partsGainUnderZero,
    'the preset forgotten': presetForgotten,
  },
}
