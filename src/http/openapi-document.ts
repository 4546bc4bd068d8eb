// Describes operations as one OpenAPI 3.1 document, sorted and complete: only what they declare.
// Schemas are translated by zod-describe.ts, shared parts are in openapi-parts.ts, the pages in openapi.ts.
import { STATUS_CODES } from 'node:http'
import { z } from 'zod'
import {
  byName,
  type Describe,
  everywhere,
  type Finished,
  headerReferences,
  headers,
  order,
  parameterReference,
  parameters,
  problemExamples,
  problemResponse,
  problemResponses,
  securitySchemes,
  withUsedComponents,
} from './openapi-parts.ts'
import { FileReply, type Operation, TextReply } from './operation.ts'
import { problemsOf } from './operation-problems.ts'
import { describer, type Json, type JsonObject } from './zod-describe.ts'

export type DocumentInfo = {
  readonly title: string
  readonly version: string
  readonly description: string
  readonly contact: { readonly name: string }
  readonly license: { readonly name: string; readonly identifier: string }
  /** Address and purpose, such as `{ url: '/', description: 'This service (production)' }`. */
  readonly servers: readonly { readonly url: string; readonly description: string }[]
  /** Tag → one sentence; an operation with another tag is a mistake. */
  readonly tags: Readonly<Record<string, string>>
}

/** Operation → status → what its sample is answered. */
export type Answers = Readonly<Record<string, AnswersOfOne>>
type AnswersOfOne = Readonly<Record<string, Json>>

/** The document of these operations: a pure function, equal bytes for equal operations in any order. */
export const openApiDocument = (
  info: DocumentInfo,
  operations: readonly Operation[],
  answers: Answers = {},
): JsonObject => {
  const { describe, finish } = describer()
  const { title, version, description, contact, license, tags } = info
  const stray = operations.find(({ tag }) => tags[tag] === undefined)
  if (stray !== undefined) throw new Error(`operation ${stray.id}: there is no tag ${stray.tag}`)
  const groups = operations.flatMap((operation) => problemResponses(problemsOf(operation)))
  const codes = operations.flatMap(problemsOf)
  const { document, components: schemas } = finish({
    openapi: '3.1.1',
    info: { title, version, description, contact, license },
    servers: info.servers.map((server) => ({ ...server, 'x-internal': false })),
    tags: byName(tags)
      .filter(([name]) => operations.some(({ tag }) => tag === name))
      .map(([name, sentence]) => ({ name, description: sentence })),
    paths: pathsOf(operations, describe, answers),
    components: {
      examples: problemExamples([...new Set(codes)].toSorted()),
      headers,
      parameters,
      responses: Object.fromEntries(
        groups
          .toSorted((a, b) => order(a.name, b.name))
          .map(({ name, status, codes: group }) => [
            name,
            problemResponse(status, group, describe),
          ]),
      ),
      securitySchemes,
    },
  })
  return withUsedComponents(document as Finished, schemas)
}

const methodOrder = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

const pathsOf = (
  operations: readonly Operation[],
  describe: Describe,
  answers: Answers,
): JsonObject => {
  const urls = [...new Set(operations.map(({ url }) => url))].toSorted(order)
  return Object.fromEntries(
    urls.map((url) => [
      url,
      Object.fromEntries(
        methodOrder.flatMap((method) =>
          operations
            .filter((operation) => operation.url === url && operation.method === method)
            .map((operation) => [
              method.toLowerCase(),
              describeOperation(operation, describe, answers[operation.id] ?? {}),
            ]),
        ),
      ),
    ]),
  )
}

const describeOperation = (
  operation: Operation,
  describe: Describe,
  answers: AnswersOfOne,
): JsonObject => {
  const { id, summary, description, tag, scope } = operation
  return {
    operationId: id,
    summary,
    description: scope === null ? description : `${description}\n\nNeeds the scope \`${scope}\`.`,
    tags: [tag],
    // Each of the two ways to identify oneself suffices; the scope is the same for both.
    security: scope === null ? [] : [{ apiKey: [] }, { oidc: [] }],
    ...present('x-scope', scope),
    parameters: [
      ...fieldsOf(operation, operation.params, 'path', describe),
      ...fieldsOf(operation, operation.query, 'query', describe),
      ...headerParameters(operation).map(parameterReference),
    ],
    ...present('requestBody', requestBody(operation, describe)),
    responses: Object.fromEntries(
      byName({ ...successes(operation, describe, answers), ...refusals(operation) }),
    ),
  }
}

const present = (name: string, value: Json): JsonObject => (value === null ? {} : { [name]: value })

const headerParameters = (operation: Operation): readonly string[] => {
  const { idempotency, revision, query } = operation
  const isDryRunnable = query !== null && 'dryRun' in query.shape
  return [
    ...(idempotency === 'key'
      ? [isDryRunnable ? 'IdempotencyKeyUnlessDry' : 'IdempotencyKey']
      : []),
    ...(revision === 'match' ? ['IfMatch'] : []),
    ...(revision === 'create-or-match' ? ['IfMatchOrNew', 'IfNoneMatchNew'] : []),
    ...(isConditional(operation) ? ['IfNoneMatch'] : []),
    'Lang',
  ]
}

const fieldsOf = (
  { sample }: Operation,
  shape: z.ZodObject | null,
  place: 'path' | 'query',
  describe: Describe,
): readonly JsonObject[] => {
  if (shape === null) return []
  const { properties, required } = describe(shape, 'input') as {
    readonly properties: Readonly<Record<string, JsonObject>>
    readonly required?: readonly string[]
  }
  const examples = (place === 'path' ? sample?.params : sample?.query) ?? {}
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: place,
    required: required?.includes(name) ?? false,
    description: description ?? `${spaced(name)}.`,
    schema,
    ...present('example', typedExample(schema, examples[name])),
  }))
}

/** Samples of parameters are the text of the address; the document shows the value they stand for. */
const typedExample = ({ type }: JsonObject, text: string | undefined): Json => {
  if (text === undefined) return null
  return type === 'integer' || type === 'boolean' ? (JSON.parse(text) as Json) : text
}

/** `organizationId` reads `Organization id`. */
const spaced = (name: string): string =>
  name
    .replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .replace(/^./, (letter) => letter.toUpperCase())

const requestBody = (operation: Operation, describe: Describe): Json => {
  const { body, mediaType, sample, file, limits } = operation
  if (body === null) return null
  const example = (sample?.body ?? null) as Json
  const schema = file === null ? describe(body, 'input') : fileSchema(limits.bytes)
  const content = (file ?? [mediaType]).map((type) => [
    type,
    // The sample is the first of several kinds of files.
    { schema, ...(type === mediaType ? present('example', example) : {}) },
  ])
  return { required: true, content: Object.fromEntries(content) }
}

const fileSchema = (maxLength: number): JsonObject => ({
  type: 'string',
  format: 'binary',
  maxLength,
  description: 'The file, as bytes.',
})

const successes = (
  operation: Operation,
  describe: Describe,
  answers: AnswersOfOne,
): Readonly<Record<string, JsonObject>> => {
  const replies = Object.entries(operation.reply).map(([status, shape]) => {
    const example = answerLike(operation, answers, status)
    const schema = shape === null ? null : describe(shape, 'output')
    return [
      status,
      {
        description: `${STATUS_CODES[status]}.`,
        headers: headerReferences(...successHeaders(operation, Number(status))),
        ...(schema === null
          ? {}
          : {
              content: Object.fromEntries(
                operation.replyTypes.map((type) => [
                  type,
                  isBeside(type, operation)
                    ? { schema: describe(TextReply, 'output') }
                    : { schema, ...(isShown(type, example) ? present('example', example) : {}) },
                ]),
              ),
            }),
      },
    ] as const
  })
  const notModified = {
    description: 'Not Modified: what was read before is still current.',
    headers: headerReferences(...everywhere, 'ETag'),
  }
  return Object.fromEntries(isConditional(operation) ? [...replies, ['304', notModified]] : replies)
}

/** What was answered with this status, or with another one of the same shape: 201 looks like 200. */
const answerLike = ({ reply }: Operation, answers: AnswersOfOne, status: string): Json => {
  const [, alike = null] =
    Object.entries(answers).find(([each]) => reply[Number(each)] === reply[Number(status)]) ?? []
  return answers[status] ?? alike
}

/** A file is shown where it is text. */
const isShown = (type: string, example: Json): boolean =>
  type.endsWith('json') || (type.startsWith('text/') && typeof example === 'string')

/** A form beside JSON: the shape is that of the JSON, and the form is text. */
const isBeside = (type: string, { replyType }: Operation): boolean =>
  replyType.endsWith('json') && !type.endsWith('json')

const successHeaders = (operation: Operation, status: number): readonly string[] =>
  [
    ...everywhere,
    ...(hasEtag(operation, status) ? ['ETag'] : []),
    ...(isFile(operation, status) ? ['Content-Disposition'] : []),
    ...(operation.idempotency === 'key' ? ['Idempotency-Replayed'] : []),
    ...(operation.location !== null && (status === 201 || status === 202) ? ['Location'] : []),
    ...(status === 202 ? ['Retry-After'] : []),
  ].toSorted(order)

const isFile = ({ reply }: Operation, status: number): boolean => reply[status] === FileReply

const hasEtag = ({ reply, method, cache }: Operation, status: number): boolean => {
  const members = reply[status] instanceof z.ZodObject ? reply[status].shape : {}
  return 'etag' in members || (method === 'GET' && cache !== 'no-store')
}

/** What has a tag can be asked for only if it changed. */
const isConditional = (operation: Operation): boolean =>
  operation.method === 'GET' &&
  Object.keys(operation.reply).some((status) => hasEtag(operation, Number(status)))

const refusals = (operation: Operation): Readonly<Record<string, JsonObject>> =>
  Object.fromEntries(
    problemResponses(problemsOf(operation)).map(({ status, name }) => [
      status,
      { $ref: `#/components/responses/${name}` },
    ]),
  )
