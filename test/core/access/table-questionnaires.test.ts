import t from 'tap'
import { accessTable } from '../../../src/core/access/table.ts'
import { questionnaireRows } from '../../../src/core/access/table-questionnaires.ts'

t.test('the rows about questionnaires are part of the one table', async (t) => {
  for (const [action, row] of Object.entries(questionnaireRows))
    t.equal(accessTable[action as keyof typeof questionnaireRows], row, action)
})
