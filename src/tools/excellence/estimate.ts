// `estimate`: percents under another model, by a crosswalk that ships. An estimate is no score of that model.
import { z } from 'zod'
import type { EstimateMapping } from '../../core/document/mapping-v1.ts'
import { toHundredths, toText } from '../../core/exact.ts'
import { type Estimate, estimate, reversed } from '../../core/migration/estimate.ts'
import { readAnswers } from '../../core/scoring/answers.ts'
import { referenceWeighting } from '../../core/scoring/weighting.ts'
import { readShippedMappings } from '../../documents.ts'
import { scoringOf } from '../../scoring.ts'
import { shownTo } from '../admin/show.ts'
import { exit } from '../command-line.ts'
import { file, offline, questionnaire } from './command.ts'
import { documentFrom, FileError, shapedFrom } from './files.ts'
import { Answers } from './score.ts'

/** The crosswalk between two keys, read from either side. */
const crosswalkBetween = (from: string, to: string): EstimateMapping => {
  const all = readShippedMappings().flatMap((each) => (each.purpose === 'estimate' ? [each] : []))
  const found = [...all, ...all.map(reversed)].find(
    (each) => each.from.key === from && each.to.key === to,
  )
  if (found !== undefined) return found
  const known = all.map((each) => `${each.from.key} and ${each.to.key}`).join('; ')
  throw new FileError(`No crosswalk between ${from} and ${to} ships; there is one for ${known}.`)
}

const plain = ({ percent, span, ...rest }: Estimate) => ({
  ...rest,
  exactPercent: percent === null ? null : toText(percent),
  percent: percent === null ? null : toHundredths(percent),
  span: span === null ? null : span.map(toHundredths),
})

export const estimateCommand = offline({
  name: 'estimate',
  summary: 'Estimates percents under another model by a crosswalk; never a score of it',
  options: z.strictObject({
    from: questionnaire('The questionnaire that was answered'),
    to: questionnaire('The questionnaire of the other model'),
    answers: file('Answers by code, a JSON file'),
  }),
  run: async (given, { out, json }) => {
    const source = documentFrom(given.from)
    const target = documentFrom(given.to).questionnaire
    const crosswalk = crosswalkBetween(source.questionnaire.key, target.key)
    const answers = shapedFrom(given.answers, Answers)
    const weighting = referenceWeighting(source.questionnaire)
    const { plan } = scoringOf().basisOf(source, weighting, answers)
    const percents = new Map(
      readAnswers(plan, answers, true)
        .flatMap(({ nodes }) => nodes)
        .map(({ node, percent }) => [node.code, percent]),
    )
    const estimates = estimate(crosswalk, target, percents)
    if (json) {
      out(JSON.stringify({ variant: 'estimate', nodes: estimates.map(plain) }, null, 2))
      return exit.done
    }
    out(`An estimate for ${target.key}, no score of it: no total, no recognition, no benchmark.\n`)
    out(
      shownTo(
        estimates.map(plain).map(({ code, percent, span, sources, missing }) => ({
          node: code,
          percent,
          span: span === null ? null : span.join(' to '),
          from: sources.map((each) => `${each.code} (${each.strength})`).join(', '),
          missing: missing.join(' '),
        })),
      ),
    )
    return exit.done
  },
})
