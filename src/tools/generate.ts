// `npm run generate` writes every generated file; with `--check` it writes none and names those that differ.
// What stands in the files is said by the modules in generate/.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { packageRoot } from '../paths.ts'
import { isEntry } from './entry.ts'
import { accessPage } from './generate/access.ts'
import type { Artefact } from './generate/artefact.ts'
import { configurationPage } from './generate/configuration.ts'
import { eventsPage } from './generate/events.ts'
import { explanationsPage } from './generate/explanations.ts'
import { lifecyclesPage } from './generate/lifecycles.ts'
import { openapiFile } from './generate/openapi.ts'
import { problemsPage } from './generate/problems.ts'
import { schemaFiles } from './generate/schemas.ts'

/** Everything that is generated and committed. Nothing is read but sources; nothing is written. */
export const artefacts = async (): Promise<readonly Artefact[]> => [
  await openapiFile(),
  ...schemaFiles(),
  problemsPage(),
  configurationPage(),
  lifecyclesPage(),
  eventsPage(),
  accessPage(),
  explanationsPage(),
]

/** The committed text of a file, or null: there is none. */
export const committed = (path: string): string | null => {
  const file = join(packageRoot, path)
  return existsSync(file) ? readFileSync(file, 'utf8') : null
}

/** Each file that is not as it should be: its path, what is wrong and how to repair it. */
export const outdated = (
  wanted: readonly Artefact[],
  read: (path: string) => string | null,
): readonly { readonly path: string; readonly complaint: string }[] =>
  wanted.flatMap(({ path, text }) => {
    const there = read(path)
    if (there === text) return []
    const what =
      there === null
        ? 'is missing'
        : `differs from its sources, first in line ${firstLine(there, text)}`
    return [{ path, complaint: `${path} ${what}. Run \`npm run generate\` and commit the result.` }]
  })

const firstLine = (one: string, other: string): number => {
  const lines = other.split('\n')
  return (
    one
      .split('\n')
      .concat('')
      .findIndex((line, at) => line !== lines[at]) + 1
  )
}

const check = (wanted: readonly Artefact[]): number => {
  const complaints = outdated(wanted, committed)
  for (const { complaint } of complaints) console.error(complaint)
  console.log(`${wanted.length} generated files, ${complaints.length} out of date.`)
  return complaints.length === 0 ? 0 : 1
}

const write = (wanted: readonly Artefact[]): number => {
  const changed = new Set(outdated(wanted, committed).map(({ path }) => path))
  for (const { path, text } of wanted) {
    console.log(`${changed.has(path) ? 'wrote  ' : 'current'} ${path}`)
    if (!changed.has(path)) continue
    const file = join(packageRoot, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  return 0
}

const main = async ([option, ...more]: readonly string[]): Promise<number> => {
  if (more.length > 0 || (option !== undefined && option !== '--check')) {
    console.error('usage: npm run generate [-- --check]')
    return 2
  }
  const wanted = await artefacts()
  return option === '--check' ? check(wanted) : write(wanted)
}

if (isEntry(import.meta.url)) process.exitCode = await main(process.argv.slice(2))
