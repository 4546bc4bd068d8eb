// The secrets of this installation: given by the configuration, or generated once into the data folder.
// Why generated ones are allowed is in docs/decisions/0005; what they protect is in db/digest and db/page.
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Config } from './config.ts'
import type { Peppers } from './db/digest.ts'

/** Lists: the first signs, all verify. */
export type Secrets = {
  readonly keyPeppers: Peppers
  readonly cursorSecrets: Peppers
}

const SecretsFile = z.strictObject({
  keyPepper: z.string().min(32),
  cursorSecret: z.string().min(32),
})

const generate = (file: string): void => {
  const secret = () => randomBytes(32).toString('base64url')
  const draft = `${file}.${process.pid}`
  const text = JSON.stringify({ keyPepper: secret(), cursorSecret: secret() }, null, 2)
  writeFileSync(draft, `${text}\n`, { mode: 0o600, flag: 'wx' })
  renameSync(draft, file)
}

/**
 * Reads what the configuration does not give from `DATA_DIR/secrets.json`, making that file first where it
 * is missing. `generated` tells that it was made by this call. Throws when the file is not readable as such.
 */
export const secretsOf = (
  config: Pick<Config, 'dataDir' | 'keyPeppers' | 'cursorSecrets'>,
): Secrets & { readonly generated: string | null } => {
  const { keyPeppers, cursorSecrets, dataDir } = config
  if (keyPeppers !== null && cursorSecrets !== null)
    return { keyPeppers, cursorSecrets, generated: null }
  const file = join(dataDir, 'secrets.json')
  const missing = !existsSync(file)
  if (missing) {
    mkdirSync(dataDir, { recursive: true })
    generate(file)
  }
  chmodSync(file, 0o600)
  const stored = SecretsFile.parse(JSON.parse(readFileSync(file, 'utf8')))
  return {
    keyPeppers: keyPeppers ?? [stored.keyPepper],
    cursorSecrets: cursorSecrets ?? [stored.cursorSecret],
    generated: missing ? file : null,
  }
}
