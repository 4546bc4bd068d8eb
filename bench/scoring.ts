// How many sheets one core scores in a second: a full GB/T sheet, the numbers alone and with every explanation line, and
// a sheet of twenty-four nodes by every method.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { scoredNodes } from '../src/core/document/nodes.ts'
import type { Questionnaire } from '../src/core/document/questionnaire-v1.ts'
import { readQuestionnaire } from '../src/core/document/read.ts'
import type { Answers } from '../src/core/scoring/members.ts'
import { numbersOnly } from '../src/core/scoring/numbers.ts'
import { planOf } from '../src/core/scoring/plan.ts'
import { score } from '../src/core/scoring/score.ts'
import { referenceWeighting } from '../src/core/scoring/weighting.ts'
import { schemasFolder } from '../src/paths.ts'
import { methodSheets } from './methods.ts'

const file = join(schemasFolder, 'models', 'gbt-19580-2012', '1.0.0.json')
const digest = '0'.repeat(64)
const digests = { questionnaire: digest, weighting: digest, answers: digest }

const rate = (work: (number: number) => void, milliseconds: number): number => {
  for (let warm = 0; warm < 2000; warm += 1) work(warm)
  const startedAt = performance.now()
  let count = 0
  while (performance.now() - startedAt < milliseconds) for (let i = 0; i < 50; i += 1) work(count++)
  return count / ((performance.now() - startedAt) / 1000)
}

/** Sheets a second; the answers differ from sheet to sheet. */
const ratesOf = (questionnaire: Questionnaire, sets: readonly Answers[], milliseconds: number) => {
  const plan = planOf(questionnaire, referenceWeighting(questionnaire))
  const answersOf = (count: number) => sets[count % sets.length] ?? {}
  return {
    numbers: rate((count) => void numbersOnly({ plan, answers: answersOf(count) }), milliseconds),
    explained: rate(
      (count) => void score({ plan, digests, answers: answersOf(count) }),
      milliseconds,
    ),
  }
}

export const scoringRates = () => {
  const questionnaire = readQuestionnaire(JSON.parse(readFileSync(file, 'utf8')))
  const codes = scoredNodes(questionnaire).map(({ code }) => code)
  const sets = Array.from({ length: 64 }, (_, set) =>
    Object.fromEntries(
      codes.map((code, place) => [code, { percent: ((set * 7 + place * 3) % 21) * 5 }]),
    ),
  )
  return ratesOf(questionnaire, sets, 2000)
}

/** The same for every other method, by its name. */
export const methodRates = () =>
  methodSheets().map(({ questionnaire, sets }) => ({
    method: questionnaire.scoring.method,
    ...ratesOf(questionnaire, sets, 1000),
  }))
