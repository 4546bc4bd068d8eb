// `npm run verify`: makes every stored score sheet again from what it was made of (questionnaire document,
// weighting, answers) and compares digit for digit, and the percent of every score that a panel gave; looks whether every
// released report is what was approved, and follows every chain of events. It works beside the running service or without it.
import { isProblem } from '../core/problem.ts'
import { isStartupError } from '../db/startup-error.ts'
import { readEnvironment } from '../environment.ts'
import { loggedError } from '../http/log.ts'
import { problemTexts } from '../http/problems.ts'
import { scoringOf } from '../scoring.ts'
import type { Terminal } from './admin.ts'
import { isEntry } from './entry.ts'
import { type WithSession, withSession } from './session.ts'
import { type Verified, verifyStored } from './verify/stored.ts'

/** How a run ends: 0 all equal, 1 differences or something broke, 2 wrong use, 3 this place is not fit. */
const exit = { equal: 0, different: 1, usage: 2, unfit: 3 } as const

const help = `npm run verify

Makes every stored score sheet again from its questionnaire, its weighting and its answers, an official one from the
scores of its consensus, and compares bytes, digests and figures. Reads every score of a review and of a consensus again, and
compares the percent that follows from its value. Makes the digest of every approved feedback report
again, and compares what organizations were handed with what was released. Follows the chain of events of every
organization and association: whether any was changed, removed, moved or put in. Changes nothing. Works on the database of
DATABASE_URL, or on the embedded one in DATA_DIR, whether the service runs or not. Exit codes: 0 all equal, 1 differences
or something broke, 2 wrong use,
3 not fit to start.`

/** Runs the command and resolves to its exit code; never throws. `open`: how it gets to the database. */
export const verify = async (
  args: readonly string[],
  { env, out, err }: Terminal,
  open: WithSession = withSession,
): Promise<number> => {
  if (args.length > 0) {
    out(help)
    return args[0] === '--help' ? exit.equal : exit.usage
  }
  const settings = readEnvironment(env)
  if ('complaints' in settings) {
    err(`The configuration is not usable:\n  ${settings.complaints.join('\n  ')}`)
    return exit.usage
  }
  try {
    const visit = { config: settings.config, env, say: err }
    const verified = await open(visit, (session) =>
      verifyStored({ ...session, scoring: scoringOf() }, (soFar) =>
        err(`${countsOf(soFar)} so far`),
      ),
    )
    const { differences } = verified
    for (const difference of differences) out(difference)
    out(
      differences.length === 0
        ? `${countsOf(verified)}: all are what they were made of.`
        : `${countsOf(verified)}: ${differences.length} differences.`,
    )
    return differences.length === 0 ? exit.equal : exit.different
  } catch (error) {
    if (isStartupError(error)) err(error.message)
    else if (isProblem(error, 'unavailable')) err(problemTexts.en[error.code].title)
    else err(`Something broke: ${JSON.stringify(loggedError(error))}`)
    return isStartupError(error) || isProblem(error, 'unavailable') ? exit.unfit : exit.different
  }
}

const countsOf = ({ sheets, scores, reports, organizations, events }: Verified): string =>
  `${sheets} score sheets, ${scores} scores of panels and ${reports} released reports of ${organizations} organizations, ${events} events`

if (isEntry(import.meta.url)) {
  process.exitCode = await verify(process.argv.slice(2), {
    env: process.env,
    out: (text) => process.stdout.write(`${text}\n`),
    err: (text) => process.stderr.write(`${text}\n`),
  })
}
