// The parts of which a value is made, as every method describes its own: where each stands and on which grain it lies.
// What a value is worth is read by the method; what is suggested for the parts, in ../consensus/suggestion.ts.
import { pointerOf } from '../document/pointer.ts'
import type { Fraction } from '../exact.ts'
import type { Answer, ValueMember } from './members.ts'

/**
 * `step`: numbers on it, from zero. `scale`: one of these percents, the lowest first, or not applicable.
 * `statements`: marks of the statements of each level, so many of them; what is absent is not met.
 */
export type Grain =
  | { readonly step: Fraction }
  | { readonly scale: readonly number[] }
  | { readonly statements: readonly number[] }

/** A part that a whole value has. `name`: inside the member; null: it is the member. */
export type Part = {
  readonly member: ValueMember
  readonly name: string | null
  readonly grain: Grain
}

/** The member of a value, all of it. */
export const wholeMember = (member: ValueMember, grain: Grain): Part => ({
  member,
  name: null,
  grain,
})

/** A part of each of these names inside the member. */
export const namedParts = (
  member: ValueMember,
  names: readonly string[],
  grain: Grain,
): readonly Part[] => names.map((name) => ({ member, name, grain }))

/** What the value says there; undefined: nothing. */
export const partIn = (value: Answer, { member, name }: Part): unknown => {
  const held = value[member]
  if (name === null || held === undefined) return held
  return Object.hasOwn(held as object, name) ? (held as Record<string, unknown>)[name] : undefined
}

/** Where it stands in a value that is the body of a request. */
export const pointerOfPart = ({ member, name }: Part): string =>
  pointerOf(name === null ? [member] : [member, name])
