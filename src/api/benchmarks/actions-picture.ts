// The comparison of a submission as a picture: what the comparison says, drawn, and nothing beside it.
import type { Comparison } from '../../core/benchmark/comparison.ts'
import { namesIn } from '../../core/document/names.ts'
import type { BenchmarkEditionId } from '../../core/ids.ts'
import { type Answer, answerOf, type Context } from '../../core/request.ts'
import { comparisonChart, comparisonRadar } from '../../render/comparison-chart.ts'
import { unitOf } from '../../render/figure-text.ts'
import { pictureOf, type Shape } from '../../render/picture.ts'
import {
  type ComparisonAsked,
  comparisonOf,
  type FindSubject,
  type Needs,
} from './actions-reading.ts'

type Told = Pick<Parameters<typeof comparisonChart>[1], 'unit' | 'names'>

export const drawComparison = async (
  needs: Needs,
  context: Context,
  { picture, ...asked }: ComparisonAsked & { readonly picture: Shape },
  find: FindSubject,
): Promise<Answer<Comparison>> => {
  const comparison = await comparisonOf(needs, context, asked, find)
  const { locale } = context
  const named = { locale, ...(await toldOf(needs, context, comparison)) }
  const chart = (picture === 'radar' ? comparisonRadar : comparisonChart)(comparison, named)
  return answerOf({
    status: 200,
    headers: { 'content-type': 'image/svg+xml' },
    body: await pictureOf(chart, picture),
  })
}

/** Names and unit come with a questionnaire that everybody may read: codes and percents alone where it is not one. */
const toldOf = async (
  { documents, kept }: Needs,
  context: Context,
  { benchmarkEditionId, questionnaireKey }: Comparison,
): Promise<Told> => {
  const { questionnaireVersions } = await kept.edition(
    context,
    benchmarkEditionId as BenchmarkEditionId,
  )
  const [version = ''] = questionnaireVersions
  const known = (await documents.catalogue()).find(questionnaireKey, version)
  if (known === null) return { unit: 'percent', names: new Map() }
  const { questionnaire } = await documents.alone(known)
  return { unit: unitOf(questionnaire), names: namesIn(questionnaire, context.locale) }
}
