// A comparison to draw, and what a picture must be whoever drew it.
import { SaxesParser } from 'saxes'
import type { Comparison } from '../../src/core/benchmark/comparison.ts'

type Node = Comparison['nodes'][number]

/** Figures in bp; null: not given or withheld. */
export const nodeOf = (
  code: string,
  kind: Node['kind'],
  [own, median, best]: readonly [number | null, number | null, number | null],
): Node => ({
  code,
  kind,
  maxPoints: 100,
  status: median === null ? 'withheld' : 'published',
  reason: median === null ? 'protects_participants' : null,
  nBand: null,
  precision: null,
  p10: null,
  p25: null,
  p50: median,
  p75: null,
  p90: best,
  grid19: null,
  bestInClass: best === null ? null : { value: best, basis: 'p90' },
  own: {
    value: own,
    gapToMedian: null,
    gapToBest: null,
    band: null,
    percentile: null,
    percentileBound: null,
  },
})

export const comparisonOf = (
  nodes: readonly Node[],
  more: Partial<Comparison> = {},
): Comparison => ({
  benchmarkEditionId: '01920f3e-7a10-7c3e-8b1a-000000000001',
  questionnaireKey: 'sample',
  basis: 'self',
  synthetic: false,
  unit: 'bp',
  method: { quantile: 'HF7', gridBp: 100, profile: 'standard' },
  cohort: { key: 'all', sector: null, region: null, size: null },
  ladder: [],
  nodes,
  ...more,
})

export type Seen = {
  readonly elements: readonly string[]
  readonly attributes: readonly (readonly [string, string])[]
  /** All text between tags, a line each. */
  readonly texts: readonly string[]
  readonly root: Readonly<Record<string, string>>
}

/** Reads a picture as strict XML. */
export const look = (svg: string): Seen => {
  const elements: string[] = []
  const attributes: (readonly [string, string])[] = []
  const texts: string[] = []
  const parser = new SaxesParser()
  parser.on('opentag', (tag) => {
    elements.push(tag.name)
    attributes.push(...Object.entries(tag.attributes as Record<string, string>))
    texts.push('')
  })
  parser.on('text', (text) => texts.push(text))
  parser.on('error', (error) => {
    throw error
  })
  parser.write(svg).close()
  const root = Object.fromEntries(attributes.slice(0, 20))
  return { elements, attributes, texts: texts.filter((text) => text.trim() !== ''), root }
}
