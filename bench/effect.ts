// (f) The effect of a weighting over a whole population of final submissions, as the background counts it, against
// reading the vectors of the same rows and doing nothing with them.
import * as store from '../src/api/weightings/store-effects.ts'
import type { WeightingEffectId, WeightingId } from '../src/core/ids.ts'
import { referenceWeighting } from '../src/core/scoring/weighting.ts'
import { cutOffFor, type WeightingEffect } from '../src/core/weighting/effect.ts'
import { countIn, emptyTally, weigherOf } from '../src/core/weighting/effect-tally.ts'
import { copyOut } from '../src/db/copy-out.ts'
import type { Stage } from '../test/support/stage.ts'
import { gbt } from '../test/support/submissions.ts'
import { fill } from './fill.ts'

type Ground = {
  readonly stage: Stage
  readonly teardown: (work: () => Promise<unknown>) => void
}

const rounds = 3

const timed = async (work: () => Promise<number>) => {
  const startedAt = performance.now()
  const rows = await work()
  return { ms: performance.now() - startedAt, rows }
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/** One line for the table: seconds of both sides and their ratio by rounds. */
export const effectLine = async ({ stage, teardown }: Ground, rows: number): Promise<string> => {
  const { associationId } = await stage.house({ synthetic: true })
  const filled = await fill({ stage, teardown }, { associationId, rows, population: 1 })
  const known = (await stage.deps.documents.catalogue()).find(gbt.key, 'latest')
  if (known === null) throw new Error('the questionnaire ships')
  const { scoringDigest } = await stage.deps.documents.alone(known)
  const now = new Date()
  const { mode, items } = referenceWeighting(gbt)
  const asked: WeightingEffect = {
    associationId: associationId,
    id: associationId as string as WeightingEffectId,
    weightingId: associationId as string as WeightingId,
    questionnaire: { key: gbt.key, version: gbt.version } as WeightingEffect['questionnaire'],
    mode,
    items,
    cutOffAt: cutOffFor(now),
    operationId: associationId as never,
    effect: null,
    askedBy: associationId as never,
    askedAt: now,
    doneAt: null,
  }
  const weigh = weigherOf(gbt, asked)
  const signal = new AbortController().signal
  const url = stage.addresses.benchmarkUrl
  const ours = async () => {
    const tally = emptyTally()
    const onVector = (scores: ArrayLike<number>) => {
      countIn(tally, scores[scores.length - 1] ?? -1, weigh(scores) ?? -1)
    }
    return store.readVectors({ url, asked, scoringDigest, synthetic: true, signal, onVector })
  }
  const plain = () =>
    copyOut({
      url,
      tenant: { kind: 'association', id: associationId },
      query: `select node_scores from score_sheets where kind = 'reference' and ${filled}`,
      columns: 1,
      onRow: () => {},
    })
  const all: { readonly own: number; readonly other: number }[] = []
  for (let round = 0; round <= rounds; round += 1) {
    const one = await timed(ours)
    const other = await timed(plain)
    if (one.rows < rows || other.rows !== rows)
      throw new Error(`${one.rows} and ${other.rows} of ${rows} rows`)
    if (round > 0) all.push({ own: one.ms, other: other.ms }) // the first one warms up
  }
  const seconds = (values: readonly number[]) => (median(values) / 1000).toFixed(2)
  const ratio = median(all.map((each) => each.own / each.other))
  const memoryMb = Math.round(process.resourceUsage().maxRSS / 1024)
  return (
    `| the effect of a weighting over ${rows.toLocaleString('en')} submissions : reading their vectors | ` +
    `${seconds(all.map(({ own }) => own))} s, at most ${memoryMb} MB | ${seconds(all.map(({ other }) => other))} s | **${ratio.toFixed(2)}** times | | below 5 |`
  )
}
