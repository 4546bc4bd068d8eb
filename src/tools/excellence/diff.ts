// `diff`: what changed between two versions of a questionnaire, and the step its number needs.
import { z } from 'zod'
import { compareQuestionnaires } from '../../core/document/compare/compare.ts'
import { renderComparison } from '../../core/document/compare/render.ts'
import { stepFor } from '../../core/document/compare/step.ts'
import { exit } from '../command-line.ts'
import { lang, offline, questionnaire } from './command.ts'
import { documentFrom } from './files.ts'

export const diffCommand = offline({
  name: 'diff',
  summary: 'Compares two versions of a questionnaire',
  options: z.strictObject({
    from: questionnaire('The older version'),
    to: questionnaire('The newer version'),
    lang,
  }),
  run: async (given, { out, err, json }) => {
    const before = documentFrom(given.from).questionnaire
    const after = documentFrom(given.to).questionnaire
    if (before.key !== after.key)
      err(
        `${before.key} and ${after.key} are two questionnaires: the same code may name another subject. ` +
          'What becomes of answers between them is said by a mapping (plan).',
      )
    const comparison = compareQuestionnaires(before, after)
    const needed = comparison.class === null ? null : stepFor(comparison.class)
    if (json) out(JSON.stringify({ ...comparison, needed }, null, 2))
    else {
      for (const sentence of renderComparison(comparison, given.lang)) out(sentence)
      if (needed !== null)
        out(`\n${comparison.changes.length} changes; they need a ${needed} step.`)
    }
    return exit.done
  },
})
