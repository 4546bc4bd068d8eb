import t from 'tap'
import { accessTable } from '../../../src/core/access/table.ts'
import { panelRows } from '../../../src/core/access/table-panels.ts'

t.test('the rows about assessing are part of the one table', async (t) => {
  for (const [action, row] of Object.entries(panelRows))
    t.equal(accessTable[action as keyof typeof panelRows], row, action)
})
