// The migrate line on a server that has never seen us: makes roles and database where it may, migrates, and
// shows the addresses once.
import { join } from 'node:path'
import postgres from 'postgres'
import t from 'tap'
import { startEmbedded } from '../../src/db/embedded.ts'
import { roles } from '../../src/db/roles.ts'
import { addressLines, runMigrate } from '../../src/tools/migrate.ts'
import { reachableFolder } from '../support/cluster.ts'
import { quiet } from '../support/server.ts'

const run = async (url: string | null, ...args: string[]) => {
  const said = { out: '', err: '' }
  const code = await runMigrate(args, {
    env: url === null ? {} : { MIGRATE_DATABASE_URL: url },
    out: (text) => {
      said.out += `${text}\n`
    },
    err: (text) => {
      said.err += `${text}\n`
    },
  })
  return { code, ...said }
}

const variablesIn = (text: string) =>
  Object.fromEntries(
    [...text.matchAll(/^([A-Z_]+)=(.+)$/gm)].map(([, name = '', url = '']) => [name, url]),
  )

/** A server as an operator has it: nothing of ours in it, and a login that may make roles and databases. */
const bareServer = async () => {
  const server = await startEmbedded({
    dataDir: join(reachableFolder(t), 'postgres'),
    owner: false,
    log: quiet,
  })
  t.teardown(server.stop)
  const admin = postgres(server.superuserUrl, { max: 1, onnotice: () => {} })
  for (const role of [...roles].reverse()) await admin.unsafe(`drop role ${role}`)
  await admin.unsafe(`create role dba login createrole createdb password 'dba'`)
  await admin.end()
  const at = (database: string, user?: string) => {
    const url = new URL(server.superuserUrl)
    url.pathname = `/${database}`
    if (user !== undefined) {
      url.username = user
      url.password = user
    }
    return url.href
  }
  return { at }
}

t.test('on a bare server', async (t) => {
  const { at } = await bareServer()
  const answers = (url: string) => {
    const sql = postgres(url, { max: 1 })
    return sql`select current_user as name`.then(([row]) => row?.name).finally(() => sql.end())
  }

  t.test('the first run makes everything and shows the addresses, which work', async (t) => {
    const first = await run(at('quality', 'dba'))
    t.equal(first.code, 0, first.err)
    t.match(first.err, /roles made: excellence_owner.*\ndatabase quality made\n.*0000_foundation/)
    const addresses = variablesIn(first.out)
    t.same(Object.keys(addresses), [
      'DATABASE_URL',
      'WORKER_DATABASE_URL',
      'BENCHMARK_DATABASE_URL',
      'MIGRATE_DATABASE_URL',
    ])
    t.equal(await answers(String(addresses.DATABASE_URL)), 'excellence_app')
    t.equal(await answers(String(addresses.BENCHMARK_DATABASE_URL)), 'excellence_benchmark')

    const second = await run(String(addresses.MIGRATE_DATABASE_URL))
    t.match(second, { code: 0, out: 'The schema is up to date.\n', err: '' })
    const again = await run(at('quality', 'dba'))
    t.same(variablesIn(again.out), {}, 'passwords are shown once')
    t.equal(again.code, 0, again.err)
    const app = await run(String(addresses.DATABASE_URL))
    t.match(app, { code: 3, err: /member of it/ })
  })
  t.test('a database that is there is opened to our roles only', async (t) => {
    const admin = postgres(at('postgres'), { max: 1 })
    await admin`create database given`
    await admin.unsafe(`create role stranger login password 'stranger'`)
    await admin.end()
    t.equal(await answers(at('given', 'stranger')), 'stranger', 'open to all before')
    const given = await run(at('given'))
    t.match(given, { code: 0, err: /given opened to our roles/ })
    await t.rejects(answers(at('given', 'stranger')), { code: '42501' })
  })
  t.test('what cannot be reached or entered: 3, and the reason', async (t) => {
    const wrong = new URL(at('quality', 'dba'))
    wrong.password = 'wrong'
    t.match(await run(wrong.href), { code: 3, err: /does not answer/ })
    t.match(await run('postgres://nobody@127.0.0.1:1/x'), { code: 3, err: /does not answer/ })
  })
})

t.test('wrong use: 2, and how it is used', async (t) => {
  t.match(await run(null), { code: 2, err: /MIGRATE_DATABASE_URL is not set/ })
  t.match(await run('mysql://x'), { code: 2, err: /configuration/ })
  t.match(await run(null, '--fast'), { code: 2, out: /npm run migrate/ })
  t.match(await run(null, '--help'), { code: 0, out: /npm run migrate/ })
})

t.test('only roles that were made get a line', async (t) => {
  const lines = addressLines('postgres://dba@db.example/q', new Map([['excellence_app', 'p']]))
  t.same(variablesIn(lines), { DATABASE_URL: 'postgres://excellence_app:p@db.example/q' })
})
