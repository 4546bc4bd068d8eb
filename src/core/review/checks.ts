// What is odd about the findings of a review: warnings for their author, which forbid nothing.
// What a finding is, is in finding.ts.
import type { FindingId, NodeCode } from '../ids.ts'
import type { Finding } from './finding.ts'

/**
 * Words that judge or advise where a finding should observe, by language. Chinese has no spaces to look
 * for, so its words count wherever they stand.
 */
const judging: Readonly<Record<string, RegExp>> = {
  en: /\b(could|should|good|bad)\b/i,
  zh: /应该|应当|可以|不好|很好|较差|较好/,
}

/** More sentences than these are more than one thought. */
const mostSentences = 2
const mostFindings = 6

/**
 * `nodes`: the codes of the questionnaire. `percentBp`: node code → the score given beside the findings, in
 * basis points, where there is one.
 */
export type Checked = {
  readonly findings: readonly Finding[]
  readonly nodes: readonly string[]
  readonly percentBp: Readonly<Record<string, number>>
}

/** `findingId`: null for all on the node together. `pointer`: into the finding. */
export type FindingWarning = {
  readonly findingId: FindingId | null
  readonly nodeCode: NodeCode
  readonly pointer: string
  readonly code: string
  readonly detail: string
}

/** The warnings in the order of the findings, then those about nodes. */
export const checkFindings = (given: Checked): readonly FindingWarning[] => [
  ...given.findings.flatMap((finding) => ofOne(finding, given)),
  ...nodesWithFindings(given).flatMap((code) => ofNode(code, given)),
]

const ofOne = (finding: Finding, { findings, nodes }: Checked): readonly FindingWarning[] => {
  const { id, text, language, evidence, nodeCode } = finding
  const word = judging[language.replace(/-.*$/, '')]?.exec(text)?.[0]
  const said: FindingWarning[] = []
  const warn = (member: 'text' | 'evidence' | 'nodeCode', code: string, detail: string) =>
    said.push({ findingId: id, nodeCode, pointer: `/${member}`, code, detail })
  if (sentencesIn(text) > mostSentences)
    warn('text', 'several-thoughts', 'One finding, one thought: split it.')
  if (word !== undefined)
    warn('text', 'judging-word', `Say what is there, without "${word}" about it.`)
  if (evidence === '') warn('evidence', 'evidence-missing', 'Say where it can be seen.')
  if (!nodes.includes(nodeCode))
    warn('nodeCode', 'node-unknown', `The questionnaire has no ${nodeCode}.`)
  if (findings.some((other) => isContrary(finding, other)))
    warn('evidence', 'strength-and-opportunity', 'One evidence, two opposite findings.')
  return said
}

const sentencesIn = (text: string): number =>
  text.split(/[.!?](?:\s+|$)|[。！？]/).filter((part) => part.trim() !== '').length

const isContrary = (one: Finding, other: Finding): boolean =>
  one.kind !== other.kind &&
  one.nodeCode === other.nodeCode &&
  one.evidence !== '' &&
  one.evidence === other.evidence

const nodesWithFindings = ({ findings }: Checked): readonly NodeCode[] => [
  ...new Set(findings.map(({ nodeCode }) => nodeCode)),
]

const ofNode = (
  nodeCode: NodeCode,
  { findings, percentBp }: Checked,
): readonly FindingWarning[] => {
  const here = findings.filter((finding) => finding.nodeCode === nodeCode)
  const strengths = here.filter(({ kind }) => kind === 'strength').length
  const balance = strengths - (here.length - strengths)
  const score = percentBp[nodeCode]
  const said: FindingWarning[] = []
  const warn = (code: string, detail: string) =>
    said.push({ findingId: null, nodeCode, pointer: '', code, detail })
  if (here.length > mostFindings)
    warn('many-findings', `${nodeCode} has ${here.length}; about six are read.`)
  if (score !== undefined && ((score >= 7000 && balance < 0) || (score < 3000 && balance > 0)))
    warn('balance', `The findings on ${nodeCode} point the other way than its score.`)
  return said
}
