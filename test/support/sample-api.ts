// A tiny API for the tests of the HTTP kernel: every kind of operation once, over rows in memory.
// It has no database; what a unit does here, answering inside, the real one does in a transaction.
import Fastify, { type FastifyInstance } from 'fastify'
import { z } from 'zod'
import { type Principal, type Scope, scopes } from '../../src/core/context.ts'
import { OrganizationId, type PersonId } from '../../src/core/ids.ts'
import { found, Problem } from '../../src/core/problem.ts'
import { type Answer, answerOf, type Context, holds } from '../../src/core/request.ts'
import { binder, type Kernel } from '../../src/http/bind.ts'
import type { LogLevel, LogStream } from '../../src/http/log.ts'
import {
  booleanParameter,
  Etag,
  FileBody,
  FileReply,
  listOf,
  operation,
  pageQuery,
} from '../../src/http/operation.ts'
import { serverOptions } from '../../src/http/server-options.ts'

export const organizationId = OrganizationId.parse('01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a42')
export const personId = '01920f3e-7a10-7c3e-8b1a-3f0d5c7e9a43' as PersonId

const NoteId = z
  .string()
  .min(1)
  .max(36)
  .regex(/^[a-z0-9-]+$/)
export const Note = z
  .strictObject({
    id: NoteId,
    text: z
      .string()
      .min(1)
      .max(200)
      .regex(/^[^<>]*$/),
    count: z.int().min(0).max(1000),
    etag: Etag,
  })
  .meta({ id: 'Note', description: 'A remark.' })
type Note = z.infer<typeof Note>
const NewNote = z
  .strictObject({
    text: z
      .string()
      .min(1)
      .max(200)
      .regex(/^[^<>]*$/),
    count: z.int().min(0).max(1000).default(0),
  })
  .meta({ id: 'NewNote', description: 'A remark to be made.' })
const NotePatch = Note.pick({ text: true, count: true })
  .partial()
  .meta({ id: 'NotePatch', description: 'What shall change.' })
const Page = listOf('NoteList', Note)

const base = '/v1/organizations/{organizationId}/notes'
const InOrganization = z.strictObject({ organizationId: OrganizationId })
const OneNote = z.strictObject({ organizationId: OrganizationId, noteId: NoteId })
const shared = { tag: 'notes', tenant: 'organization' } as const
const sampleParams = { organizationId, noteId: 'n1' }

/** The domain's value: more than the contract shows. */
export type Row = Note & { readonly secret: string }
const present = ({ id, text, count, etag }: Row): Note => ({ id, text, count, etag })

export const listNotes = operation({
  ...shared,
  id: 'listNotes',
  method: 'GET',
  url: base,
  summary: 'List the notes',
  scope: 'submissions:read',
  params: InOrganization,
  query: z.strictObject({ ...pageQuery, mine: booleanParameter().optional() }),
  reply: { 200: Page },
  sample: { params: { organizationId } },
})

export const getNote = operation({
  ...shared,
  id: 'getNote',
  method: 'GET',
  url: `${base}/{noteId}`,
  summary: 'Read a note',
  scope: 'submissions:read',
  params: OneNote,
  reply: { 200: Note },
  present,
  sample: { params: sampleParams },
})

export const createNote = operation({
  ...shared,
  id: 'createNote',
  method: 'POST',
  url: base,
  summary: 'Make a note',
  scope: 'submissions:write',
  params: InOrganization,
  body: NewNote,
  reply: { 201: Note },
  problems: ['already-exists'],
  present,
  location: (note, params) => `/v1/organizations/${params.organizationId}/notes/${note.id}`,
  sample: { params: { organizationId }, body: { text: 'Good' } },
})

export const putNote = operation({
  ...shared,
  id: 'putNote',
  method: 'PUT',
  url: `${base}/{noteId}`,
  summary: 'Write a note',
  scope: 'submissions:write',
  params: OneNote,
  body: NewNote,
  reply: { 200: Note, 201: Note },
  revision: 'create-or-match',
  status: ({ etag }) => (etag === '"1"' ? 201 : 200),
  present,
  location: (note, params) => `/v1/organizations/${params.organizationId}/notes/${note.id}`,
  sample: { params: sampleParams, body: { text: 'Good' } },
})

export const patchNote = operation({
  ...shared,
  id: 'patchNote',
  method: 'PATCH',
  url: `${base}/{noteId}`,
  summary: 'Change a note',
  scope: 'submissions:write',
  params: OneNote,
  body: NotePatch,
  reply: { 200: Note },
  revision: 'match',
  present,
  sample: { params: sampleParams, body: { text: 'Better' } },
})

export const deleteNote = operation({
  ...shared,
  id: 'deleteNote',
  method: 'DELETE',
  url: `${base}/{noteId}`,
  summary: 'Remove a note',
  scope: 'submissions:write',
  params: OneNote,
  reply: { 204: null },
  revision: 'match',
  sample: { params: sampleParams },
})

/** No body, an effect, and a long run: 202. */
export const countNotes = operation({
  ...shared,
  id: 'countNotes',
  method: 'POST',
  url: `${base}/count`,
  summary: 'Count the notes in the background',
  scope: 'submissions:submit',
  params: InOrganization,
  reply: {
    202: z
      .strictObject({ done: z.boolean() })
      .meta({ id: 'Counting', description: 'How far it is.' }),
  },
  problems: ['already-exists'],
  location: () => '/v1/operations/1',
  sample: { params: { organizationId } },
})

const Model = z
  .strictObject({
    key: z
      .string()
      .max(80)
      .regex(/^[a-z-]+$/),
    points: z.int().min(0).max(1000),
  })
  .meta({ id: 'Model', description: 'A published model.' })
export const getModel = operation({
  id: 'getModel',
  method: 'GET',
  url: '/v1/models/{modelKey}',
  summary: 'Read a published model',
  tag: 'models',
  scope: null,
  tenant: null,
  params: z.strictObject({
    modelKey: z
      .string()
      .max(80)
      .regex(/^[a-z-]+$/),
  }),
  reply: { 200: Model },
  cache: 'immutable',
  sample: { params: { modelKey: 'baldrige' } },
})

export const getText = operation({
  id: 'getText',
  method: 'GET',
  url: '/v1/text',
  summary: 'Read a text',
  tag: 'models',
  scope: null,
  tenant: null,
  reply: {
    200: z
      .string()
      .max(100)
      .regex(/^[^<>]*$/),
  },
  replyType: 'text/plain',
  cache: 'no-cache',
  sample: {},
})

export const importNotes = operation({
  ...shared,
  id: 'importNotes',
  method: 'POST',
  url: `${base}/import`,
  summary: 'Bring notes in a file',
  scope: 'submissions:write',
  params: InOrganization,
  query: z.strictObject({
    dryRun: booleanParameter().optional().meta({ description: 'Only say what would happen.' }),
  }),
  body: FileBody,
  file: ['text/csv', 'application/zip'],
  limits: { bytes: 100 },
  reply: { 200: z.strictObject({ bytes: z.int().min(0).max(100) }) },
  sample: { params: { organizationId }, body: 'id\nn1\n' },
})

export const exportNotes = operation({
  ...shared,
  id: 'exportNotes',
  method: 'GET',
  url: `${base}/export`,
  summary: 'Take notes along in a file',
  scope: 'submissions:read',
  params: InOrganization,
  query: z.strictObject({ packed: booleanParameter().optional() }),
  reply: { 200: FileReply },
  replyTypes: ['text/csv', 'application/zip'],
  rate: 'benchmark',
  rateBy: 'side',
  sample: { params: { organizationId } },
})

const sampleNote = { id: 'n1', text: 'Good', count: 1, etag: '"1"' }

/** What some of the samples are answered. */
export const sampleAnswers = {
  listNotes: { 200: { items: [sampleNote], nextCursor: null } },
  getNote: { 200: sampleNote },
  putNote: { 201: sampleNote },
  getText: { 200: 'Text' },
  exportNotes: { 200: 'id\r\nn1\r\n' },
}

export type Trouble = (context: Context) => unknown

/**
 * Starts the sample application, not listening. `trouble` runs at the start of `createNote` and `countNotes`, where it may
 * throw, and of `getText`, where it may return what is answered too; strict by default, as all tests of the API are.
 */
export const sampleApi = (
  given: Partial<Kernel> & {
    readonly trouble?: Trouble
    readonly logLevel?: LogLevel
    readonly logStream?: LogStream
    readonly trustProxy?: readonly string[]
    readonly handlerTimeout?: number
  } = {},
) => {
  let made = 0
  const newId = () => `01920f3e-7a10-7c3e-8b1a-${String(++made).padStart(12, '0')}`
  const { handlerTimeout } = given
  const app: FastifyInstance = Fastify({
    ...serverOptions({
      trustProxy: given.trustProxy ?? [],
      newId,
      logLevel: given.logLevel ?? null,
      ...(given.logStream === undefined ? {} : { logStream: given.logStream }),
    }),
    ...(handlerTimeout === undefined ? {} : { handlerTimeout }),
  })
  const { bind, operations } = binder(app, {
    authenticate: async ({ headers }) => callerOf(headers.authorization),
    now: () => 0,
    strict: true,
    ...given,
  })
  const notes = new Map<string, Row>([
    ['n1', { id: 'n1', text: 'Good', count: 1, etag: '"1"', secret: 'hidden' }],
  ])
  const contexts: Context[] = []
  const unit = async <Value>(context: Context, work: () => Value): Promise<Answer<Value>> => {
    contexts.push(context)
    const value = work()
    return found(context.answer)(value, {
      standing: {} as never,
      now: new Date(0),
    }) as Answer<Value>
  }
  const guarded = (context: Context, id: string): Row | undefined => {
    const row = notes.get(id)
    if (!holds(context.precondition, row?.etag ?? null)) {
      throw new Problem('precondition-failed', { currentEtag: row?.etag ?? null })
    }
    return row
  }
  const save = (row: Row): Row => {
    notes.set(row.id, row)
    return row
  }
  const next = (row: Row | undefined) => `"${Number(row?.etag.replaceAll('"', '') ?? 0) + 1}"`

  bind(listNotes, ({ query }) => ({
    items: [...notes.values()].slice(0, query.limit).map(present),
    nextCursor: null,
  }))
  bind(getNote, ({ params }) => found(notes.get(params.noteId)))
  bind(createNote, ({ context, body }) => {
    given.trouble?.(context)
    return unit(context, () =>
      save({ ...body, id: `n${notes.size + 1}`, etag: '"1"', secret: 's' }),
    )
  })
  bind(putNote, ({ context, params, body }) =>
    unit(context, () => {
      const row = guarded(context, params.noteId)
      return save({ ...body, id: params.noteId, etag: next(row), secret: 's' })
    }),
  )
  bind(patchNote, ({ context, params, body }) =>
    unit(context, () => {
      const row = found(guarded(context, params.noteId))
      const { text = row.text, count = row.count } = body
      return save({ ...row, text, count, etag: next(row) })
    }),
  )
  bind(deleteNote, ({ context, params }) =>
    unit(context, () => {
      guarded(context, params.noteId)
      notes.delete(params.noteId)
      return null
    }),
  )
  bind(countNotes, ({ context }) => {
    given.trouble?.(context)
    return unit(context, () => ({ done: false }))
  })
  bind(importNotes, ({ context, body }) => unit(context, () => ({ bytes: body.bytes.byteLength })))
  bind(exportNotes, ({ query, charge }) => {
    charge('caller')
    return answerOf<string>({
      status: 200,
      headers: { 'content-type': query.packed === true ? 'application/zip' : 'text/csv' },
      body: query.packed === true ? Uint8Array.of(0x50, 0x4b, 0xff) : 'id\r\nn1\r\n',
    })
  })
  bind(getModel, ({ params }) => ({ key: params.modelKey, points: 1000 }))
  bind(getText, ({ context }) => (given.trouble?.(context) ?? 'Text') as string)

  return { app, bind, operations, notes, contexts }
}

/** `Bearer <scope>` is a caller with that scope, `Bearer all` one with all of them. */
const callerOf = (authorization: string | undefined): Principal | null => {
  const [, text] = /^Bearer (.+)$/.exec(authorization ?? '') ?? []
  if (text === undefined) return null
  if (text === 'bad') throw new Problem('unauthenticated', { reason: 'invalid' })
  const held = text === 'all' ? scopes : scopes.filter((scope) => scope === text)
  return {
    kind: 'token',
    personId,
    keyId: null,
    home: null,
    associationIds: [],
    scopes: new Set<Scope>(held),
  }
}

export const notesUrl = `/v1/organizations/${organizationId}/notes`
export const all = { authorization: 'Bearer all' }
export const idempotent = { ...all, 'idempotency-key': 'a'.repeat(16) }
