// Reads the official score sheets, as they were stored or as a picture of one.
// Who sees it when is decided in core/consensus/visible.ts: it is shown with the report.
import { demand } from '../../core/access.ts'
import { type OfficialKind, officialOf } from '../../core/consensus/official.ts'
import { categoriesIn, namesIn } from '../../core/document/names.ts'
import { found, isProblem } from '../../core/problem.ts'
import { type Answer, answerOf, type Context } from '../../core/request.ts'
import type { ScoreSheet } from '../../core/scoring/sheet.ts'
import { isOfOrganization, readAtOnce } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import { pictureOf, type Shape } from '../../render/picture.ts'
import { sheetChart, sheetRadar } from '../../render/sheet-chart.ts'
import { reading } from './actions-loading.ts'
import type * as store from './store.ts'
import * as consensuses from './store-consensus.ts'
import { findReleased } from './store-official.ts'

type Needs = Pick<Deps, 'db' | 'documents'>
type Sheets = Awaited<ReturnType<typeof consensuses.findSheets>>

export const readOfficial = async (
  needs: Needs,
  context: Context,
  ids: store.Ids,
  {
    picture,
    weighting,
  }: { readonly picture: Shape; readonly weighting?: OfficialKind | undefined },
): Promise<Answer<ScoreSheet>> => {
  const own = await ofOrganization(needs, context, ids).catch(unlessAbsent)
  const sheets = own ?? (await ofPanel(needs, context, ids))
  const { sheet: text } = found(officialOf(sheets, weighting))
  return context.replyType === 'application/json'
    ? answerOf({ status: 200, headers: { 'content-type': 'application/json' }, body: text })
    : drawn(needs, context, JSON.parse(text), picture)
}

/** Null: the caller is not on the organization's side, or it has none. Then only somebody of the panel is answered. */
const ofOrganization = ({ db }: Needs, context: Context, ids: store.Ids): Promise<Sheets | null> =>
  readAtOnce(
    db,
    { ...context, subject: ids.submissionId },
    (tx) => findReleased(tx, ids),
    (sheets, { standing }) => {
      if (!isOfOrganization(standing)) return null
      demand(standing, 'official-scores:read', { isReleased: sheets.length > 0 })
      return sheets
    },
  )

const unlessAbsent = (error: unknown): null => {
  if (isProblem(error, 'not-found')) return null
  throw error
}

const ofPanel = (needs: Needs, context: Context, ids: store.Ids): Promise<Sheets> =>
  reading(needs, context, ids, {
    load: (tx) => consensuses.findSheets(tx, ids),
    shape: (sheets, { looking, standing }) => {
      found(looking.parts.includes('report') ? looking : null)
      demand(standing, 'official-scores:read')
      return sheets
    },
  })

/** With the names of nodes whatever the visibility of the questionnaire, like a report (decision 0026). */
const drawn = async (
  { documents }: Pick<Needs, 'documents'>,
  { locale }: Context,
  sheet: ScoreSheet,
  picture: Shape,
): Promise<Answer<ScoreSheet>> => {
  const name = { ...sheet.questionnaire, digest: sheet.digests.questionnaire }
  const { questionnaire } = await documents.alone(name)
  const names = namesIn(questionnaire, locale)
  const chart = picture === 'radar' ? sheetRadar : sheetChart
  return answerOf({
    status: 200,
    headers: { 'content-type': 'image/svg+xml' },
    body: await pictureOf(
      chart(sheet, { locale, names, categories: categoriesIn(questionnaire) }),
      picture,
    ),
  })
}
