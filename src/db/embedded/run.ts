// Runs one program of PostgreSQL to its end, under the account and in the environment it needs.
// What the outcome means is for the caller.
import { spawn } from 'node:child_process'
import type { Account } from './account.ts'

/** Variables the programs may see besides ours. */
export type Environment = Readonly<Record<string, string | undefined>>

export type Runner = {
  readonly account: Account
  readonly env: Environment
}

/** `output` is stdout and stderr together; empty when `silent`. */
export type Outcome = { readonly ok: boolean; readonly output: string }

/**
 * Starts `file` and waits for its end; never rejects. With `silent`, no pipe is made: a server that the
 * program leaves behind would keep it open, and we would wait for the server's end instead.
 */
export const run = (
  { account, env }: Runner,
  file: string,
  args: readonly string[],
  { silent = false } = {},
): Promise<Outcome> =>
  new Promise((resolve) => {
    const child = spawn(file, args, {
      ...account,
      cwd: '/', // the account need not be able to enter ours
      env: cleaned(env),
      stdio: ['ignore', silent ? 'ignore' : 'pipe', silent ? 'ignore' : 'pipe'],
      windowsHide: true,
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text
      })
    }
    child.once('error', (error) => resolve({ ok: false, output: error.message }))
    child.once('close', (code) => resolve({ ok: code === 0, output }))
  })

/** PG* would lead the programs to another server or folder, and a locale would translate messages. */
const cleaned = (env: Environment) => ({
  ...Object.fromEntries(Object.entries(env).filter(([name]) => !/^(PG|LC_|LANG)/i.test(name))),
  LC_ALL: 'C',
  TZ: 'UTC',
})
