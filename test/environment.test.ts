// What a process makes of its environment before the configuration is judged.
import { join } from 'node:path'
import t from 'tap'
import { readEnvironment } from '../src/environment.ts'

const url = 'postgres://app@localhost/excellence'

t.test('a file stands for its variable', async (t) => {
  const folder = t.testdir({ url: `${url}\n` })
  const read = readEnvironment({ DATABASE_URL_FILE: join(folder, 'url'), PORT: '0' })
  t.match(read, { config: { databaseUrl: url, port: 0 } })
  t.match(readEnvironment({ DATABASE_URL_FILE: '' }), { config: { databaseUrl: null } })
})

t.test('variable and file at once, or a file that is not there, is a complaint', async (t) => {
  const both = readEnvironment({ DATABASE_URL: url, DATABASE_URL_FILE: '/there' })
  t.same(both, {
    complaints: ['DATABASE_URL and DATABASE_URL_FILE are both set; set one of them.'],
  })
  t.match(readEnvironment({ DATABASE_URL_FILE: join(t.testdirName, 'no') }), {
    complaints: [/^DATABASE_URL_FILE names .*, which cannot be read\.$/],
  })
})

t.test('what the configuration complains of is handed on', async (t) => {
  t.match(readEnvironment({ PORT: 'x' }), { complaints: [/^PORT: /] })
})
