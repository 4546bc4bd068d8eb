// A cluster appears as a whole or not at all, in UTF-8, with its own settings and one secret.
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { Account } from '../../../src/db/embedded/account.ts'
import { program } from '../../../src/db/embedded/binaries.ts'
import {
  clusterAt,
  dataMajor,
  hashedHome,
  initCluster,
  passwordOf,
  reachedAt,
  readSecret,
  type Tools,
  writeSettings,
} from '../../../src/db/embedded/cluster.ts'
import { reachableFolder, realTools } from '../../support/cluster.ts'

const asWeAre: Account = null
/** What root lends to another, lent to ourselves: that works for everybody. */
const ourselves: Account = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }

/** Programs of ours in place of initdb: it records its arguments and does what it is told. */
const pretended = (
  t: Test,
  {
    major = 18,
    script = '',
    account = asWeAre,
  }: { readonly major?: number; readonly script?: string; readonly account?: Account } = {},
): Tools => {
  const native = join(reachableFolder(t), 'native')
  mkdirSync(join(native, 'bin'), { recursive: true })
  const lines = ['#!/bin/sh', `echo "$@" > ${native}/arguments`, 'mkdir -p "$2"', script]
  writeFileSync(join(native, 'bin', program('initdb')), lines.join('\n'), { mode: 0o755 })
  return { runner: { account, env: {} }, native, major, settings: 'durable' }
}
const argumentsOf = ({ native }: Tools) => readFileSync(join(native, 'arguments'), 'utf8')

t.test('the real initdb makes a whole cluster that only its owner reads', async (t) => {
  const folder = reachableFolder(t)
  const tools = await realTools(folder)
  const cluster = clusterAt(join(folder, 'one'))
  t.equal(dataMajor(cluster), null, 'there is none yet')
  await initCluster(tools, cluster)
  t.equal(dataMajor(cluster), tools.major)
  t.match(readSecret(cluster), /^[0-9a-f]{64}$/)
  t.equal(statSync(cluster.secretFile).mode & 0o777, 0o600)
  t.equal(statSync(cluster.home).mode & 0o777, 0o700)
  t.strictSame(readdirSync(cluster.home).sort(), ['data', 'secret'], 'the password file is gone')
  t.match(readFileSync(join(cluster.data, 'postgresql.conf'), 'utf8'), /include 'excellence.conf'/)
  t.notMatch(readdirSync(folder).join(), /tmp-/)
})

t.test('of two that make it at once, one wins and both use it', async (t) => {
  const folder = reachableFolder(t)
  const tools = await realTools(folder)
  const cluster = clusterAt(join(folder, 'one'))
  await Promise.all([initCluster(tools, cluster), initCluster(tools, cluster)])
  t.equal(dataMajor(cluster), tools.major)
  t.notMatch(readdirSync(folder).join(), /tmp-/)
})

t.test('encoding is UTF-8 by the provider that the version has', async (t) => {
  const folder = t.testdir({})
  const newer = pretended(t, { major: 17, account: ourselves })
  await initCluster(newer, clusterAt(join(folder, 'newer')))
  t.match(argumentsOf(newer), /-E UTF8 .*--locale-provider=builtin --locale=C\.UTF-8/)
  t.notMatch(argumentsOf(newer), /--no-sync/, 'durable data are synced')
  const older = { ...pretended(t, { major: 16 }), settings: 'throwaway' } as const
  await initCluster(older, clusterAt(join(folder, 'older')))
  t.match(argumentsOf(older), /-E UTF8 .*--locale=C --no-sync/)
  t.notMatch(argumentsOf(older), /--locale-provider/)
})

t.test('a failed initdb leaves nothing and says why', async (t) => {
  const folder = t.testdir({})
  const tools = pretended(t, { script: 'echo "no space left"; exit 1' })
  await t.rejects(initCluster(tools, clusterAt(join(folder, 'one'))), {
    code: 'server-failed',
    message: /no space left/,
  })
  t.strictSame(readdirSync(folder), [])
})

t.test('a folder that cannot be written is refused', async (t) => {
  const folder = t.testdir({ file: '' })
  await t.rejects(initCluster(pretended(t), clusterAt(join(folder, 'file', 'one'))), {
    code: 'data-dir-unwritable',
  })
})

t.test('what dead processes left behind is removed, and nothing else', async (t) => {
  const living = `one.tmp-${process.pid}-ab12`
  const folder = t.testdir({
    'one.tmp-999999999-ab12': {},
    [living]: {},
    'one.tmp-backup': {},
    'two.tmp-999999999-ab12': {},
  })
  await initCluster(pretended(t), clusterAt(join(folder, 'one')))
  const left = ['one', living, 'one.tmp-backup', 'two.tmp-999999999-ab12']
  t.strictSame(readdirSync(folder).sort(), left.sort())
})

t.test('an empty folder is as good as none, a foreign one is refused', async (t) => {
  const folder = t.testdir({ empty: {}, foreign: { 'thesis.doc': '' }, file: '' })
  t.equal(dataMajor(clusterAt(join(folder, 'empty'))), null)
  t.throws(() => dataMajor(clusterAt(join(folder, 'foreign'))), { code: 'data-dir-foreign' })
  t.throws(() => dataMajor(clusterAt(join(folder, 'file'))), { code: 'data-dir-unwritable' })
  await initCluster(pretended(t), clusterAt(join(folder, 'empty')))
  t.ok(existsSync(join(folder, 'empty', 'secret')))
})

t.test('a secret that cannot be read is refused with the folder', async (t) => {
  const home = join(t.testdir({ one: {} }), 'one')
  t.throws(() => readSecret(clusterAt(home)), { code: 'data-dir-unwritable', home })
})

t.test('passwords differ by role and by cluster', async (t) => {
  const all = [passwordOf('a', 'x'), passwordOf('a', 'y'), passwordOf('b', 'x')]
  t.equal(new Set(all).size, 3)
  t.equal(passwordOf('a', 'x'), all[0])
})

t.test('data that nobody else could reach are named by a whole digest', async (t) => {
  t.match(hashedHome('/library', '/root/clone/.data'), /^\/library\/data\/[0-9a-f]{64}$/)
  t.not(hashedHome('/library', '/root/one'), hashedHome('/library', '/root/two'))
})

t.test('settings are loopback only; only a throwaway server forgoes durability', async (t) => {
  const cluster = clusterAt(t.testdir({ data: {} }))
  const file = join(cluster.data, 'excellence.conf')
  const tools = pretended(t)
  const settings = (given: Tools) => {
    writeSettings(given, cluster, 5433)
    return readFileSync(file, 'utf8')
  }
  const durable = settings(tools)
  t.match(durable, /listen_addresses = '127\.0\.0\.1'/)
  t.match(durable, /unix_socket_directories = ''/)
  t.match(durable, /port = '5433'/)
  t.notMatch(durable, /fsync|synchronous_commit/)
  t.match(settings({ ...tools, settings: 'throwaway' }), /fsync = 'off'/)
  t.strictSame(readdirSync(cluster.data), ['excellence.conf'])
})

t.test(
  'what an account cannot reach lies below the library, under a name of its own',
  async (t) => {
    const asked = clusterAt('/somewhere/data')
    t.equal(reachedAt(asked, '/library', true), asked)
    t.equal(reachedAt(asked, '/library', false).home, hashedHome('/library', asked.home))
  },
)
