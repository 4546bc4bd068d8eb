// Makes the change of one answer out of the cells that were filled in for it: a merge patch (RFC 7396).
// Lists are made whole, because a patch replaces them; what the sheet does not say stays.
import type { Answer } from '../../core/submission/answer.ts'
import { type Path, valueAt } from './layout.ts'

/** A cell and where its value goes; null empties the place. */
export type Edit = { readonly path: Path; readonly value: string | number | boolean | null }

type Json = Readonly<Record<string, unknown>>

const textMembers: ReadonlySet<string> = new Set(['comment', 'narrative', 'evidence'])
const isValue = (member: string) => !textMembers.has(member) && member !== 'notApplicable'

/** The patch of one answer; null deletes it, undefined: there is nothing to change. */
export const patchOf = (
  current: Answer | null,
  edits: readonly Edit[],
): Json | null | undefined => {
  const members = [...new Set(edits.map(({ path }) => String(path[0])))]
  const before: Json = current ?? {}
  const patch = Object.fromEntries(
    members.map((member) => {
      const own = edits.filter(({ path }) => path[0] === member)
      return [member, memberOf(before[member], own)] as const
    }),
  )
  const whole = { ...replaced(before, patch), ...patch }
  const left = [...new Set([...Object.keys(before), ...Object.keys(whole)])].filter(
    (member) => (member in whole ? whole[member] : before[member]) !== null,
  )
  if (left.length > 0) return whole
  return current === null ? undefined : null
}

/** A value takes the place of "not applicable" and the other way round: an answer is never both. */
const replaced = (before: Json, patch: Json): Json => {
  const given = Object.keys(patch).filter((member) => patch[member] !== null)
  const stored = Object.keys(before)
  const without = (members: readonly string[]) =>
    Object.fromEntries(members.filter((each) => stored.includes(each)).map((each) => [each, null]))
  if (given.includes('notApplicable')) return without(stored.filter(isValue))
  return given.some(isValue) ? without(['notApplicable']) : {}
}

const memberOf = (before: unknown, edits: readonly Edit[]): unknown => {
  const [first] = edits
  if (first === undefined) return null
  const [member] = first.path
  if (first.path.length === 1) return first.value
  if (member === 'levels') return levelsOf(before, edits)
  if (member === 'evidence') return evidenceOf(before, edits)
  return namedOf(before, edits)
}

/** Members by name; one that is emptied goes, and with the last of them the whole. */
const namedOf = (before: unknown, edits: readonly Edit[]): Json | null => {
  const patch = Object.fromEntries(edits.map(({ path, value }) => [String(path[1]), value]))
  const kept = Object.keys((before ?? {}) as object).filter((name) => !(name in patch))
  const given = Object.values(patch).some((value) => value !== null)
  return given || kept.length > 0 ? patch : null
}

const levels = 5

/** Five lists; what stays empty before a statement that is answered counts as not met, as everywhere. */
const levelsOf = (before: unknown, edits: readonly Edit[]): unknown => {
  const lists = Array.from({ length: levels }, (_, level) => {
    const list = [...((valueAt(before, [level]) ?? []) as readonly unknown[])]
    for (const { path, value } of edits)
      if (path[1] === level) list[Number(path[2])] = value ?? undefined
    while (list.length > 0 && list.at(-1) === undefined) list.pop()
    return Array.from(list, (state) => state ?? 'not_met')
  })
  return lists.every((list) => list.length === 0) ? null : lists
}

/** Entries without title and address go; the others keep their order. */
const evidenceOf = (before: unknown, edits: readonly Edit[]): unknown => {
  const entries = new Map(
    ((before ?? []) as readonly Json[]).map((entry, index) => [index, { ...entry }] as const),
  )
  for (const { path, value } of edits) {
    const index = Number(path[1])
    const { [String(path[2])]: _, ...others } = entries.get(index) ?? {}
    entries.set(index, value === null ? others : { ...others, [String(path[2])]: value })
  }
  const list = [...entries]
    .toSorted(([a], [b]) => a - b)
    .map(([, entry]) => entry)
    .filter((entry) => Object.keys(entry).length > 0)
  return list.length === 0 ? null : list
}
