// `workbook`: writes a questionnaire into a spreadsheet, and reads a spreadsheet back into a document, with every
// mistake at its sheet, row and column.
import { writeFileSync } from 'node:fs'
import { z } from 'zod'
import { readQuestionnaire } from '../../core/document/read.ts'
import { said } from '../../exchange/finding.ts'
import { workbookToQuestionnaire } from '../../exchange/questionnaire/read.ts'
import { questionnaireToWorkbook } from '../../exchange/questionnaire/write.ts'
import { exit } from '../command-line.ts'
import { file, offline, questionnaire } from './command.ts'
import { bytesFrom, FileError, jsonFrom, pathOf } from './files.ts'

export const workbookCommand = offline({
  name: 'workbook',
  summary: 'Writes a questionnaire into a spreadsheet, or reads one back into a document',
  options: z.strictObject({
    questionnaire: questionnaire('The questionnaire to write').optional(),
    read: file('The workbook to read instead').optional(),
    to: file('The file to make: .xlsx when writing, .json when reading'),
  }),
  run: async (given, { out, err, json }) => {
    if ((given.questionnaire === undefined) === (given.read === undefined))
      throw new FileError('Name either --questionnaire or --read.')
    if (given.questionnaire !== undefined) {
      const document = readQuestionnaire(jsonFrom(pathOf(given.questionnaire)))
      writeFileSync(given.to, questionnaireToWorkbook(document))
      out(`${given.to} holds ${document.key} ${document.version}.`)
      return exit.done
    }
    const read = workbookToQuestionnaire(bytesFrom(String(given.read)))
    if (read.questionnaire === null) {
      if (json) out(JSON.stringify({ findings: read.findings }, null, 2))
      else for (const each of read.findings) err(`${said(each)}  ${each.code}: ${each.detail}`)
      return exit.refused
    }
    writeFileSync(given.to, `${JSON.stringify(read.questionnaire, null, 2)}\n`)
    out(`${given.to} holds ${read.questionnaire.key} ${read.questionnaire.version}.`)
    return exit.done
  },
})
