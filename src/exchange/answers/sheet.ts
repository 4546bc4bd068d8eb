// The answers of a submission as a sheet to read, to fill in offline and to bring back: CSV or XLSX.
// What a filled sheet means is import.ts.
import type { Questionnaire } from '../../core/document/questionnaire-v1.ts'
import { type LocalizedText, textFor } from '../../core/document/text.ts'
import type { Answers } from '../../core/submission/answer.ts'
import { writeCsv } from '../csv/write.ts'
import type { Cell, Column, Table } from '../grid.ts'
import { writeWorkbook } from '../xlsx/write.ts'
import {
  evidenceTitle,
  justificationTitle,
  type Line,
  layoutOf,
  mostEvidence,
  narrativeTitle,
  reasonTitle,
  valueAt,
} from './layout.ts'

export const sheetName = 'Answers'

/** At least so many pairs of columns for evidence, so that there is room to fill in. */
const usualEvidence = 3

/** `language`: of names and questions, null leaves them out; codes and columns never vary. */
export type SheetOf = {
  readonly questionnaire: Questionnaire
  readonly answers: Answers
  readonly language: string | null
}

export const answersToCsv = (given: SheetOf): string => writeCsv(answerTable(given))

export const answersToXlsx = (given: SheetOf): Uint8Array => writeWorkbook([answerTable(given)])

export const answerTable = ({ questionnaire, answers, language }: SheetOf): Table => {
  const { lines, values, hasAreas } = layoutOf(questionnaire)
  const pairs = evidencePairs(answers)
  const titles = [
    ...values,
    reasonTitle,
    justificationTitle,
    ...(hasAreas ? [narrativeTitle] : []),
    'comment',
    ...Array.from({ length: pairs }, (_, index) => [
      evidenceTitle(index, 'title'),
      evidenceTitle(index, 'url'),
    ]).flat(),
  ]
  const say = (text: LocalizedText): string | null =>
    language === null ? null : textFor(text, language, questionnaire.defaultLocale).text
  const columns: readonly Column[] = [
    { title: 'code', width: 14 },
    { title: 'kind', width: 10 },
    { title: 'name', width: 36 },
    { title: '# asks', width: 50 },
    ...titles.map((title) => ({ title, width: values.includes(title) ? 12 : 30 })),
  ]
  const rows = lines.map((line): readonly Cell[] => [
    line.code,
    line.kind,
    say(line.name),
    language === null ? null : line.asks.map(say).join('\n'),
    ...titles.map((title) => cellAt(line, title, answers)),
  ])
  return { name: sheetName, columns, rows }
}

const evidencePairs = (answers: Answers): number => {
  const most = Object.values(answers).map(({ evidence = [] }) => evidence.length)
  return Math.min(mostEvidence, Math.max(usualEvidence, ...most))
}

const cellAt = ({ owner, fields }: Line, title: string, answers: Answers): Cell => {
  const field = fields.get(title)
  const answer = Object.hasOwn(answers, owner) ? answers[owner] : undefined
  if (field === undefined || answer === undefined) return null
  return (valueAt(answer, field.path) as Cell | undefined) ?? null
}
