// The demo of the embedded database: made once, finished after a kill, never where somebody works already.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import * as associations from '../../src/api/associations/actions.ts'
import { usableScopes } from '../../src/core/api-key/create.ts'
import type { Role } from '../../src/core/context.ts'
import { planFile } from '../../src/demo/plan.ts'
import { prepareDemo } from '../../src/demo/prepare.ts'
import { keyNames, Quickstart, quickstartFile } from '../../src/demo/quickstart.ts'
import type { Deps } from '../../src/deps.ts'
import { startBackground } from '../../src/worker.ts'
import { asInstaller, type Stage, stage } from '../support/stage.ts'

type Test = Parameters<typeof stage>[0]

/** A service that listens and works, on a database and a data folder of its own. */
const service = async (t: Test) => {
  const { app, deps, addresses, sql } = await stage(t)
  const { workerUrl, benchmarkUrl } = addresses
  const background = await startBackground(deps, { workerUrl, benchmarkUrl })
  t.teardown(background.stop)
  const dataDir = mkdtempSync(join(tmpdir(), 'excellence-demo-'))
  t.teardown(async () => rmSync(dataDir, { recursive: true, force: true }))
  const baseUrl = await app.listen({ host: '127.0.0.1', port: 0 })
  const own: Deps = { ...deps, config: { ...deps.config, dataDir } }
  const said: string[] = []
  const prepare = (with_: Partial<Deps> = {}, at = baseUrl) =>
    prepareDemo({ ...own, ...with_ }, { baseUrl: at, say: (text) => said.push(text) })
  const quickstart = () =>
    Quickstart.parse(JSON.parse(readFileSync(quickstartFile(dataDir), 'utf8')))
  const get = async (path: string, key: string) => {
    const response = await fetch(new URL(path, baseUrl), {
      headers: { authorization: `Bearer ${key}` },
    })
    // biome-ignore lint/suspicious/noExplicitAny: an answer is looked at member by member
    return { status: response.status, body: (await response.json()) as any }
  }
  return { sql, deps: own, dataDir, baseUrl, prepare, quickstart, get, said }
}

/** Everything that a demo made twice would have twice. */
const counts = async (sql: Stage['sql']) => {
  const [row] = await sql`
    select (select count(*)::int from associations) as associations,
      (select count(*)::int from owner_groups where name like 'Owner of %') as owners,
      (select count(*)::int from organizations where name like '%合成%') as houses,
      (select count(*)::int from organizations) as organizations,
      (select count(*)::int from people) as people,
      (select count(*)::int from organization_keys) + (select count(*)::int from association_keys) as keys,
      (select count(*)::int from benchmark_editions) as editions,
      (select count(*)::int from bench_pub.editions where state = 'published') as published`
  return { ...row }
}

/** What a whole demo amounts to. The seventh person answers for the population. */
const whole = {
  associations: 2,
  owners: 3,
  houses: 3,
  organizations: 403,
  people: 7,
  keys: 6,
  editions: 1,
  published: 1,
}

const roles: Readonly<Record<(typeof keyNames)[number], Role>> = {
  associationAdmin: 'association_admin',
  secondAssociationAdmin: 'association_admin',
  organizationAdmin: 'organization_admin',
  organizationContributor: 'organization_contributor',
  organizationViewer: 'organization_viewer',
  otherOrganizationAdmin: 'organization_admin',
}

t.test('the first start makes a whole demo, the second none of it again', async (t) => {
  const { sql, dataDir, baseUrl, prepare, quickstart, get, said } = await service(t)
  const told = await prepare()
  const given = quickstart()
  const made = await counts(sql)

  t.match(told.join('\n'), /npm run demo/)
  t.match(said.join('\n'), /400 synthetic organizations/)
  t.same(readdirSync(dataDir), ['quickstart.json'], 'no plan and no draft is left')
  t.equal(statSync(quickstartFile(dataDir)).mode & 0o777, 0o600)
  t.same(Object.keys(JSON.parse(readFileSync(quickstartFile(dataDir), 'utf8'))), [
    'baseUrl',
    'associationId',
    'organizationId',
    'otherOrganizationId',
    'keys',
  ])
  t.equal(given.baseUrl, baseUrl)
  t.same(made, whole)

  await t.test('each key has its role, and every scope that this role can use', async (t) => {
    for (const name of keyNames) {
      const { status, body } = await get('/v1/me', given.keys[name])
      t.equal(status, 200, name)
      t.match(body.roles, [{ role: roles[name] }])
      t.same(new Set(body.scopes), usableScopes(roles[name]))
      const days = (Date.parse(body.apiKey.expiresAt) - Date.now()) / 86_400_000
      t.ok(days > 364 && days < 366, 'it lives for a year')
    }
    const [first, second] = await Promise.all([
      get('/v1/me', given.keys.associationAdmin),
      get('/v1/me', given.keys.secondAssociationAdmin),
    ])
    t.not(
      first.body.person.id,
      second.body.person.id,
      'two persons, so that two steps can be taken',
    )
  })

  await t.test(
    'the two organizations have different owners and no grant between them',
    async (t) => {
      const { organizationId, otherOrganizationId, keys } = given
      const groups = await sql`
      select distinct owner_group_id from organizations
      where organization_id in (${organizationId}, ${otherOrganizationId})`
      t.equal(groups.length, 2)
      const [grants] = await sql`select count(*)::int as n from grants`
      t.equal(grants?.n, 0)
      t.equal(
        (await get(`/v1/organizations/${organizationId}`, keys.organizationAdmin)).status,
        200,
      )
      t.equal(
        (await get(`/v1/organizations/${organizationId}`, keys.otherOrganizationAdmin)).status,
        404,
      )
    },
  )

  await t.test(
    'the edition is published by two persons, and shows all and the own sector',
    async (t) => {
      const { items } = (await get('/v1/benchmark-editions', given.keys.organizationViewer)).body
      t.match(items, [{ synthetic: true, questionnaireKey: 'gbt-19580-2012', state: 'published' }])
      const cells = `/v1/benchmark-editions/${items[0].id}/cells`
      for (const cohort of ['all', 'sector=C']) {
        const path = `${cells}?cohort=${encodeURIComponent(cohort)}`
        const { nodes } = (await get(path, given.keys.organizationViewer)).body
        const total = nodes.find(({ code }: { code: string }) => code === 'total')
        t.equal(total.status, 'published', cohort)
        t.ok(total.p25 < total.p50 && total.p50 < total.p75, cohort)
      }
      const [edition] = await sql`select reviewed_by, published_by from benchmark_editions`
      t.not(edition?.reviewed_by, edition?.published_by)
    },
  )

  await t.test(
    'a second start makes nothing and keeps the keys; only the address may change',
    async (t) => {
      const before = said.length
      t.same(await prepare(), told)
      t.same(quickstart(), given)
      await prepare({}, 'http://127.0.0.1:65000')
      t.same(quickstart(), { ...given, baseUrl: 'http://127.0.0.1:65000' })
      t.same(await counts(sql), made)
      t.equal(said.length, before, 'and says nothing while it does so')
    },
  )

  await t.test('without quickstart.json it is told how to make new keys', async (t) => {
    rmSync(quickstartFile(dataDir))
    t.match((await prepare()).join('\n'), /npm run admin -- create-key/)
    t.notOk(existsSync(quickstartFile(dataDir)))
    t.same(await counts(sql), whole)
  })
})

/** A database whose process is killed after so many transactions. */
const killedAfter = (db: Deps['db'], transactions: number): Deps['db'] => {
  let left = transactions
  const begin: Deps['db']['begin'] = async (options, work, last) => {
    const value = await db.begin(options, work, last)
    left -= 1
    if (left < 0) throw new Error('killed')
    return value
  }
  return { ...db, begin }
}

t.test('a killed first start is finished by the next ones, without doubles', async (t) => {
  const { sql, deps, dataDir, prepare, quickstart, get } = await service(t)
  const original = globalThis.fetch
  t.teardown(() => {
    globalThis.fetch = original
  })
  /** Killed before the answer arrives: the service has done what it was asked. */
  const killedBehind =
    (request: RegExp): typeof fetch =>
    async (input, init) => {
      const response = await original(input, init)
      if (init?.method === 'POST' && request.test(String(input))) throw new Error('lost')
      return response
    }
  let kills = 0
  const start = async (transactions: number) => {
    const db = killedAfter(deps.db, transactions)
    const error = await prepare({ db }).catch((reason: Error) => reason)
    if (!(error instanceof Error)) throw new Error('It was not killed.')
    t.notOk(existsSync(quickstartFile(dataDir)), 'nothing half made is handed out')
    t.equal(statSync(planFile(dataDir)).mode & 0o777, 0o600, 'the plan is there for the next start')
    kills += 1
    return error.message
  }
  globalThis.fetch = killedBehind(/benchmark-editions$/)
  let transactions = 2
  while ((await start(transactions)) === 'killed') transactions = Math.ceil(transactions * 1.4)
  t.ok(kills > 10, 'it was killed in many places')
  for (const request of [/\/build$/, /\/review$/, /\/publish$/]) {
    globalThis.fetch = killedBehind(request)
    t.equal(await start(10_000), 'lost', String(request))
  }
  globalThis.fetch = original
  await prepare()
  t.same(await counts(sql), whole)
  const { keys } = quickstart()
  for (const name of keyNames) t.equal((await get('/v1/me', keys[name])).status, 200, name)
})

t.test('where somebody has an association already, nothing is made', async (t) => {
  const { sql, deps, dataDir, prepare } = await service(t)
  await associations.create(deps, asInstaller(), {
    parentId: null,
    slug: 'somebody',
    name: 'Somebody',
    country: 'CN',
    synthetic: false,
  })
  const before = await counts(sql)
  t.same(await prepare(), [])
  t.same(await counts(sql), before)
  t.same(readdirSync(dataDir), [])
})

t.test('an association that only has the name of the demo is not taken for it', async (t) => {
  const { deps, dataDir, prepare } = await service(t)
  await associations.create(deps, asInstaller(), {
    parentId: null,
    slug: 'synthetic-quality-association',
    name: 'A real one',
    country: 'CN',
    synthetic: false,
  })
  t.same(await prepare(), [])
  t.same(readdirSync(dataDir), [])
})
