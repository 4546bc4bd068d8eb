// Decides which interests of a person conflict with assessing an applicant, and whether anybody may waive them.
// Where interests come from (profile, register, declaration, memberships) is the caller's; a declaration adds and
// never removes.
import type { AssociationId, OrganizationId, OwnerGroupId } from '../ids.ts'
import {
  type ConflictKind,
  type ConflictRule,
  type ConflictWindows,
  conflictKinds,
  conflictRules,
  type InterestKind,
} from './kinds.ts'

type OwnerGroup = { readonly associationId: AssociationId; readonly id: OwnerGroupId }

/** An organization and, where it is known, who owns it. */
export type House = {
  readonly organizationId: OrganizationId
  readonly ownerGroup: OwnerGroup | null
}

/** A tie between a person and an organization. `endedOn`: a day such as `2024-02-29`; null: it goes on. */
export type Interest = House & {
  readonly kind: InterestKind
  readonly endedOn: string | null
}

export type Conflict = { readonly kind: ConflictKind; readonly effect: ConflictRule['effect'] }

/**
 * `actsFor`: the organizations in which the person is a member now or for which an app of theirs may act.
 * `assessedBefore`: whether the person assessed this applicant in the last cycle in which it took part, the one before
 * that, and so on. `today`: a day in the same form as `endedOn`.
 */
export type Relations = {
  readonly applicant: House
  readonly interests: readonly Interest[]
  readonly actsFor: readonly House[]
  readonly assessedBefore: readonly boolean[]
  readonly windows: ConflictWindows
  readonly today: string
}

/** Every kind of conflict that there is, once, in the order of the rules. */
export const conflictsOf = (given: Relations): readonly Conflict[] => {
  const kinds = new Set<ConflictKind>(
    given.interests.filter((interest) => counts(interest, given)).map(({ kind }) => kind),
  )
  const { actsFor, applicant, assessedBefore, windows } = given
  if (actsFor.some((house) => isSame(house, applicant, conflictRules.same_person)))
    kinds.add('same_person')
  const inARow = assessedBefore.slice(0, windows.earlierAssessmentCycles)
  if (inARow.length === windows.earlierAssessmentCycles && inARow.every((assessed) => assessed))
    kinds.add('earlier_assessment')
  return conflictKinds
    .filter((kind) => kinds.has(kind))
    .map((kind) => ({ kind, effect: conflictRules[kind].effect }))
}

/** All of both, each kind once: what was found once is never found away. */
export const together = (
  some: readonly Conflict[],
  others: readonly Conflict[],
): readonly Conflict[] =>
  conflictKinds.flatMap((kind) => {
    const conflict = [...some, ...others].find((each) => each.kind === kind)
    return conflict === undefined ? [] : [conflict]
  })

/** What conflicts come to. One that blocks cannot be outweighed. */
export type Verdict = 'clear' | 'waivable' | 'blocked'

export const verdictOf = (conflicts: readonly Conflict[]): Verdict => {
  if (conflicts.some(({ effect }) => effect === 'block')) return 'blocked'
  return conflicts.length === 0 ? 'clear' : 'waivable'
}

const isSame = (house: House, applicant: House, { ownerGroup }: ConflictRule): boolean =>
  house.organizationId === applicant.organizationId ||
  (ownerGroup && isSameGroup(house.ownerGroup, applicant.ownerGroup))

const isSameGroup = (one: OwnerGroup | null, other: OwnerGroup | null): boolean =>
  one !== null && one.id === other?.id && one.associationId === other.associationId

const counts = (interest: Interest, { applicant, windows, today }: Relations): boolean => {
  const rule: ConflictRule = conflictRules[interest.kind]
  if (!isSame(interest, applicant, rule)) return false
  if (interest.endedOn === null || rule.window === 'always') return true
  return yearsAfter(interest.endedOn, rule.window === 'current' ? 0 : windows[rule.window]) >= today
}

/** The same day some years later; 29 February stays one, which sorts rightly before 1 March. */
const yearsAfter = (day: string, years: number): string =>
  `${String(Number(day.slice(0, 4)) + years).padStart(4, '0')}${day.slice(4)}`
