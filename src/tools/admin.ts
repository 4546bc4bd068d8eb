// `npm run admin -- <command>`: what the owner of an installation does before anybody has a key: associations,
// organizations, people, roles, first keys. It works beside the running service or without it.
import { isProblem } from '../core/problem.ts'
import type { Environment } from '../db/embedded/run.ts'
import { isStartupError } from '../db/startup-error.ts'
import { readEnvironment } from '../environment.ts'
import { loggedError } from '../http/log.ts'
import { newId } from '../new-id.ts'
import type { Command } from './admin/command.ts'
import { houseCommands } from './admin/houses.ts'
import { peopleCommands } from './admin/people.ts'
import { shownTo } from './admin/show.ts'
import { type CommandLine, choose, exit, refusal } from './command-line.ts'
import { isEntry } from './entry.ts'
import { type WithSession, withSession } from './session.ts'

export const commands: readonly Command[] = [...houseCommands, ...peopleCommands]

export type Terminal = {
  readonly env: Environment
  /** The answer; nothing else goes there. */
  readonly out: (text: string) => void
  /** Everything that is said beside it. */
  readonly err: (text: string) => void
}

const line: CommandLine<Command> = {
  start: 'npm run admin --',
  commands,
  remarks: [
    'Works on the database of DATABASE_URL, or on the embedded one in DATA_DIR, whether the service runs or not.',
  ],
}

/** Runs one line and resolves to its exit code; never throws. `open`: how it gets to the database. */
export const admin = async (
  args: readonly string[],
  terminal: Terminal,
  open: WithSession = withSession,
): Promise<number> => {
  const chosen = choose(line, args, terminal)
  if (typeof chosen === 'number') return chosen
  return run(chosen.command, chosen.given, { ...terminal, open, json: chosen.json })
}

const run = async (
  command: Command,
  given: Readonly<Record<string, unknown>>,
  { env, out, err, open, json }: Terminal & { readonly open: WithSession; readonly json: boolean },
): Promise<number> => {
  const settings = readEnvironment(env)
  if ('complaints' in settings) {
    err(`The configuration is not usable:\n  ${settings.complaints.join('\n  ')}`)
    return exit.usage
  }
  const { config } = settings
  const requestId = newId()
  const by = { operation: `admin ${command.name}`, requestId, personId: null }
  try {
    const told = await open({ config, env, say: err }, (session) => command.run(session, by, given))
    out(json ? JSON.stringify(told, null, 2) : shownTo(told))
    if (!json && command.remark !== undefined) err(command.remark)
    return exit.done
  } catch (error) {
    if (isStartupError(error)) {
      err(error.message)
      return exit.unfit
    }
    if (isProblem(error)) {
      err(refusal(error))
      return error.code === 'unavailable' ? exit.unfit : exit.refused
    }
    err(`Something broke: ${JSON.stringify(loggedError(error))}`)
    return exit.broken
  }
}

if (isEntry(import.meta.url)) {
  process.exitCode = await admin(process.argv.slice(2), {
    env: process.env,
    out: (text) => process.stdout.write(`${text}\n`),
    err: (text) => process.stderr.write(`${text}\n`),
  })
}
