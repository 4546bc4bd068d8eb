// The contract of a scoring method: how one answer becomes one percent, and what is said about it.
// How percents become points is in roll-up.ts; a published method never changes a result (section 2).
import type { z } from 'zod'
import type { Kind, MethodName, Questionnaire } from '../document/questionnaire-v1.ts'
import type { Fraction } from '../exact.ts'
import type { ProblemError } from '../problem.ts'
import type { Line } from './explain.ts'
import type { Band, SheetWarning } from './sheet.ts'

/** What scoring reads of an answer: the value members of the methods, or `notApplicable`, never both. */
export type Answer = {
  readonly percent?: number | undefined
  readonly factors?: Readonly<Record<string, number>> | undefined
  readonly notApplicable?:
    | { readonly reasonCode: string; readonly justification: string }
    | undefined
  readonly comment?: string | undefined
}

/** Answers by code of the node. Their order does not matter; the document gives the order. */
export type Answers = Readonly<Record<string, Answer | undefined>>

/** What a method says about an answered node beside its percent. */
export type Said = {
  readonly band: Band | null
  readonly flags: readonly string[]
  readonly explanation: readonly Line[]
  readonly warnings: readonly SheetWarning[]
}

/** A method set up for one kind of node of one questionnaire. */
export type Rater = {
  /** The exact percent, null while unanswered. What is wrong is added to `errors`, with its pointer. */
  readonly read: (answer: Answer, pointer: string, errors: ProblemError[]) => Fraction | null
  /** Everything else about an answer that `read` took. */
  readonly say: (answer: Answer, percent: Fraction, pointer: string) => Said
}

/**
 * A method, named with its major version. `members` are the value members of its answers; `rollUp` says
 * how percents become points; `custom` tells parameters that no model publishes from those it may choose.
 */
export type Method = {
  readonly name: MethodName
  readonly value: z.ZodType
  readonly members: readonly (keyof Answer)[]
  readonly rollUp: 'points'
  readonly custom: (questionnaire: Questionnaire) => boolean
  readonly rater: (questionnaire: Questionnaire, kind: Kind) => Rater
}
