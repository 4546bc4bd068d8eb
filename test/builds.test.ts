// A benchmark build is computed in a thread of its own: it says what it did, is asked part by part, and ends with
// whoever started it.
import t from 'tap'
import { buildsWith } from '../src/builds.ts'
import { loadCodes } from '../src/codes.ts'
import type { AssociationId } from '../src/core/ids.ts'
import type { ComputedBuild } from '../src/deps.ts'
import { descriptor, editionId } from './fixtures/benchmark/edition.ts'
import { openPlain } from './support/house.ts'
import { withDatabase } from './support/server.ts'

const { benchmarkUrl, superuserUrl } = await withDatabase(t)
const codes = loadCodes()
const asked = {
  associationId: '01920f3e-7a14-7000-8000-000000000001' as AssociationId,
  benchmarkEditionId: editionId,
  descriptor,
}
const patient = () => new AbortController().signal

t.test('what was computed is handed over part by part', async (t) => {
  const said: string[] = []
  await buildsWith({ url: benchmarkUrl, codes })(asked, {
    signal: patient(),
    onRead: async () => said.push('read'),
    use: async ({ parts, part, funnel, audit }: ComputedBuild) => {
      t.equal(funnel.candidates, 0)
      t.equal(audit.passed, true)
      t.same(parts, { rows: 1, cells: 1, members: 0 })
      const rows = JSON.parse(await part('rows', 0))
      t.match(rows[0], { cohortKey: 'all', status: 'withheld' })
      t.equal(JSON.parse(await part('cells', 0)).length, rows.length)
      said.push('used')
    },
  })
  t.same(said, ['read', 'used'])
})

t.test('without its database it fails, and says so', async (t) => {
  const url = benchmarkUrl.replace(/:\d+\//, ':1/')
  const computing = buildsWith({ url, codes })(asked, {
    signal: patient(),
    onRead: async () => t.fail('nothing was read'),
    use: async () => void t.fail('nothing was computed'),
  })
  await t.rejects(computing, /ECONNREFUSED|CONNECT/)
})

t.test('called off, it ends at once and leaves no connection', async (t) => {
  const given = new AbortController()
  const reason = new Error('called off')
  const use = async ({ part }: ComputedBuild) => {
    given.abort(reason)
    await part('rows', 0)
    await part('rows', 0)
    t.fail('it went on')
  }
  const builds = buildsWith({ url: benchmarkUrl, codes })
  await t.rejects(builds(asked, { signal: given.signal, onRead: async () => {}, use }), reason)
  await t.rejects(
    builds(asked, { signal: given.signal, onRead: async () => {}, use }),
    reason,
    'nor does it begin',
  )
  const sql = openPlain(t, superuserUrl)
  const open = await sql`select 1 from pg_stat_activity where application_name = 'excellence-copy'`
  t.equal(open.length, 0)
})
