// Findings: a strength or an opportunity for improvement that a review or a consensus notes about a node.
// What is odd about them is said by checks.ts, as warnings; nothing here forbids a thought.
import { z } from 'zod'
import { canonicalJson } from '../document/canonical.ts'
import { bandSetOf, scoredNodesByCode } from '../document/nodes.ts'
import { Slug } from '../document/parameters-v1.ts'
import type { Questionnaire } from '../document/questionnaire-v1.ts'
import { LanguageTag } from '../document/text.ts'
import { FindingId, NodeCode } from '../ids.ts'
import type { ProblemError } from '../problem.ts'
import { boundedText, inWords } from '../text.ts'

const keyFactors = z.array(boundedText(1, 200)).max(10)
const sources = z.array(FindingId).max(50)

/** What a finding says, whole; `sources`: the findings that were merged into it, in a consensus. */
export const FindingText = z.strictObject({
  nodeCode: NodeCode,
  kind: z.enum(['strength', 'opportunity']).meta({
    description: inWords({
      strength: 'something done well.',
      opportunity: 'an opportunity for improvement.',
    }),
  }),
  text: boundedText(1, 2000),
  language: LanguageTag,
  importance: z.enum(['normal', 'double']).meta({
    description: inWords({
      normal: 'one of the findings on its node.',
      double: 'weighs twice: a feedback report lists it among its key themes too.',
    }),
  }),
  factor: Slug.nullable().meta({
    description:
      'What of the node it is about: a factor by which the questionnaire judges it, such as `deployment`.',
  }),
  evidence: boundedText(0, 500).meta({ description: 'Where it can be seen in the submission.' }),
  keyFactors,
  sources,
})
export type FindingText = z.infer<typeof FindingText>

/** As an assessor writes it: what most findings do not need may be left out. */
export const FindingInput = z
  .strictObject({
    ...FindingText.shape,
    importance: FindingText.shape.importance.default('normal'),
    factor: FindingText.shape.factor.default(null),
    evidence: FindingText.shape.evidence.default(''),
    keyFactors: keyFactors.default([]),
    sources: sources.default([]),
  })
  .meta({
    id: 'FindingInput',
    description:
      'A strength or an opportunity for improvement. What is left out is nothing special: normal, of no factor, ' +
      'without evidence, key factors or sources.',
  })
export type FindingInput = z.output<typeof FindingInput>

export type Finding = FindingText & { readonly id: FindingId }

/** Whether the finding says this already. */
export const isSameFinding = (finding: Finding, input: FindingInput): boolean =>
  (Object.keys(input) as (keyof FindingInput)[]).every(
    (name) => canonicalJson(input[name]) === canonicalJson(finding[name]),
  )

/** The factors that a finding about a node may name; null: the questionnaire names none, and any goes. */
export type Factors = (nodeCode: string) => readonly string[] | null

/** A scored node has the factors of its kind, whatever holds several kinds has all of them. */
export const factorsOf = (questionnaire: Questionnaire): Factors => {
  const all = [...new Set(questionnaire.bandSets.flatMap(({ factors }) => factors))]
  const nodes = scoredNodesByCode(questionnaire)
  return (nodeCode) => {
    if (all.length === 0) return null
    const node = nodes.get(nodeCode)
    const set = node === undefined ? undefined : bandSetOf(questionnaire, node.kind)
    return set === undefined ? all : set.factors
  }
}

/** What is wrong with the factor that a finding names: nothing, or one error. */
export const factorFindings = (
  { nodeCode, factor }: FindingInput,
  factorsAt: Factors,
): readonly ProblemError[] => {
  const known = factorsAt(nodeCode)
  if (factor === null || known === null || known.includes(factor)) return []
  const detail = `${nodeCode} is judged by ${known.join(', ')}, not by ${factor}.`
  return [{ pointer: '/factor', code: 'factor-unknown', detail }]
}
