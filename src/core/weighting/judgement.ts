// The judgements of an elicitation, each with what is wrong in it and a way to its shares: pairs, swings, a ranking.
// What they are about is judged.ts; what they come to together, elicit.ts.
import { at } from '../benchmark/at.ts'
import { pointerOf } from '../document/pointer.ts'
import type { Elicitation } from '../document/weighting-v1.ts'
import { type Fraction, fromNumber } from '../exact.ts'
import type { ProblemError } from '../problem.ts'
import { type Field, fieldFor } from './judged.ts'
import { matrixFindings, prioritiesOf, type RandomIndex } from './pairwise.ts'
import { centroid, swingShares } from './rank-order.ts'

/** How far comparisons agree with each other; figures for people. `product` should be 1. */
export type Consistency = {
  readonly randomIndex: RandomIndex
  readonly lambda: number
  readonly index: number
  readonly ratio: number
  readonly worst: { readonly codes: readonly string[]; readonly product: number } | null
}

export type Weighed = {
  readonly shares: readonly Fraction[]
  readonly consistency: Consistency | null
}

/** `findings`: what is wrong with the numbers; `weigh` may be asked once there are none. */
export type Judgement = {
  readonly codes: readonly string[]
  readonly pointer: string
  readonly pointerAt: (place: number) => string
  readonly findings: readonly ProblemError[]
  readonly weigh: () => Weighed
}

const inputs = '/elicitation/inputs'

type Judged = Exclude<Elicitation, { kind: 'manual' }>
type Pairs = Extract<Judged, { kind: 'ahp' }>

export const judgementsOf = (
  elicitation: Judged,
  fields: readonly Field[],
): readonly Judgement[] => {
  if (elicitation.kind === 'ahp') return elicitation.inputs.map(pairs)
  if (elicitation.kind === 'roc') return [ranking(elicitation.inputs)]
  return groupsOf(Object.entries(elicitation.inputs), fields).map(swings)
}

const pairs = ({ codes, rows }: Pairs['inputs'][number], place: number): Judgement => {
  const pointer = `${inputs}/${place}`
  return {
    codes,
    pointer,
    pointerAt: (index) => `${pointer}/codes/${index}`,
    findings: matrixFindings(rows, codes.length).map(({ cell, code, detail }) => ({
      pointer: `${pointer}/rows${pointerOf(cell)}`,
      code,
      detail,
    })),
    weigh: () => {
      const { shares, worst, ...figures } = prioritiesOf(rows, 'saaty-1980')
      const named = (worst?.places ?? []).map((index) => at(codes, index))
      return {
        shares,
        consistency: {
          randomIndex: 'saaty-1980',
          lambda: figures.lambda,
          index: figures.consistencyIndex,
          ratio: figures.consistencyRatio,
          worst: worst === null ? null : { codes: named, product: worst.product },
        },
      }
    },
  }
}

const ranking = (codes: readonly string[]): Judgement => ({
  codes,
  pointer: inputs,
  pointerAt: (index) => `${inputs}/${index}`,
  findings: [],
  weigh: () => ({ shares: centroid(codes.length), consistency: null }),
})

type Swing = readonly [code: string, value: number]

const swings = (given: readonly Swing[]): Judgement => {
  const codes = given.map(([code]) => code)
  const values = given.map(([, value]) => value)
  const pointerAt = (index: number) => `${inputs}${pointerOf([at(codes, index)])}`
  const coarse = values.flatMap((value, index) => {
    const detail = `${value} is finer than the grain 0.01.`
    return fromNumber(value) === null
      ? [{ pointer: pointerAt(index), code: 'swing-grain', detail }]
      : []
  })
  const detail = `The largest swing among ${codes.join(', ')} is 100; none of them is.`
  const least = values.includes(100) ? [] : [{ pointer: inputs, code: 'largest-missing', detail }]
  return {
    codes,
    pointer: inputs,
    pointerAt,
    findings: [...coarse, ...least],
    weigh: () => ({ shares: swingShares(values), consistency: null }),
  }
}

/** Swings of categories and of the items inside them come in one record; each group has a largest of its own. */
const groupsOf = (
  given: readonly Swing[],
  fields: readonly Field[],
): readonly (readonly Swing[])[] => {
  const codes = given.map(([code]) => code)
  if (fieldFor(fields, codes).field.kind === 'nodes') return [given]
  const groups = new Map<Field | undefined, Swing[]>()
  for (const swing of given) {
    const field = fields.find(({ kind, codes: all }) => kind !== 'nodes' && all.includes(swing[0]))
    groups.set(field, [...(groups.get(field) ?? []), swing])
  }
  return [...groups.values()]
}
