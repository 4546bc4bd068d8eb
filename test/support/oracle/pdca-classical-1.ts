// pdca-classical@1, a second time: a whole score, whose band names the phase of a process.
import { bandOf, bandSetFor } from './bands.ts'
import type { Answer } from './document.ts'
import type { Rate } from './rate.ts'
import { decimal } from './rational.ts'

const phases = ['plan', 'do', 'check', 'act', 'pdca']
const ceilings = [10, 30, 50, 70, 90, 100]

/** 0 none, 1 plan ... 5 full cycle. */
const bandOfScore = (score: number): number => ceilings.findIndex((ceiling) => score <= ceiling)

/** Phases are cumulative: whatever is true above the first that is not does not count. */
const bandOfPhases = (given: NonNullable<Answer['phases']>): number => {
  const gap = phases.findIndex((phase) => given[phase] !== true)
  return gap < 0 ? phases.length : gap
}

/** Whether the score lies in the band of the phases that are stated beside it. */
export const accepts = ({ score, phases: stated }: Answer): boolean =>
  score === undefined || stated === undefined || bandOfScore(score) === bandOfPhases(stated)

export const rate: Rate = ({ document, node, answer }) => {
  if (answer.score === undefined) return { state: 'unanswered', percent: null }
  const percent = decimal(answer.score)
  const said = bandOf(bandSetFor(document, node.kind), percent)
  const phase = ['none', ...phases][bandOfScore(answer.score)]
  return { state: 'value', percent, ...said, outcome: node.kind === 'process' ? { phase } : null }
}
