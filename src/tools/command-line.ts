// Lines of commands: which one is meant, what its options say, how it describes itself. What a command does is
// its own; `npm run admin` and the offline line `excellence` share this.
import { parseArgs } from 'node:util'
import { z } from 'zod'
import type { Problem, ProblemError } from '../core/problem.ts'
import { problemTexts } from '../http/problems.ts'

/** How a run ends: 0, or 1 something broke, 2 wrong use, 3 this place is not fit, 4 refused. */
export const exit = { done: 0, broken: 1, usage: 2, unfit: 3, refused: 4 } as const

/** `options`: camelCase members are kebab-case on the line; descriptions become the help. */
export type CommandForm<Options extends z.ZodObject = z.ZodObject> = {
  readonly name: string
  readonly summary: string
  readonly options: Options
  /** May look once more at what belongs together; a sentence refuses. */
  readonly check?: (given: z.output<Options>) => string | null
}

/** `start`: what is typed before a command. `remarks`: said under the list of commands. */
export type CommandLine<Command extends CommandForm> = {
  readonly start: string
  readonly commands: readonly Command[]
  readonly remarks: readonly string[]
}

type Said = {
  /** The answer; nothing else goes there. */
  readonly out: (text: string) => void
  /** Everything that is said beside it. */
  readonly err: (text: string) => void
}

/** What somebody typed, understood. */
export type Chosen<Command extends CommandForm> = {
  readonly command: Command
  readonly given: Readonly<Record<string, unknown>>
  readonly json: boolean
}

const overview = <Command extends CommandForm>({
  start,
  commands,
  remarks,
}: CommandLine<Command>) =>
  [
    `${start} <command> [options]      (--help after a command shows its options)`,
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(22)} ${summary}.`),
    '',
    ...remarks,
    '--json answers JSON. Exit codes: 0 done, 1 something broke, 2 wrong use, 3 not fit to start, 4 refused.',
  ].join('\n')

/** The command that is meant; or the exit code, where help was asked for or needed and has been said. */
export const choose = <Command extends CommandForm>(
  line: CommandLine<Command>,
  args: readonly string[],
  { out, err }: Said,
): Chosen<Command> | number => {
  const [name, ...rest] = args.filter((arg) => arg !== '--json')
  if (name === undefined || name === '--help' || name === 'help') {
    out(overview(line))
    return name === undefined ? exit.usage : exit.done
  }
  const command = line.commands.find((each) => each.name === name)
  if (command === undefined) {
    err(`There is no command ${name}.\n\n${overview(line)}`)
    return exit.usage
  }
  if (rest.includes('--help')) {
    out(helpOf(command, `${line.start} ${command.name}`))
    return exit.done
  }
  const read = readOptions(command, rest)
  if ('complaints' in read) {
    err(`${read.complaints.join('\n')}\n\n${helpOf(command, `${line.start} ${command.name}`)}`)
    return exit.usage
  }
  return { command, given: read.given, json: args.includes('--json') }
}

const kebab = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

const isFlag = (shape: z.ZodType): boolean =>
  z.toJSONSchema(shape, { io: 'input' }).type === 'boolean'

export type OptionsRead =
  | { readonly given: Readonly<Record<string, unknown>> }
  | { readonly complaints: readonly string[] }

/** Reads the options of a command, or says everything that is wrong with them. */
export const readOptions = (
  { options, check }: CommandForm,
  args: readonly string[],
): OptionsRead => {
  const entries = Object.entries(options.shape) as [string, z.ZodType][]
  const parsed = parse(args, entries)
  if ('complaints' in parsed) return parsed
  const named = entries.map(([name]) => [name, parsed.given[kebab(name)]])
  const read = options.safeParse(Object.fromEntries(named))
  if (!read.success) return { complaints: read.error.issues.map(sentence) }
  const complaint = check?.(read.data) ?? null
  return complaint === null ? { given: read.data } : { complaints: [complaint] }
}

const parse = (
  args: readonly string[],
  entries: readonly (readonly [string, z.ZodType])[],
): OptionsRead => {
  const options = Object.fromEntries(
    entries.map(([name, shape]) => {
      const type: 'boolean' | 'string' = isFlag(shape) ? 'boolean' : 'string'
      return [kebab(name), { type }]
    }),
  )
  try {
    return { given: parseArgs({ args: [...args], options }).values }
  } catch (error) {
    return { complaints: [error instanceof Error ? error.message : String(error)] }
  }
}

/** The library keeps what was given out of its issues; one that asks for a type found nothing. */
const sentence = ({ path, message, code }: z.core.$ZodIssue): string => {
  const option = `--${kebab(String(path[0]))}`
  return code === 'invalid_type' ? `${option} is missing.` : `${option}: ${message}.`
}

/** The page of one command; `typed`: what is typed before its options. */
export const helpOf = ({ summary, options }: CommandForm, typed: string): string => {
  const entries = Object.entries(options.shape) as [string, z.ZodType][]
  const lines = entries.map(([option, shape]) => {
    const spelled = `--${kebab(option)}${isFlag(shape) ? '' : ' …'}`
    const need = shape.safeParse(undefined).success ? '' : ' (required)'
    return `  ${spelled.padEnd(28)} ${shape.description ?? ''}${need}`
  })
  return [`${typed} [options]`, '', `${summary}.`, '', ...lines].join('\n')
}

/** A refusal for the terminal: what, and every place with what is wrong there. */
export const refusal = (problem: Problem): string => {
  const { title, help } = problemTexts.en[problem.code]
  const { errors = [] } = problem.parameters as { readonly errors?: readonly ProblemError[] }
  const places = errors.map(({ pointer, detail }) => `  ${pointer}: ${detail}`)
  return [`${title}. ${problem.detail ?? help}`, ...places].join('\n')
}
