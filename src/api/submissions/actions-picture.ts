// The score of a submission as a picture: the percents of its sheet, drawn.

import { categoriesIn, namesIn } from '../../core/document/names.ts'
import { type Answer, answerOf, type Context, isAnswer } from '../../core/request.ts'
import type { ScoreSheet } from '../../core/scoring/sheet.ts'
import type { ScoreKind } from '../../core/submission/weighting-choice.ts'
import type { Deps } from '../../deps.ts'
import { pictureOf, type Shape } from '../../render/picture.ts'
import { type SheetNames, sheetChart, sheetRadar } from '../../render/sheet-chart.ts'
import { readScore } from './actions-score.ts'
import type * as store from './store.ts'

export const drawScore = async (
  needs: Pick<Deps, 'db' | 'documents' | 'scoring'>,
  context: Context,
  ids: store.Ids,
  { weighting, picture }: { readonly weighting: ScoreKind; readonly picture: Shape },
): Promise<Answer<ScoreSheet>> => {
  const read = await readScore(needs, context, ids, weighting)
  const sheet: ScoreSheet = isAnswer(read) ? JSON.parse(String(read.body)) : read
  const named = await namesFor(needs, context, sheet)
  const chart = (picture === 'radar' ? sheetRadar : sheetChart)(sheet, named)
  return answerOf({
    status: 200,
    headers: { 'content-type': 'image/svg+xml' },
    body: await pictureOf(chart, picture),
  })
}

/** Scores that were lent lend no names of a questionnaire that is not public (decision 0016). */
const namesFor = async (
  { documents }: Pick<Deps, 'documents'>,
  { locale }: Context,
  { questionnaire: { key, version } }: ScoreSheet,
): Promise<SheetNames> => {
  const known = (await documents.catalogue()).find(key, version)
  if (known === null) return { locale, names: new Map(), categories: null }
  const { questionnaire } = await documents.alone(known)
  return {
    locale,
    names: namesIn(questionnaire, locale),
    categories: categoriesIn(questionnaire),
  }
}
