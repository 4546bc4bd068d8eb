// kill -9 of the service, of its database, of both, again and again under writing clients: nothing that was
// acknowledged is lost, nothing happens twice, and every total is right (REL-01, REL-02). KILL9_CYCLES makes
// it long. Power loss is not covered: what SIGKILL leaves in the system's cache is still written.
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { previewScore } from '../../src/api/scores/contract.ts'
import { canonicalJson } from '../../src/core/document/canonical.ts'
import { startEmbedded } from '../../src/db/embedded.ts'
import { reachableFolder } from '../support/cluster.ts'
import { openPlain } from '../support/house.ts'
import { houseBeside } from '../support/house-beside.ts'
import { type Orders, readLedger } from '../support/ledger.ts'
import {
  commandOf,
  databasePid,
  runTool,
  type ServiceProcess,
  startProcess,
  until,
} from '../support/process.ts'
import { quiet } from '../support/server.ts'
import { root } from '../support/sources.ts'

const cycles = Number(process.env.KILL9_CYCLES ?? 3)
const folder = reachableFolder(t)
const dataDir = join(folder, 'data')
const sample: unknown = previewScore.sample?.body
const { answers } = sample as Pick<Orders, 'answers'>
const questionnaire = { key: 'gbt-19580-2012', version: '1.0.0' }

const startClient = (t: Test, orders: Orders): ChildProcess => {
  const [program, args] = commandOf('test/support/ledger.ts')
  const child = spawn(program, [...args, JSON.stringify(orders)], {
    cwd: root,
    stdio: ['pipe', 'inherit', 'inherit'],
  })
  t.teardown(() => child.kill('SIGKILL'))
  return child
}

const tell = (client: ChildProcess, line: string) => client.stdin?.write(`${line}\n`)

const acknowledgedIn = (file: string): number =>
  existsSync(file) ? readLedger(file).filter(({ kind }) => kind !== 'fault').length : 0

type Victim = 'service' | 'database' | 'both'
const victims: readonly Victim[] = ['service', 'database', 'both']

type Played = {
  readonly organizationId: string
  readonly key: string
  readonly file: string
  readonly faults: number
  readonly service: ServiceProcess
  readonly baseUrl: string
}

/** Lets clients write through so many kills, until all of them are content; leaves the service running. */
const play = async (
  t: Test,
  dataDir: string,
  given: Pick<Orders, 'naive'> & { readonly kills: readonly Victim[] },
): Promise<Played> => {
  const first = startProcess(t, { dataDir })
  const port = new URL(await first.ready).port
  const start = async () => {
    const service = startProcess(t, { dataDir, env: { PORT: port } })
    await service.ready
    return service
  }
  const { kills, naive } = given
  const house = await houseBeside({ DATA_DIR: dataDir })
  const file = join(folder, `ledger-${Date.now()}`)
  const { organizationId, key } = house
  const client = startClient(t, {
    ...{ file, clients: 4, key, organizationId, questionnaire, answers, naive },
  })
  const baseUrl = `http://127.0.0.1:${port}`
  const left = new Promise((resolve) => client.once('close', resolve))
  tell(client, baseUrl)
  let service = first
  for (const victim of kills) {
    const before = acknowledgedIn(file)
    await until(() => acknowledgedIn(file) >= before + 15)
    await pause(Math.random() * 100) // anywhere in the middle of what is under way
    const database = databasePid(dataDir)
    if (victim !== 'service' && database !== null) process.kill(database, 'SIGKILL')
    if (victim !== 'database') {
      service.kill('SIGKILL')
      await service.ended
      service = await start()
    }
    // A killed database is brought back by the service itself: it is the same process.
  }
  await pause(500)
  tell(client, 'stop')
  t.equal(await left, 0, 'every client got its answers in the end')
  const faults = readLedger(file).filter(({ kind }) => kind === 'fault').length
  return { organizationId, key, file, faults, service, baseUrl }
}

/** What the ledger says against what is stored. */
const judge = async (t: Test, dataDir: string, played: Played) => {
  const { file, organizationId } = played
  const server = await startEmbedded({
    dataDir: join(dataDir, 'postgres'),
    owner: false,
    log: quiet,
  })
  t.teardown(server.stop)
  const url = new URL(server.superuserUrl)
  url.pathname = '/excellence'
  const sql = openPlain(t, url.href)
  const entries = readLedger(file)
  const rows = await sql<{ id: string; title: string }[]>`
    select id, title from submissions where organization_id = ${organizationId}`
  const stored = new Map(rows.map(({ id, title }) => [title, id]))
  const revisions = await sql<{ id: string; percent: number }[]>`
    select submission_id as id, (value::json->>'percent')::int as percent from answer_revisions
    where organization_id = ${organizationId}`
  const written = new Set(revisions.map(({ id, percent }) => `${id} ${percent}`))
  const submitted = await sql`
    select id from submissions where organization_id = ${organizationId} and state = 'submitted'`
  const lost = entries.filter((entry) =>
    entry.kind === 'submission'
      ? !stored.has(entry.key) || (entry.id !== '' && stored.get(entry.key) !== entry.id)
      : (entry.kind === 'answer' && !written.has(`${entry.id} ${entry.percent}`)) ||
        (entry.kind === 'submitted' && !submitted.some(({ id }) => id === entry.id)),
  )
  const events = await sql`
    select subject, type, count(*)::int as n from organization_events
    where organization_id = ${organizationId} and outcome = 'success'
      and type in ('submission.created', 'submission.submitted') group by 1, 2`

  return {
    acknowledged: entries.filter(({ kind }) => kind !== 'fault').length,
    lost: lost.length,
    doubled: rows.length - stored.size,
    eventsMissing: rows.length + submitted.length - events.length,
    wrongTotals: await wrongTotals(played),
    eventsDoubled: events.filter(({ n }) => n > 1).length,
  }
}

type Read = {
  readonly total: unknown
  readonly items: readonly { code: string; percent: number }[]
}

/** Totals that were acknowledged, against the stored answers scored anew by a stateless preview. */
const wrongTotals = async ({ file, organizationId, key, baseUrl }: Played) => {
  const ask = async (path: string, body?: object) => {
    const answer = await fetch(`${baseUrl}/v1${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body === undefined ? { headers: { authorization: `Bearer ${key}` } } : {}),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return answer.json() as Promise<Read>
  }
  const wrong: string[][] = []
  for (const entry of readLedger(file)) {
    if (entry.kind !== 'submitted') continue
    const own = `/organizations/${organizationId}/submissions/${entry.id}`
    const listed = await ask(`${own}/answers?limit=200`)
    const stored = Object.fromEntries(listed.items.map(({ code, percent }) => [code, { percent }]))
    const sheet = await ask(`${own}/score`)
    const again = await ask('/score-previews', { questionnaire, answers: stored })
    const totals = [entry.total, sheet.total, again.total].map((total) => canonicalJson(total))
    if (new Set(totals).size !== 1) wrong.push(totals)
  }
  return wrong
}

t.test(
  'nothing acknowledged is lost and nothing happens twice',
  { timeout: 300_000 * cycles },
  async (t) => {
    const kills = Array.from({ length: cycles }, (_, at) => victims[at % victims.length] ?? 'both')
    const played = await play(t, dataDir, { naive: false, kills })
    const found = await judge(t, dataDir, played)
    t.comment(`${found.acknowledged} acknowledged, ${played.faults} faults, ${kills.length} kills`)
    t.ok(played.faults > 0, 'faults were met')
    t.ok(found.acknowledged > 20, 'and work was done')
    const { acknowledged: _, ...harm } = found
    t.same(harm, {
      lost: 0,
      wrongTotals: [],
      doubled: 0,
      eventsMissing: 0,
      eventsDoubled: 0,
    })
    const sheets = readLedger(played.file).filter(({ kind }) => kind === 'submitted').length
    t.ok(sheets > 0, `${sheets} sheets were judged`)
    const verified = await runTool('src/tools/verify.ts', [], { DATA_DIR: dataDir })
    t.equal(verified.code, 0, `every stored sheet is made again: ${verified.out}${verified.err}`)
    played.service.kill('SIGINT')
    t.equal((await played.service.ended).code, 0)
  },
)

t.test('control: a client that takes a write for done when it is sent loses some', async (t) => {
  const played = await play(t, dataDir, { naive: true, kills: ['database'] })
  const found = await judge(t, dataDir, played)
  t.comment(`${found.acknowledged} believed done, ${found.lost} lost`)
  t.ok(found.lost > 0, 'the ledger sees losses')
  played.service.kill('SIGINT')
  await played.service.ended
})
