// The database's roles and what each may be, and the checks that the service runs under the right one on
// a server that keeps its promises. Grants table by table stand in the migrations.
import type postgres from 'postgres'
import { startupError } from './startup-error.ts'

/**
 * Each role's attributes, the roles it belongs to and its own settings (security.md section 1, REL-11).
 * Timeouts stand here and not in the connection, where a pooler such as PgBouncer would refuse them.
 */
const definitions = {
  excellence_owner: { attributes: 'nologin', memberOf: [], settings: {} },
  // noinherit: owner's rights only after `set role`, that is only in the runner of migrations.
  excellence_migrate: {
    attributes: 'login noinherit',
    memberOf: ['excellence_owner'],
    settings: {},
  },
  excellence_app: {
    attributes: 'login',
    memberOf: [],
    settings: {
      statement_timeout: '10s',
      lock_timeout: '2s',
      idle_in_transaction_session_timeout: '30s',
    },
  },
  excellence_worker: {
    attributes: 'login',
    memberOf: ['excellence_app'],
    settings: {
      statement_timeout: '60s',
      lock_timeout: '5s',
      idle_in_transaction_session_timeout: '60s',
    },
  },
  excellence_benchmark: {
    attributes: 'login',
    memberOf: [],
    settings: { statement_timeout: '10min', idle_in_transaction_session_timeout: '10min' },
  },
  excellence_audit_reader: {
    attributes: 'login',
    memberOf: [],
    settings: { default_transaction_read_only: 'on', statement_timeout: '60s' },
  },
  // Has no password: over the network nobody is it, on the server's own socket the system says who is.
  excellence_backup: {
    attributes: 'login bypassrls',
    memberOf: ['pg_read_all_data'],
    settings: {},
  },
} as const satisfies Record<string, Definition>

type Definition = {
  readonly attributes: string
  readonly memberOf: readonly string[]
  readonly settings: Readonly<Record<string, string>>
}

export type Role = keyof typeof definitions
export const roles = Object.keys(definitions) as readonly Role[]

/** Roles that log in over the network, each with a password. */
export const loginRoles = roles.filter(
  (role) => definitions[role].attributes.startsWith('login') && role !== 'excellence_backup',
)

/**
 * Makes the roles that are missing; run by a superuser or a role with CREATEROLE. Existing roles keep
 * their passwords. Only a superuser can make the backup role; for others it is left out. Returns the
 * roles made by this call. Safe for any number of callers at once.
 */
export const createRoles = (
  sql: postgres.Sql,
  passwordOf: (role: Role) => string,
): Promise<readonly Role[]> =>
  sql.begin(async (tx) => {
    const existing = await tx`select rolname from pg_roles where rolname like 'excellence_%'`
    const missing = without(roles, existing)
    if (missing.length === 0) return []
    // Several processes may start together: the second one looks again after the first is done.
    await tx`select pg_advisory_xact_lock(1163412801, 3)`
    const now = await tx`select rolname from pg_roles where rolname like 'excellence_%'`
    const [me] = await tx`select rolsuper from pg_roles where rolname = current_user`
    const made = without(missing, now).filter(
      (role) => me?.rolsuper === true || role !== 'excellence_backup',
    )
    for (const role of made) {
      const password = loginRoles.includes(role) ? ` password '${plain(passwordOf(role))}'` : ''
      await tx.unsafe(definitionOf(role, password))
    }
    return made
  })

/** A second name for a role: the same settings, and its rights by membership. */
export const createAlias = async (
  sql: postgres.Sql,
  { role, alias, password }: { role: Role; alias: string; password: string },
): Promise<void> => {
  await sql.unsafe(
    [
      `create role ${plain(alias)} login inherit password '${plain(password)}'`,
      `grant ${role} to ${alias}`,
      ...settingsOf(role, alias),
    ].join('; '),
  )
}

const without = (names: readonly Role[], rows: readonly postgres.Row[]): readonly Role[] =>
  names.filter((name) => !rows.some(({ rolname }) => rolname === name))

const definitionOf = (role: Role, password: string): string => {
  const { attributes, memberOf } = definitions[role]
  return [
    `create role ${role} ${attributes}${password}`,
    ...memberOf.map((group) => `grant ${group} to ${role}`),
    ...settingsOf(role, role),
  ].join('; ')
}

const settingsOf = (role: Role, name: string): readonly string[] =>
  Object.entries(definitions[role].settings).map(
    ([key, value]) => `alter role ${name} set ${key} = '${value}'`,
  )

/** DDL takes no parameters, so what we splice in is of the plainest kind or not at all. */
const plain = (text: string): string => {
  if (/^[A-Za-z0-9_]+$/.test(text)) return text
  throw new Error('a name or password for DDL has only letters, digits and underscores')
}

/**
 * Makes the database if it is missing, owned by `excellence_owner` and open to our roles only.
 * Run by the one who made the roles, connected to another database.
 */
export const createDatabase = async (sql: postgres.Sql, name: string): Promise<void> => {
  const database = plain(name)
  const [found] = await sql`
    select datacl is null or exists (select from aclexplode(datacl) where grantee = 0) as "isOpen"
    from pg_database where datname = ${database}`
  if (found === undefined) await makeDatabase(sql, database)
  // Whoever made it may have ended before it was closed to others.
  if (found?.isOpen !== false) await openDatabase(sql, name)
}

const makeDatabase = async (sql: postgres.Sql, database: string): Promise<void> => {
  // Whoever is no superuser must be a member of the future owner.
  const [me] = await sql`select rolsuper from pg_roles where rolname = current_user`
  if (me?.rolsuper !== true) await sql`grant excellence_owner to current_user`
  try {
    await sql.unsafe(
      `create database ${database} owner excellence_owner template template0 encoding 'UTF8'`,
    )
  } catch (error) {
    // Another process was faster: 42P04, or 23505 when both were at it.
    if (!['42P04', '23505'].includes((error as postgres.PostgresError).code)) throw error
  }
}

/** Rights on a database do not come with its template: nobody connects but our roles. */
export const openDatabase = async (sql: postgres.Sql, name: string): Promise<void> => {
  const database = plain(name)
  await sql.begin(async (tx) => {
    // Two processes that grant at once would both change one row of the catalogue: XX000.
    await tx`select pg_advisory_xact_lock(1163412801, 6)`
    const present = await tx`select rolname from pg_roles where rolname in ${tx([...roles])}`
    const ours = present.map(({ rolname }) => rolname).join(', ')
    await tx.unsafe(
      `revoke all on database ${database} from public; grant connect on database ${database} to ${ours}`,
    )
  })
}

/**
 * Refuses (`role-unsafe`) a role that row level security does not hold: superuser or BYPASSRLS, also by
 * membership, owner of a table, or allowed to TRUNCATE, which no policy sees (RLS-02).
 */
export const assertAppRole = async (sql: postgres.Sql): Promise<void> => {
  const [found] = await sql`
    with tables as (
      select oid, relowner from pg_class where relkind in ('r', 'p')
        and relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
    )
    select current_user as name,
      (select bool_or(rolsuper) from pg_roles where pg_has_role(oid, 'member')) as "superuser",
      (select bool_or(rolbypassrls) from pg_roles where pg_has_role(oid, 'member')) as "bypass",
      (select min(oid::regclass::text) from tables where pg_has_role(relowner, 'member')) as "owned",
      (select min(oid::regclass::text) from tables where has_table_privilege(oid, 'truncate'))
        as "truncatable"`
  const reasons = [
    found?.superuser === true && 'it is a superuser or may become one',
    found?.bypass === true && 'it bypasses row level security or may do so',
    found?.owned !== null && `it owns ${found?.owned}`,
    found?.truncatable !== null && `it may truncate ${found?.truncatable}`,
  ].filter((reason) => reason !== false)
  if (reasons.length === 0) return
  throw startupError(
    'role-unsafe',
    `Row level security does not hold for the database role ${found?.name}: ${reasons.join('; ')}. ` +
      'Let DATABASE_URL log in as excellence_app.',
  )
}

/**
 * Refuses (`server-unsafe`) a server that is too old, not in UTF-8, or, unless it is a throwaway one, may
 * lose what it has confirmed (F9: with synchronous_commit=off, 166 of 111 683 acknowledged writes).
 */
export const assertServer = async (
  sql: postgres.Sql,
  { throwaway = false } = {},
): Promise<void> => {
  const [found] = await sql`
    select current_setting('server_version_num')::int / 10000 as major,
      current_setting('server_version') as version,
      pg_encoding_to_char(encoding) as encoding,
      current_setting('fsync') as "fsync",
      current_setting('synchronous_commit') as "commit"
    from pg_database where datname = current_database()`
  const reasons = [
    found?.major < 15 && `its version is ${found?.version}; 15 or newer is needed`,
    found?.encoding !== 'UTF8' && `its encoding is ${found?.encoding}; UTF8 is needed`,
    !throwaway && found?.fsync !== 'on' && 'fsync is off; set it on',
    !throwaway && found?.commit === 'off' && 'synchronous_commit is off; set it on',
  ].filter((reason) => reason !== false)
  if (reasons.length === 0) return
  throw startupError(
    'server-unsafe',
    `The database server does not fit: ${reasons.join('; ')}. Change it, or set DATABASE_URL to another.`,
  )
}
