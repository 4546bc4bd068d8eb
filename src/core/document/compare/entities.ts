// A questionnaire as a flat table of what has a code of its own, so that two versions can be laid side by side.
// What a difference weighs is in classes.ts; finding the differences is in compare.ts.
import { pointerOf } from '../pointer.ts'
import type { Questionnaire } from '../questionnaire-v1.ts'
import { compareVersions } from '../version.ts'

/** What stands in the table: a document part, or something with a code. A leaf and an item are nodes. */
export type EntityType =
  | 'document'
  | 'edition'
  | 'rights'
  | 'scoring'
  | 'category'
  | 'node'
  | 'area'
  | 'question'
  | 'statement'
  | 'profile-item'
  | 'band-set'
  | 'band'
  | 'group'
  | 'recognition'
  | 'scale'
  | 'scale-level'

/**
 * One row. `key` is unique within the document and equal in two versions for the same thing; `code` is its
 * code, null for a part of the document. `members` leaves out what has rows of its own. `above`: where it
 * belongs, so that a move shows. `meaningChanged` is what its author declares of its changed texts.
 */
export type Entity = {
  readonly type: EntityType
  readonly key: string
  readonly code: string | null
  readonly pointer: string
  readonly above: string | null
  readonly pilot: boolean
  readonly meaningChanged: boolean | null
  readonly members: Readonly<Record<string, unknown>>
}

type Json = Readonly<Record<string, unknown>>
type Place = { readonly pointer: string; readonly above: string | null }

/** Members that are lists of rows, with the type of the rows and what tells them apart. */
const lists: Readonly<Record<string, readonly [type: EntityType, by: string]>> = {
  categories: ['category', 'code'],
  items: ['node', 'code'],
  areas: ['area', 'code'],
  questions: ['question', 'code'],
  statements: ['statement', 'code'],
  profile: ['profile-item', 'code'],
  bandSets: ['band-set', 'code'],
  bands: ['band', 'from'],
  groups: ['group', 'code'],
  recognition: ['recognition', 'code'],
  scales: ['scale', 'code'],
}

/** Members that are a row of their own, without a code. */
const parts: Readonly<Record<string, EntityType>> = {
  edition: 'edition',
  rights: 'rights',
  scoring: 'scoring',
}

/** Never compared: the name and number of the document itself, and what is read into the row. */
const isApart = (type: EntityType, member: string): boolean =>
  member === 'meaningChanged' ||
  member === 'code' ||
  (type === 'document' && ['format', 'key', 'version'].includes(member))

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const listOf = (value: unknown): readonly Json[] =>
  Array.isArray(value) ? value.filter(isObject) : []

/** Every row of the document, in document order. */
export const entitiesOf = (questionnaire: Questionnaire): readonly Entity[] => {
  const rows: Entity[] = []

  const below = (type: EntityType, value: Json, { pointer, above }: Place): Json => {
    const members: Record<string, unknown> = {}
    for (const [name, member] of Object.entries(value)) {
      const here = `${pointer}${pointerOf([name])}`
      const list = lists[name]
      const part = type === 'document' ? parts[name] : undefined
      if (list !== undefined && !(type === 'recognition' && name === 'bands')) {
        const [of, by] = list
        listOf(member).forEach((each, index) => {
          row(of, each, String(each[by]), { pointer: `${here}/${index}`, above })
        })
      } else if (part !== undefined && isObject(member)) {
        row(part, member, null, { pointer: here, above: null })
      } else if (name === 'leaf' && isObject(member)) {
        row('node', { ...member, points: value.points }, above, { pointer: here, above })
      } else if (name === 'levelStatements') {
        levels(member, here, above)
      } else if (type === 'scale' && name === 'levels') {
        listOf(member).forEach((each, index) => {
          const place = { pointer: `${here}/${index}`, above }
          row('scale-level', each, String(each.percent), place)
        })
      } else if (!isApart(type, name)) {
        members[name] = member
      }
    }
    return members
  }

  /** Statements of a level belong to their node; the level is what a move would change. */
  const levels = (lists: unknown, pointer: string, above: string | null): void => {
    for (const [index, level] of (Array.isArray(lists) ? lists : []).entries()) {
      listOf(level).forEach((each, position) => {
        const place = { pointer: `${pointer}/${index}/${position}`, above }
        row('statement', { ...each, level: index + 1 }, String(each.code), place)
      })
    }
  }

  const row = (type: EntityType, value: Json, name: string | null, place: Place): void => {
    const at = rows.length
    const owned = type === 'band' || type === 'scale-level'
    const inside = { pointer: place.pointer, above: name ?? place.above }
    // The place in the table is taken before the rows below it are made: document order.
    rows.push(placeholder)
    const members = below(type, value, inside)
    rows[at] = {
      type,
      key: [type, ...(owned ? [place.above] : []), ...(name === null ? [] : [name])].join(' '),
      code: name,
      pointer: place.pointer,
      above: place.above,
      pilot: isPilot(value, questionnaire.version),
      meaningChanged: typeof value.meaningChanged === 'boolean' ? value.meaningChanged : null,
      members,
    }
  }

  row('document', questionnaire, null, { pointer: '', above: null })
  return rows
}

const placeholder: Entity = {
  type: 'document',
  key: '',
  code: null,
  pointer: '',
  above: null,
  pilot: false,
  meaningChanged: null,
  members: {},
}

const isPilot = ({ effectiveFrom }: Json, version: string): boolean =>
  typeof effectiveFrom === 'string' && compareVersions(version, effectiveFrom) < 0
