// Finds what changed between two versions of a questionnaire, with the class of each change (scoring.md
// section 8). What a class demands of the version number is in step.ts; readable text is in render.ts.
import { canonicalJson } from '../canonical.ts'
import type { Questionnaire } from '../questionnaire-v1.ts'
import { type ChangeClass, heavier, table, weightOf } from './classes.ts'
import { type Entity, type EntityType, entitiesOf } from './entities.ts'

/**
 * One difference. `pointer` leads into the newer document, for something removed into the older one.
 * `member` is null where the whole is added or removed; `above` names a move, `order` another sequence.
 * `meaningChanged`: what the author declares of a changed text; null: declared nowhere, or no text.
 * `before` and `after` are JSON values, null where there is none.
 */
export type Change = {
  readonly change: 'added' | 'removed' | 'changed'
  readonly type: EntityType
  readonly code: string | null
  readonly member: string | null
  readonly pointer: string
  readonly class: ChangeClass
  readonly text: boolean
  readonly meaningChanged: boolean | null
  readonly before: unknown
  readonly after: unknown
}

/** `class` is that of the heaviest change; null: the two say the same. */
export type Comparison = {
  readonly class: ChangeClass | null
  readonly changes: readonly Change[]
}

/**
 * The differences from `before` to `after`, in the order of the newer document, what was removed last. Things
 * are told apart by code, so the two must be versions of one questionnaire: in another edition the same code
 * names another subject.
 */
export const compareQuestionnaires = (before: Questionnaire, after: Questionnaire): Comparison => {
  const older = byKey(entitiesOf(before))
  const newer = byKey(entitiesOf(after))
  const changes = [
    ...[...newer.values()].flatMap((entity) => {
      const was = older.get(entity.key)
      return was === undefined ? [added(entity)] : changesOf(was, entity)
    }),
    ...[...older.values()].filter(({ key }) => !newer.has(key)).map(removed),
    ...orderChanges(older, newer),
  ]
  return {
    class: changes.reduce<ChangeClass | null>(
      (heaviest, change) => (heaviest === null ? change.class : heavier(heaviest, change.class)),
      null,
    ),
    changes,
  }
}

type Entities = ReadonlyMap<string, Entity>

const byKey = (entities: readonly Entity[]): Entities =>
  new Map(entities.map((entity) => [entity.key, entity]))

const whole = (
  { type, code, pointer, pilot, members }: Entity,
  change: 'added' | 'removed',
): Change => ({
  change,
  type,
  code,
  member: null,
  pointer,
  // A pilot is asked outside the total, so nothing that counts comes or goes with it.
  class: type === 'node' && pilot ? 'compatible' : table[type][change],
  text: false,
  meaningChanged: null,
  before: change === 'removed' ? members : null,
  after: change === 'added' ? members : null,
})

const added = (entity: Entity): Change => whole(entity, 'added')
const removed = (entity: Entity): Change => whole(entity, 'removed')

const isSame = (a: unknown, b: unknown): boolean =>
  a === b || (a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b))

type Said = Readonly<Record<string, unknown>>
const asSaid = (value: unknown): Said => (value ?? {}) as Said

/** Whether a language that both versions speak says something else; a new language is no new meaning. */
const saysElse = (before: unknown, after: unknown): boolean => {
  const [old, now] = [asSaid(before), asSaid(after)]
  return Object.keys(now).some((locale) => old[locale] !== undefined && old[locale] !== now[locale])
}

type Pair = { readonly was: Entity; readonly is: Entity }

const changed = (
  { was, is }: Pair,
  member: string,
  of: ChangeClass,
  more: Partial<Change> = {},
): Change => ({
  change: 'changed',
  type: is.type,
  code: is.code,
  member,
  pointer: member === 'above' ? is.pointer : `${is.pointer}/${member}`,
  class: of,
  text: false,
  meaningChanged: null,
  before: was.members[member] ?? null,
  after: is.members[member] ?? null,
  ...more,
})

/** Undeclared counts as light here; the publish gate asks for the declaration. */
const textClass = ({ is }: Pair): ChangeClass =>
  is.meaningChanged === true ? 'breaking' : 'editorial'

const textChange = (pair: Pair, member: string, before: unknown, after: unknown): Change => {
  const values = { before: before ?? null, after: after ?? null }
  return saysElse(before, after)
    ? changed(pair, member, textClass(pair), {
        text: true,
        meaningChanged: pair.is.meaningChanged,
        ...values,
      })
    : changed(pair, member, 'editorial', values)
}

const memberChanges = (pair: Pair, member: string): readonly Change[] => {
  const [before, after] = [pair.was.members[member], pair.is.members[member]]
  if (isSame(before, after)) return []
  const weight = weightOf(pair.is.type, member)
  if (weight === 'text') return [textChange(pair, member, before, after)]
  if (weight === 'texts') {
    const [old, now] = [asSaid(before), asSaid(after)]
    return [...new Set([...Object.keys(old), ...Object.keys(now)])]
      .filter((name) => !isSame(old[name], now[name]))
      .map((name) => textChange(pair, `${member}/${name}`, old[name], now[name]))
  }
  // Allowing more hurts nobody's answers; allowing less makes some of them invalid.
  if (weight === 'permission') {
    return [changed(pair, member, after === true ? 'compatible' : 'breaking')]
  }
  return [changed(pair, member, weight)]
}

const changesOf = (was: Entity, is: Entity): readonly Change[] => {
  const pair = { was, is }
  const members = new Set([...Object.keys(was.members), ...Object.keys(is.members)])
  return [
    ...(was.above === is.above
      ? []
      : [
          changed(pair, 'above', was.pilot && is.pilot ? 'compatible' : table[is.type].moved, {
            before: was.above,
            after: is.above,
          }),
        ]),
    // A pilot that begins to count, or a node that stops counting, changes every total.
    ...(was.pilot === is.pilot
      ? []
      : [changed(pair, 'pilot', 'breaking', { before: was.pilot, after: is.pilot })]),
    ...[...members].flatMap((member) => memberChanges(pair, member)),
  ]
}

const ordered: readonly EntityType[] = ['category', 'node', 'statement']

/** What both have, in another sequence: shown otherwise, and another order of score vectors. */
const orderChanges = (older: Entities, newer: Entities): readonly Change[] =>
  ordered.flatMap((type): readonly Change[] => {
    const sequence = (here: Entities, there: Entities) =>
      [...here.values()]
        .filter((entity) => entity.type === type && there.has(entity.key))
        .map(({ code }) => code)
    const [before, after] = [sequence(older, newer), sequence(newer, older)]
    return isSame(before, after)
      ? []
      : [
          {
            change: 'changed',
            type,
            code: null,
            member: 'order',
            pointer: '/categories',
            class: 'compatible',
            text: false,
            meaningChanged: null,
            before,
            after,
          },
        ]
  })
