// Findings: a strength or an opportunity for improvement that a review or a consensus notes about a node.
// What is odd about them is said by checks.ts, as warnings; nothing here forbids a thought.
import { z } from 'zod'
import { canonicalJson } from '../document/canonical.ts'
import { Slug } from '../document/parameters-v1.ts'
import { LanguageTag } from '../document/text.ts'
import { FindingId, NodeCode } from '../ids.ts'
import { boundedText } from '../text.ts'

/** What an assessor says; `sources`: the findings that were merged into it, in a consensus. */
export const FindingInput = z
  .strictObject({
    nodeCode: NodeCode,
    kind: z.enum(['strength', 'opportunity']),
    text: boundedText(1, 2000),
    language: LanguageTag,
    importance: z.enum(['normal', 'double']),
    factor: Slug.nullable().meta({ description: 'The factor it is about, such as `deployment`.' }),
    evidence: boundedText(0, 500).meta({ description: 'Where it can be seen in the submission.' }),
    keyFactors: z.array(boundedText(1, 200)).max(10),
    sources: z.array(FindingId).max(50),
  })
  .meta({ id: 'FindingInput', description: 'A strength or an opportunity for improvement.' })
export type FindingInput = z.infer<typeof FindingInput>

export type Finding = FindingInput & { readonly id: FindingId }

/** Whether the finding says this already. */
export const isSameFinding = (finding: Finding, input: FindingInput): boolean =>
  (Object.keys(input) as (keyof FindingInput)[]).every(
    (name) => canonicalJson(input[name]) === canonicalJson(finding[name]),
  )
