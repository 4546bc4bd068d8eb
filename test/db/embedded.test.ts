// The launcher as a whole: one server a folder, one owner, nothing lost by a kill, nothing stopped by a
// guest.
import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import postgres from 'postgres'
import t, { type Test } from 'tap'
import { serverAccount } from '../../src/db/embedded/account.ts'
import { hashedHome } from '../../src/db/embedded/cluster.ts'
import { isAlive } from '../../src/db/embedded/process.ts'
import { type Embedded, type EmbeddedOptions, startEmbedded } from '../../src/db/embedded.ts'
import { reachableFolder } from '../support/cluster.ts'
import { quiet } from '../support/server.ts'
import { root } from '../support/sources.ts'

const folder = reachableFolder(t)
const options = (given: Partial<EmbeddedOptions> = {}): EmbeddedOptions => ({
  dataDir: join(folder, 'main'),
  settings: 'throwaway',
  owner: false,
  log: quiet,
  ...given,
})
const pidOf = ({ home }: Embedded) =>
  Number(readFileSync(join(home, 'data', 'postmaster.pid'), 'utf8').split('\n')[0])
const connect = (t: Test, url: string) => {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  t.teardown(() => sql.end({ timeout: 0 }))
  return sql
}

t.test('the owner gets a server with roles and database, and stops it', async (t) => {
  const owner = await startEmbedded(options({ owner: true, database: 'excellence' }))
  t.notOk(owner.adopted)
  const sql = connect(t, owner.urlFor('excellence_app', 'excellence'))
  const [row] = await sql`
    select current_user as name, pg_catalog.pg_get_userbyid(datdba) as owner
    from pg_database where datname = current_database()`
  t.strictSame(row, { name: 'excellence_app', owner: 'excellence_owner' })
  await sql.end()
  const pid = pidOf(owner)
  await owner.stop()
  await owner.stop() // again, as a second signal would: there is nothing left to do
  t.notOk(isAlive(pid))
})

t.test('a server that died comes back on its port, with its owner', async (t) => {
  const first = await startEmbedded(options({ owner: true, database: 'excellence' }))
  process.kill(pidOf(first), 'SIGKILL')
  await first.gone
  const second = await startEmbedded(options({ owner: true, port: first.port }))
  t.notOk(second.adopted)
  t.equal(second.port, first.port)
  await first.stop() // the dead one's handle leaves and stops nothing
  await connect(t, first.urlFor('excellence_app', 'excellence'))`select 1`
  await second.stop()
})

t.test('a second owner is refused and told two ways; the first is not disturbed', async (t) => {
  const owner = await startEmbedded(options({ owner: true }))
  t.teardown(owner.stop)
  await t.rejects(startEmbedded(options({ owner: true })), {
    code: 'data-dir-in-use',
    message: /DATABASE_URL.*another data folder/s,
    home: owner.home,
  })
  await connect(t, owner.superuserUrl)`select 1`
})

t.test('a guest adopts the server, and its stop does not stop it', async (t) => {
  const owner = await startEmbedded(options({ owner: true }))
  const guest = await startEmbedded(options({ database: 'excellence' }))
  t.ok(guest.adopted)
  t.equal(guest.superuserUrl, owner.superuserUrl)
  await guest.stop()
  await connect(t, owner.superuserUrl)`select 1`
  const pid = pidOf(owner)
  await owner.stop()
  t.notOk(isAlive(pid), 'while the owner stops it')
})

t.test('without an owner the last guest stops the server, whoever started it', async (t) => {
  const [first, second] = await Promise.all([startEmbedded(options()), startEmbedded(options())])
  t.strictSame([first.adopted, second.adopted].sort(), [false, true], 'two at once start it once')
  const pid = pidOf(first)
  await first.stop()
  await connect(t, second.superuserUrl)`select 1`
  await second.stop()
  t.notOk(isAlive(pid))
})

t.test('a durable server keeps every row through kill -9', async (t) => {
  const durable = options({ dataDir: join(folder, 'durable'), owner: true, settings: 'durable' })
  const before = await startEmbedded(durable)
  const sql = connect(t, before.superuserUrl)
  t.match(await sql`show fsync`, [{ fsync: 'on' }])
  await sql`create table kept (n int)`
  await sql`insert into kept select generate_series(1, 1000)`
  process.kill(pidOf(before), 'SIGKILL')
  const after = await startEmbedded(durable)
  t.notOk(after.adopted)
  t.match(await connect(t, after.superuserUrl)`select count(*)::int as rows from kept`, [
    { rows: 1000 },
  ])
  await before.stop() // the owner of the dead server, which is not this one
  await connect(t, after.superuserUrl)`select 1`
  await after.stop()
})

t.test('the server of a killed owner is adopted, and owned by the next', async (t) => {
  const script = join(folder, 'owner.mjs')
  const url = new URL(`file://${root}/src/db/embedded.ts`).href
  writeFileSync(
    script,
    `const { startEmbedded } = await import(${JSON.stringify(url)})
    const log = { info() {}, warn() {}, error() {} }
    const dataDir = ${JSON.stringify(join(folder, 'main'))}
    await startEmbedded({ dataDir, settings: 'throwaway', owner: true, log })
    console.log('ready')`,
  )
  const tsx = join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs')
  const child = spawn(process.execPath, ['--import', tsx, script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH },
  })
  await new Promise((resolve) => child.stdout.once('data', resolve))
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await gone
  const next = await untilFree(() => startEmbedded(options({ owner: true })))
  t.ok(next.adopted)
  await next.stop()
})

t.test('an owner whose lock somebody else took meanwhile leaves the server alone', async (t) => {
  const owner = await startEmbedded(options({ owner: true }))
  const sql = connect(t, owner.superuserUrl)
  await sql`
    select pg_terminate_backend(pid, 5000) from pg_stat_activity
    where application_name = 'excellence-launcher'`
  const next = await startEmbedded(options({ owner: true }))
  t.ok(next.adopted)
  await owner.stop()
  await sql`select 1`
  await next.stop()
})

t.test('a server that does not stop is reported', async (t) => {
  const owner = await startEmbedded(options({ owner: true }))
  const file = join(owner.home, 'data', 'postmaster.pid')
  const text = readFileSync(file)
  writeFileSync(file, '999999999\n') // so pg_ctl finds nobody to stop
  await t.rejects(owner.stop(), { code: 'server-failed', home: owner.home })
  writeFileSync(file, text)
  const next = await startEmbedded(options({ owner: true }))
  await next.stop()
})

t.test('what does not start says its last words', async (t) => {
  const dataDir = join(folder, 'broken')
  await (await startEmbedded(options({ dataDir }))).stop()
  writeFileSync(join(dataDir, 'data', 'postgresql.auto.conf'), "shared_buffers = 'plenty'\n")
  await t.rejects(startEmbedded(options({ dataDir, place: { attempts: 2, pauseMs: 1 } })), {
    code: 'server-failed',
    message: /shared_buffers/,
    home: dataDir,
  })
})

t.test('data of another major version are refused, with both ways out', async (t) => {
  const dataDir = join(folder, 'older')
  mkdirSync(join(dataDir, 'data'), { recursive: true })
  writeFileSync(join(dataDir, 'data', 'PG_VERSION'), '14\n')
  // As an ordinary user would: nobody is lent an account.
  await t.rejects(startEmbedded(options({ dataDir, place: { uid: 1000 } })), {
    code: 'data-other-major',
    message: /PostgreSQL 14.*installed one is \d+.*export/s,
  })
})

t.test('a platform without binaries is told to set DATABASE_URL', async (t) => {
  const host = {
    platform: 'linux',
    arch: 'abacus',
    resolve: () => {
      throw new Error('not found')
    },
  }
  await t.rejects(startEmbedded(options({ place: { host } })), { code: 'no-binaries' })
})

const asRoot = process.getuid?.() === 0
t.test('data that the lent account cannot reach go below the library', async (t) => {
  const closed = join(folder, 'closed')
  mkdirSync(closed)
  chmodSync(closed, 0o700)
  const place = { library: join(folder, 'library'), ...(asRoot ? {} : pretendedRoot()) }
  const dataDir = join(closed, 'data')
  const server = await startEmbedded(options({ dataDir, place }))
  // Whoever is no root lends itself, and reaches its own folders.
  t.equal(server.home, asRoot ? hashedHome(place.library, dataDir) : dataDir)
  t.equal(existsSync(dataDir), !asRoot)
  await server.stop()
})

/** For an ordinary user: root's way through the code, with the user's own ids. */
const pretendedRoot = () => {
  const passwdFile = join(folder, 'passwd')
  writeFileSync(passwdFile, `nobody:x:${process.getuid?.()}:${process.getgid?.()}::/:/bin/sh\n`)
  return { uid: 0, passwdFile }
}

t.test('the server is never root', { skip: !asRoot && 'only root could be' }, async (t) => {
  const server = await startEmbedded(options())
  t.teardown(server.stop)
  const account = serverAccount(0, '/etc/passwd')
  const status = `/proc/${pidOf(server)}/status`
  if (existsSync(status)) {
    t.match(readFileSync(status, 'utf8'), new RegExp(`^Uid:\t${account?.uid}\t`, 'm'))
  }
})

/** A killed process's connection is noticed by the server a moment later. */
const untilFree = async (begin: () => Promise<Embedded>): Promise<Embedded> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await begin()
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'data-dir-in-use' || attempt === 50) throw error
    }
  }
}
