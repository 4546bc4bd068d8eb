// The steps of the demo that show what came out: score sheet, own weighting, comparison.
import { limitsText } from '../../core/benchmark/limits-text.ts'
import { bullet, explanation, sheetPage, weightingsPage } from './render.ts'
import { comparisonPage, resultLines } from './render-comparison.ts'
import * as shapes from './shapes.ts'
import { itemsOf, type Step } from './step.ts'
import { paragraph } from './terminal.ts'

const scoreOf = ({ client, below }: Step, submission: string, weighting: 'reference' | 'own') =>
  client({
    method: 'GET',
    path: below(`/submissions/${submission}/score?weighting=${weighting}`),
    as: 'organizationViewer',
    shape: shapes.Sheet,
  })

export const scoreSheet = async (
  step: Step,
  questionnaire: shapes.Questionnaire,
  submission: string,
): Promise<shapes.Sheet> => {
  const { open, write, note, say, locale, paper } = step
  open('step.score')
  const sheet = await scoreOf(step, submission, 'reference')
  write(sheetPage({ sheet, questionnaire }, step))
  write([''])
  note(say('score.why'))
  const first = sheet.nodes.find(({ code }) => code === itemsOf(questionnaire)[0]?.code)
  const lines = [
    ...(first?.explanation.slice(0, 1).map((line) => [first.code, line] as const) ?? []),
    ...(sheet.total?.explanation.slice(0, 1).map((line) => [say('total'), line] as const) ?? []),
  ]
  write(lines.flatMap(([label, line]) => bullet(`${label}: ${explanation(line, locale)}`, paper)))
  return sheet
}

export const ownWeighting = async (
  step: Step,
  given: {
    readonly questionnaire: shapes.Questionnaire
    readonly submission: string
    readonly reference: shapes.Sheet
  },
): Promise<void> => {
  const { questionnaire, submission, reference } = given
  step.open('step.own')
  const own = await scoreOf(step, submission, 'own')
  step.write(weightingsPage({ reference, own, questionnaire }, step))
  step.write([''])
  step.note(step.say('own.note'))
}

export const comparison = async (
  step: Step,
  questionnaire: shapes.Questionnaire,
  submission: string,
): Promise<void> => {
  const { client, open, write, note, say, below, locale, paper } = step
  open('step.compare')
  const compared = await client({
    method: 'GET',
    path: below(`/submissions/${submission}/benchmark`),
    as: 'organizationViewer',
    shape: shapes.Comparison,
  })
  const page = { comparison: compared, questionnaire }
  write(comparisonPage(page, step))
  write(['', ...resultLines(page, step), ''])
  note(say('result.limits'))
  write(paragraph(limitsText[locale], 3, paper))
}
