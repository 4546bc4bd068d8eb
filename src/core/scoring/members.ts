// The value members that answers may have, of all methods, and the refusal of those that a node does not read.
// What a member may hold is read by its method; the shape with its limits is ../submission/answer.ts.
import type { Phase } from '../document/parameters-v1.ts'
import type { ProblemError } from '../problem.ts'

type Numbers = Readonly<Record<string, number>>

/** Whether a statement of a level is met. */
export type Met = 'met' | 'not_met' | 'not_applicable'

/** What scoring reads of an answer: the value members of one method, or `notApplicable`, never both. */
export type Answer = {
  readonly percent?: number | undefined
  readonly factors?: Numbers | undefined
  readonly attributes?: Numbers | undefined
  readonly score?: number | undefined
  readonly phases?: Readonly<Partial<Record<Phase, boolean | undefined>>> | undefined
  readonly trend?: number | undefined
  readonly targets?: number | undefined
  readonly plan?: number | undefined
  readonly do?: number | undefined
  readonly check?: number | undefined
  readonly act?: number | undefined
  readonly trends?: number | undefined
  readonly level?: number | undefined
  readonly levels?: readonly (readonly Met[])[] | undefined
  readonly points?: number | undefined
  readonly statements?: Readonly<Record<string, number | 'not_applicable'>> | undefined
  readonly notApplicable?:
    | { readonly reasonCode: string; readonly justification: string }
    | undefined
  readonly comment?: string | undefined
}

/** Answers by code of the node. Their order does not matter; the document gives the order. */
export type Answers = Readonly<Record<string, Answer | undefined>>

export const valueMembers = [
  'percent',
  'factors',
  'attributes',
  'score',
  'phases',
  'trend',
  'targets',
  'plan',
  'do',
  'check',
  'act',
  'trends',
  'level',
  'levels',
  'points',
  'statements',
] as const satisfies readonly (keyof Answer)[]
export type ValueMember = (typeof valueMembers)[number]

/** The value members of the answer, whoever reads them. */
export const valuesIn = (answer: Answer): readonly ValueMember[] =>
  valueMembers.filter((member) => answer[member] !== undefined)

/** Whether the answer has one of these members. */
export const hasAny = (answer: Answer, members: readonly ValueMember[]): boolean =>
  members.some((member) => answer[member] !== undefined)

/** Adds a finding for every value member that is not among the known ones. */
export const refuseForeign = (
  answer: Answer,
  known: readonly ValueMember[],
  pointer: string,
  errors: ProblemError[],
): void => {
  const [usual] = known
  // Nearly every answer holds the first known member alone: asking for it first keeps scoring fast (measured).
  for (const name in answer) {
    if (name === usual) continue
    const member = name as ValueMember
    if (known.includes(member) || !valueMembers.includes(member)) continue
    if (answer[member] === undefined) continue
    errors.push({
      pointer: `${pointer}/${name}`,
      code: 'member-unknown',
      detail: `"${name}" is not read here; known: ${known.join(', ')}.`,
    })
  }
}
