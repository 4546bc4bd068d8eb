// What a command of the offline line is, and the options that several of them share.
// Reading a line is in ../command-line.ts.
import { z } from 'zod'
import { locales } from '../../core/request.ts'
import type { CommandForm } from '../command-line.ts'
import type { Paper } from '../demo/terminal.ts'

/** Where a command lays down what it has to say. `today`: `2026-03-01`, for what is valid from day to day. */
export type Table = {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  readonly paper: Paper
  readonly today: string
}

export type Offline<Options extends z.ZodObject = z.ZodObject> = CommandForm<Options> & {
  /** Resolves to the exit code. Throws Problems and FileErrors, which are said by the line. */
  readonly run: (
    given: z.output<Options>,
    table: Table & { readonly json: boolean },
  ) => Promise<number>
}

/** Keeps the options' type for `run`, then forgets it: all commands are of one type. */
export const offline = <Options extends z.ZodObject>(given: Offline<Options>): Offline =>
  given as unknown as Offline

export const lang = z.enum(locales).default('en').describe('en or zh-CN')
export const flag = (what: string) => z.boolean().default(false).describe(what)
export const file = (what: string) => z.string().min(1).describe(what)
export const questionnaire = (what: string) =>
  z.string().min(1).describe(`${what}: key, key@version or a file`)
