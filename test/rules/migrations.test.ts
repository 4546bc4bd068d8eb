// The migrations and the tables say the same, and every migration says who may keep running.
// That applied files never change is proved by the runner (db/migrate) and, after a release, by its digests.
import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { readMigrations } from '../../src/db/migrations.ts'
import { root } from '../support/sources.ts'

const folder = join(root, 'drizzle')
const run = promisify(execFile)

type Test = { readonly teardown: (work: () => void) => void }

/** A copy of the migrations, for drizzle-kit to write into. */
const copyOf = (t: Test): string => {
  const copy = mkdtempSync(join(tmpdir(), 'excellence-drift-'))
  t.teardown(() => rmSync(copy, { recursive: true, force: true }))
  cpSync(folder, copy, { recursive: true })
  return copy
}

/** What drizzle-kit would add to the folder, file by file. It takes relative paths only. */
const driftIn = async (copy: string): Promise<readonly string[]> => {
  const before = readdirSync(copy)
  const kit = join(root, 'node_modules', 'drizzle-kit', 'bin.cjs')
  const options = ['--dialect=postgresql', '--schema=./src/db/tables/*.ts', '--casing=snake_case']
  const out = `--out=${relative(root, copy)}`
  const { stdout } = await run(process.execPath, [kit, 'generate', ...options, out], { cwd: root })
  const added = readdirSync(copy)
    .filter((name) => !before.includes(name))
    .map((name) => readFileSync(join(copy, name), 'utf8'))
  // It ends with 0 also when it could not read the folder.
  if (added.length === 0 && !stdout.includes('No schema changes')) throw new Error(stdout)
  return added
}

t.test('every migration says in its first line who may keep running', async (t) => {
  const steps = readMigrations(folder)
  t.ok(steps.length > 0)
  t.same(
    readdirSync(folder)
      .filter((name) => name.endsWith('.sql'))
      .sort(),
    steps.map(({ name }) => `${name}.sql`),
    'a file that is not in the journal never runs; drizzle-kit writes both',
  )
})

t.test('the tables hold nothing that no migration makes', async (t) => {
  t.same(
    await driftIn(copyOf(t)),
    [],
    'src/db/tables and drizzle/ differ: npx drizzle-kit generate --name <what>, then the first line.',
  )
})

t.test('control: a column without its migration is noticed', async (t) => {
  const copy = copyOf(t)
  const snapshots = readdirSync(join(copy, 'meta')).filter((name) =>
    name.endsWith('_snapshot.json'),
  )
  const last = join(copy, 'meta', snapshots.sort().at(-1) ?? '')
  const snapshot = JSON.parse(readFileSync(last, 'utf8'))
  delete snapshot.tables['public.people'].columns.display_name
  writeFileSync(last, JSON.stringify(snapshot))
  t.match(await driftIn(copy), [/ALTER TABLE "people" ADD COLUMN "display_name"/])
})
