// A feedback report as a file: contents in, bytes out, in one language and one form. Who may read it, and where it is
// kept, is for the slice; what it says was decided in core/report.

import { namesIn } from '../core/document/names.ts'
import type { Locale } from '../core/request.ts'
import type { Chart } from './chart.ts'
import { wordsOf } from './chart.ts'
import { chartTexts } from './chart-texts.ts'
import { comparisonItems, comparisonRadar } from './comparison-chart.ts'
import type { Document, Picture } from './document.ts'
import { docxOf } from './docx.ts'
import { unitOf } from './figure-text.ts'
import { htmlOf } from './html.ts'
import { markdownOf } from './markdown.ts'
import { pdfOf } from './pdf.ts'
import { pictureOf, type Shape } from './picture.ts'
import { reportChart } from './report-chart.ts'
import { type Report, type ReportPictures, reportDocument } from './report-document.ts'

export const reportFormats = ['html', 'markdown', 'pdf', 'docx'] as const
export type ReportFormat = (typeof reportFormats)[number]

/** Raise it when the forms look different: files that readers kept are then no longer current. */
export const reportLayout = 2

/** Media type and ending of the name of a file. */
export const reportFiles: Readonly<
  Record<ReportFormat, { readonly mediaType: string; readonly ending: string }>
> = {
  html: { mediaType: 'text/html', ending: 'html' },
  markdown: { mediaType: 'text/markdown', ending: 'md' },
  pdf: { mediaType: 'application/pdf', ending: 'pdf' },
  docx: {
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    ending: 'docx',
  },
}

/** Equal reports give equal bytes. Texts are UTF-8 without a mark. */
export const renderReport = async (
  report: Report,
  locale: Locale,
  format: ReportFormat,
): Promise<Uint8Array> => {
  const { contents, questionnaire, comparison } = report
  const unit = unitOf(questionnaire)
  const named = { locale, unit, names: namesIn(questionnaire, locale) }
  const document = reportDocument(report, locale, {
    scores: await pictured(reportChart(contents, named), 'bars', 'scores'),
    ...(await comparisonIn(comparison, named)),
  })
  return written[format](document)
}

const nothingCompared = { comparison: [], comparisonLead: '' }

const comparisonIn = async (
  comparison: Report['comparison'],
  given: Parameters<typeof comparisonItems>[1],
): Promise<Pick<ReportPictures, 'comparison' | 'comparisonLead'>> => {
  if (comparison === null) return nothingCompared
  const named = { ...given, own: chartTexts[given.locale].self }
  const radar = comparisonRadar(comparison, named)
  return {
    comparison: [
      await pictured(radar, 'radar', 'comparison-radar'),
      await pictured(comparisonItems(comparison, named), 'bars', 'comparison-bars'),
    ],
    comparisonLead: wordsOf({ ...radar, rows: [] }),
  }
}

const pictured = async (chart: Chart, shape: Shape, id: string): Promise<Picture> => ({
  kind: 'picture',
  svg: await pictureOf(chart, shape, id),
  title: chart.title,
  words: wordsOf(chart),
})

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

const written: Readonly<
  Record<ReportFormat, (document: Document) => Uint8Array | Promise<Uint8Array>>
> = {
  html: (document) => utf8(htmlOf(document)),
  markdown: (document) => utf8(markdownOf(document)),
  pdf: pdfOf,
  docx: docxOf,
}
