// `npm run demo`: plays the main job against the running service with the keys of DATA_DIR/quickstart.json.
// Options: --lang en|zh-CN, --verbose (each request as curl).
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '../config.ts'
import type { Locale } from '../core/request.ts'
import { Quickstart, quickstartFile, readPrivate } from '../demo/quickstart.ts'
import { clientFor, DemoError, type Told, variableOf } from './demo/client.ts'
import type { Lines } from './demo/render.ts'
import { play } from './demo/steps.ts'
import { ink, type Paper, paperFor, widthOf } from './demo/terminal.ts'
import { sayIn } from './demo/words.ts'
import { isEntry } from './entry.ts'

const usage = 'Usage: npm run demo -- [--lang en|zh-CN] [--verbose]'

const options = (args: readonly string[]): { locale: Locale; verbose: boolean } => {
  const { values } = parseArgs({
    args: [...args],
    options: { lang: { type: 'string' }, verbose: { type: 'boolean' } },
  })
  const { lang = 'en', verbose = false } = values
  if (lang !== 'en' && lang !== 'zh-CN') throw new Error(`There is no --lang ${lang}.`)
  return { locale: lang, verbose }
}

const dataDirOf = (env: NodeJS.ProcessEnv): string => {
  const read = readConfig({ DATA_DIR: env.DATA_DIR })
  if ('complaints' in read) throw new DemoError(read.complaints.join('\n'))
  return read.config.dataDir
}

const quickstartIn = async (file: string): Promise<Quickstart> => {
  const quickstart = await readPrivate(file, Quickstart)
  if (quickstart !== null) return quickstart
  throw new DemoError(
    `There is no ${resolve(file)}. Start the service with \`npm start\` in another terminal and wait until it ` +
      'is ready; on its own database it makes the demo first. DATA_DIR must be the same for both.',
  )
}

/** Ids as their ends: what differs from line to line is the path around them. Whole ones are in --verbose. */
const shortened = (line: string): string =>
  line.replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){4}[0-9a-f]{8}/g, (id) => `…${id.slice(-4)}`)

/** The request line under its step, with whose key it was; and the curl command where it was asked for. */
const telling =
  ({ verbose, paper, write }: { verbose: boolean; paper: Paper; write: (lines: Lines) => void }) =>
  ({ line, as, curl }: Told): void => {
    const request = `   → ${shortened(line)}`
    const who = as === null ? '' : `(${as})`
    const fits = widthOf(request) + widthOf(who) + 2 <= paper.width
    const lines = fits ? [`${request}  ${who}`] : [request, `     ${who}`]
    write(lines.map((each) => ink(each.trimEnd(), 'blue', paper)))
    if (verbose) write([ink(`     ${curl}`, 'dim', paper)])
  }

/** Keys as shell variables, so that the curl commands can be pasted. */
const variables = (quickstart: Quickstart, file: string): Lines =>
  Object.keys(quickstart.keys).map(
    (name) =>
      `export ${variableOf(name as keyof typeof quickstart.keys)}=$(node -p "require('${resolve(file)}').keys.${name}")`,
  )

const main = async (): Promise<void> => {
  const { locale, verbose } = options(process.argv.slice(2))
  const { NO_COLOR: noColor } = process.env // the terminal's word (no-color.org), no setting of ours
  const file = quickstartFile(dataDirOf(process.env))
  const quickstart = await quickstartIn(file)
  const paper = paperFor({
    isTty: process.stdout.isTTY === true,
    columns: process.stdout.columns,
    noColor,
  })
  const write = (lines: Lines) => {
    process.stdout.write(lines.map((line) => `${line}\n`).join(''))
  }
  if (verbose) write(variables(quickstart, file))
  const client = clientFor({
    baseUrl: quickstart.baseUrl,
    keys: quickstart.keys,
    locale,
    fetch: globalThis.fetch,
    tell: telling({ verbose, paper, write }),
  })
  const say = sayIn(locale)
  await play({ client, locale, say, paper, quickstart, quickstartFile: file, write })
}

if (isEntry(import.meta.url)) {
  await main().catch((error) => {
    const { message } = error as Error
    const hint = String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS')
      ? `\n${usage}`
      : ''
    process.stderr.write(`\n${message}${hint}\n`)
    process.exitCode = 1
  })
}
