import t from 'tap'
import { accessTable } from '../../../src/core/access/table.ts'
import { type AccessRow, cells, columns } from '../../../src/core/access/vocabulary.ts'
import { scopes } from '../../../src/core/context.ts'

const rows: readonly (readonly [string, AccessRow])[] = Object.entries(accessTable)

t.test('every row is complete and speaks the known words', async (t) => {
  for (const [action, row] of rows) {
    t.match(action, /^[a-z-]+:[a-z-]+$/, `${action} is named resource:verb`)
    t.equal(row.cells.length, columns.length, `${action} has a cell for every column`)
    for (const cell of row.cells) t.ok(cell in cells, `${action}: ${cell} is explained`)
    t.ok(row.shownBy in accessTable, `${action}: ${row.shownBy} is a row`)
    t.notMatch(row.shownBy, /:write$/, `${action} is shown by reading`)
  }
  const labels = rows.map(([, row]) => row.label)
  t.equal(new Set(labels).size, labels.length, 'a label names one row')
})

t.test('every scope opens something, and only public reading needs none', async (t) => {
  t.same(
    rows.filter(([, row]) => row.scope === null).map(([action]) => action),
    ['questionnaires:read'],
  )
  const used = new Set(rows.map(([, row]) => row.scope))
  t.same(
    scopes.filter((scope) => !used.has(scope)),
    [],
  )
})

t.test('who may write a thing of an organization is also shown it', async (t) => {
  for (const [action, row] of rows) {
    const shown = rows.find(([name]) => name === row.shownBy)?.[1]
    for (const place of [0, 1, 2])
      if (row.cells[place] === 'Y')
        t.equal(shown?.cells[place], 'Y', `${action} by ${columns[place]} is shown to them`)
  }
})
