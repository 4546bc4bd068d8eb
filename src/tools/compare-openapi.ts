// The breaking-change gate (API-21): may this OpenAPI document follow that released one within a version?
// What breaks a client is decided in compare-openapi/; test/rules/released.test.ts asks for every release.
import { readFileSync } from 'node:fs'
import type { Change } from './compare-openapi/change.ts'
import { isRecord, type Json } from './compare-openapi/json.ts'
import { operationChanges } from './compare-openapi/operations.ts'
import { comparison } from './compare-openapi/schemas.ts'
import { schemeChanges } from './compare-openapi/security.ts'
import { isEntry } from './entry.ts'

export type { Change } from './compare-openapi/change.ts'

/**
 * What in `next` breaks a client written against `base`, in the order of the document, each once.
 * `pointer` leads into `base` where something vanished or changed, into `next` where something was added.
 * Both documents are OpenAPI 3.1 with local references only; anything else throws.
 */
export const breakingChanges = (base: Json, next: Json): readonly Change[] => {
  const compare = comparison(base, next)
  const changes = [...schemeChanges(base, next), ...operationChanges(base, next, compare)]
  const once = new Map(changes.map((change) => [`${change.pointer} ${change.what}`, change]))
  return [...once.values()]
}

const documentIn = (file: string): Json => {
  const document: unknown = JSON.parse(readFileSync(file, 'utf8'))
  if (!isRecord(document)) throw new Error(`${file} is not an OpenAPI document.`)
  return document
}

const main = ([base, next]: readonly string[]): number => {
  if (base === undefined || next === undefined) {
    console.error('usage: node scripts/ts.mjs src/tools/compare-openapi.ts <base.json> <next.json>')
    return 2
  }
  const changes = breakingChanges(documentIn(base), documentIn(next))
  for (const { pointer, what, why } of changes) console.log(`${pointer}\n  ${what}\n  ${why}`)
  console.log(`${changes.length} breaking changes from ${base} to ${next}.`)
  return changes.length === 0 ? 0 : 1
}

if (isEntry(import.meta.url)) process.exitCode = main(process.argv.slice(2))
