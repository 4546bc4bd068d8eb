// Reading an OpenAPI document as plain JSON: members, local references, pointers (RFC 6901).
// Knows nothing of what a change means.

export type Json = Readonly<Record<string, unknown>>

/** A part of a document and where it stands there, after following its references. */
export type Place = { readonly value: Json; readonly pointer: string }

export const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The value as an object; absent and of another type count as empty. */
export const record = (value: unknown): Json => (isRecord(value) ? value : {})

/** The value as a list; absent and of another type count as empty. */
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** Equal as JSON, whatever the order of the members. */
export const same = (one: unknown, other: unknown): boolean => sorted(one) === sorted(other)

const sorted = (value: unknown): string | undefined =>
  JSON.stringify(value, (_, part: unknown) =>
    isRecord(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )

/** The pointer one or more steps further down. */
export const below = (pointer: string, ...steps: readonly (string | number)[]): string =>
  steps.reduce<string>(
    (path, step) => `${path}/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`,
    pointer,
  )

/**
 * The part without its `$ref`: the target with the members beside the reference laid over it, and the
 * pointer of the target. References must be local (`#/…`) and end somewhere.
 */
export const resolved = (document: Json, value: unknown, pointer: string): Place => {
  let place: Place = { value: record(value), pointer }
  for (let hops = 0; typeof place.value.$ref === 'string'; hops += 1) {
    const { $ref, ...beside } = place.value
    if (hops > 20) throw new Error(`${pointer}: the reference ${$ref} leads in a circle.`)
    place = {
      value: { ...target(document, $ref as string), ...beside },
      pointer: `${$ref}`.slice(1),
    }
  }
  return place
}

const target = (document: Json, reference: string): Json => {
  if (!reference.startsWith('#/')) throw new Error(`${reference}: only local references are read.`)
  const found = reference
    .slice(2)
    .split('/')
    .map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((part, step) => record(part)[step], document)
  if (!isRecord(found)) throw new Error(`${reference}: nothing is there.`)
  return found
}
