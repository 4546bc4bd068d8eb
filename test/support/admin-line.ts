// Lines of `npm run admin` beside a running service, all in one visit to its database: whole houses without a row of
// our own. The line's own process is tested in test/tools.
import { readEnvironment } from '../../src/environment.ts'
import { admin } from '../../src/tools/admin.ts'
import { withSession } from '../../src/tools/session.ts'
import type { Variables } from './process.ts'

/** Runs one line, such as `('create-person', '--name', 'Mei')`; answers what it told. Throws with what it said. */
// biome-ignore lint/suspicious/noExplicitAny: what a line tells is looked at member by member
export type AdminLine = (...args: readonly string[]) => Promise<any>

/** `env`: the settings of the service, as far as they name its data and secrets. */
export const withAdminLine = <Value>(
  env: Variables,
  work: (line: AdminLine) => Promise<Value>,
): Promise<Value> => {
  const settings = readEnvironment(env)
  if ('complaints' in settings) throw new Error(settings.complaints.join())
  return withSession({ ...settings, env: {}, say: () => {} }, (session) =>
    work(async (...args) => {
      let told = ''
      let said = ''
      const terminal = {
        env,
        out: (text: string) => {
          told += text
        },
        err: (text: string) => {
          said += text
        },
      }
      const code = await admin([...args, '--json'], terminal, (_, inner) => inner(session))
      if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${said}`)
      return JSON.parse(told)
    }),
  )
}
