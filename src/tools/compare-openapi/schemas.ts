// Compares two shapes: follows references, takes unions apart and finds for each form its counterpart.
// What a single form may change is in requests.ts and responses.ts.
import type { Change, Compare, Direction, Form, Part } from './change.ts'
import { below, type Json, list, type Place, record, resolved, same } from './json.ts'
import { narrowed } from './requests.ts'
import { vanished } from './responses.ts'

/** The comparison of two documents. It remembers what it compared, so shared and recursive shapes end. */
export const comparison = (baseDocument: Json, nextDocument: Json): Compare => {
  const known = new Map<string, readonly Change[]>()
  const compare: Compare = (direction, base, next) => {
    const one = resolved(baseDocument, base.value, base.pointer)
    const two = resolved(nextDocument, next.value, next.pointer)
    const key = [direction, nameOf(base, one), nameOf(next, two)].join(' ')
    const before = known.get(key)
    if (before !== undefined) return before
    // Until the answer is there a recursive shape counts as unchanged: what differs shows elsewhere.
    known.set(key, [])
    const changes = unionChanges(
      direction,
      formsOf(baseDocument, one),
      formsOf(nextDocument, two),
      compare,
    )
    known.set(key, changes)
    return changes
  }
  return compare
}

/** Where a shape stands; members beside its reference make it a shape of its own. */
const nameOf = ({ value, pointer }: Part, target: Place): string =>
  Object.keys(record(value)).join() === '$ref' ? target.pointer : pointer

/**
 * Requests: each old form must fit a new one. Answers: each new form must fit an old one or have a name of its
 * own, and no old one may go.
 */
const unionChanges = (
  direction: Direction,
  base: readonly Form[],
  next: readonly Form[],
  compare: Compare,
): readonly Change[] => {
  if (direction === 'request') {
    return base.flatMap((one) =>
      fewest(kin(one, next).map((two) => narrowed({ base: one, next: two, compare }))),
    )
  }
  const met = new Set<Form>()
  const changes = next.flatMap((two) => {
    if (isNewByName(two, base)) return []
    const judged = kin(two, base).map((one) => vanished({ base: one, next: two, compare }))
    const best = fewest(judged)
    const counterpart = kin(two, base)[judged.indexOf(best)]
    if (counterpart !== undefined) met.add(counterpart)
    return best
  })
  const gone = base
    .filter((one) => !met.has(one) && one.type !== 'null')
    .map(({ pointer, type }) => ({
      pointer,
      what: `the form ${type ?? 'any'} is gone`,
      why: 'Clients wait for it.',
    }))
  return [...changes, ...gone]
}

/**
 * Whether a form of an answer announces itself by a name that clients have not met, as a new problem does by
 * its `code`: values of answers are open. The member must tell all old forms apart too.
 */
const isNewByName = (form: Form, base: readonly Form[]): boolean =>
  Object.entries(namesOf(form)).some(([member, name]) => {
    const known = base.map((each) => namesOf(each)[member])
    return known.every((each) => each !== undefined && !same(each, name))
  })

/** The candidates that bear the same name, such as the same `code`; all of them where none does. */
const kin = (form: Form, candidates: readonly Form[]): readonly Form[] => {
  const names = Object.entries(namesOf(form))
  const named = candidates.filter((each) => {
    const other = namesOf(each)
    return names.some(([member, name]) => same(other[member], name))
  })
  return named.length > 0 ? named : candidates
}

const namesOf = ({ value }: Form): Json =>
  Object.fromEntries(
    Object.entries(record(value.properties)).flatMap(([member, schema]) => {
      const { const: name } = record(schema)
      return name === undefined ? [] : [[member, name]]
    }),
  )

const fewest = (candidates: readonly (readonly Change[])[]): readonly Change[] =>
  candidates.reduce((best, each) => (each.length < best.length ? each : best))

/** The forms a value may have: one for each member of a union and for each of several types. */
const formsOf = (document: Json, { value, pointer }: Place): readonly Form[] => {
  const whole = joined(document, value, pointer)
  for (const word of ['anyOf', 'oneOf'] as const) {
    const { [word]: union, ...beside } = whole
    if (list(union).length === 0) continue
    return list(union).flatMap((each, at) => {
      const place = resolved(document, each, below(pointer, word, at))
      return formsOf(document, { value: { ...beside, ...place.value }, pointer: place.pointer })
    })
  }
  const types = Array.isArray(whole.type) ? whole.type : [whole.type ?? impliedType(whole)]
  return types.map((type) => ({ type: type === null ? null : String(type), value: whole, pointer }))
}

/** The members of `allOf` laid into one: properties side by side, every required name. */
const joined = (document: Json, value: Json, pointer: string): Json => {
  if (value.allOf === undefined) return value
  const parts = [
    value,
    ...list(value.allOf).map(
      (each, at) => resolved(document, each, below(pointer, 'allOf', at)).value,
    ),
  ]
  const properties: Json = Object.assign({}, ...parts.map((part) => record(part.properties)))
  const required = parts.flatMap((part) => list(part.required))
  return Object.assign({}, ...parts, { properties, required })
}

const impliedType = ({ const: only, enum: values, properties }: Json): string | null => {
  if (properties !== undefined) return 'object'
  const [value] = only === undefined ? list(values) : [only]
  if (value === undefined) return null
  return value === null ? 'null' : typeof value
}
