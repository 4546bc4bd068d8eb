// What the samples of the contracts are answered, as the OpenAPI document shows it: one file an operation, by status.
// Recorded by scripts/examples.ts of a run of the tests; test/rules/examples.test.ts holds them to the contracts.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Answers } from './http/openapi-document.ts'
import { examplesFolder } from './paths.ts'

export const readExamples = (): Answers =>
  Object.fromEntries(
    readdirSync(examplesFolder)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => [
        name.slice(0, -'.json'.length),
        JSON.parse(readFileSync(join(examplesFolder, name), 'utf8')),
      ]),
  )
