// Runs a TypeScript entry in this very process, on every supported Node: with tsx where Node cannot read
// types itself (before 22.18). One process, so signals arrive and nothing waits in between.
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const [, , entry] = process.argv
if (entry === undefined) {
  console.error('usage: node scripts/ts.mjs <entry.ts> [arguments]')
  process.exit(2)
}
if (!process.features.typescript) await import('tsx')
process.argv.splice(1, 1)
process.argv[1] = resolve(entry)
await import(pathToFileURL(process.argv[1]).href)
