// Measures side by side, in one run, each pair on the same level, and prints the table of bench/README.md.
// `npm run bench` takes a few minutes, stays on loopback and stops by itself. Names as arguments choose pairs, a number
// says how many members `flat`, the build and the effect have: `npm run bench -- build 100000`.
import { cpus, totalmem } from 'node:os'
import { stage } from '../test/support/stage.ts'
import { buildLine } from './build.ts'
import { compare, line } from './compare.ts'
import { comparisonPairs, flatPair } from './comparison.ts'
import { effectLine } from './effect.ts'
import { consensusPair, reviewPairs } from './panel.ts'
import { portOf, questionnairePair } from './questionnaires.ts'
import { methodRates, scoringRates } from './scoring.ts'
import { readPair, savePair } from './submissions.ts'

const undo: (() => Promise<unknown>)[] = []
const teardown = (work: () => Promise<unknown>) => {
  undo.unshift(work)
}

const main = async () => {
  const args = process.argv.slice(2)
  const wanted = args.filter((arg) => !/^\d+$/.test(arg))
  const members = Number(args.find((arg) => /^\d+$/.test(arg)) ?? 1_000_000)
  const theStage = await stage({ teardown }, { strict: false, connections: 10 })
  await theStage.app.listen({ host: '127.0.0.1', port: 0 })
  const port = portOf(theStage.app)
  const ground = { stage: theStage, port, teardown }
  const pairs = {
    questionnaires: async () => [await questionnairePair(theStage, port, teardown)],
    read: async () => [await readPair(ground)],
    save: async () => [await savePair(ground)],
    review: () => reviewPairs(ground),
    consensus: async () => [await consensusPair(ground)],
    comparison: () => comparisonPairs(ground),
    flat: async () => [await flatPair(ground, members)],
  }
  const lines: string[] = []
  for (const [name, make] of Object.entries(pairs)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    for (const pair of await make()) lines.push(line(await compare(pair)))
  }
  if (wanted.length === 0 || wanted.includes('build')) lines.push(await buildLine(ground, members))
  if (wanted.length === 0 || wanted.includes('effect'))
    lines.push(await effectLine(ground, members))
  const { numbers, explained } = scoringRates()
  process.stdout.write(
    [
      `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
      '',
      '| pair (ours : plain) | ours | plain | ratio | by processor time | goal |',
      '|---|---|---|---|---|---|',
      ...lines,
      '',
      `Scoring one full GB/T sheet on one core: ${Math.round(numbers)} a second for the numbers alone ` +
        `(goal 20000), ${Math.round(explained)} with explanation lines (goal 5000).`,
      '',
      '| method, 24 nodes | numbers a second | explained a second |',
      '|---|---|---|',
      ...methodRates().map(
        (each) =>
          `| ${each.method} | ${Math.round(each.numbers)} | ${Math.round(each.explained)} |`,
      ),
      '',
    ].join('\n'),
  )
}

try {
  await main()
} finally {
  for (const work of undo) await work()
}
