// What is told of how far a total hangs on its weights: figures for people beside exact ones. How they are found is
// sensitivity.ts and weighting/draws.ts.
import { z } from 'zod'
import { type Fraction, fraction, halfUpUnits, mul, toHundredths, toText } from '../exact.ts'
import { NodeCode } from '../ids.ts'
import { concentration, mostDraws, spreadOf } from '../weighting/draws.ts'
import { ExactNumber } from './outcome.ts'
import { pointsAt } from './roll-up.ts'
import { leverOf, reversals, tornado, type WeighedNode, type WeighedTotal } from './sensitivity.ts'

const share = z.int().min(0).max(10_000)
const maximum = z.number().min(0)

const TotalFigures = z
  .strictObject({
    percent: z.number(),
    exactPercent: ExactNumber,
    points: z.number(),
    exactPoints: ExactNumber,
  })
  .meta({ id: 'TotalFigures', description: 'A total; shown figures are half-up to hundredths.' })

const node = {
  code: NodeCode,
  shareBp: share.meta({ description: 'Of the whole, in basis points, half up.' }),
  maxPoints: maximum,
}

export const Sensitivity = z
  .strictObject({
    total: TotalFigures,
    shiftBp: share.meta({ description: 'How much of the whole a weight gains or loses.' }),
    bars: z
      .array(
        z
          .strictObject({
            ...node,
            percent: z.number().meta({ description: 'What the node earns.' }),
            up: TotalFigures,
            down: TotalFigures,
            spread: z.number().min(0).meta({ description: 'Percent points from down to up.' }),
          })
          .meta({ id: 'TornadoBar', description: 'What one weight moves, the others pro rata.' }),
      )
      .max(1000)
      .meta({ description: 'The widest first. A weight goes no further than nothing and all.' }),
    lever: NodeCode.nullable().meta({
      description: 'The node with the largest weight x distance to the total; null: all are even.',
    }),
    spread: z
      .strictObject({
        approximate: z.literal(true),
        concentration: z.literal(concentration),
        seed: z.int().min(0).max(4_294_967_295),
        draws: z.int().min(1).max(mostDraws),
        p5: z.number(),
        p50: z.number(),
        p95: z.number(),
      })
      .meta({
        id: 'WeightSpread',
        description:
          'Percents of the total under weights drawn at random around these (Dirichlet). The same seed gives the same figures.',
      }),
  })
  .meta({ id: 'Sensitivity', description: 'How far a total hangs on its weights.' })
export type Sensitivity = z.infer<typeof Sensitivity>

export const ReversalWeights = z
  .strictObject({
    first: TotalFigures,
    other: TotalFigures,
    reversals: z
      .array(
        z
          .strictObject({
            ...node,
            reversalShareBp: share,
            exactReversalShare: ExactNumber,
            reversalMaxPoints: maximum,
          })
          .meta({
            id: 'ReversalWeight',
            description: 'The weight of a node, others pro rata, at which both totals are equal.',
          }),
      )
      .max(1000)
      .meta({
        description: 'The smallest change first; nodes that cannot turn the order are left out.',
      }),
  })
  .meta({ id: 'ReversalWeights', description: 'Where two submissions change places.' })
export type ReversalWeights = z.infer<typeof ReversalWeights>

const figuresOf = (percent: Fraction, max: Fraction): z.infer<typeof TotalFigures> => {
  const points = pointsAt(max, percent)
  return {
    percent: toHundredths(percent),
    exactPercent: toText(percent),
    points: toHundredths(points),
    exactPoints: toText(points),
  }
}

const basisPoint = fraction(1n, 10_000n)
const shareBp = (value: Fraction): number => Number(halfUpUnits(value, basisPoint))

const nodeOf = ({ code, share: own }: Pick<WeighedNode, 'code' | 'share'>, max: Fraction) => ({
  code,
  shareBp: shareBp(own),
  maxPoints: toHundredths(mul(own, max)),
})

export type AskedSensitivity = {
  /** Maximum points of the whole. */
  readonly max: Fraction
  readonly shiftBp: number
  readonly draws: number
  readonly seed: number
}

export const sensitivityOf = (
  weighed: WeighedTotal,
  { max, shiftBp, draws, seed }: AskedSensitivity,
): Sensitivity => {
  const { nodes, total } = weighed
  const bars = tornado(weighed, fraction(BigInt(shiftBp), 10_000n))
  const shares = nodes.map((each) => each.share)
  const percents = nodes.map(({ percent }) => percent)
  return {
    total: figuresOf(total, max),
    shiftBp,
    bars: bars.map((bar) => ({
      ...nodeOf(bar, max),
      percent: toHundredths(bar.percent),
      up: figuresOf(bar.up, max),
      down: figuresOf(bar.down, max),
      spread: toHundredths(bar.spread),
    })),
    lever: leverOf(weighed)?.code ?? null,
    spread: {
      approximate: true,
      concentration,
      seed,
      draws,
      ...spreadOf({ shares, percents, draws, seed }),
    },
  }
}

/** Both totals must be of the same nodes and weights; `max`: of the whole. */
export const reversalsOf = (
  first: WeighedTotal,
  other: WeighedTotal,
  max: Fraction,
): ReversalWeights => ({
  first: figuresOf(first.total, max),
  other: figuresOf(other.total, max),
  reversals: reversals(first, other).map((each) => ({
    ...nodeOf(each, max),
    reversalShareBp: shareBp(each.reversalShare),
    exactReversalShare: toText(each.reversalShare),
    reversalMaxPoints: toHundredths(mul(each.reversalShare, max)),
  })),
})
