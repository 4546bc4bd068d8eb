// Makes a wrong copy of a document: other values at JSON pointers, the original untouched.

/** A deep copy with the values at the pointers replaced; undefined removes the member. */
export const spoil = <Document>(
  document: Document,
  changes: Readonly<Record<string, unknown>>,
): Document => {
  const copy: Document = structuredClone(document)
  for (const [pointer, value] of Object.entries(changes)) {
    const path = pointer.slice(1).split('/')
    const last = path.pop() ?? ''
    const parent = path.reduce<unknown>(
      (inside, step) => Reflect.get(inside as object, step),
      copy,
    ) as object
    if (value === undefined) Reflect.deleteProperty(parent, last)
    else Reflect.set(parent, last, value)
  }
  return copy
}
