// The secrets of this installation: given by the configuration, or generated once into the data folder.
// Why generated ones are allowed is in docs/decisions/0005; what they protect is in db/digest and db/page.
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import type { Config } from './config.ts'
import type { Peppers } from './db/digest.ts'
import { startupError } from './db/startup-error.ts'

/** Lists: the first signs, all verify. */
export type Secrets = {
  readonly keyPeppers: Peppers
  readonly cursorSecrets: Peppers
}

const SecretsFile = z.strictObject({
  keyPepper: z.string().min(32),
  cursorSecret: z.string().min(32),
})

/**
 * Appears whole, and only if there is none: of two that make it at once one wins, and both use that one.
 * Written through to the disk, because without it every key of the database opens nothing.
 */
const generate = (file: string): void => {
  const secret = () => randomBytes(32).toString('base64url')
  const draft = `${file}.${process.pid}`
  const text = JSON.stringify({ keyPepper: secret(), cursorSecret: secret() }, null, 2)
  rmSync(draft, { force: true }) // of a process of that number that was killed
  writeFileSync(draft, `${text}\n`, { mode: 0o600, flag: 'wx', flush: true })
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft)
  }
}

/**
 * Reads what the configuration does not give from `DATA_DIR/secrets.json`, making that file first where it
 * is missing. `generated` tells that it was made by this call. Refuses with `data-dir-unwritable` and
 * `secrets-unreadable`.
 */
export const secretsOf = (
  config: Pick<Config, 'dataDir' | 'keyPeppers' | 'cursorSecrets'>,
): Secrets & { readonly generated: string | null } => {
  const { keyPeppers, cursorSecrets, dataDir } = config
  if (keyPeppers !== null && cursorSecrets !== null)
    return { keyPeppers, cursorSecrets, generated: null }
  const file = join(dataDir, 'secrets.json')
  const missing = !existsSync(file)
  if (missing) makeFile(dataDir, file)
  const stored = read(file)
  return {
    keyPeppers: keyPeppers ?? [stored.keyPepper],
    cursorSecrets: cursorSecrets ?? [stored.cursorSecret],
    generated: missing ? file : null,
  }
}

const makeFile = (dataDir: string, file: string): void => {
  try {
    makeFolder(resolve(dataDir))
    generate(file)
  } catch (error) {
    throw startupError(
      'data-dir-unwritable',
      `The data folder ${dataDir} cannot be written (${codeOf(error)}). ` +
        'Choose another by DATA_DIR, or give this user the right to it.',
      { cause: error, home: dataDir },
    )
  }
}

/** One by one: asked for the whole path, Node never returns where a folder takes no other, as in /proc. */
const makeFolder = (folder: string): void => {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  try {
    mkdirSync(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

/** The reason names the trouble and never the content. */
const read = (file: string): z.infer<typeof SecretsFile> => {
  try {
    if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600)
    return SecretsFile.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    throw startupError(
      'secrets-unreadable',
      `The secrets in ${file} cannot be used (${codeOf(error)}). Put the file back as it was: without ` +
        'it no API key of this database is valid. Or give EXCELLENCE_KEY_PEPPER and EXCELLENCE_CURSOR_SECRET.',
      { cause: error },
    )
  }
}

const codeOf = (error: unknown): string => {
  const { code } = error as { readonly code?: unknown }
  return typeof code === 'string' ? code : 'not the expected content'
}
