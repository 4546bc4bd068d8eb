// Under which account the server's processes run: PostgreSQL refuses root, so root lends it another.
// Never makes an account and never changes the rights of folders that are not ours.
import { readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { startupError } from '../startup-error.ts'

/** Ids for `spawn`; null means: as we are. */
export type Account = { readonly uid: number; readonly gid: number } | null

/**
 * The account for the server: null for ordinary users; for root an existing `postgres`, else `nobody`.
 * Refuses with `no-account` when root finds neither.
 */
export const serverAccount = (uid: number | undefined, passwdFile: string): Account => {
  if (uid !== 0) return null
  const lines = readFileSync(passwdFile, 'utf8').split('\n')
  for (const name of ['postgres', 'nobody']) {
    const [, , id, group] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? []
    // Root under another name would only move PostgreSQL's refusal to a later and darker place.
    if (id !== undefined && group !== undefined && Number(id) !== 0) {
      return { uid: Number(id), gid: Number(group) }
    }
  }
  throw startupError(
    'no-account',
    'PostgreSQL does not run as root, and there is no account "postgres" or "nobody" to lend it. ' +
      'Start as an ordinary user, or set DATABASE_URL.',
  )
}

/**
 * Whose data it is, it stays: the owner of an existing folder, else `account`. So a `postgres` account
 * that appears later does not lock us out of data that `nobody` wrote.
 */
export const accountOf = (folder: string, account: Account): Account => {
  const found = account === null ? undefined : statSync(folder, { throwIfNoEntry: false })
  return found === undefined || found.uid === 0 ? account : { uid: found.uid, gid: found.gid }
}

/** Whether the account may pass every folder down to `path` (and enter or execute `path` itself). */
export const canReach = (account: Account, path: string): boolean => {
  if (account === null) return true
  const { mode, uid, gid } = statSync(path)
  const bits = uid === account.uid ? mode >> 6 : gid === account.gid ? mode >> 3 : mode
  const above = dirname(path)
  return (bits & 1) === 1 && (above === path || canReach(account, above))
}
