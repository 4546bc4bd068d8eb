import t from 'tap'
import { accessTable } from '../../../src/core/access/table.ts'
import { benchmarkRows } from '../../../src/core/access/table-benchmarks.ts'

t.test('the rows about benchmarks are part of the one table', async (t) => {
  for (const [action, row] of Object.entries(benchmarkRows))
    t.equal(accessTable[action as keyof typeof benchmarkRows], row, action)
})
