// The scale on which a node is answered, so that a value can be kept, converted or refused elsewhere.
// How a value is scored belongs to its method; only values that are one number can be converted.
import type { ScoredNode } from '../document/nodes.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import { type Fraction, fraction, fromDocument, hundred, one, zero } from '../exact.ts'

/** The member of an answer that holds its only number. */
export type NumberMember = 'percent' | 'score' | 'level' | 'points'

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

const fromZero = (member: NumberMember, max: Fraction, step: Fraction): NumberScale => ({
  member,
  min: zero,
  max,
  step,
})

export const scaleOf = (questionnaire: Questionnaire, { kind, points }: ScoredNode): ValueScale => {
  const { scoring, scales = [] } = questionnaire
  const { method } = scoring
  switch (method) {
    case 'percent-points@1': {
      const { step } = scoring.parameters
      return {
        name: `${method}, 0 to 100 % by ${step}`,
        number: fromZero('percent', hundred, fromDocument(step)),
      }
    }
    case 'radar@1': {
      const { elements, inputStep } = scoring.parameters
      const attributes = (elements[kind] ?? []).flatMap((element) => element.attributes)
      return { name: `${method}, ${attributes.join(', ')} by ${inputStep}`, number: null }
    }
    case 'pdca-classical@1':
      return { name: `${method}, 0 to 100`, number: fromZero('score', hundred, one) }
    case 'pdca-fine-tuned@1':
      return { name: `${method}, ${kind}`, number: null }
    case 'maturity-level@1':
      return scoring.parameters.entry === 'level'
        ? { name: `${method}, 0 to 5`, number: fromZero('level', fraction(5n), one) }
        : { name: `${method}, statements`, number: null }
    case 'category-pass@1': {
      const { pointStep } = scoring.parameters
      return {
        name: `${method}, 0 to ${points} by ${pointStep}`,
        number: fromZero('points', fromDocument(points), fromDocument(pointStep)),
      }
    }
    case 'statements@1': {
      const levels = scales.find(({ code }) => code === scoring.parameters.scale)?.levels ?? []
      return { name: `${method}, ${levels.map(({ percent }) => percent).join(', ')}`, number: null }
    }
  }
}
