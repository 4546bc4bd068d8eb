// The service as its operator meets it: started, stopped, started again, and refused with a sentence wherever
// the place is not fit. Real processes, real signals, a PostgreSQL of their own.
import { chownSync, cpSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { startEmbedded } from '../../src/db/embedded.ts'
import { reachableFolder } from '../support/cluster.ts'
import { openPlain } from '../support/house.ts'
import { databasePid, freePort, refuses, startProcess } from '../support/process.ts'
import { quiet } from '../support/server.ts'
import { root } from '../support/sources.ts'

const folder = reachableFolder(t)
const dataDir = join(folder, 'main')

const statusOf = async (url: string): Promise<number> => (await fetch(url)).status
const bodyOf = async (url: string): Promise<unknown> => (await fetch(url)).json()

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
    /** As an administrator, while no service runs; the server stops again with the visit. */
    const visit = async (work: (sql: ReturnType<typeof openPlain>) => Promise<unknown>) => {
      const home = join(dataDir, 'postgres')
      const server = await startEmbedded({ dataDir: home, owner: false, log: quiet })
      const url = new URL(server.superuserUrl)
      url.pathname = '/excellence'
      const sql = openPlain(t, url.href)
      await work(sql)
      await sql.end()
      await server.stop()
    }
    const step = (kind: string) =>
      visit(
        (sql) => sql`
          insert into excellence_meta.excellence_migrations (name, checksum, kind)
          values ('9999_future', 'x', ${kind}) on conflict (name) do update set kind = ${kind}`,
      )
    await step('breaking')
    const says = [/newer release/, /Start that/]
    await refuses(t, startProcess(t, { dataDir }), { code: 3, says })
    // Control: a compatible step is no reason to refuse.
    await step('compatible')
    const fits = startProcess(t, { dataDir })
    await fits.ready
    fits.kill('SIGINT')
    t.equal((await fits.ended).code, 0)
  })
})

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
