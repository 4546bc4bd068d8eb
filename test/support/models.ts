// The questionnaires that the service ships, by their key, and whole values of scores on them.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Questionnaire } from '../../src/core/document/questionnaire-v1.ts'
import { toHundredths } from '../../src/core/exact.ts'
import type { Rater } from '../../src/core/scoring/method.ts'
import type { ScoreValue } from '../../src/core/submission/answer-values.ts'
import { jsonIn } from './examples.ts'
import { root } from './sources.ts'

export const modelKeys: readonly string[] = readdirSync(join(root, 'schemas/models')).sort()

export const modelOf = (key: string): Questionnaire =>
  jsonIn(`schemas/models/${key}/1.0.0.json`) as Questionnaire

/** A whole value: every part `n` steps up from its lowest, every second statement of a level met. */
export const wholeValue = ({ parts }: Pick<Rater, 'parts'>, n: number): ScoreValue => {
  const value: Record<string, unknown> = {}
  for (const { member, name, grain } of parts) {
    const said =
      'statements' in grain
        ? grain.statements.map((count, level) =>
            Array.from({ length: count }, () => (level < n ? 'met' : 'not_met')),
          )
        : 'scale' in grain
          ? grain.scale[n % grain.scale.length]
          : n * toHundredths(grain.step)
    value[member] = name === null ? said : { ...(value[member] as object), [name]: said }
  }
  return value
}
