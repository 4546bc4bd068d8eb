// Measures two sides of a pair in turn, in one run, and states their ratio, ours to plain: by requests a second and
// by the processor time that the serving process spent on a request, which neighbours on the machine disturb less.
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

/** `cpuMicros`: processor time of this process, which serves both sides, a request. */
type Round = Omit<Measured, 'failures'> & { readonly cpuMicros: number }

export type Result = {
  readonly name: string
  readonly ours: Round
  readonly plain: Round
  /** Medians of the ratios of each round, whose two sides are neighbours in time. */
  readonly ratio: number
  readonly cpuRatio: number
  readonly goal: number
}

const rounds = 9

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

/** A side that refuses what it is asked is fast and measures nothing. */
const measured = async (side: Side): Promise<Round> => {
  const before = process.cpuUsage()
  const { failures, ...round } = await side()
  const { user, system } = process.cpuUsage(before)
  if (failures > 0) throw new Error(`${failures} of ${round.count} requests failed.`)
  return { ...round, cpuMicros: (user + system) / round.count }
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

const summary = (all: readonly Round[]): Round => {
  const of = (name: keyof Round) => median(all.map((each) => each[name]))
  return {
    count: all.reduce((sum, each) => sum + each.count, 0),
    perSecond: of('perSecond'),
    p50Ms: of('p50Ms'),
    p99Ms: of('p99Ms'),
    cpuMicros: of('cpuMicros'),
  }
}

export const compare = async ({ name, goal, ours, plain }: Pair): Promise<Result> => {
  await ours()
  await plain()
  const all: { readonly own: Round; readonly other: Round }[] = []
  for (let round = 1; round <= rounds; round += 1) {
    process.stderr.write(`${name}: round ${round} of ${rounds}\r`)
    all.push({ own: await measured(ours), other: await measured(plain) })
  }
  process.stderr.write('\n')
  return {
    name,
    ours: summary(all.map(({ own }) => own)),
    plain: summary(all.map(({ other }) => other)),
    ratio: median(all.map(({ own, other }) => own.perSecond / other.perSecond)),
    cpuRatio: median(all.map(({ own, other }) => other.cpuMicros / own.cpuMicros)),
    goal,
  }
}

const number = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2)

const side = ({ perSecond, p99Ms, cpuMicros }: Round): string =>
  `${number(perSecond)}/s, p99 ${number(p99Ms)} ms, ${number(cpuMicros)} µs`

/** One line of the table in bench/README.md. */
export const line = ({ name, ours, plain, ratio, cpuRatio, goal }: Result): string =>
  `| ${name} | ${side(ours)} | ${side(plain)} | **${ratio.toFixed(2)}** | ${cpuRatio.toFixed(2)} | ${goal} |`
