// Which compiled tests share a process: starting one costs more than most tests of the core, the kernels and the
// interchange take, so those of a folder run together. Those of slices open a service and a database each, so only a
// few of them do. Rules and stories keep a process each.
// As a script, after the compiler: writes dist/test/together/<folder>.test.js, which imports them.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const tests = fileURLToPath(new URL('../dist/test/', import.meta.url))
const ending = '.test.js'

const testsBelow = (folder) =>
  readdirSync(`${tests}${folder}`, { recursive: true })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((name) => name.endsWith(ending))
    .sort()

/** A folder of the core with fewer tests is no process of its own: it joins the core's. */
const fewest = 5

/** So many tests of slices keep the connections of their services within what the server has. */
const mostSlices = 6

const groupOf = (name, all) => {
  const [top, below, ...rest] = name.split('/')
  if (top === 'api') {
    const place = all.filter((other) => other.startsWith('api/')).indexOf(name)
    return `api-${Math.floor(place / mostSlices) + 1}`
  }
  if (top !== 'core' || rest.length === 0) return top
  const group = `${top}/${below}/`
  return all.filter((other) => other.startsWith(group)).length < fewest ? top : `${top}-${below}`
}

/** Test files, below `dist/test`, by the name of the process that runs them. */
export const groups = () => {
  const all = ['api', 'core', 'db', 'exchange', 'http'].flatMap(testsBelow)
  const found = new Map(all.map((name) => [groupOf(name, all), []]))
  for (const name of all) found.get(groupOf(name, all)).push(name)
  return Object.fromEntries(found)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(`${tests}together`, { recursive: true })
  for (const [group, names] of Object.entries(groups()))
    writeFileSync(
      `${tests}together/${group}${ending}`,
      names.map((name) => `import '../${name}'\n`).join(''),
    )
}
