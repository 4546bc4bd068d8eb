// The scale on which a node is answered, so that a value can be kept, converted or refused elsewhere.
// How a value is scored belongs to its method; only values that are one number can be converted.
import type { ScoredNode } from '../document/nodes.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import { type Fraction, fromDocument, hundred, zero } from '../exact.ts'

/** The member of an answer that holds its only number. */
export type NumberMember = 'percent'

/** A range of numbers, both ends inclusive, and its step. */
export type NumberScale = {
  readonly member: NumberMember
  readonly min: Fraction
  readonly max: Fraction
  readonly step: Fraction
}

/** `number` is null where a value has several parts, which can only be kept or dropped. */
export type ValueScale = {
  /** What tells two scales apart, as a person reads it. */
  readonly name: string
  readonly number: NumberScale | null
}

export const scaleOf = ({ scoring }: Questionnaire, _node: ScoredNode): ValueScale => {
  const { step } = scoring.parameters
  return {
    name: `${scoring.method}, 0 to 100 % by ${step}`,
    number: { member: 'percent', min: zero, max: hundred, step: fromDocument(step) },
  }
}
