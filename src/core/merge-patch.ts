// JSON Merge Patch (RFC 7396) on plain JSON values.
// What a patch may touch, and whether its result makes sense, is for the resource to decide.

type JsonObject = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The target with the patch applied: null removes a member, an object merges into one, anything else
 * replaces, arrays too. Neither input is changed; a member named `__proto__` stays a member.
 */
export const mergePatch = (target: unknown, patch: unknown): unknown => {
  if (!isObject(patch)) return patch
  const merged = new Map(isObject(target) ? Object.entries(target) : [])
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name)
    else merged.set(name, mergePatch(merged.get(name), value))
  }
  return Object.fromEntries(merged)
}
