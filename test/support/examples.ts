// The example documents below schemas/: valid ones whole, invalid ones as a change of a valid one.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Change, changed } from './json-patch.ts'
import { root, textOf } from './sources.ts'

/** `refusedBy`: the JSON Schema already, or only what it cannot say. `pointer`: where a reader is sent. */
export type InvalidExample = {
  readonly file: string
  readonly why: string
  readonly refusedBy: 'schema' | 'invariants'
  readonly pointer: string
  readonly document: unknown
}

const namesIn = (folder: string): readonly string[] =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder))
        .filter((name) => name.endsWith('.json'))
        .sort()
    : []

export const jsonIn = (file: string): unknown => JSON.parse(textOf(file))

export const validExamples = (format: string) =>
  namesIn(`schemas/${format}/valid`).map((name) => {
    const file = `schemas/${format}/valid/${name}`
    return { file, document: jsonIn(file) }
  })

export const invalidExamples = (format: string): readonly InvalidExample[] =>
  namesIn(`schemas/${format}/invalid`).map((name) => {
    const file = `schemas/${format}/invalid/${name}`
    const { of, change, ...rest } = jsonIn(file) as Omit<InvalidExample, 'document' | 'file'> & {
      readonly of: string
      readonly change: readonly Change[]
    }
    return {
      ...rest,
      file,
      document: changed(jsonIn(`schemas/${format}/valid/${of}.json`), change),
    }
  })
