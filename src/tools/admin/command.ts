// What a command of the admin line is, how its options are read, and how it describes itself.
// Which commands there are is in houses.ts and people.ts.
import { parseArgs } from 'node:util'
import { z } from 'zod'
import type { By } from '../../api/associations/actions.ts'
import type { Session } from '../session.ts'

/** What a command answers: one thing, or a list of things; plain JSON. */
export type Told = Readonly<Record<string, unknown>> | readonly Readonly<Record<string, unknown>>[]

/** `options`: camelCase members are kebab-case on the line; descriptions become the help. */
export type Command<Options extends z.ZodObject = z.ZodObject> = {
  readonly name: string
  readonly summary: string
  readonly options: Options
  /** May look once more at what belongs together; a sentence refuses. */
  readonly check?: (given: z.output<Options>) => string | null
  readonly run: (session: Session, by: By, given: z.output<Options>) => Promise<Told>
  /** Said after the answer, to a person only. */
  readonly remark?: string
}

/** Keeps the options' type for `run`, then forgets it: all commands are of one type. */
export const command = <Options extends z.ZodObject>(given: Command<Options>): Command =>
  given as unknown as Command

const kebab = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

const isFlag = (shape: z.ZodType): boolean =>
  z.toJSONSchema(shape, { io: 'input' }).type === 'boolean'

export type OptionsRead =
  | { readonly given: Readonly<Record<string, unknown>> }
  | { readonly complaints: readonly string[] }

/** Reads the options of a command, or says everything that is wrong with them. */
export const readOptions = ({ options, check }: Command, args: readonly string[]): OptionsRead => {
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

/** The page of one command. */
export const helpOf = ({ name, summary, options }: Command): string => {
  const entries = Object.entries(options.shape) as [string, z.ZodType][]
  const lines = entries.map(([option, shape]) => {
    const spelled = `--${kebab(option)}${isFlag(shape) ? '' : ' …'}`
    const need = shape.safeParse(undefined).success ? '' : ' (required)'
    return `  ${spelled.padEnd(28)} ${shape.description ?? ''}${need}`
  })
  return [`npm run admin -- ${name} [options]`, '', `${summary}.`, '', ...lines].join('\n')
}
