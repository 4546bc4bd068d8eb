// `validate`: everything that is wrong with a questionnaire document, and what the publish gate would ask.
import { z } from 'zod'
import { gate } from '../../core/document/gate.ts'
import { readQuestionnaire } from '../../core/document/read.ts'
import type { ProblemError } from '../../core/problem.ts'
import { exit } from '../command-line.ts'
import { file, offline, questionnaire } from './command.ts'
import { documentFrom, jsonFrom, pathOf } from './files.ts'

const said = (kind: string, { pointer, code, detail }: ProblemError): string =>
  `${kind}  ${pointer === '' ? '/' : pointer}  ${code}: ${detail}`

export const validateCommand = offline({
  name: 'validate',
  summary: 'Says everything that is wrong with a questionnaire, and what publishing it would ask',
  options: z.strictObject({
    questionnaire: file('The document: a file, or the key of one that ships'),
    last: questionnaire('The version published before it').optional(),
  }),
  run: async (given, { out, json, today }) => {
    const draft = readQuestionnaire(jsonFrom(pathOf(given.questionnaire)))
    const last = given.last === undefined ? null : documentFrom(given.last).questionnaire
    const { errors, warnings, needed } = gate({ draft, last, mapped: false, today })
    if (json) out(JSON.stringify({ errors, warnings, needed }, null, 2))
    else {
      for (const error of errors) out(said('error  ', error))
      for (const warning of warnings) out(said('warning', warning))
      const name = `${draft.key} ${draft.version}`
      out(
        errors.length === 0
          ? `${name} is valid${warnings.length === 0 ? '.' : `; ${warnings.length} warnings to accept.`}`
          : `${name} cannot be published: ${errors.length} errors.`,
      )
    }
    return errors.length === 0 ? exit.done : exit.refused
  },
})
