// Which compiled tests share a process: starting one that loads the service takes six seconds of processor time, more
// than most tests do, so those of a folder run together. Those of slices open a service and a database each, so only
// some of them do. Whoever starts processes of the service mostly waits, and keeps a process beside the others.
// As a script, after the compiler: writes dist/test/together/<folder>.test.js, which imports them.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const tests = fileURLToPath(new URL('../dist/test/', import.meta.url))
const ending = '.test.js'

const found = () =>
  readdirSync(tests, { recursive: true })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith(ending) && !name.startsWith('together/'))
    .sort()

/** A folder of the core with fewer tests is no process of its own: it joins the core's. */
const fewest = 5

/** So many tests of slices keep the connections of their services within what the server has. */
const mostSlices = 11

/** As long as all others of their folder together. */
const long = ['rules/operations', 'rules/walls', 'stories/bad-input']

/** Stories inside one process; the others start services, and mostly wait for them. */
const inside = ['etag-chain', 'idempotency', 'questionnaire-life', 'submit-skew']
const isApart = (name) =>
  long.includes(name) || (name.startsWith('stories/') && !inside.includes(name.slice(8)))

const groupOf = (name, all) => {
  const own = name.slice(0, -ending.length)
  if (isApart(own)) return own.replace('/', '-')
  const [top, below, ...rest] = own.split('/')
  if (below === undefined) return 'house'
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
  const all = found()
  const named = new Map(all.map((name) => [groupOf(name, all), []]))
  for (const name of all) named.get(groupOf(name, all)).push(name)
  return Object.fromEntries(named)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(`${tests}together`, { recursive: true })
  for (const [group, names] of Object.entries(groups()))
    writeFileSync(
      `${tests}together/${group}${ending}`,
      names.map((name) => `import '../${name}'\n`).join(''),
    )
}
