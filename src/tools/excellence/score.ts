// `score`: a questionnaire and answers become a score sheet, as a table or as the JSON the service would send.
import { z } from 'zod'
import { localize } from '../../core/document/localize.ts'
import { WeightingItems } from '../../core/document/weighting-v1.ts'
import { NodeCode } from '../../core/ids.ts'
import type { Locale } from '../../core/request.ts'
import { render } from '../../core/scoring/explain.ts'
import { previewWeighting } from '../../core/scoring/preview.ts'
import { score } from '../../core/scoring/score.ts'
import type { ScoreSheet } from '../../core/scoring/sheet.ts'
import { Answer } from '../../core/submission/answer.ts'
import { withoutProgramme } from '../../core/submission/submit.ts'
import { scoringOf } from '../../scoring.ts'
import { exit } from '../command-line.ts'
import { sheetPage } from '../demo/render.ts'
import * as shapes from '../demo/shapes.ts'
import { ink, type Paper, paragraph } from '../demo/terminal.ts'
import { sayIn } from '../demo/words.ts'
import { file, flag, lang, offline, questionnaire } from './command.ts'
import { documentFrom, shapedFrom } from './files.ts'

export const Answers = z.record(NodeCode, Answer)

export const scoreCommand = offline({
  name: 'score',
  summary: 'Scores answers under a questionnaire and shows the sheet',
  options: z.strictObject({
    questionnaire: questionnaire('The questionnaire'),
    answers: file('Answers by code, a JSON file'),
    weighting: file('Points by code of a weighting of your own, a JSON file').optional(),
    allowIncomplete: flag('Score what is there; what is missing counts as the questionnaire says'),
    explain: flag('Show every step of the calculation'),
    lang,
  }),
  run: async (given, { out, json, paper }) => {
    const document = documentFrom(given.questionnaire)
    const answers = shapedFrom(given.answers, Answers)
    const choice =
      given.weighting === undefined
        ? ({ kind: 'reference' } as const)
        : ({
            kind: 'numbers',
            mode: 'points',
            items: shapedFrom(given.weighting, WeightingItems),
          } as const)
    const weighting = previewWeighting(choice, document.questionnaire)
    const basis = scoringOf().basisOf(document, weighting, answers)
    const { allowIncomplete } = given
    const sheet = score({ ...basis, answers, allowIncomplete, notApplicable: withoutProgramme })
    if (json) out(JSON.stringify(sheet, null, 2))
    else {
      const view = shapes.Questionnaire.parse(localize(document.questionnaire, given.lang))
      out(view.title)
      const drawing = { say: sayIn(given.lang), paper }
      for (const line of sheetPage({ sheet, questionnaire: view }, drawing)) out(line)
      if (given.explain) for (const line of steps(sheet, given.lang, paper)) out(line)
      for (const { pointer, detail } of sheet.warnings) out(`! ${pointer}: ${detail}`)
    }
    return exit.done
  },
})

/** Every explanation line under the code it belongs to. */
const steps = (sheet: ScoreSheet, locale: Locale, paper: Paper): readonly string[] =>
  [
    ...sheet.nodes,
    ...sheet.groups,
    ...(sheet.total === null ? [] : [{ code: '=', ...sheet.total }]),
  ]
    .filter(({ explanation }) => explanation.length > 0)
    .flatMap(({ code, explanation }) => [
      ink(code, 'bold', paper),
      ...explanation.flatMap((line) => paragraph(render(line, locale), 4, paper)),
    ])
