// A short visit of a command line to the installation: the database, embedded or own, and what actions need.
// The service may be running or not; what it owns stays its own.
import { loadCodes } from '../codes.ts'
import type { Config } from '../config.ts'
import { openDatabase } from '../db/client.ts'
import type { Environment } from '../db/embedded/run.ts'
import { pagesWith } from '../db/page.ts'
import type { Deps } from '../deps.ts'
import { openInstallation } from '../installation.ts'
import { lineLog } from '../log.ts'
import { newId } from '../new-id.ts'
import { secretsOf } from '../secrets.ts'

export type Session = Pick<Deps, 'db' | 'log' | 'newId' | 'codes' | 'peppers' | 'pages'>

export type Visit = {
  readonly config: Config
  readonly env: Environment
  /** Says one line to the person at the terminal, apart from what the command answers. */
  readonly say: (line: string) => void
}

export type WithSession = <Value>(
  visit: Visit,
  work: (session: Session) => Promise<Value>,
) => Promise<Value>

/**
 * Opens the installation, works, and leaves it as it was found: a server that only this visit started is
 * stopped. Refuses with a StartupError that says what to do.
 */
export const withSession: WithSession = async ({ config, env, say }, work) => {
  const { keyPeppers: peppers, cursorSecrets, generated } = secretsOf(config)
  if (generated !== null)
    say(`New secrets are in ${generated}. Keep that file; the service must find the same ones.`)
  const log = lineLog('warn', (line) => say(line.trimEnd()))
  const installation = await openInstallation({ config, log, owner: false, env })
  try {
    const { prepare } = config
    const db = openDatabase({ url: installation.appUrl, max: 2, prepare, newId, peppers })
    try {
      const codes = loadCodes()
      return await work({ db, log, newId, codes, peppers, pages: pagesWith(cursorSecrets) })
    } finally {
      await db.close()
    }
  } finally {
    await installation.close()
  }
}
