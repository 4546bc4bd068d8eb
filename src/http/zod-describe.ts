// Translates zod shapes into the JSON Schemas of one OpenAPI document, a component for each named shape.
// What stands in the document beside schemas is openapi-document.ts.
import { z } from 'zod'
import { canonical } from './zod.ts'

export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json }
export type JsonObject = { readonly [key: string]: Json }

/** A request is described by what goes in, an answer by what comes out: defaults and transforms differ. */
export type Direction = 'input' | 'output'

/**
 * Collects the shapes of a document. Named shapes (`.meta({ id })`) become components: one where request
 * and answer look alike, otherwise a second one, `<Id>Input`; whoever refers to a split form is split too.
 */
export const describer = () => {
  const named = { input: new Map<string, Json>(), output: new Map<string, Json>() }

  const remember = (id: string, form: Json, direction: Direction): void => {
    const before = named[direction].get(id)
    if (before !== undefined && canonical(before) !== canonical(form)) {
      throw new Error(`two shapes are named ${id}`)
    }
    named[direction].set(id, form)
  }

  /** The 2020-12 form of a shape; its references are marked by direction until `finish`. */
  const describe = (shape: z.ZodType, direction: Direction): JsonObject => {
    const { $schema, $defs, ...root } = z.toJSONSchema(shape, {
      io: direction,
      unrepresentable: 'any',
      cycles: 'ref',
      reused: 'inline',
    }) as JsonObject & { $defs?: JsonObject }
    for (const [id, form] of Object.entries($defs ?? {})) {
      remember(id, tidy(form, direction), direction)
    }
    return tidy(root, direction) as JsonObject
  }

  /** Completes all references of a document and hands out the components, sorted by name. */
  const finish = (document: Json): { readonly document: Json; readonly components: JsonObject } => {
    const split = splitNames(named.input, named.output)
    const nameOf = (mark: string): string => {
      const [direction, id = ''] = mark.split(':')
      return direction === 'input' && split.has(id) ? `${id}Input` : id
    }
    const resolve = (form: Json): Json =>
      mapObjects(form, (node) => {
        const mark = markOf(node)
        return mark === null ? node : { ...node, $ref: `#/components/schemas/${nameOf(mark)}` }
      })
    const components = (['output', 'input'] as const)
      .flatMap((direction) =>
        [...named[direction]].map(([id, form]) => {
          return [nameOf(`${direction}:${id}`), resolve(form)] as const
        }),
      )
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
    return { document: resolve(document), components: Object.fromEntries(components) }
  }

  return { describe, finish }
}

/** Names whose two forms differ, and then those that refer to one of them, until no more are found. */
const splitNames = (
  input: ReadonlyMap<string, Json>,
  output: ReadonlyMap<string, Json>,
): ReadonlySet<string> => {
  const both = [...input].flatMap(([id, form]) => {
    const other = output.get(id)
    return other === undefined ? [] : [{ id, form, other }]
  })
  const textOf = (form: Json) =>
    canonical(mapObjects(form, (node) => ({ ...node, ...unmarked(node) })))
  const split = new Set(
    both.filter(({ form, other }) => textOf(form) !== textOf(other)).map(({ id }) => id),
  )
  for (let size = -1; size !== split.size; ) {
    size = split.size
    for (const { id, form } of both) {
      if (referencesIn(form).some((name) => split.has(name))) split.add(id)
    }
  }
  return split
}

const markOf = ({ $ref }: JsonObject): string | null =>
  typeof $ref === 'string' && /^(in|out)put:/.test($ref) ? $ref : null

const unmarked = (node: JsonObject): JsonObject => {
  const mark = markOf(node)
  return mark === null ? {} : { $ref: mark.slice(mark.indexOf(':') + 1) }
}

const referencesIn = (form: Json): readonly string[] => {
  const found: string[] = []
  mapObjects(form, (node) => {
    const { $ref } = unmarked(node)
    if (typeof $ref === 'string') found.push($ref)
    return node
  })
  return found
}

/** Rewrites every object of a JSON value, the innermost first. */
export const mapObjects = (value: Json, change: (node: JsonObject) => JsonObject): Json => {
  if (value === null || typeof value !== 'object') return value
  if (isList(value)) return value.map((each) => mapObjects(each, change))
  return change(
    Object.fromEntries(
      Object.entries(value).map(([key, inside]) => [key, mapObjects(inside, change)]),
    ),
  )
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)

const anyUuid = z.toJSONSchema(z.uuid()).pattern

/** Lengths that a format implies; spelled out, because every text of the contract is bounded. */
const formatLengths: Readonly<Record<string, number>> = {
  uuid: 36,
  date: 10,
  'date-time': 35,
  email: 254,
  uri: 2048,
}

/**
 * Removes what zod says twice (the regular expression of a format, the text form of a number in the
 * query) and adds what it leaves unsaid (bounds); marks references by direction.
 */
const tidy = (form: Json, direction: Direction): Json =>
  mapObjects(form, (given) => {
    if (typeof given.$ref === 'string') {
      const [, id] = /^#\/\$defs\/(?!__)(.+)$/.exec(given.$ref) ?? []
      if (id === undefined) throw new Error('a recursive shape needs a name: .meta({ id })')
      return { ...given, $ref: `${direction}:${id}` }
    }
    if (given.type === 'integer') {
      const { pattern, ...node } = given
      return { ...node, format: integerFormat(node) }
    }
    if (given.type === 'boolean') {
      const { enum: texts, ...node } = given
      return node
    }
    if (given.type === 'string' && typeof given.format === 'string') {
      const { pattern, ...node } = given
      // Ids are narrower than their format: of version 7 and in lower case.
      const narrower: JsonObject =
        given.format === 'uuid' && pattern !== anyUuid && pattern !== undefined ? { pattern } : {}
      return { maxLength: formatLengths[given.format] ?? 2048, ...node, ...narrower }
    }
    const isFreeText = given.type === 'string' && !restrictions.some((keyword) => keyword in given)
    return isFreeText ? { ...given, pattern: anyText } : given
  })

const restrictions = ['pattern', 'enum', 'const'] as const
/** Free text is any text but U+0000, which body.ts refuses everywhere. */
const anyText = '^[^\\u0000]*$'

const integerFormat = ({ minimum, maximum }: JsonObject): string =>
  Number(minimum) >= -(2 ** 31) && Number(maximum) < 2 ** 31 ? 'int32' : 'int64'
