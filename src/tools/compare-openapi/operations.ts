// Paths, operations, parameters, bodies, answers: what was promised must still be there and ask for nothing new.
// Shapes are compared in schemas.ts, credentials in security.ts.

import type { Change, Compare, Direction } from './change.ts'
import { below, isRecord, type Json, list, record, resolved, same } from './json.ts'
import { securityChanges } from './security.ts'

const methods = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options', 'trace'] as const

type Side = { readonly document: Json; readonly path: Json; readonly operation: Json }
type Pair = { readonly base: Side; readonly next: Side; readonly pointer: string }

export const operationChanges = (base: Json, next: Json, compare: Compare): readonly Change[] =>
  Object.entries(record(base.paths)).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = record(item)[method]
      if (!isRecord(operation)) return []
      const pointer = below('/paths', path, method)
      const nextPath = record(record(next.paths)[path])
      const nextOperation = nextPath[method]
      if (!isRecord(nextOperation)) {
        return [
          {
            pointer,
            what: `${method.toUpperCase()} ${path} is gone`,
            why: 'A renamed or removed operation answers its clients 404 or 405.',
          },
        ]
      }
      const pair: Pair = {
        base: { document: base, path: record(item), operation },
        next: { document: next, path: nextPath, operation: nextOperation },
        pointer,
      }
      return [
        ...idChanges(pair),
        ...parameterChanges(pair, compare),
        ...bodyChanges(pair, compare),
        ...answerChanges(pair, compare),
        ...securityChanges(pair.base, pair.next, pointer),
      ]
    }),
  )

const idChanges = ({ base, next, pointer }: Pair): readonly Change[] =>
  base.operation.operationId === next.operation.operationId
    ? []
    : [
        {
          pointer: below(pointer, 'operationId'),
          what: `operationId ${base.operation.operationId} became ${next.operation.operationId}`,
          why: 'Generated clients call it by this name.',
        },
      ]

type Parameter = { readonly value: Json; readonly pointer: string }

/** The parameters of an operation by place and name; those of the operation replace those of its path. */
const parametersOf = ({ document, path, operation }: Side, pointer: string) => {
  const pathPointer = pointer.slice(0, pointer.lastIndexOf('/'))
  const all = [
    ...list(path.parameters).map((each, at) =>
      resolved(document, each, below(pathPointer, 'parameters', at)),
    ),
    ...list(operation.parameters).map((each, at) =>
      resolved(document, each, below(pointer, 'parameters', at)),
    ),
  ]
  return new Map<string, Parameter>(
    all.map((parameter) => {
      const { in: place, name } = parameter.value
      // The names of header fields do not depend on their case (RFC 9110, section 5.1).
      return [`${place} ${place === 'header' ? String(name).toLowerCase() : name}`, parameter]
    }),
  )
}

const parameterChanges = ({ base, next, pointer }: Pair, compare: Compare): readonly Change[] => {
  const before = parametersOf(base, pointer)
  const after = parametersOf(next, pointer)
  const kept = [...before].flatMap(([key, parameter]): readonly Change[] => {
    const other = after.get(key)
    if (other === undefined) {
      return [
        {
          pointer: parameter.pointer,
          what: `the parameter ${key} is gone`,
          why: 'Unknown parameters are refused, so requests that send it fail.',
        },
      ]
    }
    return [
      ...requiredNow(parameter, other, `the parameter ${key}`),
      ...writtenOtherwise(parameter, other, key),
      ...compare('request', schemaOf(parameter), schemaOf(other)),
    ]
  })
  const added = [...after].flatMap(([key, parameter]) =>
    before.has(key) || parameter.value.required !== true
      ? []
      : [newRequired(parameter.pointer, `the parameter ${key}`)],
  )
  return [...kept, ...added]
}

const schemaOf = ({ value, pointer }: Parameter) => ({
  value: value.schema,
  pointer: below(pointer, 'schema'),
})

const newRequired = (pointer: string, name: string): Change => ({
  pointer,
  what: `${name} is required now`,
  why: 'Requests that were complete are refused.',
})

const requiredNow = (base: Parameter, next: Parameter, name: string): readonly Change[] =>
  base.value.required !== true && next.value.required === true
    ? [newRequired(base.pointer, name)]
    : []

const writtenOtherwise = (base: Parameter, next: Parameter, key: string): readonly Change[] =>
  (['style', 'explode'] as const)
    .filter((member) => !same(base.value[member], next.value[member]))
    .map((member) => ({
      pointer: below(base.pointer, member),
      what: `${member} of the parameter ${key} changed`,
      why: 'The same value is written in another way.',
    }))

const bodyChanges = ({ base, next, pointer }: Pair, compare: Compare): readonly Change[] => {
  const at = below(pointer, 'requestBody')
  const before = resolved(base.document, base.operation.requestBody, at)
  const after = resolved(next.document, next.operation.requestBody, at)
  if (base.operation.requestBody === undefined) {
    return after.value.required === true ? [newRequired(at, 'a request body')] : []
  }
  return [
    ...requiredNow(before, after, 'the request body'),
    ...contentChanges('request', before, after, compare),
  ]
}

const contentChanges = (
  direction: Direction,
  base: Parameter,
  next: Parameter,
  compare: Compare,
): readonly Change[] =>
  Object.entries(record(base.value.content)).flatMap(([type, media]): readonly Change[] => {
    const pointer = below(base.pointer, 'content', type)
    const other = record(next.value.content)[type]
    if (other === undefined) {
      return [
        {
          pointer,
          what: `the media type ${type} is gone`,
          why: direction === 'request' ? 'Its senders get 415.' : 'Its readers get another form.',
        },
      ]
    }
    const nextPointer = below(next.pointer, 'content', type)
    return compare(
      direction,
      { value: record(media).schema, pointer: below(pointer, 'schema') },
      { value: record(other).schema, pointer: below(nextPointer, 'schema') },
    )
  })

const answerChanges = ({ base, next, pointer }: Pair, compare: Compare): readonly Change[] => {
  const before = record(base.operation.responses)
  const after = record(next.operation.responses)
  const kept = Object.entries(before).flatMap(([status, answer]): readonly Change[] => {
    const at = below(pointer, 'responses', status)
    if (after[status] === undefined) {
      return [
        { pointer: at, what: `the answer ${status} is gone`, why: 'Clients act on this status.' },
      ]
    }
    const one = resolved(base.document, answer, at)
    const other = resolved(next.document, after[status], at)
    return [
      ...headerChanges(one, other, { base: base.document, next: next.document, compare }),
      ...contentChanges('response', one, other, compare),
    ]
  })
  const added = Object.keys(after)
    .filter((status) => status.startsWith('2') && before[status] === undefined)
    .map((status) => ({
      pointer: below(pointer, 'responses', status),
      what: `the answer ${status} is new`,
      why: 'Clients were never told that success may look like this.',
    }))
  return [...kept, ...added]
}

const headerChanges = (
  base: Parameter,
  next: Parameter,
  { compare, ...documents }: { base: Json; next: Json; compare: Compare },
): readonly Change[] => {
  const after = new Map(
    Object.entries(record(next.value.headers)).map(([name, header]) => [
      name.toLowerCase(),
      header,
    ]),
  )
  return Object.entries(record(base.value.headers)).flatMap(([name, header]): readonly Change[] => {
    const at = below(base.pointer, 'headers', name)
    const other = after.get(name.toLowerCase())
    if (other === undefined) {
      return [{ pointer: at, what: `the header ${name} is gone`, why: 'Clients may read it.' }]
    }
    const one = resolved(documents.base, header, at)
    const two = resolved(documents.next, other, below(next.pointer, 'headers', name))
    const lost: readonly Change[] =
      one.value.required === true && two.value.required !== true
        ? [
            {
              pointer: at,
              what: `the header ${name} may be absent now`,
              why: 'Clients rely on it.',
            },
          ]
        : []
    return [...lost, ...compare('response', schemaOf(one), schemaOf(two))]
  })
}
