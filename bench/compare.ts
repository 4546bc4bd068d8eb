// Measures two sides of a pair in turn, in one run, and states their ratio: medians of rounds, ours to plain.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Load, Measured } from './load.ts'

export type Side = () => Promise<Measured>

export type Pair = {
  readonly name: string
  /** At least this much of the plain side is asked for. */
  readonly goal: number
  readonly ours: Side
  readonly plain: Side
}

export type Result = {
  readonly name: string
  readonly ours: Measured
  readonly plain: Measured
  readonly ratio: number
  readonly goal: number
}

const rounds = 5

/** One side over HTTP: the load runs in a process of its own. */
export const overHttp =
  (load: Omit<Load, 'milliseconds'>, milliseconds = 2000): Side =>
  () =>
    new Promise((resolve, reject) => {
      const entry = fileURLToPath(new URL('../scripts/ts.mjs', import.meta.url))
      const task = JSON.stringify({ ...load, milliseconds })
      const child = spawn(process.execPath, [entry, 'bench/load.ts', task], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      let text = ''
      child.stdout.on('data', (chunk) => {
        text += chunk
      })
      child.once('error', reject)
      child.once('close', () => resolve(JSON.parse(text) as Measured))
    })

const median = (results: readonly Measured[]): Measured => {
  const sorted = results.toSorted((a, b) => a.perSecond - b.perSecond)
  const middle = sorted[Math.floor(sorted.length / 2)]
  if (middle === undefined) throw new Error('nothing was measured')
  return { ...middle, failures: results.reduce((sum, each) => sum + each.failures, 0) }
}

export const compare = async ({ name, goal, ours, plain }: Pair): Promise<Result> => {
  const measured: { ours: Measured[]; plain: Measured[] } = { ours: [], plain: [] }
  await ours()
  await plain()
  for (let round = 1; round <= rounds; round += 1) {
    process.stderr.write(`${name}: round ${round} of ${rounds}\r`)
    measured.ours.push(await ours())
    measured.plain.push(await plain())
  }
  process.stderr.write('\n')
  const own = median(measured.ours)
  const other = median(measured.plain)
  return { name, ours: own, plain: other, ratio: own.perSecond / other.perSecond, goal }
}

const number = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2)

/** One line of the table in bench/README.md. */
export const line = ({ name, ours, plain, ratio, goal }: Result): string =>
  `| ${name} | ${number(ours.perSecond)}/s, p99 ${number(ours.p99Ms)} ms | ` +
  `${number(plain.perSecond)}/s, p99 ${number(plain.p99Ms)} ms | **${ratio.toFixed(2)}** | ${goal} |` +
  (ours.failures + plain.failures > 0 ? ` failures: ${ours.failures}, ${plain.failures}` : '')
