// What an answer no longer keeps: members, values and types that clients were promised.
// New members and new values are allowed: clients were told to expect them (values of answers are open).
import type { Change, Form, Forms } from './change.ts'
import { below, isRecord, list, record, same } from './json.ts'
import { valuesOf } from './requests.ts'

/** What a client written for the form `base` misses in answers of the form `next`. */
export const vanished = (forms: Forms): readonly Change[] => {
  const { base, next } = forms
  if (!staysType(base.type, next.type)) {
    return [
      {
        pointer: base.pointer,
        what: `${base.type ?? 'any value'} became ${next.type ?? 'any value'}`,
        why: 'Clients read the old type.',
      },
    ]
  }
  return [
    ...valueChanges(base, next),
    ...formatChanges(base, next),
    ...memberChanges(forms),
    ...openChanges(forms),
    ...itemChanges(forms),
  ]
}

const staysType = (base: string | null, next: string | null): boolean =>
  base === null || base === next || (base === 'number' && next === 'integer')

const valueChanges = (base: Form, next: Form): readonly Change[] => {
  const before = valuesOf(base.value)
  const after = valuesOf(next.value)
  if (before === null) return []
  const pointer = below(base.pointer, 'enum')
  if (after === null) {
    return [{ pointer, what: 'the values are no longer listed', why: 'Clients know the list.' }]
  }
  return before
    .filter((value) => !after.some((other) => same(value, other)))
    .map((value) => ({
      pointer,
      what: `the value ${JSON.stringify(value)} is gone`,
      why: 'Clients wait for it.',
    }))
}

const formatChanges = (base: Form, next: Form): readonly Change[] =>
  base.value.format === undefined || same(base.value.format, next.value.format)
    ? []
    : [
        {
          pointer: below(base.pointer, 'format'),
          what: `the format ${base.value.format} became ${next.value.format ?? 'free text'}`,
          why: 'Clients parse the old one.',
        },
      ]

const memberChanges = ({ base, next, compare }: Forms): readonly Change[] => {
  const after = record(next.value.properties)
  const [promised, kept] = [list(base.value.required), list(next.value.required)]
  return Object.entries(record(base.value.properties)).flatMap(([name, value]) => {
    const pointer = below(base.pointer, 'properties', name)
    if (after[name] === undefined) {
      return [{ pointer, what: `the member ${name} is gone`, why: 'Clients read it.' }]
    }
    const lost =
      promised.includes(name) && !kept.includes(name)
        ? [{ pointer, what: `the member ${name} may be absent now`, why: 'Clients rely on it.' }]
        : []
    const nextPointer = below(next.pointer, 'properties', name)
    return [
      ...lost,
      ...compare('response', { value, pointer }, { value: after[name], pointer: nextPointer }),
    ]
  })
}

const openChanges = ({ base, next, compare }: Forms): readonly Change[] => {
  const before = base.value.additionalProperties
  const after = next.value.additionalProperties
  if (!isRecord(before) || Object.keys(before).length === 0) return []
  const pointer = below(base.pointer, 'additionalProperties')
  return isRecord(after)
    ? compare(
        'response',
        { value: before, pointer },
        { value: after, pointer: below(next.pointer, 'additionalProperties') },
      )
    : [{ pointer, what: 'the members by name changed', why: 'Clients read them.' }]
}

const itemChanges = ({ base, next, compare }: Forms): readonly Change[] =>
  base.value.items === undefined
    ? []
    : compare(
        'response',
        { value: base.value.items, pointer: below(base.pointer, 'items') },
        { value: next.value.items, pointer: below(next.pointer, 'items') },
      )
