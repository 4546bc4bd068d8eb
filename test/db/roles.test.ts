// Roles are made once by any number of callers, and a service refuses to run as one that the second wall
// does not hold, or on a server that forgets.
import { join } from 'node:path'
import postgres from 'postgres'
import t, { type Test } from 'tap'
import { startEmbedded } from '../../src/db/embedded.ts'
import {
  assertAppRole,
  assertServer,
  createAlias,
  createDatabase,
  createRoles,
  loginRoles,
  openDatabase,
  roles,
} from '../../src/db/roles.ts'
import { reachableFolder } from '../support/cluster.ts'
import { quiet } from '../support/server.ts'

// A server of its own: roles belong to the whole server, and these tests drop them.
const server = await startEmbedded({
  dataDir: join(reachableFolder(t), 'roles'),
  settings: 'throwaway',
  owner: true,
  log: quiet,
})
t.teardown(server.stop)

const connect = (t: Test, url: string, settings = {}, max = 1) => {
  const sql = postgres(url, { max, onnotice: () => {}, connection: settings })
  t.teardown(() => sql.end({ timeout: 0 }))
  return sql
}
const admin = connect(t, server.superuserUrl, {}, 5)
const urlOf = (user: string, password: string, database: string) => {
  const url = new URL(server.superuserUrl)
  return Object.assign(url, { username: user, password, pathname: `/${database}` }).href
}
const dropRoles = () => admin.unsafe(`drop role if exists ${[...roles].reverse().join(', ')}`)

t.test('any number of callers makes each role once', async (t) => {
  await dropRoles()
  const made = await Promise.all(
    Array.from({ length: 5 }, () => createRoles(admin, (role) => `pw_${role}`)),
  )
  t.strictSame(made.flat().sort(), [...roles].sort())
  t.strictSame(await createRoles(admin, () => 'other'), [], 'and none is made again')
  const app = connect(t, urlOf('excellence_app', 'pw_excellence_app', 'postgres'))
  t.match(await app`show statement_timeout`, [{ statement_timeout: '10s' }], 'its own settings')
})

t.test('each role may be what security asks, and no more', async (t) => {
  const rows = await admin`
    select rolname, rolsuper or rolcreaterole or rolcreatedb or rolreplication as mighty,
      rolbypassrls, rolcanlogin, rolinherit
    from pg_roles where rolname like 'excellence_%'`
  const byName = new Map(rows.map((row) => [row.rolname, row]))
  for (const role of roles) {
    t.match(byName.get(role), {
      mighty: false,
      rolbypassrls: role === 'excellence_backup',
      rolcanlogin: role !== 'excellence_owner',
      rolinherit: role !== 'excellence_migrate',
    })
  }
  const [backup] = await admin`
    select rolpassword is null as "none" from pg_authid where rolname = 'excellence_backup'`
  t.strictSame(backup, { none: true }, 'over the network nobody is the backup role')
  t.notOk(loginRoles.includes('excellence_owner') || loginRoles.includes('excellence_backup'))
})

t.test('a database belongs to the owner and opens to our roles only', async (t) => {
  const both = [connect(t, server.superuserUrl), connect(t, server.superuserUrl)]
  await Promise.all(both.map((sql) => sql`select 1`)) // connected, so that they meet
  await Promise.all(both.map((sql) => createDatabase(sql, 'first')))
  await createDatabase(admin, 'first') // it is there: nothing happens
  await admin`grant connect on database first to public`
  await createDatabase(admin, 'first') // as after an end between making and closing
  const app = connect(t, urlOf('excellence_app', 'pw_excellence_app', 'first'))
  t.match(
    await app`select pg_get_userbyid(datdba) as owner, pg_encoding_to_char(encoding) as encoding
    from pg_database where datname = 'first'`,
    [{ owner: 'excellence_owner', encoding: 'UTF8' }],
  )
  await t.rejects(app`create table mine (id int)`, { code: '42501' })
  await t.rejects(app`create temp table mine (id int)`, { code: '42501' })
  await admin`create role stranger login password 'stranger'`
  const stranger = connect(t, urlOf('stranger', 'stranger', 'first'))
  await t.rejects(stranger`select 1`, { code: '42501' })
})

t.test('who is no superuser makes them too, without the backup role', async (t) => {
  await admin`drop database first`
  await dropRoles()
  await admin`create role landlord login createrole createdb password 'landlord'`
  const landlord = connect(t, urlOf('landlord', 'landlord', 'postgres'))
  const made = await createRoles(landlord, (role) => `pw_${role}`)
  t.strictSame(
    made,
    roles.filter((role) => role !== 'excellence_backup'),
  )
  await createDatabase(landlord, 'second')
  const app = connect(t, urlOf('excellence_app', 'pw_excellence_app', 'second'))
  t.match(await app`select current_database() as name`, [{ name: 'second' }])
  t.match(await createRoles(admin, (role) => `pw_${role}`), ['excellence_backup'])
})

t.test('an alias is the role under another name', async (t) => {
  await createAlias(admin, { role: 'excellence_app', alias: 'app_of_mine', password: 'mine' })
  await openDatabase(admin, 'second')
  const alias = connect(t, urlOf('app_of_mine', 'mine', 'second'))
  t.match(
    await alias`
    select pg_has_role('excellence_app', 'usage') as member,
      current_setting('lock_timeout') as lock_timeout`,
    [{ member: true, lock_timeout: '2s' }],
  )
  await assertAppRole(alias)
})

t.test('names and passwords that are more than plain never reach DDL', async (t) => {
  await t.rejects(createDatabase(admin, 'x; drop database second'), /letters, digits/)
  const alias = { role: 'excellence_app', alias: 'x', password: "'" } as const
  await t.rejects(createAlias(admin, alias), /letters, digits/)
})

t.test('a database that cannot be made says so', async (t) => {
  await admin`alter role landlord nocreatedb`
  const landlord = connect(t, urlOf('landlord', 'landlord', 'postgres'))
  await t.rejects(createDatabase(landlord, 'third'), { code: '42501' })
})

t.test('the service refuses to run as a role that row level security does not hold', async (t) => {
  const second = connect(t, urlOf('postgres', new URL(server.superuserUrl).password, 'second'))
  await second`create table kept (id int)`
  await second`alter table kept owner to excellence_owner`
  await second`grant truncate on kept to excellence_worker`
  await second`create role bypasser login password 'x' in role excellence_backup`
  await second`create role climber login noinherit password 'x' in role postgres`
  await second`grant connect on database second to bypasser, climber`
  const as = (user: string, password: string) => connect(t, urlOf(user, password, 'second'))

  await assertAppRole(as('excellence_app', 'pw_excellence_app'))
  const refused = async (user: string, password: string, message: RegExp) =>
    t.rejects(assertAppRole(as(user, password)), { code: 'role-unsafe', message }, user)
  await refused('postgres', new URL(server.superuserUrl).password, /postgres: it is a superuser/)
  await refused('climber', 'x', /superuser or may become one/)
  await refused('bypasser', 'x', /bypasses row level security/)
  await refused('excellence_migrate', 'pw_excellence_migrate', /it owns kept/)
  await refused('excellence_worker', 'pw_excellence_worker', /it may truncate kept/)
})

t.test('the service refuses a server that is too old, forgetful or not in UTF-8', async (t) => {
  const latin = 'latin'
  await admin`create database latin template template0 encoding 'SQL_ASCII' locale 'C'
    locale_provider libc`
  const plain = connect(t, urlOf('postgres', new URL(server.superuserUrl).password, latin))
  await t.rejects(assertServer(plain), {
    code: 'server-unsafe',
    message: /SQL_ASCII.*fsync is off.*synchronous_commit is off/s,
  })
  await t.rejects(assertServer(plain, { throwaway: true }), {
    message: /SQL_ASCII; UTF8 is needed/,
  })

  // A function of the same name stands before the system's own: a server that says what we want.
  const pretending = async (said: Record<string, string>) => {
    const password = new URL(server.superuserUrl).password
    const path = { search_path: 'public, pg_catalog' }
    const sql = connect(t, urlOf('postgres', password, 'second'), path)
    await sql.unsafe(`
      create or replace function public.current_setting(name text) returns text language sql as
      $$ select '${JSON.stringify(said)}'::jsonb ->> name $$`)
    return sql
  }
  const good = { server_version_num: '150000', fsync: 'on', synchronous_commit: 'local' }
  await assertServer(await pretending(good))
  const old = { ...good, server_version_num: '140012', server_version: '14.12' }
  await t.rejects(assertServer(await pretending(old)), { message: /14\.12; 15 or newer/ })
  const forgetful = await pretending({ ...good, synchronous_commit: 'off' })
  await t.rejects(assertServer(forgetful), { message: /fit: synchronous_commit is off/ })
  await assertServer(forgetful, { throwaway: true })
})
