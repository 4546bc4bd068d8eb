// The real server programs of this machine, and folders that the account lent by root can reach.
import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { serverAccount } from '../../src/db/embedded/account.ts'
import { findPackage, majorOf, readyPrograms, thisHost } from '../../src/db/embedded/binaries.ts'
import type { Tools } from '../../src/db/embedded/cluster.ts'

/** A folder outside the clone (which may lie below /root), removed after the test. */
export const reachableFolder = (t: Test): string => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'excellence-test-')))
  chmodSync(folder, 0o755)
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export const realTools = async (store: string): Promise<Tools> => {
  const account = serverAccount(process.getuid?.(), '/etc/passwd')
  const runner = { account, env: {} }
  const native = await readyPrograms(findPackage(thisHost), account, store)
  return { runner, native, major: await majorOf(runner, native), settings: 'throwaway' }
}
