// Folders of the embedded server: found, made, and refused with a sentence where that is not possible.
// What lies in them is for cluster.ts and binaries.ts.
import { chmodSync, existsSync, mkdirSync, realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { isStartupError, type StartupError, startupError } from '../startup-error.ts'
import type { Account } from './account.ts'

/** The path without symbolic links, also where its last parts do not exist yet. */
export const realPath = (path: string): string => {
  const full = resolve(path)
  return existsSync(full) ? realpathSync(full) : join(realPath(dirname(full)), basename(full))
}

/**
 * Makes the folder and those above it. What root makes is open to passage whatever the umask says: the
 * account it lends must get through. Refuses with `data-dir-unwritable`.
 */
export const makeFolder = (folder: string, account: Account): void => {
  if (existsSync(folder)) return
  try {
    makeFolder(dirname(folder), account)
    mkdirSync(folder, { recursive: true })
    if (account !== null) chmodSync(folder, 0o755)
  } catch (error) {
    throw unwritable(folder, error)
  }
}

/** The refusal for a folder that cannot be read or written; a refusal that has words already stays. */
export const unwritable = (folder: string, cause: unknown): StartupError =>
  isStartupError(cause)
    ? cause
    : startupError(
        'data-dir-unwritable',
        `The database cannot be kept in ${folder}: ${(cause as Error).message}. ` +
          'Make the folder writable, choose another data folder, or set DATABASE_URL.',
        { cause, home: folder },
      )
