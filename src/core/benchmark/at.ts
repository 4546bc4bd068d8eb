// Reads a place of a list that must exist: a missing one is a bug and says so, instead of becoming zero.

/** The element at a place; throws RangeError where there is none. */
export const at = <Element>(list: ArrayLike<Element>, place: number): Element => {
  const element = list[place]
  if (element === undefined) throw new RangeError(`no element at ${place} of ${list.length}`)
  return element
}
