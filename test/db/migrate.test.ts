// The runner: each step once, all of it or nothing, whoever runs at the same time and wherever it dies.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import postgres from 'postgres'
import t, { type Test } from 'tap'
import { migrate, schemaState } from '../../src/db/migrate.ts'
import { reachableFolder } from '../support/cluster.ts'
import { type Addresses, quiet, withEmptyDatabase } from '../support/server.ts'

await withEmptyDatabase(t) // keeps the server up between the tests below

type Files = Readonly<Record<string, string>>

const folderOf = (t: Test, files: Files): string => {
  const folder = reachableFolder(t)
  write(folder, files)
  return folder
}
const write = (folder: string, files: Files) => {
  const entries = Object.keys(files).map((tag) => ({ tag }))
  mkdirSync(join(folder, 'meta'), { recursive: true })
  writeFileSync(join(folder, 'meta', '_journal.json'), JSON.stringify({ entries }))
  for (const [tag, text] of Object.entries(files)) writeFileSync(join(folder, `${tag}.sql`), text)
}
const connect = (t: Test, url: string, max = 1) => {
  const sql = postgres(url, { max, onnotice: () => {} })
  t.teardown(() => sql.end({ timeout: 0 }))
  return sql
}
const begin = async (t: Test) => {
  const db = await withEmptyDatabase(t)
  return { db, owner: connect(t, db.ownerUrl), admin: connect(t, db.superuserUrl) }
}
const options = (db: Addresses, folder: string) => ({
  url: db.migrateUrl,
  folder,
  log: quiet,
  extras: [],
  attempts: 3,
  pauseMs: 1,
})

const first =
  '-- compatible\ncreate table a (id int);\n--> statement-breakpoint\ninsert into a values (1)'
const second = '-- breaking: workers\nalter table a add column b int; -- why'

t.test('applies what is missing, in order, as the owner, and records it', async (t) => {
  const { db, owner } = await begin(t)
  const folder = folderOf(t, { '0000_a': first })
  t.strictSame(await migrate(options(db, folder)), ['0000_a'])
  write(folder, { '0000_a': first, '0001_b': second })
  t.strictSame(await migrate(options(db, folder)), ['0001_b'])
  t.strictSame(await migrate(options(db, folder)), [])
  t.match(await owner`select * from a`, [{ id: 1, b: null }])
  t.match(await owner`select tableowner from pg_tables where tablename = 'a'`, [
    { tableowner: 'excellence_owner' },
  ])
  t.match(
    await owner`select name, kind, length(checksum) as digits, applied_at
      from excellence_meta.excellence_migrations order by name`,
    [
      { name: '0000_a', kind: 'compatible', digits: 64, applied_at: Date },
      { name: '0001_b', kind: 'breaking', digits: 64 },
    ],
  )
})

t.test('five runners at once apply each step once', async (t) => {
  const { db, owner } = await begin(t)
  const concurrent =
    '-- compatible\n-- no transaction\ncreate index concurrently if not exists a_id on a (id);'
  const folder = folderOf(t, { '0000_a': first, '0001_b': second, '0002_c': concurrent })
  const runs = Array.from({ length: 5 }, () => migrate(options(db, folder)))
  t.strictSame((await Promise.all(runs)).flat(), ['0000_a', '0001_b', '0002_c'])
  t.match(await owner`select count(*)::int as rows from a`, [{ rows: 1 }])
})

t.test('killed at any statement, it leaves nothing, and the next run completes', async (t) => {
  const statements = Array.from({ length: 4 }, (_, at) => [
    `select die_at(${at})`,
    `create table t${at} (id int)`,
  ]).flat()
  for (const mode of ['', '-- no transaction\n']) {
    const { db, owner, admin } = await begin(t)
    await admin.unsafe(`
      create table death (at int); insert into death values (0); grant select on death to public;
      create function die_at(n int) returns void language plpgsql as $$ begin
        if exists (select from death where at = n) then
          perform pg_terminate_backend(pg_backend_pid());
          perform pg_sleep(60);
        end if;
      end $$`)
    const text = statements
      .map((each) => each.replace('create table', 'create table if not exists'))
      .join(';\n--> statement-breakpoint\n')
    const folder = folderOf(t, { '0000_a': `-- compatible\n${mode}${text}` })
    for (let at = 0; at < 4; at++) {
      await admin`update death set at = ${at}`
      await t.rejects(migrate(options(db, folder)), { code: 'migration-failed' })
      t.equal(await schemaState(owner, folder, []), 'behind')
      const tables = await owner`select from pg_tables where tablename ~ '^t[0-9]$'`
      t.equal(tables.length, mode === '' ? 0 : at, 'all or nothing, where that was promised')
    }
    await admin`delete from death`
    t.strictSame(await migrate(options(db, folder)), ['0000_a'])
    t.equal((await owner`select from pg_tables where tablename ~ '^t[0-9]$'`).length, 4)
  }
})

t.test('an index left invalid by a kill is made anew, others are not touched', async (t) => {
  const { db, owner, admin } = await begin(t)
  await owner`create table a (id int)`
  await owner`insert into a values (1), (1)`
  for (const name of ['a_id', 'other']) {
    await t.rejects(owner.unsafe(`create unique index concurrently ${name} on a (id)`))
  }
  await owner`delete from a`
  const text =
    '-- compatible\n-- no transaction\ncreate unique index concurrently if not exists a_id on a (id);'
  await migrate(options(db, folderOf(t, { '0000_a': text })))
  t.strictSame(
    [
      ...(await admin`select indexrelid::regclass::text as name from pg_index where not indisvalid`),
    ],
    [{ name: 'other' }],
  )
  t.equal((await admin`select from pg_index where indexrelid = 'a_id'::regclass`).length, 1)
})

t.test('gives way to traffic, tries again, and says so', async (t) => {
  const { db, owner } = await begin(t)
  await owner`create table a (id int)`
  const folder = folderOf(t, { '0001_b': second })
  const said: object[] = []
  const holder = connect(t, db.ownerUrl)
  await holder.begin(async (tx) => {
    await tx`lock table a`
    await t.rejects(
      migrate({
        ...options(db, folder),
        lockTimeoutMs: 10,
        log: { ...quiet, warn: (facts) => said.push(facts) },
      }),
      { code: 'migration-blocked', message: /0001_b\.sql did not get its locks in 3 attempts/ },
    )
  })
  t.match(said, [{ attempt: 1, code: '55P03' }, { attempt: 2 }])
  t.strictSame(await migrate({ ...options(db, folder), lockTimeoutMs: 10 }), ['0001_b'])
})

t.test('waits for another runner, but not forever', async (t) => {
  const { db } = await begin(t)
  const folder = folderOf(t, { '0000_a': first })
  const holder = connect(t, db.migrateUrl)
  await holder`select pg_advisory_lock(1163412801, 4)`
  await t.rejects(migrate({ ...options(db, folder), patienceMs: 0 }), {
    code: 'migration-blocked',
    message: /excellence-migrate/,
  })
  const waiting = migrate(options(db, folder))
  await holder`select pg_advisory_unlock(1163412801, 4)`
  t.strictSame(await waiting, ['0000_a'])
})

t.test('a changed migration is refused, with the repair', async (t) => {
  const { db } = await begin(t)
  const folder = folderOf(t, { '0000_a': first })
  await migrate(options(db, folder))
  write(folder, { '0000_a': `${first} -- changed` })
  await t.rejects(migrate(options(db, folder)), {
    code: 'migration-changed',
    message: /^drizzle\/0000_a\.sql differs.*\n.*\nRestore the file.*--name <what>\.$/,
  })
})

t.test('an error names the migration, and nothing of it remains', async (t) => {
  const { db, owner } = await begin(t)
  const text = "-- compatible\ncreate table a (id int);\n--> statement-breakpoint\nselect 'x'::int"
  await t.rejects(migrate(options(db, folderOf(t, { "0000_it's": text }))), {
    code: 'migration-failed',
    message: /0000_it's\.sql failed: invalid input syntax.*\nNothing of it was applied/,
  })
  t.equal((await owner`select from pg_tables where tablename = 'a'`).length, 0)
})

t.test('a login that is no member of the owner, or a server without it, is refused', async (t) => {
  const { db } = await begin(t)
  const folder = folderOf(t, { '0000_a': first })
  await t.rejects(migrate({ ...options(db, folder), url: db.appUrl }), { code: 'roles-missing' })
})

t.test('a service knows how it stands to the schema', async (t) => {
  const { db } = await begin(t)
  const app = connect(t, db.appUrl)
  const one = folderOf(t, { '0000_a': first })
  const two = folderOf(t, { '0000_a': first, '0001_b': '-- compatible\nselect 1' })
  const three = folderOf(t, {
    '0000_a': first,
    '0001_b': '-- compatible\nselect 1',
    '0002_c': second,
  })
  t.equal(await schemaState(app, one, []), 'behind', 'nothing was ever applied')
  await migrate(options(db, one))
  t.equal(await schemaState(app, one, []), 'current')
  t.equal(await schemaState(app, two, []), 'behind')
  await migrate(options(db, two))
  t.equal(await schemaState(app, one, []), 'ahead-compatible')
  await migrate(options(db, three))
  t.equal(await schemaState(app, one, []), 'ahead-breaking')
  t.equal(await schemaState(app, three), 'behind', 'the queue belongs to the schema')
})

t.test('the defaults wait as long as an operator would', async (t) => {
  const { db } = await begin(t)
  const folder = folderOf(t, { '0000_a': first })
  const holder = connect(t, db.migrateUrl)
  await holder`select pg_advisory_lock(1163412801, 4)`
  const waiting = migrate({ url: db.migrateUrl, folder, log: quiet })
  await holder`select pg_advisory_unlock(1163412801, 4)`
  t.match(await waiting, ['0000_a', /^queue-/])
})
