// The contract of a scoring method: how one answer becomes one percent, and what is said about it.
// How percents become points is in roll-up.ts; a published method never changes a result (section 2).
import type { ScoredNode } from '../document/nodes.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import type { MethodName } from '../document/scoring-v1.ts'
import { type Fraction, zero } from '../exact.ts'
import type { ProblemError } from '../problem.ts'
import type { Line } from './explain.ts'
import type { Answer, ValueMember } from './members.ts'
import type { Outcome } from './outcome.ts'
import type { Part } from './parts.ts'
import type { Band, SheetWarning } from './sheet.ts'

/** What a method says about an answered node beside its percent. */
export type Said = {
  readonly band: Band | null
  readonly outcome: Outcome | null
  readonly flags: readonly string[]
  readonly explanation: readonly Line[]
  readonly warnings: readonly SheetWarning[]
}

/** The exact percent; `not_applicable` where nothing of the node applies; null while unanswered. */
export type Rating = Fraction | 'not_applicable' | null

/**
 * A method set up for one node. `members`: what its answers may hold. `parts`: what a whole value has, without what only
 * guides. `missing`: the parts that an answer begun still lacks, by name; empty where it has none or nothing is begun. `absentShare`: how much of the
 * node, from 0 to 1, lies in parts that the answer declares not applicable, each by its weight.
 */
export type Rater = {
  readonly members: readonly ValueMember[]
  readonly parts: readonly Part[]
  /** What is wrong is added to `errors`, with its pointer. `naPermitted`: by the programme, for parts of the node. */
  readonly read: (
    answer: Answer,
    pointer: string,
    errors: ProblemError[],
    naPermitted: boolean,
  ) => Rating
  readonly missing: (answer: Answer) => readonly string[]
  readonly absentShare: (answer: Answer) => Fraction
  /** Everything else about an answer that `read` took. */
  readonly say: (answer: Answer, percent: Fraction, pointer: string) => Said
}

/** The `absentShare` of methods whose nodes apply as a whole or not at all. */
export const undivided: Rater['absentShare'] = () => zero

/**
 * A method, named with its major version. `flags` stand on every sheet of it. `custom` tells parameters that
 * no model publishes from those it may choose. `raters`: set up for a questionnaire, then for each node.
 */
export type Method = {
  readonly name: MethodName
  readonly flags: readonly string[]
  readonly custom: (questionnaire: Questionnaire) => boolean
  readonly raters: (questionnaire: Questionnaire) => (node: ScoredNode) => Rater
}
