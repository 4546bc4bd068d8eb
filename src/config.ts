// Environment → one frozen Config, or every complaint at once. Pure: main.ts alone reads process.env
// and hands it in, with the contents of `*_FILE` variables already read.
import { z } from 'zod'

/** Every variable the service reads, with its meaning: the source of docs/configuration.md. */
export const variables = {
  HOST: 'Address to listen on. Default 127.0.0.1.',
  PORT: 'Port of the API. Default 3000; 0 takes a free one.',
  OPS_PORT: 'Private port of /live, /ready and /metrics. None unless set.',
  DATA_DIR:
    'Folder of the embedded PostgreSQL, the generated secrets and quickstart.json. Default .data.',
  DATABASE_URL:
    'Your own PostgreSQL 15 or newer, as role excellence_app. Without it the embedded server runs.',
  WORKER_DATABASE_URL:
    'The same database as role excellence_worker, directly (no pooler). Without it this instance runs no background work.',
  BENCHMARK_DATABASE_URL:
    'The same database as role excellence_benchmark, for benchmark builds. Needed where the worker runs.',
  MIGRATE_DATABASE_URL:
    'Read by `npm run migrate` and `npm run admin` only: a role that may create roles and own the schema.',
  DATABASE_POOL_SIZE: 'Connections of the API. Default 10.',
  DATABASE_PREPARE: 'false turns named statements off, for PgBouncer before 1.21. Default true.',
  EXCELLENCE_KEY_PEPPER:
    'Secret of the API key digests, at least 32 characters; a comma list rotates: the first signs, all verify. Default: generated into DATA_DIR/secrets.json.',
  EXCELLENCE_CURSOR_SECRET: 'Secret of the page cursors, same form and default.',
  EXCELLENCE_OIDC_ISSUERS:
    'JSON list of {issuer, audience, jwksUri}: whose bearer tokens are accepted. Default none.',
  EXCELLENCE_PUBLIC_URL: 'Address under which clients reach the API. Default http://HOST:PORT.',
  EXCELLENCE_TRUST_PROXY: 'Comma list of proxy networks (CIDR) whose X-Forwarded-For is believed.',
  EXCELLENCE_CORS_ORIGINS: 'Comma list of exact origins allowed to call from a browser.',
  EXCELLENCE_LOG_LEVEL: 'debug, info, warn or error. Default info.',
  EXCELLENCE_DRAFT_QUOTA:
    'Questionnaire drafts that an association may have open at once; published ones do not count. Default 100.',
  EXCELLENCE_DEMO: 'off starts the embedded database without the synthetic demo. Default on.',
} as const

export type VariableName = keyof typeof variables
const secretNames: readonly VariableName[] = ['EXCELLENCE_KEY_PEPPER', 'EXCELLENCE_CURSOR_SECRET']
const urlNames: readonly VariableName[] = [
  'DATABASE_URL',
  'WORKER_DATABASE_URL',
  'BENCHMARK_DATABASE_URL',
  'MIGRATE_DATABASE_URL',
]
/** Variables whose value may stand in a file named by `<NAME>_FILE`. */
export const fileNames: readonly VariableName[] = [...secretNames, ...urlNames]

const port = z.coerce.number().int().min(0).max(65535)
const commaList = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .pipe(z.array(z.string().min(1)))
const longEnough = z.string().min(32, 'each secret needs at least 32 characters')
const secretList = commaList.pipe(z.tuple([longEnough], longEnough))
const postgresUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' })
const issuers = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown
    } catch {
      context.addIssue({ code: 'custom', message: 'must be JSON' })
      return z.NEVER
    }
  })
  .pipe(z.array(z.strictObject({ issuer: z.url(), audience: z.string().min(1), jwksUri: z.url() })))

const shape = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port.default(3000),
  OPS_PORT: port.optional(),
  DATA_DIR: z.string().min(1).default('.data'),
  DATABASE_URL: postgresUrl.optional(),
  WORKER_DATABASE_URL: postgresUrl.optional(),
  BENCHMARK_DATABASE_URL: postgresUrl.optional(),
  MIGRATE_DATABASE_URL: postgresUrl.optional(),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(200).default(10),
  DATABASE_PREPARE: z.enum(['true', 'false']).default('true'),
  EXCELLENCE_KEY_PEPPER: secretList.optional(),
  EXCELLENCE_CURSOR_SECRET: secretList.optional(),
  EXCELLENCE_OIDC_ISSUERS: issuers.default([]),
  EXCELLENCE_PUBLIC_URL: z.url().optional(),
  EXCELLENCE_TRUST_PROXY: commaList.default([]),
  EXCELLENCE_CORS_ORIGINS: commaList.default([]),
  EXCELLENCE_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  EXCELLENCE_DRAFT_QUOTA: z.coerce.number().int().min(1).max(10_000).default(100),
  EXCELLENCE_DEMO: z.enum(['on', 'off']).default('on'),
})

export type Issuer = {
  readonly issuer: string
  readonly audience: string
  readonly jwksUri: string
}

export type Config = {
  readonly host: string
  readonly port: number
  readonly opsPort: number | null
  readonly dataDir: string
  readonly databaseUrl: string | null
  readonly workerDatabaseUrl: string | null
  readonly benchmarkDatabaseUrl: string | null
  readonly migrateDatabaseUrl: string | null
  readonly poolSize: number
  readonly prepare: boolean
  readonly keyPeppers: readonly [string, ...string[]] | null
  readonly cursorSecrets: readonly [string, ...string[]] | null
  readonly issuers: readonly Issuer[]
  readonly publicUrl: string | null
  readonly trustProxy: readonly string[]
  readonly corsOrigins: readonly string[]
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error'
  readonly draftQuota: number
  readonly demo: boolean
}

/** What was wrong with the environment: one sentence each, none shows a value. */
export type Complaints = readonly string[]

const isOurs = (name: string) => name.startsWith('EXCELLENCE_')

/**
 * Reads the configuration. `env` holds plain variables only (an empty string counts as absent).
 * Returns the Config or all complaints; never throws.
 */
export const readConfig = (
  env: Readonly<Record<string, string | undefined>>,
): { config: Config } | { complaints: Complaints } => {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const unknown = Object.keys(given)
    .filter((name) => isOurs(name) && !(name in variables))
    .map((name) => `${name}: there is no such setting; see docs/configuration.md.`)
  const read = shape.safeParse(given)
  const lonely =
    'WORKER_DATABASE_URL' in given === 'BENCHMARK_DATABASE_URL' in given
      ? []
      : ['WORKER_DATABASE_URL, BENCHMARK_DATABASE_URL: set both or none; builds need both.']
  if (!read.success || unknown.length + lonely.length > 0) {
    const issues = read.success
      ? []
      : read.error.issues.map((issue) => `${String(issue.path[0])}: ${issue.message}.`)
    return { complaints: [...issues, ...unknown, ...lonely] }
  }
  const { data } = read
  return {
    config: Object.freeze({
      host: data.HOST,
      port: data.PORT,
      opsPort: data.OPS_PORT ?? null,
      dataDir: data.DATA_DIR,
      databaseUrl: data.DATABASE_URL ?? null,
      workerDatabaseUrl: data.WORKER_DATABASE_URL ?? null,
      benchmarkDatabaseUrl: data.BENCHMARK_DATABASE_URL ?? null,
      migrateDatabaseUrl: data.MIGRATE_DATABASE_URL ?? null,
      poolSize: data.DATABASE_POOL_SIZE,
      prepare: data.DATABASE_PREPARE === 'true',
      keyPeppers: data.EXCELLENCE_KEY_PEPPER ?? null,
      cursorSecrets: data.EXCELLENCE_CURSOR_SECRET ?? null,
      issuers: data.EXCELLENCE_OIDC_ISSUERS,
      publicUrl: data.EXCELLENCE_PUBLIC_URL ?? null,
      trustProxy: data.EXCELLENCE_TRUST_PROXY,
      corsOrigins: data.EXCELLENCE_CORS_ORIGINS,
      logLevel: data.EXCELLENCE_LOG_LEVEL,
      draftQuota: data.EXCELLENCE_DRAFT_QUOTA,
      demo: data.EXCELLENCE_DEMO === 'on',
    }),
  }
}

/** The configuration as it may be logged: secrets and addresses with passwords print as `***`. */
export const printable = (config: Config): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(config).map(([name, value]) =>
      value !== null && /Url$|Peppers$|Secrets$/.test(name) && name !== 'publicUrl'
        ? [name, '***']
        : [name, value],
    ),
  )
