// Writes down what every application of this process answered, so that the end of a whole run can tell what no
// test provoked (scripts/provoked.ts). `npm test` names a folder for it; without TEST_ANSWERS nothing is written.
// With TEST_EXAMPLES the answers to samples themselves are kept, for scripts/examples.ts to make examples of.
import { subscribe } from 'node:diagnostics_channel'
import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Sql } from 'postgres'
import type { Operation } from '../../src/http/operation.ts'

const folder = process.env.TEST_ANSWERS
const examples = process.env.TEST_EXAMPLES
const noted = new Set<string>()

/** `answer`: the code of a problem, or `sample` for a served sample. Null: no operation was reached. */
export const noteAnswer = (operationId: string | null, answer: string): void => {
  const line = `${operationId ?? '-'} ${answer}`
  if (folder === undefined || noted.has(line)) return
  noted.add(line)
  // A file of its own for every process: tap runs several at once.
  appendFileSync(join(folder, `${process.pid}.txt`), `${line}\n`)
}

/** Which types of events the tests of one database have seen in feeds of either kind. */
export const noteEvents = async (sql: Sql): Promise<void> => {
  if (folder === undefined) return
  for (const kind of ['organization', 'association'] as const)
    for (const { type } of await sql`select distinct type from ${sql(`${kind}_events`)}`)
      noteAnswer(`${kind}-event`, type)
}

/** Every line that the processes of a run have written: operation id or `-`, blank, answer. Of events: their feed, and their type. */
export const readAnswers = (from: string): ReadonlySet<string> =>
  new Set(readdirSync(from).flatMap((name) => readFileSync(join(from, name), 'utf8').split('\n')))

/** What the sample would show of this body: a file as text, JSON as what it says. */
const shownBody = ({ body, rawBody }: FastifyRequest, { file }: Operation): unknown =>
  file === null ? body : rawBody?.toString()

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Ids aside: a sample cannot know those of what a test makes. */
const idsAside = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value ?? null, (_, inside) =>
      typeof inside === 'string' && uuid.test(inside) ? 'id' : inside,
    ),
  )

/** Whether the request is the sample: its body and query whole, and the path parameters that it names. */
const isSample = (request: FastifyRequest, operation: Operation): boolean => {
  const { sample } = operation
  const params = { ...(request.params as object) }
  return (
    isDeepStrictEqual({ ...params, ...sample?.params }, params) &&
    isDeepStrictEqual(idsAside(request.query ?? {}), idsAside(sample?.query ?? {})) &&
    isDeepStrictEqual(idsAside(shownBody(request, operation)), idsAside(sample?.body))
  )
}

/** Keeps the answer to a sample, the longest of those to one operation: an empty list shows nothing. */
const keepExample = (operation: Operation, status: number, payload: unknown): void => {
  if (examples === undefined || !(typeof payload === 'string' || Buffer.isBuffer(payload))) return
  const file = join(examples, `${operation.id}.${status}`)
  if (existsSync(file) && statSync(file).size >= Buffer.byteLength(payload)) return
  writeFileSync(file, payload)
}

// The framework announces its instances, so that no application needs to know who watches it.
if (folder !== undefined || examples !== undefined)
  subscribe('fastify.initialization', (message) => {
    const { fastify } = message as { readonly fastify: FastifyInstance }
    fastify.addHook('onSend', async (request, reply, payload) => {
      const operation = request.routeOptions.config?.operation
      const id = operation?.id ?? null
      if (reply.getHeader('content-type') === 'application/problem+json')
        noteAnswer(id, JSON.parse(String(payload)).code)
      else if (operation !== undefined && reply.statusCode < 300 && isSample(request, operation)) {
        noteAnswer(id, 'sample')
        if (/json$|^text\/csv/.test(String(reply.getHeader('content-type'))))
          keepExample(operation, reply.statusCode, payload)
      }
    })
  })
