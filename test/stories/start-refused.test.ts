// Every reason why the service does not start, told to its operator: what, why, what to do; never a stack and
// never a secret. Each beside the start that works.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { startEmbedded } from '../../src/db/embedded.ts'
import { reachableFolder } from '../support/cluster.ts'
import { openPlain } from '../support/house.ts'
import { freePort, refuses, runTool, type Start, startProcess } from '../support/process.ts'
import { quiet } from '../support/server.ts'

const folder = reachableFolder(t)

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
  const sql = openPlain(t, server.superuserUrl)
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
    dataDir: join(folder, 'own-clean'),
    env: { EXCELLENCE_DEMO: 'on', ...Object.fromEntries(files) },
  })
  const baseUrl = await service.ready
  t.equal((await fetch(`${baseUrl}/ready`)).status, 200)
  const own = openPlain(t, admin.href)
  const [counts] = await own`
    select (select count(*)::int from associations) as associations,
      (select count(*)::int from people) as people`
  t.same(counts, { associations: 0, people: 0 }, 'nothing is seeded')
  t.notOk(existsSync(join(folder, 'own-clean')), 'and nothing is written beside it')
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
