// The stage of the tests of slices: the real application, strict, over a database of its own, and houses to
// play in. Call `stage` once a file with the root test; let each subtest build a house of its own.
import type { FastifyInstance, InjectOptions } from 'fastify'
import * as keys from '../../src/api/api-keys/actions-installation.ts'
import * as associations from '../../src/api/associations/actions.ts'
import * as members from '../../src/api/members/actions-installation.ts'
import * as organizations from '../../src/api/organizations/actions-installation.ts'
import { buildApp } from '../../src/app.ts'
import { loadCodes } from '../../src/codes.ts'
import { readConfig } from '../../src/config.ts'
import { type Owner, type Role, type Scope, scopes } from '../../src/core/context.ts'
import type { ApiKeyId, AssociationId, OrganizationId, PersonId } from '../../src/core/ids.ts'
import { type Database, openDatabase } from '../../src/db/client.ts'
import type { Peppers } from '../../src/db/digest.ts'
import { pagesWith } from '../../src/db/page.ts'
import type { Deps } from '../../src/deps.ts'
import { loadDocuments } from '../../src/documents.ts'
import { filesWith } from '../../src/files.ts'
import type { Operation } from '../../src/http/operation.ts'
import type { Policies } from '../../src/http/rate-limit.ts'
import { reportsWith } from '../../src/reports.ts'
import { scoringOf } from '../../src/scoring.ts'
import { noteEvents } from './answers.ts'
import { type Homes, moveIn } from './cast.ts'
import { newId, openPlain } from './house.ts'
import { type Addresses, patienceMs, quiet, withDatabase } from './server.ts'

type Test = { readonly teardown: (work: () => Promise<unknown>) => void }

/** Everybody who lives in a house. Each has a key with every scope, so that roles decide. */
export const castNames = [
  'associationAdmin',
  'programmeManager',
  'chapterAdmin',
  'organizationAdmin',
  'secondAdmin',
  'organizationContributor',
  'organizationViewer',
  'otherOrganizationAdmin',
  'strangerAdmin',
  'leadAssessor',
  'assessor',
] as const
export type CastName = (typeof castNames)[number]

export type Actor = {
  readonly personId: PersonId
  readonly apiKeyId: ApiKeyId
  /** The text of the key. */
  readonly key: string
}

export type Answered = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** The parsed JSON; null where there is none. Tests look into it as they like. */
  // biome-ignore lint/suspicious/noExplicitAny: an answer is looked at member by member
  readonly body: any
  readonly text: string
  /** As they came. */
  readonly bytes: Uint8Array
}

export type Call = {
  /** Path parameters; those of the house's own organization and association need not be given. */
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | number>>
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Somebody of the house, the text of a key, or null for nobody. */
  readonly as?: CastName | string | null
  readonly ifMatch?: string
  readonly ifNoneMatch?: '*'
  /** Made anew for every call that needs one, unless given; null sends none. */
  readonly idempotencyKey?: string | null
}

type AnyOperation = Pick<
  Operation,
  'url' | 'method' | 'idempotency' | 'mediaType' | 'body' | 'file' | 'replyType'
>

export type House = {
  readonly associationId: AssociationId
  readonly chapterId: AssociationId
  /** Members of the chapter, of two owner groups, without any grant between them. */
  readonly organizationId: OrganizationId
  readonly otherOrganizationId: OrganizationId
  /** An association without any relation to the others. */
  readonly strangerAssociationId: AssociationId
  readonly cast: Readonly<Record<CastName, Actor>>
  readonly call: (operation: AnyOperation, call?: Call) => Promise<Answered>
  /** Makes sure that there is an association of this id, for samples that name one. */
  readonly haveAssociation: (id: string) => Promise<void>
  /**
   * A further programme manager of the chapter, for larger panels: the key acts for them also where the root's
   * programmes ask them to assess.
   */
  readonly newcomer: (displayName: string) => Promise<Actor>
  /** A further programme manager of the root, for what takes two of them. */
  readonly manager: (displayName: string) => Promise<Actor>
  /** Another key, of somebody of the house, with just these scopes. */
  readonly keyOf: (name: CastName, scopes: readonly Scope[]) => Promise<Actor>
}

export type Stage = {
  readonly app: FastifyInstance
  /** What is served. */
  readonly operations: readonly Operation[]
  readonly deps: Deps
  readonly addresses: Addresses
  /** As a superuser, past all walls: for looking at rows, never for making what a test relies on. */
  readonly sql: ReturnType<typeof openPlain>
  /** Moves the service's clock, from now on and for everybody on this stage. */
  readonly shiftClock: (byMs: number) => void
  readonly house: (options?: HouseOptions) => Promise<House>
}

export type HouseOptions = { readonly synthetic?: boolean }

const endless = { quota: 1_000_000_000, windowSeconds: 60 }
const noLimits: Policies = {
  read: endless,
  write: endless,
  'auth-fail': endless,
  benchmark: endless,
}
export const peppers: Peppers = ['a pepper that is only for tests, long enough']

export type StageOptions = {
  /** Settings of the service beside the defaults. */
  readonly env?: Readonly<Record<string, string>>
  /** Alters the text of every statement of the service, for taking a wall down. */
  readonly rewrite?: (text: string) => string
  /** False for measuring: answers are not held against their shapes. */
  readonly strict?: boolean
  /** Connections of the service. */
  readonly connections?: number
}

/** Opens the stage; everything is closed and dropped by the test's teardown. */
export const stage = async (
  t: Test,
  { env = {}, rewrite, strict = true, connections = 4 }: StageOptions = {},
): Promise<Stage> => {
  const addresses = await withDatabase(t)
  let shift = 0
  const clock = (at: Date) => new Date(at.getTime() + shift)
  const opened = openDatabase({
    url: addresses.appUrl,
    max: connections,
    waitMs: patienceMs,
    newId,
    clock,
    peppers,
  })
  t.teardown(opened.close)
  const db = rewrite === undefined ? opened : rewriting(opened, rewrite)
  const deps: Deps = {
    config: plainConfig(env),
    db,
    log: quiet,
    newId,
    documents: await loadDocuments({
      db,
      newId,
      log: quiet,
      now: () => performance.now() + shift,
    }),
    scoring: scoringOf(),
    files: filesWith(),
    reports: reportsWith(),
    codes: loadCodes(),
    peppers,
    pages: pagesWith(peppers),
    worker: true,
  }
  const sql = openPlain(t, addresses.superuserUrl)
  t.teardown(() => noteEvents(sql))
  const isReady = async () => true
  const options = { logLevel: null, isReady, strict, policies: noLimits } as const
  const { app, operations } = await buildApp(deps, options)
  t.teardown(() => app.close())
  return {
    app,
    operations,
    deps,
    addresses,
    sql,
    shiftClock: (byMs) => {
      shift += byMs
    },
    house: (options = {}) => buildHouse(app, deps, options),
  }
}

const rewriting = (db: Database, rewrite: (text: string) => string): Database => ({
  ...db,
  begin: (begin, work, last) =>
    db.begin(
      begin,
      (connection) =>
        work({ unsafe: (text, parameters) => connection.unsafe(rewrite(text), parameters) }),
      last,
    ),
})

const plainConfig = (env: Readonly<Record<string, string>>) => {
  const read = readConfig(env)
  if ('complaints' in read) throw new Error(read.complaints.join(' '))
  return read.config
}

/** The installation's own admin, who makes what nobody's standing could. */
export const asInstaller = () => ({ operation: 'test', requestId: newId(), personId: null })

const place = {
  country: 'CN',
  sector: { scheme: 'gbt-4754-2017', division: '34' },
  region: 'CN-ZJ',
  employeeCount: 420,
  revenueTenThousandCny: 31_000,
  assetsTenThousandCny: null,
  test: false,
} as const

const buildHouse = async (
  app: FastifyInstance,
  deps: Deps,
  { synthetic = false }: HouseOptions,
): Promise<House> => {
  const by = asInstaller()
  const association = (name: string, parentId: AssociationId | null = null) => {
    const slug = `${name}-${newId().slice(-12)}`
    return associations.create(deps, by, { parentId, slug, name, country: 'CN', synthetic })
  }
  const organization = async (name: string, associationId: AssociationId) => {
    const group = await associations.createOwnerGroup(deps, by, {
      associationId,
      name: `Owner of ${name}`,
      verified: true,
    })
    return organizations.create(deps, by, {
      associationId,
      ownerGroup: { associationId, id: group.id },
      input: { ...place, name },
    })
  }
  const root = await association('quality')
  const [chapter, stranger] = await Promise.all([
    association('chapter', root.id),
    association('stranger'),
  ])
  const [first, other] = await Promise.all([
    organization('First', chapter.id),
    organization('Other', chapter.id),
  ])
  const actor = async (displayName: string, owner: Owner, role: Role): Promise<Actor> => {
    const { id: personId } = await members.createPerson(deps, by, { displayName })
    await members.appoint(deps, by, { owner, personId, role })
    return keyFor({ owner, personId, label: displayName, scopes })
  }
  const keyFor = async (
    given: Pick<keys.FirstApiKey, 'owner' | 'personId' | 'label' | 'scopes'>,
  ): Promise<Actor> => {
    const issued = await keys.issue(deps, by, { ...given, kind: 'app', expiresAt: null })
    return { personId: given.personId, apiKeyId: issued.key.id, key: issued.secret }
  }
  const [ofRoot, ofChapter, ofStranger] = [root, chapter, stranger].map(
    ({ id }): Owner => ({ kind: 'association', id }),
  ) as [Owner, Owner, Owner]
  const ofFirst: Owner = { kind: 'organization', id: first.id }
  const homes: Homes<CastName> = {
    associationAdmin: [ofRoot, 'association_admin'],
    programmeManager: [ofRoot, 'programme_manager'],
    chapterAdmin: [ofChapter, 'association_admin'],
    organizationAdmin: [ofFirst, 'organization_admin'],
    secondAdmin: [ofFirst, 'organization_admin'],
    organizationContributor: [ofFirst, 'organization_contributor'],
    organizationViewer: [ofFirst, 'organization_viewer'],
    otherOrganizationAdmin: [{ kind: 'organization', id: other.id }, 'organization_admin'],
    strangerAdmin: [ofStranger, 'association_admin'],
    // Of the chapter, whose role is none in a programme of the root: what they may is their assignment.
    leadAssessor: [ofChapter, 'programme_manager'],
    assessor: [ofChapter, 'programme_manager'],
  }
  const cast = await moveIn(deps, by, homes, synthetic)
  const own = { organizationId: first.id, associationId: root.id }
  return {
    associationId: root.id,
    chapterId: chapter.id,
    organizationId: first.id,
    otherOrganizationId: other.id,
    strangerAssociationId: stranger.id,
    cast,
    call: (operation, call = {}) => inject(app, operation, call, own, cast),
    haveAssociation: async (id) => {
      if ((await associations.list(deps, by)).some((each) => each.id === id)) return
      const slug = `named-${newId().slice(-12)}`
      const input = { parentId: null, slug, name: 'Named', country: 'CN', synthetic }
      await associations.create({ ...deps, newId: () => id }, by, input)
    },
    newcomer: (displayName) => actor(displayName, ofChapter, 'programme_manager'),
    manager: (displayName) => actor(displayName, ofRoot, 'programme_manager'),
    keyOf: (name, held) => {
      const { personId } = cast[name]
      return keyFor({ owner: homes[name][0], personId, label: `${name}, less`, scopes: held })
    },
  }
}

const inject = async (
  app: FastifyInstance,
  operation: AnyOperation,
  call: Call,
  own: Readonly<Record<string, string>>,
  cast: Readonly<Record<string, Actor>>,
): Promise<Answered> => {
  const params = { ...own, ...call.params }
  const { as = 'organizationAdmin', body, idempotencyKey = newId() } = call
  const key = as === null ? null : (cast[as]?.key ?? as)
  const request: InjectOptions = {
    method: operation.method,
    url: operation.url.replaceAll(/\{(\w+)\}/g, (_, name) =>
      encodeURIComponent(params[name] ?? ''),
    ),
    ...(call.query === undefined ? {} : { query: textsOf(call.query) }),
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(operation.body === null ? {} : { 'content-type': operation.mediaType }),
      ...(operation.idempotency === 'key' && idempotencyKey !== null
        ? { 'idempotency-key': idempotencyKey }
        : {}),
      ...(call.ifMatch === undefined ? {} : { 'if-match': call.ifMatch }),
      ...(call.ifNoneMatch === undefined ? {} : { 'if-none-match': call.ifNoneMatch }),
      ...call.headers,
    },
    ...(operation.body === null ? {} : { payload: payloadOf(operation, body) }),
  }
  const { statusCode: status, headers, body: text, rawPayload } = await app.inject(request)
  return {
    status,
    headers: headers as Readonly<Record<string, string>>,
    body: String(headers['content-type']).endsWith('json') ? JSON.parse(text) : null,
    text,
    bytes: rawPayload,
  }
}

/** A file is sent as it is, everything else as JSON. */
const payloadOf = ({ file }: AnyOperation, body: unknown): string | Buffer => {
  if (file === null) return JSON.stringify(body ?? {})
  return Buffer.isBuffer(body) ? body : String(body ?? '')
}

const textsOf = (query: Readonly<Record<string, string | number>>): Record<string, string> =>
  Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]))
