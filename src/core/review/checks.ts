// What is odd about the findings of a review: warnings for their author, which forbid nothing.
// What a finding is, is in finding.ts.
import { pointerOf } from '../document/pointer.ts'
import type { ProblemError } from '../problem.ts'
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

/** The warnings in the order of the findings, then those about nodes; pointers are into a list of findings. */
export const checkFindings = (given: Checked): readonly ProblemError[] => [
  ...given.findings.flatMap((finding, place) => ofOne(finding, place, given)),
  ...nodesWithFindings(given).flatMap((code) => ofNode(code, given)),
]

const warning = (
  path: readonly (string | number)[],
  code: string,
  detail: string,
): ProblemError => ({ pointer: pointerOf(path), code, detail })

const ofOne = (finding: Finding, place: number, { findings, nodes }: Checked) => {
  const { text, language, evidence, nodeCode } = finding
  const word = judging[language.replace(/-.*$/, '')]?.exec(text)?.[0]
  const said: ProblemError[] = []
  if (sentencesIn(text) > mostSentences)
    said.push(warning([place, 'text'], 'several-thoughts', 'One finding, one thought: split it.'))
  if (word !== undefined)
    said.push(
      warning([place, 'text'], 'judging-word', `Say what is there, without "${word}" about it.`),
    )
  if (evidence === '')
    said.push(warning([place, 'evidence'], 'evidence-missing', 'Say where it can be seen.'))
  if (!nodes.includes(nodeCode))
    said.push(warning([place, 'nodeCode'], 'node-unknown', `The questionnaire has no ${nodeCode}.`))
  if (findings.some((other) => isContrary(finding, other)))
    said.push(
      warning(
        [place, 'evidence'],
        'strength-and-opportunity',
        'One evidence, two opposite findings.',
      ),
    )
  return said
}

const sentencesIn = (text: string): number =>
  text.split(/[.!?](?:\s+|$)|[。！？]/).filter((part) => part.trim() !== '').length

const isContrary = (one: Finding, other: Finding): boolean =>
  one.kind !== other.kind &&
  one.nodeCode === other.nodeCode &&
  one.evidence !== '' &&
  one.evidence === other.evidence

const nodesWithFindings = ({ findings }: Checked): readonly string[] => [
  ...new Set(findings.map(({ nodeCode }) => nodeCode)),
]

const ofNode = (code: string, { findings, percentBp }: Checked): readonly ProblemError[] => {
  const here = findings.filter(({ nodeCode }) => nodeCode === code)
  const strengths = here.filter(({ kind }) => kind === 'strength').length
  const balance = strengths - (here.length - strengths)
  const score = percentBp[code]
  const said: ProblemError[] = []
  if (here.length > mostFindings)
    said.push(warning([], 'many-findings', `${code} has ${here.length}; about six are read.`))
  if (score !== undefined && ((score >= 7000 && balance < 0) || (score < 3000 && balance > 0)))
    said.push(warning([], 'balance', `The findings on ${code} point the other way than its score.`))
  return said
}
