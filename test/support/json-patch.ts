// Applies the changes of an example document: the part of JSON Patch (RFC 6902) that the examples use.

export type Change = {
  readonly op: 'add' | 'replace' | 'remove'
  readonly path: string
  readonly value?: unknown
}

/** A changed copy; `add` in a list inserts before the place, `replace` and `remove` need something there. */
export const changed = (document: unknown, changes: readonly Change[]): unknown => {
  const copy: unknown = structuredClone(document)
  for (const change of changes) apply(copy, change)
  return copy
}

const apply = (document: unknown, { op, path, value }: Change): void => {
  const steps = path
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  const name = steps.pop() ?? ''
  const parent = steps.reduce<unknown>((part, step) => memberOf(part, step), document)
  if (op !== 'add') memberOf(parent, name)
  if (Array.isArray(parent)) {
    parent.splice(Number(name), op === 'add' ? 0 : 1, ...(op === 'remove' ? [] : [value]))
  } else if (op === 'remove') Reflect.deleteProperty(Object(parent), name)
  else Reflect.set(Object(parent), name, value)
}

const memberOf = (part: unknown, step: string): unknown => {
  if (typeof part !== 'object' || part === null || !Object.hasOwn(part, step)) {
    throw new Error(`the change names ${step}, which is not there`)
  }
  return Reflect.get(part, step)
}
