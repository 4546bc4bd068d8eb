// Reads feedback reports: for the organization what was released to it, for the panel's side every version; as values,
// and as files in the asked language and form. What is seen when is decided in core/report and core/consensus.
import { demand } from '../../core/access.ts'
import { found, isProblem } from '../../core/problem.ts'
import { readPaper } from '../../core/report/paper.ts'
import { demandReader, etagOfFile, type SeenReport } from '../../core/report/stored.ts'
import { type Answer, answerOf, type Context } from '../../core/request.ts'
import { isOfOrganization, readAtOnce, readUnit } from '../../db/unit.ts'
import type { Deps } from '../../deps.ts'
import { pagePolicy } from '../../render/html.ts'
import { type ReportFormat, reportFiles, reportFormats, reportLayout } from '../../render/report.ts'
import type { Report } from '../../render/report-document.ts'
import { look, onPanel } from './actions-loading.ts'
import * as store from './store.ts'

type Needs = Pick<Deps, 'db'>

export const listReports = (needs: Needs, context: Context, ids: store.Ids) =>
  onEitherSide(needs, context, ids, (versions) => ({ items: versions }))

export const readReport = async (
  needs: Needs & Pick<Deps, 'documents' | 'reports'>,
  context: Context,
  ids: store.VersionIds,
): Promise<SeenReport | Answer<SeenReport>> => {
  const seen = await onEitherSide(needs, context, ids, (versions) =>
    found(versions.find(({ report }) => report.version === ids.version)),
  )
  const format = reportFormats.find((each) => reportFiles[each].mediaType === context.replyType)
  return format === undefined ? seen : written(needs, context, seen, format)
}

type Shape<Value> = (versions: readonly SeenReport[]) => Value

/**
 * Nobody is on both sides. Whoever is no one to the organization may be of the panel, which another unit knows; it
 * refuses all others.
 */
const onEitherSide = async <Value>(
  needs: Needs,
  context: Context,
  ids: store.Ids,
  shape: Shape<Value>,
): Promise<Value> => {
  const own = await ofOrganization(needs, context, ids, shape).catch(unlessAbsent)
  return own === null ? ofPanel(needs, context, ids, shape) : own.value
}

const unlessAbsent = (error: unknown): null => {
  if (isProblem(error, 'not-found')) return null
  throw error
}

/** Null: the caller is not on the organization's side. A file leaves, which is recorded whoever takes it. */
const ofOrganization = <Value>(
  { db }: Needs,
  context: Context,
  ids: store.Ids,
  shape: Shape<Value>,
) =>
  readAtOnce(
    db,
    { ...context, subject: ids.submissionId },
    (tx) => store.listReleased(tx, ids),
    (reports, { standing, shows, exports }): { readonly value: Value } | null => {
      if (!isOfOrganization(standing)) return null
      demand(standing, 'reports:read', { isReleased: reports.length > 0 })
      const value = shape(reports.map((report) => ({ side: 'organization', report })))
      const tell = context.replyType === 'application/json' ? shows : exports
      tell(ids.submissionId)
      return { value }
    },
  )

const ofPanel = async <Value>(
  needs: Needs,
  context: Context,
  ids: store.Ids,
  shape: Shape<Value>,
): Promise<Value> =>
  readUnit(needs.db, await onPanel(needs, context, ids), async (unit) => {
    const { looking } = await look(unit, ids)
    demandReader(looking, unit.standing)
    const reports = await store.list(unit.tx, ids)
    return shape(reports.map((report) => ({ side: 'panel', report })))
  })

const written = async (
  { documents, reports }: Pick<Deps, 'documents' | 'reports'>,
  { locale }: Context,
  seen: SeenReport,
  format: ReportFormat,
): Promise<Answer<SeenReport>> => {
  const { contents, comparison, questionnaireDigest, ...paper } = readPaper(seen.report.paper)
  const name = { ...contents.questionnaire, digest: questionnaireDigest }
  const { questionnaire } = await documents.alone(name)
  const { version, correction, digest } = seen.report
  const { organization, programme, cycle, scoreSheetDigest, weighting } = paper
  const report: Report = {
    about: {
      ...{ organization, programme, cycle, version, correction, digest, scoreSheetDigest },
      weighting: weighting && `${weighting.title} (${weighting.version})`,
      ...momentOf(seen),
    },
    contents,
    questionnaire,
    comparison,
  }
  const { mediaType, ending } = reportFiles[format]
  const page = format === 'html'
  return answerOf({
    status: 200,
    headers: {
      'content-type': mediaType.startsWith('text/') ? `${mediaType}; charset=utf-8` : mediaType,
      'content-disposition': `${page ? 'inline' : 'attachment'}; filename="feedback-report-${version}.${locale}.${ending}"`,
      etag: etagOfFile(seen, { format, locale, layout: reportLayout }),
      ...(page ? { 'content-security-policy': pagePolicy } : {}),
    },
    body: await reports.write({ report, locale, format }),
  })
}

/** When it was released, or else last written. */
const momentOf = (seen: SeenReport): Pick<Report['about'], 'at' | 'isReleased'> => {
  if (seen.side === 'organization') return { at: seen.report.releasedAt, isReleased: true }
  const { released, updatedAt } = seen.report
  return { at: released?.at ?? updatedAt, isReleased: released !== null }
}
