// What a command of the admin line is. How lines of commands read their options and describe themselves is in
// ../command-line.ts; which commands there are is in houses.ts and people.ts.
import type { z } from 'zod'
import type { By } from '../../api/associations/actions.ts'
import type { CommandForm } from '../command-line.ts'
import type { Session } from '../session.ts'

/** What a command answers: one thing, or a list of things; plain JSON. */
export type Told = Readonly<Record<string, unknown>> | readonly Readonly<Record<string, unknown>>[]

export type Command<Options extends z.ZodObject = z.ZodObject> = CommandForm<Options> & {
  readonly run: (session: Session, by: By, given: z.output<Options>) => Promise<Told>
  /** Said after the answer, to a person only. */
  readonly remark?: string
}

/** Keeps the options' type for `run`, then forgets it: all commands are of one type. */
export const command = <Options extends z.ZodObject>(given: Command<Options>): Command =>
  given as unknown as Command
