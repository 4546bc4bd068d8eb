// `npm run admin -- <command>`: what the owner of an installation does before anybody has a key: associations,
// organizations, people, roles, first keys. It works beside the running service or without it.
import { randomBytes } from 'node:crypto'
import { isProblem, type Problem, type ProblemError } from '../core/problem.ts'
import { uuidV7 } from '../core/uuid.ts'
import type { Environment } from '../db/embedded/run.ts'
import { isStartupError } from '../db/startup-error.ts'
import { readEnvironment } from '../environment.ts'
import { loggedError } from '../http/log.ts'
import { problemTexts } from '../http/problems.ts'
import { type Command, helpOf, readOptions } from './admin/command.ts'
import { houseCommands } from './admin/houses.ts'
import { peopleCommands } from './admin/people.ts'
import { shownTo } from './admin/show.ts'
import { isEntry } from './entry.ts'
import { type WithSession, withSession } from './session.ts'

export const commands: readonly Command[] = [...houseCommands, ...peopleCommands]

/** How a run ends: 0, or 1 something broke, 2 wrong use, 3 this place is not fit, 4 refused. */
const exit = { done: 0, broken: 1, usage: 2, unfit: 3, refused: 4 } as const

export type Terminal = {
  readonly env: Environment
  /** The answer; nothing else goes there. */
  readonly out: (text: string) => void
  /** Everything that is said beside it. */
  readonly err: (text: string) => void
}

const overview = (): string =>
  [
    'npm run admin -- <command> [options]      (--help after a command shows its options)',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(22)} ${summary}.`),
    '',
    'Works on the database of DATABASE_URL, or on the embedded one in DATA_DIR, whether the service runs or not.',
    '--json answers JSON. Exit codes: 0 done, 1 something broke, 2 wrong use, 3 not fit to start, 4 refused.',
  ].join('\n')

/** Runs one line and resolves to its exit code; never throws. `open`: how it gets to the database. */
export const admin = async (
  args: readonly string[],
  terminal: Terminal,
  open: WithSession = withSession,
): Promise<number> => {
  const { out, err } = terminal
  const [name, ...rest] = args.filter((arg) => arg !== '--json')
  if (name === undefined || name === '--help' || name === 'help') {
    out(overview())
    return name === undefined ? exit.usage : exit.done
  }
  const command = commands.find((each) => each.name === name)
  if (command === undefined) {
    err(`There is no command ${name}.\n\n${overview()}`)
    return exit.usage
  }
  if (rest.includes('--help')) {
    out(helpOf(command))
    return exit.done
  }
  const read = readOptions(command, rest)
  if ('complaints' in read) {
    err(`${read.complaints.join('\n')}\n\n${helpOf(command)}`)
    return exit.usage
  }
  return run(command, read.given, { ...terminal, open, json: args.includes('--json') })
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
  const requestId = uuidV7(Date.now(), randomBytes(10))
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

const refusal = (problem: Problem): string => {
  const { title, help } = problemTexts.en[problem.code]
  const { errors = [] } = problem.parameters as { readonly errors?: readonly ProblemError[] }
  const places = errors.map(({ pointer, detail }) => `  ${pointer}: ${detail}`)
  return [`${title}. ${problem.detail ?? help}`, ...places].join('\n')
}

if (isEntry(import.meta.url)) {
  process.exitCode = await admin(process.argv.slice(2), {
    env: process.env,
    out: (text) => process.stdout.write(`${text}\n`),
    err: (text) => process.stderr.write(`${text}\n`),
  })
}
