// `npm run excellence -- <command>`: scores, checks, compares and plans from files, with the core the service
// uses. It needs no server, no database and no configuration.
import { isProblem } from '../core/problem.ts'
import { loggedError } from '../http/log.ts'
import { type CommandLine, choose, exit, refusal } from './command-line.ts'
import { paperFor } from './demo/terminal.ts'
import { isEntry } from './entry.ts'
import type { Offline, Table } from './excellence/command.ts'
import { diffCommand } from './excellence/diff.ts'
import { estimateCommand } from './excellence/estimate.ts'
import { FileError } from './excellence/files.ts'
import { planCommand } from './excellence/plan.ts'
import { scoreCommand } from './excellence/score.ts'
import { validateCommand } from './excellence/validate.ts'
import { workbookCommand } from './excellence/workbook.ts'

export const commands: readonly Offline[] = [
  scoreCommand,
  validateCommand,
  diffCommand,
  planCommand,
  estimateCommand,
  workbookCommand,
]

const line: CommandLine<Offline> = {
  start: 'npm run excellence --',
  commands,
  remarks: [
    'Needs no server. A questionnaire is named by its key (gbt-19580-2012), key and version (gbt-19580-2012@1.0.0)',
    'or a file; answers are a JSON file, {"4.1.2": {"percent": 45}, ...}. --lang zh-CN answers in Chinese.',
  ],
}

/** Runs one line and resolves to its exit code; never throws. */
export const excellence = async (args: readonly string[], table: Table): Promise<number> => {
  const chosen = choose(line, args, table)
  if (typeof chosen === 'number') return chosen
  const { command, given, json } = chosen
  try {
    return await command.run(given, { ...table, json })
  } catch (error) {
    if (isProblem(error)) table.err(refusal(error))
    else if (error instanceof FileError) table.err(error.message)
    else table.err(`Something broke: ${JSON.stringify(loggedError(error))}`)
    if (isProblem(error)) return exit.refused
    return error instanceof FileError ? exit.usage : exit.broken
  }
}

if (isEntry(import.meta.url)) {
  const { NO_COLOR: noColor } = process.env // the terminal's word (no-color.org), no setting of ours
  process.exitCode = await excellence(process.argv.slice(2), {
    out: (text) => process.stdout.write(`${text}\n`),
    err: (text) => process.stderr.write(`${text}\n`),
    paper: paperFor({
      isTty: process.stdout.isTTY,
      columns: process.stdout.columns,
      noColor,
    }),
    today: new Date().toISOString().slice(0, 10),
  })
}
