import t from 'tap'
import { fileNames, printable, readConfig, variables } from '../src/config.ts'

const configOf = (env: Record<string, string>) => {
  const read = readConfig(env)
  if ('complaints' in read) throw new Error(read.complaints.join(' '))
  return read.config
}
const complaintsOf = (env: Record<string, string>) => {
  const read = readConfig(env)
  return 'complaints' in read ? read.complaints : []
}

t.test('an empty environment is a whole configuration', async (t) => {
  t.match(configOf({}), {
    host: '127.0.0.1',
    port: 3000,
    opsPort: null,
    dataDir: '.data',
    databaseUrl: null,
    prepare: true,
    draftQuota: 100,
    demo: true,
  })
})

t.test('a quota is a whole number from one', async (t) => {
  t.equal(configOf({ EXCELLENCE_DRAFT_QUOTA: '7' }).draftQuota, 7)
  for (const EXCELLENCE_DRAFT_QUOTA of ['0', '1.5', 'many'])
    t.match(complaintsOf({ EXCELLENCE_DRAFT_QUOTA }), [/^EXCELLENCE_DRAFT_QUOTA: /])
})

t.test('an empty value counts as absent', async (t) => {
  t.equal(configOf({ PORT: '', DATABASE_URL: '' }).port, 3000)
})

t.test('all complaints come at once and none shows the value', async (t) => {
  const complaints = complaintsOf({
    PORT: 'ninety',
    DATABASE_URL: 'mysql://root:hunter2@db',
    EXCELLENCE_KEY_PEPPER: 'short-hunter2',
    EXCELLENCE_TYPO: 'x',
    EXCELLENCE_OIDC_ISSUERS: '{not json',
  })
  t.equal(complaints.length, 5)
  t.notMatch(complaints.join(), /hunter2/)
  for (const name of ['PORT', 'DATABASE_URL', 'EXCELLENCE_KEY_PEPPER', 'EXCELLENCE_TYPO'])
    t.ok(
      complaints.some((line) => line.startsWith(`${name}:`)),
      name,
    )
})

t.test('secrets are lists, the first signs', async (t) => {
  const [first, second] = ['a'.repeat(32), 'b'.repeat(32)]
  t.same(configOf({ EXCELLENCE_KEY_PEPPER: `${first}, ${second}` }).keyPeppers, [first, second])
})

t.test('secrets and addresses with passwords print as stars', async (t) => {
  const shown = printable(
    configOf({
      DATABASE_URL: 'postgres://app:hunter2@db/excellence',
      EXCELLENCE_KEY_PEPPER: 'hunter2'.repeat(6),
      EXCELLENCE_PUBLIC_URL: 'https://api.example.org',
    }),
  )
  t.notMatch(JSON.stringify(shown), /hunter2/)
  t.match(shown, { publicUrl: 'https://api.example.org', databaseUrl: '***', keyPeppers: '***' })
})

t.test('every variable that may stand in a file is a documented one', async (t) => {
  for (const name of fileNames) t.ok(name in variables)
})

t.test('the worker and the builder of benchmarks come together or not at all', async (t) => {
  const url = 'postgres://worker@db/excellence'
  t.match(complaintsOf({ WORKER_DATABASE_URL: url }), [/set both or none/])
  t.match(complaintsOf({ BENCHMARK_DATABASE_URL: url }), [/set both or none/])
  t.same(complaintsOf({ WORKER_DATABASE_URL: url, BENCHMARK_DATABASE_URL: url }), [])
})
