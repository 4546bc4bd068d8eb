// The comparison of a submission as a picture: what the comparison says, drawn, and nothing beside it.
import type { Comparison } from '../../core/benchmark/comparison.ts'
import { namesIn } from '../../core/document/names.ts'
import type { BenchmarkEditionId } from '../../core/ids.ts'
import { type Answer, answerOf, type Context } from '../../core/request.ts'
import { comparisonChart, comparisonRadar } from '../../render/comparison-chart.ts'
import { pictureOf, type Shape } from '../../render/picture.ts'
import {
  type ComparisonAsked,
  comparisonOf,
  type FindSubject,
  type Needs,
} from './actions-reading.ts'

export const drawComparison = async (
  needs: Needs,
  context: Context,
  { picture, ...asked }: ComparisonAsked & { readonly picture: Shape },
  find: FindSubject,
): Promise<Answer<Comparison>> => {
  const comparison = await comparisonOf(needs, context, asked, find)
  const { locale } = context
  const named = { locale, names: await namesFor(needs, context, comparison) }
  const chart = (picture === 'radar' ? comparisonRadar : comparisonChart)(comparison, named)
  return answerOf({
    status: 200,
    headers: { 'content-type': 'image/svg+xml' },
    body: await pictureOf(chart, picture),
  })
}

/** Names come with a questionnaire that everybody may read: codes alone where it is not one. */
const namesFor = async (
  { documents, kept }: Needs,
  context: Context,
  { benchmarkEditionId, questionnaireKey }: Comparison,
): Promise<ReadonlyMap<string, string>> => {
  const { questionnaireVersions } = await kept.edition(
    context,
    benchmarkEditionId as BenchmarkEditionId,
  )
  const [version = ''] = questionnaireVersions
  const known = (await documents.catalogue()).find(questionnaireKey, version)
  if (known === null) return new Map()
  return namesIn((await documents.alone(known)).questionnaire, context.locale)
}
