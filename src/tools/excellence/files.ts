// Reads what the offline commands work on: questionnaires by key or file, answers, weightings, mappings.
// What is inside is checked by the core; here a file is found and is JSON, or the sentence says why not.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import { canonicalJson } from '../../core/document/canonical.ts'
import { pointerOf } from '../../core/document/pointer.ts'
import type { Questionnaire } from '../../core/document/questionnaire-v1.ts'
import { readQuestionnaire } from '../../core/document/read.ts'
import { compareVersions } from '../../core/document/version.ts'
import { Problem } from '../../core/problem.ts'
import { sha256 } from '../../db/digest.ts'
import type { QuestionnaireDocument } from '../../deps.ts'
import { schemasFolder } from '../../paths.ts'

/** A file that cannot be used at all; the message is for the person who named it. */
export class FileError extends Error {}

export const jsonFrom = (path: string): unknown => {
  const text = textFrom(path)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new FileError(`${path} is not JSON: ${error instanceof Error ? error.message : error}`)
  }
}

const textFrom = (path: string): string => bytesFrom(path).toString('utf8')

export const bytesFrom = (path: string): Buffer => {
  try {
    return readFileSync(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new FileError(`There is no file ${path}.`)
    throw new FileError(`${path} cannot be read (${code ?? error}).`)
  }
}

/** JSON of a shape, with every mistake named by its pointer. */
export const shapedFrom = <Shape>(path: string, shape: z.ZodType<Shape>): Shape => {
  const read = shape.safeParse(jsonFrom(path))
  if (read.success) return read.data
  throw new Problem('document-invalid', {
    errors: read.error.issues.map(({ path: at, code, message }) => ({
      pointer: pointerOf(at),
      code: code.replaceAll('_', '-'),
      detail: `${message}.`,
    })),
  })
}

const models = join(schemasFolder, 'models')

const versionsOf = (key: string): readonly string[] =>
  readdirSync(join(models, key))
    .map((name) => name.replace(/\.json$/, ''))
    .sort(compareVersions)

/** The path that a name stands for: a file, or a shipped questionnaire, by default its newest version. */
export const pathOf = (name: string): string => {
  const [key = '', version] = name.split('@')
  if (/^[a-z0-9-]+$/.test(key) && existsSync(join(models, key))) {
    const path = join(models, key, `${version ?? versionsOf(key).at(-1)}.json`)
    if (existsSync(path)) return path
    throw new FileError(`${key} ships in the versions ${versionsOf(key).join(', ')}.`)
  }
  if (existsSync(name)) return name
  const keys = readdirSync(models).sort().join(', ')
  throw new FileError(`${name} is neither a file nor a questionnaire that ships: ${keys}.`)
}

/** A valid questionnaire with its digests; Problem `document-invalid` otherwise. */
export const documentFrom = (name: string): QuestionnaireDocument =>
  documentOf(readQuestionnaire(jsonFrom(pathOf(name))))

const documentOf = (questionnaire: Questionnaire): QuestionnaireDocument => {
  const text = canonicalJson(questionnaire)
  return {
    questionnaire,
    text,
    digest: sha256(text),
    scoringDigest: '',
  }
}
