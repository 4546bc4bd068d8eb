// The service as its operator meets it: started, stopped, started again, and refused with a sentence wherever
// the place is not fit. Real processes, real signals, a PostgreSQL of their own.
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import t, { type Test } from 'tap'
import { startEmbedded } from '../../src/db/embedded.ts'
import { reachableFolder } from '../support/cluster.ts'
import {
  databasePid,
  type Ended,
  runTool,
  type ServiceProcess,
  type Start,
  startProcess,
} from '../support/process.ts'
import { quiet } from '../support/server.ts'
import { root } from '../support/sources.ts'

const folder = reachableFolder(t)
const dataDir = join(folder, 'main')

const statusOf = async (url: string): Promise<number> => (await fetch(url)).status
const bodyOf = async (url: string): Promise<unknown> => (await fetch(url)).json()

/** Asserts that a service did not start: exit code, what it says, and that it says nothing else. */
const refuses = async (
  t: Test,
  started: ServiceProcess,
  { code, says, never = [] }: { code: number; says: readonly RegExp[]; never?: readonly string[] },
) => {
  const { said, ended } = started
  t.same(await ended, { code, signal: null } satisfies Ended, said())
  for (const sentence of says) t.match(said(), sentence)
  t.notMatch(said(), /\bat .*:\d+:\d+|node_modules/, 'no stack')
  for (const secret of never) t.notOk((said() + started.logged()).includes(secret), 'no secret')
}

const connect = (t: Test, url: string) => {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  t.teardown(() => sql.end({ timeout: 0 }))
  return sql
}

t.test('one command starts it, a second start is quick, and each stop is clean', async (t) => {
  const first = startProcess(t, { dataDir })
  const baseUrl = await first.ready
  t.comment(`first start: ready after ${first.readyMs()} ms`)
  t.same(await bodyOf(`${baseUrl}/live`), { status: 'live' })
  t.same(await bodyOf(`${baseUrl}/ready`), { status: 'ready' })
  const secretsFile = join(dataDir, 'secrets.json')
  t.equal(statSync(secretsFile).mode & 0o777, 0o600)
  const secrets: Record<string, string> = JSON.parse(readFileSync(secretsFile, 'utf8'))
  for (const secret of Object.values(secrets))
    t.notOk((first.said() + first.logged()).includes(secret))
  t.ok(first.said().includes(secretsFile), 'it says where the secrets are')
  t.notOk(existsSync(join(dataDir, 'quickstart.json')), 'no demo when it is switched off')

  await t.test('a second instance on the same data is told two ways out', async (t) => {
    const second = startProcess(t, { dataDir })
    await refuses(t, second, { code: 3, says: [/in use/, /DATABASE_URL/, /another data folder/] })
    t.equal(await statusOf(`${baseUrl}/ready`), 200, 'the first is not disturbed')
  })

  await t.test('a taken port is named with the setting that changes it', async (t) => {
    const { port } = new URL(baseUrl)
    const other = startProcess(t, { dataDir: join(folder, 'other'), env: { PORT: port } })
    await refuses(t, other, {
      code: 3,
      says: [new RegExp(`127.0.0.1:${port}`), /PORT=\d+ npm start/],
    })
    t.equal(databasePid(join(folder, 'other')), null, 'its own database is stopped again')
  })

  await t.test('SIGTERM: not ready at once, serving for a while, then exit 0', async (t) => {
    first.kill('SIGTERM')
    const asked = performance.now()
    while ((await statusOf(`${baseUrl}/ready`)) === 200) await pause(20)
    t.equal(await statusOf(`${baseUrl}/ready`), 503)
    t.equal(await statusOf(`${baseUrl}/live`), 200)
    const still = await fetch(`${baseUrl}/v1/questionnaires`)
    t.equal(still.status, 200, 'a request that still comes is served')
    t.equal(still.headers.get('connection'), 'close', 'and its client asked to go elsewhere')
    t.same(await first.ended, { code: 0, signal: null }, first.said())
    t.comment(`SIGTERM: ended after ${Math.round(performance.now() - asked)} ms`)
    t.equal(databasePid(dataDir), null, 'the database is stopped')
  })

  await t.test('the second start is on the same data; SIGINT ends it without notice', async (t) => {
    const opsPort = await freePort()
    const again = startProcess(t, { dataDir, env: { OPS_PORT: String(opsPort) } })
    const url = await again.ready
    t.comment(`second start: ready after ${again.readyMs()} ms`)
    t.notMatch(again.said(), /New secrets/)
    const ops = `http://127.0.0.1:${opsPort}`
    t.match(await (await fetch(`${ops}/metrics`)).text(), /^excellence_units_running \d+$/m)
    t.equal(await statusOf(`${ops}/ready`), 200)
    t.equal(await statusOf(`${url}/metrics`), 404, 'numbers are on the private port only')
    t.equal(await statusOf(`${ops}/v1/questionnaires`), 404, 'and nothing else is there')
    const asked = performance.now()
    again.kill('SIGINT')
    t.same(await again.ended, { code: 0, signal: null })
    t.comment(`SIGINT: ended after ${Math.round(performance.now() - asked)} ms`)
    t.equal(databasePid(dataDir), null)
  })

  await t.test('a signal during the start takes down what was begun', async (t) => {
    const hurried = startProcess(t, { dataDir })
    while (!hurried.said().includes('Opening the database')) await pause(5)
    hurried.kill('SIGINT')
    t.same(await hurried.ended, { code: 0, signal: null }, hurried.said())
    t.equal(databasePid(dataDir), null)
  })

  await t.test('a second signal ends it at once with 1; the next start finds all', async (t) => {
    const impatient = startProcess(t, { dataDir })
    await impatient.ready
    impatient.kill('SIGTERM')
    await pause(100)
    impatient.kill('SIGTERM')
    t.same(await impatient.ended, { code: 1, signal: null })
    t.not(databasePid(dataDir), null, 'the database was left behind')
  })

  await t.test('a database that is ahead by a breaking step is left alone', async (t) => {
    const visit = await startEmbedded({
      dataDir: join(dataDir, 'postgres'),
      owner: false,
      log: quiet,
    })
    t.teardown(visit.stop)
    const url = new URL(visit.superuserUrl)
    url.pathname = '/excellence'
    const sql = connect(t, url.href)
    const step = (kind: string) => sql`
      insert into excellence_meta.excellence_migrations (name, checksum, kind)
      values ('9999_future', 'x', ${kind}) on conflict (name) do update set kind = ${kind}`
    await step('breaking')
    await refuses(t, startProcess(t, { dataDir }), {
      code: 3,
      says: [/newer release/, /Start that/],
    })
    // Control: a compatible step is no reason to refuse.
    await step('compatible')
    const fits = startProcess(t, { dataDir })
    await fits.ready
    fits.kill('SIGINT')
    t.equal((await fits.ended).code, 0)
    await sql`delete from excellence_meta.excellence_migrations where name = '9999_future'`
  })
})

t.test('wrong settings are all named at once, without their values', async (t) => {
  const missing = join(folder, 'no-such-file')
  const wrong = startProcess(t, {
    dataDir: join(folder, 'unused'),
    env: {
      PORT: 'eighty',
      EXCELLENCE_DEMOS: 'on',
      EXCELLENCE_KEY_PEPPER: 'sentinel-too-short',
      DATABASE_URL: 'mysql://me:sentinel-word@h/d',
      EXCELLENCE_LOG_LEVEL: 'loud',
    },
  })
  const both = startProcess(t, {
    dataDir: join(folder, 'unused'),
    env: { DATABASE_URL: 'postgres://me:sentinel-word@h/d', DATABASE_URL_FILE: missing },
  })
  const unread = startProcess(t, {
    dataDir: join(folder, 'unused'),
    env: { EXCELLENCE_CURSOR_SECRET_FILE: missing },
  })
  const never = ['sentinel-too-short', 'sentinel-word']
  const names = [
    /PORT/,
    /EXCELLENCE_DEMOS/,
    /KEY_PEPPER.*32/,
    /DATABASE_URL.*postgres:/,
    /LOG_LEVEL/,
  ]
  await refuses(t, wrong, { code: 2, says: names, never })
  await refuses(t, both, { code: 2, says: [/both set/, /one of them/], never })
  await refuses(t, unread, { code: 2, says: [/cannot be read/, new RegExp(missing)] })
  t.notOk(existsSync(join(folder, 'unused')), 'nothing was made')
})

t.test('a folder that cannot be used is named, and what to do', async (t) => {
  const file = join(folder, 'a-file')
  writeFileSync(file, '')
  const foreign = join(folder, 'foreign')
  mkdirSync(join(foreign, 'postgres'), { recursive: true })
  writeFileSync(join(foreign, 'postgres', 'letter.txt'), 'somebody else wrote this')
  const spoiled = join(folder, 'spoiled')
  mkdirSync(spoiled)
  writeFileSync(join(spoiled, 'secrets.json'), '{"keyPepper":"sentinel-pepper"')
  const says = [/cannot be written/, /DATA_DIR/]
  await Promise.all([
    refuses(t, startProcess(t, { dataDir: file }), { code: 3, says }),
    // Nobody writes there, not even root.
    refuses(t, startProcess(t, { dataDir: '/proc/excellence' }), { code: 3, says }),
  ])
  await Promise.all([
    refuses(t, startProcess(t, { dataDir: foreign }), { code: 3, says: [/something other/] }),
    refuses(t, startProcess(t, { dataDir: spoiled }), {
      code: 3,
      says: [/secrets\.json cannot be used/, /Put the file back/],
      never: ['sentinel-pepper'],
    }),
  ])
  t.ok(existsSync(join(foreign, 'postgres', 'letter.txt')))
})

t.test("the operator's own PostgreSQL", async (t) => {
  const server = await startEmbedded({ dataDir: join(folder, 'own'), owner: false, log: quiet })
  t.teardown(server.stop)
  const admin = new URL(server.superuserUrl)
  admin.pathname = '/own'
  const urlOf = (role: string, database = 'own') => server.urlFor(role, database)
  const appUrl = urlOf('excellence_app')
  const { password } = new URL(appUrl)
  const start = (given: Partial<Start['env']> & { DATABASE_URL?: string } = {}) =>
    startProcess(t, {
      dataDir: join(folder, 'own-data'),
      env: { EXCELLENCE_DEMO: 'on', DATABASE_URL: appUrl, ...given } as Record<string, string>,
    })
  const refused = (DATABASE_URL: string, ...says: RegExp[]) =>
    refuses(t, start({ DATABASE_URL }), { code: 3, says, never: [password] })

  await refused(appUrl, /database "own" does not exist/, /Check DATABASE_URL/)
  const sql = connect(t, server.superuserUrl)
  await sql`create database own owner excellence_owner`
  await refused(appUrl, /lacks migrations/, /npm run migrate/)

  const migrated = await runTool('src/tools/migrate.ts', [], { MIGRATE_DATABASE_URL: admin.href })
  t.equal(migrated.code, 0, migrated.err)

  const files = Object.entries({
    DATABASE_URL: appUrl,
    WORKER_DATABASE_URL: urlOf('excellence_worker'),
    BENCHMARK_DATABASE_URL: urlOf('excellence_benchmark'),
    EXCELLENCE_KEY_PEPPER: 'a pepper that an operator keeps somewhere safe',
    EXCELLENCE_CURSOR_SECRET: 'a secret that an operator keeps somewhere safe',
  }).map(([name, value]) => {
    const file = join(folder, name)
    writeFileSync(file, `${value}\n`)
    return [`${name}_FILE`, file] as const
  })
  const service = startProcess(t, {
    dataDir: join(folder, 'own-data'),
    env: { EXCELLENCE_DEMO: 'on', ...Object.fromEntries(files) },
  })
  const baseUrl = await service.ready
  t.equal(await statusOf(`${baseUrl}/ready`), 200)
  const own = connect(t, admin.href)
  const [counts] = await own`
    select (select count(*)::int from associations) as associations,
      (select count(*)::int from people) as people`
  t.same(counts, { associations: 0, people: 0 }, 'nothing is seeded')
  t.notOk(existsSync(join(folder, 'own-data')), 'and nothing is written beside it')
  service.kill('SIGINT')
  t.equal((await service.ended).code, 0)

  const wrong = new URL(appUrl)
  wrong.password = 'sentinel-guess'
  const closed = await freePort()
  const nowhere = new URL(appUrl)
  nowhere.port = String(closed)
  await Promise.all([
    refused(wrong.href, /password authentication failed/, /Check DATABASE_URL/),
    refused(nowhere.href, /ECONNREFUSED/, /Check DATABASE_URL/),
  ])
  await Promise.all([
    refused(admin.href, /it is a superuser/, /log in as excellence_app/),
    refused(urlOf('excellence_migrate'), /it owns/, /log in as excellence_app/),
  ])
  await sql`alter database own set synchronous_commit = off`
  await refused(appUrl, /synchronous_commit is off/)
})

const freePort = async (): Promise<number> => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

const nobody = { uid: 65_534, gid: 65_534 }
const skip = process.getuid?.() === 0 ? false : 'only root can become somebody else'

t.test('it works for an ordinary user', { skip }, async (t) => {
  const clone = join(folder, 'clone')
  const parts = ['package.json', 'scripts', 'drizzle', 'schemas', 'openapi', 'src', 'dist']
  for (const part of parts.filter((name) => existsSync(join(root, name))))
    cpSync(join(root, part), join(clone, part), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'))
  chownSync(clone, nobody.uid, nobody.gid)
  const service = startProcess(t, { dataDir: '.data', cwd: clone, account: nobody })
  const baseUrl = await service.ready
  t.equal(await statusOf(`${baseUrl}/ready`), 200)
  const secrets = statSync(join(clone, '.data', 'secrets.json'))
  t.same({ uid: secrets.uid, mode: secrets.mode & 0o777 }, { uid: nobody.uid, mode: 0o600 })
  service.kill('SIGINT')
  t.same(await service.ended, { code: 0, signal: null }, service.said())
})
