// `npm run synthesize -- --association <id> --seed 1 --organizations 400`: an invented population for trying
// things out and for measuring. It works beside the running service or without it; what it writes is labelled.
import { z } from 'zod'
import { AssociationId, Instant, QuestionnaireKey } from '../core/ids.ts'
import { isProblem } from '../core/problem.ts'
import { isStartupError } from '../db/startup-error.ts'
import { loadDocuments } from '../documents.ts'
import { readEnvironment } from '../environment.ts'
import { loggedError } from '../http/log.ts'
import { problemTexts } from '../http/problems.ts'
import { scoringOf } from '../scoring.ts'
import { synthesizeInto } from '../synthetic/population.ts'
import type { Terminal } from './admin.ts'
import { type CommandForm, exit, helpOf, readOptions } from './command-line.ts'
import { isEntry } from './entry.ts'
import { type WithSession, withSession } from './session.ts'

const wholeNumber = (minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^\d{1,10}$/, 'a whole number')
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum, `from ${minimum} to ${maximum}`)

const options = z.strictObject({
  association: AssociationId.describe('Which synthetic association gets the organizations'),
  seed: wholeNumber(0, 2 ** 32 - 1)
    .default(1)
    .describe('The same seed, the same population'),
  organizations: wholeNumber(1, 1_000_000).default(400).describe('How many organizations'),
  questionnaire: QuestionnaireKey.default('gbt-19580-2012' as QuestionnaireKey).describe(
    'Which questionnaire they have answered',
  ),
  cutOff: Instant.default('2026-01-01T00:00:00.000Z').describe(
    'Before which the last submissions became final; the same seed and cut-off, the same ids',
  ),
})

const form: CommandForm = {
  name: 'synthesize',
  summary: 'Writes an invented population into a synthetic association',
  options,
}

const help = (): string => helpOf(form, 'npm run synthesize --')

/** Runs one line and resolves to its exit code; never throws. `open`: how it gets to the database. */
export const main = async (
  args: readonly string[],
  { env, out, err }: Terminal,
  open: WithSession = withSession,
): Promise<number> => {
  if (args.includes('--help')) {
    out(help())
    return exit.done
  }
  const read = readOptions(form, args)
  if ('complaints' in read) {
    err(`${read.complaints.join('\n')}\n\n${help()}`)
    return exit.usage
  }
  const settings = readEnvironment(env)
  if ('complaints' in settings) {
    err(`The configuration is not usable:\n  ${settings.complaints.join('\n  ')}`)
    return exit.usage
  }
  const given = read.given as z.output<typeof options>
  const visit = { config: settings.config, env, say: err }
  try {
    const written = await open(visit, async (session) =>
      synthesizeInto(
        { ...session, documents: await loadDocuments(session), scoring: scoringOf() },
        {
          associationId: given.association,
          questionnaireKey: given.questionnaire,
          seed: given.seed,
          organizations: given.organizations,
          cutOffAt: new Date(given.cutOff),
          onProgress: everySecond((done) => err(`${done} of ${given.organizations}`)),
        },
      ),
    )
    out(`${written} synthetic organizations are new, ${given.organizations - written} were there.`)
    return exit.done
  } catch (error) {
    if (isStartupError(error)) {
      err(error.message)
      return exit.unfit
    }
    if (isProblem(error)) {
      err(error.detail ?? problemTexts.en[error.code].help)
      return error.code === 'unavailable' ? exit.unfit : exit.refused
    }
    err(`Something broke: ${JSON.stringify(loggedError(error))}`)
    return exit.broken
  }
}

/** Lets one word a second pass. */
const everySecond = (say: (done: number) => void) => {
  let last = performance.now()
  return (done: number): void => {
    if (performance.now() - last < 1000) return
    last = performance.now()
    say(done)
  }
}

if (isEntry(import.meta.url)) {
  process.exitCode = await main(process.argv.slice(2), {
    env: process.env,
    out: (text) => process.stdout.write(`${text}\n`),
    err: (text) => process.stderr.write(`${text}\n`),
  })
}
