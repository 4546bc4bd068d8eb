// How many full GB/T sheets one core scores in a second: the numbers alone, and with every explanation line.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { scoredNodes } from '../src/core/document/nodes.ts'
import { readQuestionnaire } from '../src/core/document/read.ts'
import { numbersOnly } from '../src/core/scoring/numbers.ts'
import { planOf } from '../src/core/scoring/plan.ts'
import { score } from '../src/core/scoring/score.ts'
import { referenceWeighting } from '../src/core/scoring/weighting.ts'
import { schemasFolder } from '../src/paths.ts'

const file = join(schemasFolder, 'models', 'gbt-19580-2012', '1.0.0.json')
const digest = '0'.repeat(64)

const rate = (work: (number: number) => void, milliseconds = 2000): number => {
  for (let warm = 0; warm < 2000; warm += 1) work(warm)
  const startedAt = performance.now()
  let count = 0
  while (performance.now() - startedAt < milliseconds) for (let i = 0; i < 50; i += 1) work(count++)
  return count / ((performance.now() - startedAt) / 1000)
}

/** Sheets a second; the answers differ from sheet to sheet. */
export const scoringRates = () => {
  const questionnaire = readQuestionnaire(JSON.parse(readFileSync(file, 'utf8')))
  const plan = planOf(questionnaire, referenceWeighting(questionnaire))
  const codes = scoredNodes(questionnaire).map(({ code }) => code)
  const sets = Array.from({ length: 64 }, (_, set) =>
    Object.fromEntries(
      codes.map((code, place) => [code, { percent: ((set * 7 + place * 3) % 21) * 5 }]),
    ),
  )
  const digests = { questionnaire: digest, weighting: digest, answers: digest }
  const answersOf = (count: number) => sets[count % sets.length] ?? {}
  return {
    numbers: rate((count) => void numbersOnly({ plan, answers: answersOf(count) })),
    explained: rate((count) => void score({ plan, digests, answers: answersOf(count) })),
  }
}
