// Our bridge between zod and HTTP: reads requests with every mistake named, encodes and checks answers.
// How shapes look in the OpenAPI document is zod-describe.ts; which there are, the contracts say.
import fastJson from 'fast-json-stringify'
import { z } from 'zod'
import type { ProblemError } from '../core/problem.ts'

/** Where in the request a shape is read: issues name a JSON pointer or a parameter accordingly. */
export type Part = 'body' | 'parameter'

/** At most so many findings are listed: an answer must not be larger than the mistake. */
export const mostErrors = 100

export type Reading<Value> =
  | { readonly value: Value; readonly errors: readonly [] }
  | { readonly value: null; readonly errors: readonly ProblemError[] }

/** Reads a value by a shape; all issues at once, each with its place, never the refused value. */
export const readShape = <Value>(
  shape: z.ZodType<Value>,
  given: unknown,
  part: Part,
): Reading<Value> => {
  const { data, error } = shape.safeParse(given)
  if (error === undefined) return { value: data, errors: [] }
  return { value: null, errors: error.issues.flatMap((issue) => errorsOf(issue, given, part, [])) }
}

type Issue = z.core.$ZodIssue
type Path = readonly PropertyKey[]

const errorsOf = (issue: Issue, given: unknown, part: Part, above: Path): ProblemError[] => {
  const path = [...above, ...issue.path]
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, mostErrors).map((key) => ({
      ...place(part, [...path, key]),
      code: part === 'body' ? 'unknown-member' : 'unknown-parameter',
      detail: 'This is not part of the contract.',
    }))
  }
  if (issue.code === 'invalid_union') {
    // The alternative that was meant is the only one whose outermost form fits.
    const meant = issue.errors.filter((branch) => branch.every((inner) => inner.path.length > 0))
    const [only] = meant
    if (only !== undefined && meant.length === 1) {
      return only.flatMap((inner) => errorsOf(inner, given, part, path))
    }
    return [{ ...place(part, path), code: codeOf(issue), detail: choiceIn(issue.errors) }]
  }
  const missing = issue.code === 'invalid_type' && valueAt(given, path) === undefined
  return [
    {
      ...place(part, path),
      code: missing ? 'missing' : codeOf(issue),
      detail: missing ? 'This is required.' : `${issue.message}.`,
    },
  ]
}

/** Which members tell the alternatives apart: those that one of them lacks, or does not know. */
const choiceIn = (branches: readonly (readonly Issue[])[]): string => {
  const names = branches.flat().flatMap((inner) => {
    if (inner.code === 'unrecognized_keys') return inner.keys
    return inner.code === 'invalid_type' && inner.path.length === 1 ? [String(inner.path[0])] : []
  })
  const known = [...new Set(names)].slice(0, mostErrors)
  return known.length < 2
    ? 'This fits none of the permitted forms.'
    : `Just one of these belongs here: ${known.map((name) => `\`${name}\``).join(', ')}.`
}

const codes: Readonly<Record<string, string>> = {
  invalid_type: 'wrong-type',
  invalid_format: 'wrong-format',
  invalid_key: 'wrong-format',
  invalid_value: 'not-allowed',
  invalid_union: 'wrong-shape',
  too_small: 'too-small',
  too_big: 'too-large',
  not_multiple_of: 'not-a-multiple',
}
const codeOf = (issue: Issue): string => codes[issue.code] ?? 'invalid'

const place = (part: Part, path: Path): { pointer: string } | { parameter: string } =>
  part === 'body' ? { pointer: pointerOf(path) } : { parameter: String(path[0]) }

/** A JSON pointer (RFC 6901) of a path of member names and indices. */
export const pointerOf = (path: Path): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inside, step) =>
      typeof inside === 'object' && inside !== null ? Reflect.get(inside, step) : undefined,
    value,
  )

type Encode = (value: unknown) => string

/** Of every shape that was ever encoded: operations share shapes, and building one takes up to a third of a second. */
const encoders = new WeakMap<z.ZodType, Encode>()

/**
 * An encoder for values of a shape: undeclared members cannot leave, members keep the contract's order. It is built
 * when the first value comes: those of all operations together took a third of the start.
 */
export const encoderOf =
  (shape: z.ZodType): Encode =>
  (value) => {
    const encode = encoders.get(shape) ?? built(shape)
    encoders.set(shape, encode)
    return encode(value)
  }

const built = (shape: z.ZodType): Encode => {
  const { $schema, ...schema } = z.toJSONSchema(shape, {
    target: 'draft-7',
    io: 'output',
    unrepresentable: 'any',
    cycles: 'ref',
    reused: 'inline',
  })
  sayNullable(schema, (schema.definitions ?? {}) as Definitions)
  return fastJson(schema as fastJson.Schema)
}

type Schema = z.core.JSONSchema.BaseSchema
type Definitions = Readonly<Record<string, Schema>>

/**
 * Says "this or null" in the encoder's own word, in place and all the way down. Between alternatives it lets a
 * validator decide, whose code is costly to make and to run.
 */
const sayNullable = (schema: Schema, definitions: Definitions): void => {
  for (const inside of Object.values(schema))
    if (typeof inside === 'object' && inside !== null) sayNullable(inside as Schema, definitions)
  const { anyOf = [] } = schema
  const [only, ...others] = anyOf.filter(({ type }) => type !== 'null')
  if (anyOf.length !== 2 || only === undefined || others.length > 0) return
  const meant = definitions[only.$ref?.replace('#/definitions/', '') ?? ''] ?? only
  if (meant.type === undefined) return
  delete schema.anyOf
  Object.assign(schema, meant, { nullable: true })
}

/**
 * Fails unless the value is exactly what the shape promises and the encoder kept it: the encoder coerces
 * silently (12.7 as integer leaves as 12), so tests run with this on every answer.
 */
export const checkEncoding = (shape: z.ZodType, value: unknown, encoded: string): void => {
  const plain: unknown = JSON.parse(JSON.stringify(value))
  const { error } = shape.safeParse(plain)
  if (error !== undefined) throw new Error(`the answer breaks its contract: ${error.message}`)
  if (canonical(plain) !== canonical(JSON.parse(encoded))) {
    throw new Error(`the encoder altered the answer: ${encoded.slice(0, 500)}`)
  }
}

/** JSON text with sorted members: equal values, equal text. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, inside: unknown) =>
    typeof inside === 'object' && inside !== null && !Array.isArray(inside)
      ? Object.fromEntries(Object.entries(inside).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inside,
  )
