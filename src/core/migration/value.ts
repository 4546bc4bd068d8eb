// Converts the value of one or several answers to the scale of another node, exactly (scoring.md section 9).
// Text goes beside it, in text.ts; which rows there are is the mapping's.
import type { ItemRow } from '../document/mapping-v1.ts'
import { type ScoredNode, scoredNodesByCode } from '../document/nodes.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import {
  add,
  compare,
  div,
  type Fraction,
  fraction,
  fromDocument,
  halfUp,
  mul,
  sub,
  sum,
  toHundredths,
} from '../exact.ts'
import type { ProblemError } from '../problem.ts'
import { refuseForeign } from '../scoring/members.ts'
import { methods } from '../scoring/methods.ts'
import type { Answer } from '../submission/answer.ts'
import type { Sides } from './findings.ts'
import { type NumberScale, scaleOf } from './scale.ts'
import { withoutText } from './text.ts'

/** Why a value did not arrive as it was, or at all. */
export const obstacles = [
  'source-unanswered',
  'merge-incomplete',
  'not-applicable-refused',
  'scale-reset',
  'value-refused',
] as const
export type Obstacle = (typeof obstacles)[number]

/** The value members of the target's answer, none where `obstacle` says why. */
export type Converted = { readonly value: Answer; readonly obstacle: Obstacle | null }

const none = (obstacle: Obstacle): Converted => ({ value: {}, obstacle })

/** `answers` are those of the row's sources, in their order; null: not answered. */
export const convert = (
  row: ItemRow,
  answers: readonly (Answer | null)[],
  node: ScoredNode,
  sides: Sides,
): Converted => {
  const given = answers.map((answer) => (answer === null ? {} : withoutText(answer)))
  const filled = given.filter((value) => Object.keys(value).length > 0)
  if (filled.length === 0) return none('source-unanswered')
  if (filled.every(({ notApplicable }) => notApplicable !== undefined)) {
    const [first] = filled
    const whole = filled.length === given.length
    return whole && node.naAllowed && first !== undefined
      ? { value: { notApplicable: first.notApplicable }, obstacle: null }
      : none(whole ? 'not-applicable-refused' : 'merge-incomplete')
  }
  if (row.scale === 'reset') return none('scale-reset')
  if (row.relation === 'merge') return merged(row, given, node, sides)
  const [only = {}] = given
  return row.scale === 'keep' ? kept(only, node, sides.target) : scaled(row, only, node, sides)
}

/** A value as it is, if the target's method takes it. */
const kept = (value: Answer, node: ScoredNode, target: Questionnaire): Converted => {
  const errors: ProblemError[] = []
  const rater = methods[target.scoring.method].raters(target)(node)
  refuseForeign(value, rater.members, '', errors)
  rater.read(value, '', errors, true)
  return errors.length === 0 ? { value, obstacle: null } : none('value-refused')
}

const numberIn = (value: Answer, scale: NumberScale | null): Fraction | null => {
  const number = scale === null ? undefined : value[scale.member]
  return number === undefined ? null : fromDocument(number)
}

/** From one range to another, or limited to it; half-up to the step of the target either way. */
const onto = (value: Fraction, from: NumberScale, to: NumberScale, how: ItemRow['scale']) => {
  const moved =
    how === 'linear'
      ? add(to.min, div(mul(sub(value, from.min), sub(to.max, to.min)), sub(from.max, from.min)))
      : value
  const limited = compare(moved, to.min) < 0 ? to.min : compare(moved, to.max) > 0 ? to.max : moved
  return halfUp(limited, to.step)
}

const scaled = (
  { from, scale }: ItemRow,
  value: Answer,
  node: ScoredNode,
  { source, target }: Sides,
): Converted => {
  const [origin] = from.map((code) => scoredNodesByCode(source).get(code))
  const old = origin === undefined ? null : scaleOf(source, origin).number
  const now = scaleOf(target, node).number
  const number = numberIn(value, old)
  if (old === null || now === null || number === null) return none('value-refused')
  return { value: { [now.member]: toHundredths(onto(number, old, now, scale)) }, obstacle: null }
}

/** The mean of all sources by the weights of the row, by default their maxima; half-up to the target step. */
const merged = (
  { from, weights, scale }: ItemRow,
  values: readonly Answer[],
  node: ScoredNode,
  { source, target }: Sides,
): Converted => {
  const nodes = scoredNodesByCode(source)
  const now = scaleOf(target, node).number
  if (now === null) return none('value-refused')
  const terms: { weight: Fraction; value: Fraction }[] = []
  for (const [index, code] of from.entries()) {
    const origin = nodes.get(code)
    const old = origin === undefined ? null : scaleOf(source, origin).number
    const number = numberIn(values[index] ?? {}, old)
    // A mean over the rest would reward what was left out.
    if (origin === undefined || old === null || number === null) return none('merge-incomplete')
    const stated = weights?.[index]
    terms.push({
      weight: stated === undefined ? fromDocument(origin.points) : fraction(BigInt(stated)),
      value: scale === 'keep' ? number : onto(number, old, now, scale),
    })
  }
  const all = sum(terms.map(({ weight }) => weight))
  const mean = div(sum(terms.map(({ weight, value }) => mul(weight, value))), all)
  return { value: { [now.member]: toHundredths(halfUp(mean, now.step)) }, obstacle: null }
}
