import t from 'tap'
import { accessTable } from '../../../src/core/access/table.ts'
import { assessmentRows } from '../../../src/core/access/table-assessment.ts'

t.test('the rows about assessing are part of the one table', async (t) => {
  for (const [action, row] of Object.entries(assessmentRows))
    t.equal(accessTable[action as keyof typeof assessmentRows], row, action)
})
