// What is read is documented, what is documented is read, and no secret is printed.
import t from 'tap'
import { fileNames, printable, readConfig, variables } from '../../src/config.ts'
import { committed } from '../../src/tools/generate.ts'
import { filesBelow, textOf } from '../support/sources.ts'

const documented = Object.keys(variables)
const page = committed('docs/configuration.md') ?? ''
const rows = (table: string) =>
  [...table.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => String(name))
const [settings = '', files = ''] = page.split('## Secrets in files')

/** The members of the shape in config.ts: the names that `readConfig` looks at. */
const [, shape = ''] =
  /const shape = z\.object\(\{([\s\S]*?)\n\}\)/.exec(textOf('src/config.ts')) ?? []
const read = [...shape.matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name]) => String(name))

t.test('every variable that is read is documented, and the other way round', async (t) => {
  t.ok(read.length > 10)
  t.same(read.toSorted(), documented.toSorted(), 'src/config.ts: shape and variables')
  t.same(rows(settings), documented, 'docs/configuration.md: run `npm run generate`')
  t.same(
    rows(files),
    fileNames.map((name) => `${name}_FILE`),
    'the file forms',
  )
})

t.test('every documented meaning says something, and says what happens without it', async (t) => {
  for (const [name, meaning] of Object.entries(variables)) {
    t.match(meaning, /^\S.{20,}\.$/, name)
    if (!/^(MIGRATE|BENCHMARK)_|TRUST_PROXY|CORS/.test(name))
      t.match(meaning, /[Dd]efault|Without it|unless/, `${name}: what holds when it is not set`)
  }
})

t.test('no source reads a variable by another way', async (t) => {
  for (const file of filesBelow('src').filter((name) => name !== 'src/config.ts'))
    t.notMatch(
      textOf(file),
      /process\.env\.[A-Z]|process\.env\[/,
      `${file}: add the variable to src/config.ts.`,
    )
})

t.test('secrets and addresses with passwords are never printed', async (t) => {
  const secret = 'correct-horse-battery-staple-0123456789'
  const address = `postgres://user:${secret}@localhost/excellence`
  const env = Object.fromEntries(
    fileNames.map((name) => [name, name.endsWith('_URL') ? address : secret]),
  )
  const given = readConfig(env)
  if ('complaints' in given) throw new Error(given.complaints.join(' '))
  t.match(JSON.stringify(given.config), secret, 'control: the configuration itself holds them')
  t.notMatch(JSON.stringify(printable(given.config)), secret)
})

t.test('a complaint never shows the value', async (t) => {
  const secret = 'hunter2hunter2'
  const env = Object.fromEntries(documented.map((name) => [name, `${secret}\u0000`]))
  const given = readConfig({ ...env, EXCELLENCE_UNKNOWN: secret })
  t.ok('complaints' in given && given.complaints.length > 5)
  t.notMatch(JSON.stringify(given), secret)
})
