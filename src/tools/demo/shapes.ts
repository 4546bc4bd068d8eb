// What the demo reads of answers. Other members may be there: a client that minds them breaks with every
// addition to the API. The whole shapes are in the contracts.
import { z } from 'zod'

/** A text in the asked language, or with the language it fell back to. */
const text = z
  .union([z.string(), z.object({ text: z.string() })])
  .transform((said) => (typeof said === 'string' ? said : said.text))

export const Catalogue = z.object({
  items: z.array(
    z.object({
      key: z.string(),
      title: text,
      total: z.number().nullable(),
      scoredNodeCount: z.number(),
      latestVersion: z.string().nullable(),
    }),
  ),
})

const Item = z.object({
  code: z.string(),
  name: text,
  kind: z.string(),
  points: z.number(),
  intent: text,
  evidence: text,
  areas: z.array(
    z.object({ code: z.string(), name: text, questions: z.array(z.object({ text })) }),
  ),
})
export type Item = z.infer<typeof Item>

export const Questionnaire = z.object({
  key: z.string(),
  version: z.string(),
  title: text,
  scoring: z.object({
    total: z.number().nullable(),
    parameters: z.object({ bandSets: z.record(z.string(), z.string()) }),
  }),
  bandSets: z.array(
    z.object({
      code: z.string(),
      bands: z.array(z.object({ from: z.number(), to: z.number(), label: text })),
    }),
  ),
  categories: z.array(
    z.object({
      code: z.string(),
      name: text,
      points: z.number(),
      items: z.array(Item).default([]),
    }),
  ),
})
export type Questionnaire = z.infer<typeof Questionnaire>

export const Progress = z.object({
  scored: z.number(),
  notApplicable: z.number(),
  unanswered: z.number(),
  answeredPointsBp: z.number().nullable(),
  missing: z.array(z.string()),
})
export type Progress = z.infer<typeof Progress>

/** A submission; the association sees no more of it than its state. */
export const Submission = z.object({
  id: z.string(),
  etag: z.string(),
  state: z.string(),
  title: z.string().optional(),
  completeness: Progress.optional(),
})

export const Tagged = z.object({ etag: z.string() })
export const Weighting = z.object({ id: z.string(), etag: z.string(), version: z.string() })

const Figures = z.object({
  percent: z.number().nullable(),
  points: z.number().nullable(),
  maxPoints: z.number().nullable(),
})
const Line = z.object({
  rule: z.string(),
  inputs: z.record(z.string(), z.string()),
  result: z.string().nullable(),
})
export const Sheet = z.object({
  nodes: z.array(
    Figures.extend({
      code: z.string(),
      band: z.object({ bandSet: z.string(), position: z.number() }).nullable(),
      explanation: z.array(Line),
    }),
  ),
  total: Figures.extend({ explanation: z.array(Line) }).nullable(),
})
export type Sheet = z.infer<typeof Sheet>
export type SheetLine = z.infer<typeof Line>

const quantile = z.number().nullable()
const Cell = z.object({
  code: z.string(),
  kind: z.enum(['item', 'category', 'total']),
  maxPoints: z.number(),
  nBand: z.string().nullable(),
  p25: quantile,
  p50: quantile,
  p75: quantile,
  bestInClass: z.object({ value: z.number(), basis: z.enum(['p90', 'p75']) }).nullable(),
  own: z.object({
    value: quantile,
    gapToMedian: quantile,
    band: z.string().nullable(),
  }),
})
export type Cell = z.infer<typeof Cell>

export const Comparison = z.object({
  benchmarkEditionId: z.string(),
  synthetic: z.boolean(),
  cohort: z.object({ key: z.string() }),
  ladder: z.array(z.object({ cohortKey: z.string().nullable(), outcome: z.string() })),
  nodes: z.array(Cell),
})
export type Comparison = z.infer<typeof Comparison>
