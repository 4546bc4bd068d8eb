// The real server programs of this machine, folders that the account lent by root can reach, and the
// remains of a process that nobody asks for.
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
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

/** The id of a zombie: killed, and its parent has become a program that never asks. Linux only. */
export const zombie = async (t: Test): Promise<number> => {
  const parent = spawn('/bin/sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'])
  t.teardown(() => parent.kill('SIGKILL'))
  const pid = await new Promise<number>((resolve) => {
    parent.stdout.once('data', (text) => resolve(Number(text)))
  })
  const said = (id: number | undefined) => readFileSync(`/proc/${id}/stat`, 'utf8')
  while (!said(parent.pid).includes('(sleep)')) await new Promise(setImmediate)
  process.kill(pid, 'SIGKILL')
  while (!said(pid).includes(') Z ')) await new Promise(setImmediate)
  return pid
}
