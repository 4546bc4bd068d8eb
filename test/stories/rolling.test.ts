// A rolling restart under load (REL-08): two instances on one database, clients that ask only who is ready.
// SIGTERM loses no request; kill -9, the control, does. ROLLS makes it long.
import { Agent, request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { startEmbedded } from '../../src/db/embedded.ts'
import { reachableFolder } from '../support/cluster.ts'
import { newId } from '../support/house.ts'
import { houseBeside } from '../support/house-beside.ts'
import { freePort, runTool, type ServiceProcess, startProcess } from '../support/process.ts'
import { quiet } from '../support/server.ts'

const rolls = Number(process.env.ROLLS ?? 2)
const folder = reachableFolder(t)
const server = await startEmbedded({ dataDir: join(folder, 'pg'), owner: false, log: quiet })
t.teardown(server.stop)
const admin = new URL(server.superuserUrl)
admin.pathname = '/rolling'
const migrated = await runTool('src/tools/migrate.ts', [], { MIGRATE_DATABASE_URL: admin.href })
if (migrated.code !== 0) throw new Error(migrated.err)
const dataDir = join(folder, 'data')
const settings = {
  DATA_DIR: dataDir,
  DATABASE_URL: server.urlFor('excellence_app', 'rolling'),
  EXCELLENCE_KEY_PEPPER: 'a pepper that both instances share and that is long enough',
  EXCELLENCE_CURSOR_SECRET: 'a secret that both instances share and that is long enough',
}
/** Several callers, so that none meets the limit of its rate. */
const houses: Awaited<ReturnType<typeof houseBeside>>[] = []
while (houses.length < 8) houses.push(await houseBeside(settings))

type Instance = { service: ServiceProcess; readonly port: number; isReady: boolean }

const startOn = (port: number): ServiceProcess =>
  startProcess(t, { dataDir, env: { ...settings, PORT: String(port) } })

/** Keep-alive connections, as of a load balancer; no retry hides a failure. */
const agent = new Agent({ keepAlive: true, maxSockets: 16 })
t.teardown(() => agent.destroy())

/** The status of one write, or the code of the error that it met. */
const write = (port: number, turn: number): Promise<number | string> =>
  new Promise((resolve) => {
    const { organizationId = '', key = '' } = houses[turn % houses.length] ?? {}
    const questionnaire = { key: 'gbt-19580-2012', version: '1.0.0' }
    const payload = JSON.stringify({ questionnaire, title: 'Rolling' })
    const sent = httpRequest({
      ...{ host: '127.0.0.1', port, agent, method: 'POST' },
      path: `/v1/organizations/${organizationId}/submissions`,
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(payload),
        'idempotency-key': newId(),
      },
    })
    sent.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'))
    sent.on('response', (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0))
      answer.on('error', () => resolve('cut off'))
    })
    sent.end(payload)
  })

/** Writes all the time, to whoever is ready, while `work` goes on; counts what came back. */
const underLoad = async (instances: readonly Instance[], work: () => Promise<void>) => {
  const seen = new Map<number | string, number>()
  let isOver = false
  const watching = instances.map(async (each) => {
    while (!isOver) {
      const ready = await fetch(`http://127.0.0.1:${each.port}/ready`).catch(() => null)
      each.isReady = ready?.status === 200
      await pause(50)
    }
  })
  let turn = 0
  const client = async () => {
    while (!isOver) {
      const ready = instances.filter(({ isReady }) => isReady)
      const chosen = ready[turn++ % Math.max(ready.length, 1)]
      if (chosen === undefined) await pause(10)
      else {
        const outcome = await write(chosen.port, turn)
        seen.set(outcome, (seen.get(outcome) ?? 0) + 1)
        await pause(50) // a person's pace: idle connections are the dangerous ones
      }
    }
  }
  const clients = Array.from({ length: 4 }, client)
  await work()
  isOver = true
  await Promise.all([...clients, ...watching])
  return seen
}

const failures = (seen: ReadonlyMap<number | string, number>) =>
  [...seen].filter(([outcome]) => outcome !== 201)

const begin = async (t: Test): Promise<readonly [Instance, Instance]> => {
  const ports = [await freePort(), await freePort()]
  const [one, two] = ports.map((port) => ({ service: startOn(port), port, isReady: false }))
  if (one === undefined || two === undefined) throw new Error('no instances')
  await Promise.all([one.service.ready, two.service.ready])
  t.teardown(() => [one, two].map(({ service }) => service.kill('SIGKILL')))
  return [one, two]
}

t.test('a rolling restart loses no request; kill -9 does', async (t) => {
  const instances = await begin(t)
  const rolled = await underLoad(instances, async () => {
    for (let roll = 0; roll < rolls; roll++) {
      const each = instances[roll % 2] ?? instances[0]
      each.service.kill('SIGTERM')
      t.same(await each.service.ended, { code: 0, signal: null }, each.service.said())
      each.service = startOn(each.port)
      await each.service.ready
    }
  })
  t.comment(`${[...rolled]} over ${rolls} rolls`)
  t.same(failures(rolled), [])
  t.ok((rolled.get(201) ?? 0) > 50, 'and there was load')

  const killed = await underLoad(instances, async () => {
    for (const each of instances) {
      await pause(500)
      each.service.kill('SIGKILL')
      await each.service.ended
      await pause(300)
    }
  })
  t.comment(`control: ${[...killed]}`)
  t.ok(failures(killed).length > 0, 'control: kill -9 is noticed')
  for (const { service } of instances) service.kill('SIGINT')
})
