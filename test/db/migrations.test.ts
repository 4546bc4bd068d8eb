// Migrations are read in the order of the journal, and each says in its first line who may keep running.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { sha256 } from '../../src/db/digest.ts'
import { readMigrations } from '../../src/db/migrations.ts'
import { root } from '../support/sources.ts'

const folder = (t: Test, files: Readonly<Record<string, string>>): string => {
  const entries = Object.keys(files).map((tag, idx) => ({ idx, tag }))
  return t.testdir({
    meta: { '_journal.json': JSON.stringify({ entries }) },
    ...Object.fromEntries(Object.entries(files).map(([tag, text]) => [`${tag}.sql`, text])),
  })
}

t.test('a migration has name, kind, digest and statements', async (t) => {
  const text = '-- compatible\ncreate table a (id int);\n--> statement-breakpoint\n\nselect 1;\n'
  t.strictSame(readMigrations(folder(t, { '0000_first': text })), [
    {
      name: '0000_first',
      kind: 'compatible',
      checksum: sha256(text),
      atomic: true,
      statements: ['-- compatible\ncreate table a (id int);', 'select 1;'],
    },
  ])
})

t.test('the order is that of the journal', async (t) => {
  const names = readMigrations(folder(t, { b: '-- compatible\nx', a: '-- compatible\nx' }))
  t.strictSame(
    names.map(({ name }) => name),
    ['b', 'a'],
  )
})

t.test('breaking ones name who must stop; transactions can be declined', async (t) => {
  t.match(readMigrations(folder(t, { a: '-- breaking: workers\n-- no transaction\nselect 1' })), [
    { kind: 'breaking', atomic: false },
  ])
})

t.test('line ends of Windows change nothing', async (t) => {
  const unix = readMigrations(folder(t, { a: '-- compatible\nselect 1;\n' }))
  writeFileSync(join(t.testdirName, 'a.sql'), '-- compatible\r\nselect 1;\r\n')
  t.strictSame(readMigrations(t.testdirName), unix)
})

t.test('a first line that says nothing is refused, with the repair', async (t) => {
  for (const text of ['create table a (id int);', '-- breaking:\nx', '-- compatible']) {
    t.throws(() => readMigrations(folder(t, { '0001_silent': text })), {
      code: 'migration-malformed',
      message: /0001_silent\.sql does not say.*\n.*\nWrite "-- compatible"/,
    })
  }
})

t.test('a folder without a journal is refused: nothing would look like everything', async (t) => {
  t.throws(() => readMigrations(t.testdir({})), {
    code: 'migration-malformed',
    message: /drizzle-kit generate/,
  })
})

t.test("the project's own migrations are well formed", async (t) => {
  t.ok(readMigrations(join(root, 'drizzle')).length > 0)
})
