// One server over one cluster: started detached, adopted by proof, stopped for good.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import postgres from 'postgres'
import t from 'tap'
import { clusterAt, initCluster, readSecret } from '../../../src/db/embedded/cluster.ts'
import { isAlive } from '../../../src/db/embedded/process.ts'
import {
  addressOf,
  adopt,
  type Hold,
  isLast,
  lastWords,
  own,
  start,
  stop,
} from '../../../src/db/embedded/server.ts'
import { reachableFolder, realTools, zombie } from '../../support/cluster.ts'

const folder = reachableFolder(t)
const tools = await realTools(folder)
const cluster = clusterAt(join(folder, 'one'))
await initCluster(tools, cluster)
const secret = readSecret(cluster)
const pidFile = join(cluster.data, 'postmaster.pid')

const adopted = async (): Promise<Hold> => {
  const hold = await adopt(cluster, secret)
  if (hold === null) throw new Error('no server')
  return hold
}
const close = ({ sql }: Hold) => sql.end({ timeout: 0 })

t.test('without a server there is nothing to adopt and nothing to stop', async (t) => {
  t.equal(await adopt(cluster, secret), null)
  t.equal(lastWords(cluster), '')
  await t.rejects(stop(tools, cluster), { code: 'server-failed' })
})

t.test('what is left of a dead server is not adopted', async (t) => {
  const remains = (pid: number, port: string) => {
    const home = join(folder, 'remains')
    mkdirSync(join(home, 'data'), { recursive: true })
    writeFileSync(join(home, 'data', 'postmaster.pid'), `${pid}\n${home}\n0${port}\n`)
    return clusterAt(home)
  }
  t.equal(await adopt(remains(999999999, '\n5432'), secret), null, 'dead process')
  t.equal(await adopt(remains(process.pid, ''), secret), null, 'no port yet')
  const server = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const { port } = server.address() as { port: number }
  t.equal(await adopt(remains(process.pid, `\n${port}`), secret, 100), null, 'another service')
})

t.test('a started server answers, in UTF-8, under the lent account', async (t) => {
  t.ok(await start(tools, cluster))
  const hold = await adopted()
  t.teardown(() => close(hold))
  const [row] = await hold.sql`
    select current_setting('server_encoding') as encoding, current_setting('fsync') as fsync`
  t.strictSame(row, { encoding: 'UTF8', fsync: 'off' })
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0])
  if (existsSync(`/proc/${pid}/status`)) {
    const uid = Number(/^Uid:\t(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
    t.equal(uid, tools.runner.account?.uid ?? process.getuid?.())
    t.not(uid, 0)
  }
  t.notOk(await start(tools, cluster), 'a second one does not start over the same data')
  t.match(lastWords(cluster), /postmaster\.pid/)
})

t.test('an address needs the secret', async (t) => {
  const hold = await adopted()
  t.teardown(() => close(hold))
  const sql = postgres(addressOf('guessed', hold.port, 'postgres', 'postgres'), { max: 1 })
  await t.rejects(sql`select 1`, { code: '28P01' })
  t.equal(await adopt(cluster, 'guessed'), null)
})

t.test('a server over another folder is not ours, though it knows the password', async (t) => {
  const other = clusterAt(join(folder, 'other'))
  cpSync(pidFile, join(other.data, 'postmaster.pid'), { recursive: true })
  t.equal(await adopt(other, secret), null)
})

t.test('one owner at a time, and the same one may ask again', async (t) => {
  const [first, second] = [await adopted(), await adopted()]
  t.teardown(() => close(second))
  t.ok(await own(first))
  t.ok(await own(first))
  t.notOk(await own(second))
  await close(first)
  t.ok(await eventually(() => own(second)), 'the lock falls with its connection')
})

t.test('only the last user is the last, and then nobody comes in', async (t) => {
  const [first, second] = [await adopted(), await adopted()]
  t.teardown(() => close(second))
  t.notOk(await isLast(first))
  await close(first)
  t.ok(await eventually(() => isLast(second)))
  t.equal(await adopt(cluster, secret), null)
})

t.test('a stopped server is gone, with its process', async (t) => {
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0])
  await stop(tools, cluster)
  t.notOk(isAlive(pid))
  t.notOk(existsSync(pidFile))
})

const skip = !existsSync('/proc/self/stat') && 'only Linux tells'
t.test(
  'a server comes up on the wanted port or not at all, and says when it is gone',
  async (t) => {
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    const { port } = taken.address() as { port: number }
    t.notOk(await start(tools, cluster, port), 'the port is taken')
    t.equal(await adopt(cluster, secret), null)
    await new Promise((resolve) => taken.close(resolve))
    t.ok(await start(tools, cluster, port))
    const hold = await adopted()
    t.equal(hold.port, port)
    await stop(tools, cluster)
    await hold.gone
    t.pass('the connection ended with its server')
    await close(hold)
  },
)

t.test('a zombie does not keep the next server from starting', { skip }, async (t) => {
  writeFileSync(pidFile, `${await zombie(t)}\n${cluster.data}\n0\n1\n\n127.0.0.1\n`)
  t.ok(await start(tools, cluster))
  await stop(tools, cluster)
})

t.test('what does not start says why', async (t) => {
  rmSync(cluster.log)
  rmSync(join(cluster.data, 'global'), { recursive: true })
  t.notOk(await start(tools, cluster))
  t.match(lastWords(cluster), /global/)
})

/** A closed connection is noticed by the server a moment later; each look is a query, not a pause. */
const eventually = async (look: () => Promise<boolean>): Promise<boolean> => {
  for (let attempt = 0; attempt < 500; attempt++) if (await look()) return true
  return false
}
