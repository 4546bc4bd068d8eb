// What a request may no longer be: values, members and amounts that were accepted and now are not.
// The same shape in an answer is judged in responses.ts.
import type { Change, Form, Forms } from './change.ts'
import { below, isRecord, type Json, list, record, same } from './json.ts'

/** Why requests of form `base` are no longer accepted, or no longer mean the same, in form `next`. */
export const narrowed = (forms: Forms): readonly Change[] => {
  const { base, next } = forms
  if (!acceptsType(base.type, next.type)) {
    return [
      {
        pointer: base.pointer,
        what: `${base.type ?? 'any value'} became ${next.type ?? 'any value'}`,
        why: 'Values that were accepted are refused.',
      },
    ]
  }
  return [
    ...valueChanges(base, next),
    ...textChanges(base, next),
    ...boundChanges(base, next),
    ...defaultChanges(base, next),
    ...memberChanges(forms),
    ...openChanges(forms),
    ...itemChanges(forms),
  ]
}

const acceptsType = (base: string | null, next: string | null): boolean =>
  next === null || base === next || (base === 'integer' && next === 'number')

/** The listed values of a form, or null where any is allowed. */
export const valuesOf = ({ const: only, enum: values }: Json): readonly unknown[] | null => {
  if (only !== undefined) return [only]
  return Array.isArray(values) ? values : null
}

const valueChanges = (base: Form, next: Form): readonly Change[] => {
  const before = valuesOf(base.value)
  const after = valuesOf(next.value)
  if (after === null) return []
  const why = 'Values of a request are a closed list.'
  if (before === null) {
    return [{ pointer: base.pointer, what: 'only listed values are accepted now', why }]
  }
  return before
    .filter((value) => !after.some((other) => same(value, other)))
    .map((value) => ({
      pointer: below(base.pointer, 'enum'),
      what: `the value ${JSON.stringify(value)} is no longer accepted`,
      why,
    }))
}

/** Whether one pattern or format accepts less than another cannot be told: any other one counts. */
const textChanges = (base: Form, next: Form): readonly Change[] =>
  (['pattern', 'format'] as const)
    .filter((word) => next.value[word] !== undefined && !same(base.value[word], next.value[word]))
    .map((word) => ({
      pointer: below(base.pointer, word),
      what: `${word} became ${next.value[word]}`,
      why: 'Texts that were accepted may be refused.',
    }))

const upper = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'] as const
const lower = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'] as const

const boundChanges = (base: Form, next: Form): readonly Change[] => {
  const tighter = (word: string, isTighter: (before: number, after: number) => boolean) => {
    const [before, after] = [base.value[word], next.value[word]]
    return typeof after === 'number' && (typeof before !== 'number' || isTighter(before, after))
  }
  return [
    ...upper.filter((word) => tighter(word, (before, after) => after < before)),
    ...lower.filter((word) => tighter(word, (before, after) => after > before)),
    ...['multipleOf'].filter((word) => tighter(word, (before, after) => before % after !== 0)),
    ...['uniqueItems'].filter((word) => next.value[word] === true && base.value[word] !== true),
  ].map((word) => ({
    pointer: below(base.pointer, word),
    what: `${word} is ${next.value[word]} now, it was ${base.value[word] ?? 'not limited'}`,
    why: 'Requests within the old bound are refused.',
  }))
}

const defaultChanges = (base: Form, next: Form): readonly Change[] =>
  same(base.value.default, next.value.default)
    ? []
    : [
        {
          pointer: below(base.pointer, 'default'),
          what: `the default is ${JSON.stringify(next.value.default)} now, it was ${JSON.stringify(base.value.default)}`,
          why: 'Requests that leave it out mean something else.',
        },
      ]

const memberChanges = ({ base, next, compare }: Forms): readonly Change[] => {
  const before = record(base.value.properties)
  const after = record(next.value.properties)
  const kept = Object.entries(before).flatMap(([name, value]): readonly Change[] => {
    const pointer = below(base.pointer, 'properties', name)
    if (after[name] !== undefined) {
      const nextPointer = below(next.pointer, 'properties', name)
      return compare('request', { value, pointer }, { value: after[name], pointer: nextPointer })
    }
    return next.value.additionalProperties === false
      ? [
          {
            pointer,
            what: `the member ${name} is no longer accepted`,
            why: 'Unknown members are refused.',
          },
        ]
      : []
  })
  const required = list(base.value.required)
  const asked = list(next.value.required)
    .filter((name) => !required.includes(name))
    .map((name) => ({
      pointer: below(next.pointer, 'properties', String(name)),
      what: `the member ${name} is required now`,
      why: 'Requests that were complete are refused.',
    }))
  return [...kept, ...asked]
}

/** Members beyond the named ones: open, shaped or refused; and how they may be called. */
const openChanges = ({ base, next, compare }: Forms): readonly Change[] =>
  (['additionalProperties', 'propertyNames', 'unevaluatedProperties'] as const).flatMap((word) => {
    const before = base.value[word] ?? true
    const after = next.value[word] ?? true
    if (after === true || before === false || same(before, after)) return []
    const pointer = below(base.pointer, word)
    return isRecord(before) && isRecord(after)
      ? compare(
          'request',
          { value: before, pointer },
          { value: after, pointer: below(next.pointer, word) },
        )
      : [{ pointer, what: `${word} is stricter now`, why: 'Further members were accepted.' }]
  })

const itemChanges = ({ base, next, compare }: Forms): readonly Change[] =>
  next.value.items === undefined
    ? []
    : compare(
        'request',
        { value: base.value.items, pointer: below(base.pointer, 'items') },
        { value: next.value.items, pointer: below(next.pointer, 'items') },
      )
