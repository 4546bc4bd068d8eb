// Invariants of documents scored by pdca-classical@1 and pdca-fine-tuned@1: the bands and factors of the two tables.
// How the tables are applied is in scoring/methods/pdca-classical-1.ts and pdca-fine-tuned-1.ts.
import type { ProblemError } from '../../problem.ts'
import type { Questionnaire } from '../questionnaire-v1.ts'
import { demandedFindings } from './bands.ts'
import { setsUsed } from './kinds.ts'

const bands = [
  [0, 10],
  [11, 30],
  [31, 50],
  [51, 70],
  [71, 90],
  [91, 100],
] as const

type Factors = { readonly process: readonly string[]; readonly result: readonly string[] }

const findings =
  (factors: Factors) =>
  (questionnaire: Questionnaire): readonly ProblemError[] =>
    setsUsed(questionnaire).flatMap(({ kind, set, pointer }) =>
      demandedFindings(set, pointer, {
        factors: kind === 'process' ? factors.process : factors.result,
        bands,
      }),
    )

/** Six bands each; the process table speaks of the phase, the result table of trend and targets. */
export const pdcaClassicalFindings = findings({
  process: ['phase'],
  result: ['trend', 'targets'],
})

/** Six bands each; the process table speaks of the four phases, the result table of trends and targets. */
export const pdcaFineTunedFindings = findings({
  process: ['plan', 'do', 'check', 'act'],
  result: ['trends', 'targets'],
})
