// No secret and no content leaves by the back doors (SEC-17): sentinels are planted everywhere a caller or an
// operator can put something, the service runs at debug, fails on purpose, and then every place is searched.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { startEmbedded } from '../../src/db/embedded.ts'
import { reachableFolder } from '../support/cluster.ts'
import { newId, openPlain } from '../support/house.ts'
import { houseBeside } from '../support/house-beside.ts'
import { databasePid, startProcess, until } from '../support/process.ts'
import { quiet } from '../support/server.ts'

const folder = reachableFolder(t)
const dataDir = join(folder, 'data')

const planted = {
  pepper: 'sentinel-pepper-0001-long-enough-for-the-rule',
  cursorSecret: 'sentinel-cursor-0002-long-enough-for-the-rule',
  title: 'sentinel-title-0003',
  comment: 'sentinel-comment-0004',
  narrative: 'sentinel-narrative-0005',
  evidence: 'sentinel-evidence-0006',
  token: 'eyJhbGciOiJFUzI1NiJ9.sentinel-token-0007.x',
  query: 'sentinel-query-0008',
  header: 'sentinel-header-0009',
  broken: 'sentinel-broken-0010',
  path: 'sentinel-path-0011',
  guess: `exk_live_${'A'.repeat(22)}_${'sentinelguess12'.padEnd(43, 'B')}_000000`,
} as const

const settings = {
  DATA_DIR: dataDir,
  EXCELLENCE_KEY_PEPPER: planted.pepper,
  EXCELLENCE_CURSOR_SECRET: planted.cursorSecret,
  EXCELLENCE_LOG_LEVEL: 'debug',
}

t.test('what is planted is found where it belongs, and nowhere else', async (t) => {
  const service = startProcess(t, { dataDir, env: settings })
  const baseUrl = await service.ready
  const { key, organizationId } = await houseBeside(settings)
  const server = await startEmbedded({
    dataDir: join(dataDir, 'postgres'),
    owner: false,
    log: quiet,
  })
  t.teardown(server.stop)
  const url = new URL(server.superuserUrl)
  url.pathname = '/excellence'
  const sql = openPlain(t, url.href)
  const passwords = (['excellence_app', 'excellence_worker', 'excellence_migrate'] as const).map(
    (role) => new URL(server.urlFor(role, 'excellence')).password,
  )

  const problems: string[] = []
  const ask = async (
    method: string,
    path: string,
    body?: object | string,
    headers: Readonly<Record<string, string>> = {},
  ) => {
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
    const answer = await fetch(`${baseUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(method === 'POST' ? { 'idempotency-key': newId() } : {}),
        ...(body === undefined ? {} : { 'content-type': type }),
        'request-id': 'a-name-that-the-caller-chose', // is logged, and only that
        'user-agent': planted.header,
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await answer.text()
    // 412 shows the current answer to whoever may read it: that is its content, and no leak.
    if (answer.status >= 400 && answer.status !== 412) problems.push(text)
    return { status: answer.status, text, etag: answer.headers.get('etag') ?? '' }
  }

  // Good requests with content.
  const own = `/v1/organizations/${organizationId}/submissions`
  const questionnaire = { key: 'gbt-19580-2012', version: '1.0.0' }
  const made = await ask('POST', own, { questionnaire, title: planted.title })
  t.equal(made.status, 201, made.text)
  const { id } = JSON.parse(made.text)
  const answer = {
    percent: 45,
    comment: planted.comment,
    narrative: { '4.1.2.a': planted.narrative },
    evidence: [{ title: planted.evidence }],
  }
  const put = await ask('PUT', `${own}/${id}/answers/4.1.2`, answer, { 'if-none-match': '*' })
  const plain = { percent: 45, comment: planted.comment, evidence: answer.evidence }
  const stored =
    put.status === 201
      ? put
      : await ask('PUT', `${own}/${id}/answers/4.1.2`, plain, { 'if-none-match': '*' })
  t.equal(stored.status, 201, stored.text)

  // Refusals of every layer, with a sentinel in what is refused.
  await ask('POST', own, `{"title":"${planted.broken}"`)
  await ask('POST', own, {
    questionnaire,
    title: planted.title.repeat(50),
    xUnknown: planted.broken,
  })
  await ask('PUT', `${own}/${id}/answers/4.1.2`, { ...plain, percent: 46 }, { 'if-match': '"x"' })
  await ask('PUT', `${own}/${id}/answers/4.1.2`, { ...plain, percent: planted.broken })
  await ask(
    'PUT',
    `${own}/${id}/answers/4.1.2`,
    { ...plain, percent: 999 },
    { 'if-match': stored.etag },
  )
  await ask('GET', `${own}/${planted.path}`)
  await ask('GET', `/v1/${planted.path}`)
  await ask('GET', `${own}?cursor=${planted.query}&xUnknown=${planted.query}`)
  await ask('GET', `${own}?token=${planted.query}`)
  await ask('GET', own, undefined, { authorization: `Bearer ${planted.token}` })
  await ask('GET', own, undefined, { authorization: `Bearer ${planted.guess}` })
  await ask('GET', own, undefined, { accept: planted.header })
  await ask('POST', own, { questionnaire, title: planted.title }, { 'idempotency-key': 'short' })

  // Failures: the backends die, then the whole server, under writes with content.
  const write = (n: number) => ask('POST', own, { questionnaire, title: `${planted.title} ${n}` })
  const storm = Promise.allSettled(Array.from({ length: 40 }, (_, n) => write(n)))
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'excellence-api'`
  await storm
  // A bug of ours: the table is gone, and the driver's error knows the row.
  await sql`alter table submissions rename to submissions_away`
  const broken = await write(100)
  t.equal(broken.status, 500, 'and something broke')
  await sql`alter table submissions_away rename to submissions`
  const pid = databasePid(dataDir)
  if (pid !== null) process.kill(pid, 'SIGKILL')
  await Promise.allSettled(Array.from({ length: 10 }, (_, n) => write(200 + n)))
  await until(async () => (await fetch(`${baseUrl}/ready`)).status === 200)

  // The search.
  const again = await startEmbedded({
    dataDir: join(dataDir, 'postgres'),
    owner: false,
    log: quiet,
  })
  t.teardown(again.stop)
  const after = openPlain(t, url.href)
  const texts = async (table: string) => {
    const rows = await after.unsafe(`select r::text as text from ${table} r`)
    return rows.map(({ text }) => text).join('\n')
  }
  const places: Readonly<Record<string, string>> = {
    log: service.logged(),
    'standard error': service.said(),
    problems: problems.join('\n'),
    events: await texts('organization_events'),
    jobs: await texts('graphile_worker._private_jobs'),
    'stored answers': await texts('organization_idempotency'),
    'server log': readFileSync(join(again.home, 'server.log'), 'utf8'),
  }
  const sentinels = { ...planted, key, ...Object.fromEntries(passwords.entries()) }
  for (const [place, text] of Object.entries(places)) {
    for (const [name, sentinel] of Object.entries(sentinels)) {
      t.notOk(text.includes(sentinel), `${place}: no ${name}`)
    }
  }
  t.ok(problems.length > 14, `${problems.length} problems were read`)
  t.match(places.log, /"status":500/, 'the failure is in the log')
  for (const line of service.logged().split('\n').filter(Boolean)) JSON.parse(line)

  // Control: the same search finds what is where it belongs.
  const kept = `${await texts('submissions')}\n${await texts('answers')}`
  for (const name of ['title', 'comment', 'evidence'] as const)
    t.ok(kept.includes(planted[name]), `control: ${name} is found in its table`)
  service.kill('SIGINT')
  t.equal((await service.ended).code, 0)
})
